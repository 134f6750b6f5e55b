//! Cards as a lobby keeps them, and what each viewer may do with one.

mod queue;

use super::*;
use crate::card::{CardAction, CardState, Role, Seated, judge};
use crate::testing::{Db, named, room_entry};
use crate::world::START;

fn say(db: &Db, command: Command) -> Answer {
    db.transaction(|sql| handle(sql, START, Here::default(), command)).unwrap().answer
}
fn entry(version: i64, rooms: &[usize]) -> LobbyEntry {
    LobbyEntry {
        id: "fea_0".into(),
        event: "evt_1".into(),
        name: format!("Version {version}"),
        icon: None,
        image: None,
        groups: vec![],
        rooms: (0..).zip(rooms).map(|(position, n)| RoomEntry { position, ..room_entry(*n, 1, 1) }).collect(),
        version,
        deleted: false,
    }
}
fn card(people: &[(usize, Role, bool)]) -> LiveCard {
    let seated = |(p, role, open): &(usize, Role, bool)| Seated {
        id: format!("att_{p}"),
        name: String::new(),
        avatar: None,
        role: *role,
        open: *open,
    };
    LiveCard { seated: people.iter().map(seated).collect(), ..LiveCard::default() }
}
fn cards(db: &Db) -> (String, Vec<(RoomEntry, LiveCard)>) {
    let Answer::Cards { place, cards, .. } = say(db, Command::List) else { panic!("cold") };
    (place.name, cards)
}

#[test]
fn older_entries_and_older_cards_are_ignored() {
    let db = Db::new(SCHEMA);
    assert_eq!(say(&db, Command::List), Answer::Cold);
    say(&db, Command::Learn { entry: entry(2, &[1, 0]) });
    say(&db, Command::Learn { entry: entry(1, &[0]) });
    say(&db, Command::Learn { entry: entry(2, &[0]) });
    let (name, rooms) = cards(&db);
    assert_eq!((name.as_str(), rooms.len()), ("Version 2", 2));
    assert_eq!(rooms[0].0.id, "room_1", "in the order of the list");

    let full = card(&[(0, Role::Attendee, true)]);
    say(&db, Command::Card { room: "room_0".into(), rev: 3, card: full.clone() });
    say(&db, Command::Card { room: "room_0".into(), rev: 2, card: card(&[]) });
    say(&db, Command::Card { room: "room_0".into(), rev: 3, card: card(&[]) });
    assert_eq!(cards(&db).1[1].1, full);
    say(&db, Command::Learn { entry: entry(3, &[0]) });
    assert_eq!(cards(&db).1[0].1, full, "a new entry keeps what the room said");
}

#[test]
fn a_card_says_what_this_viewer_can_do() {
    let mut room = room_entry(0, 1, 1);
    room.moderators = vec![named(9)];
    let none = card(&[]);
    let inside = card(&[(0, Role::Attendee, true)]);
    let draining = card(&[(0, Role::Attendee, false)]);
    let moderated = card(&[(9, Role::Moderator, false)]);
    assert_eq!(judge(&room, &none, "att_0"), (CardState::Open, CardAction::Join));
    assert_eq!(judge(&room, &inside, "att_0"), (CardState::Full, CardAction::Return));
    assert_eq!(judge(&room, &inside, "att_1"), (CardState::Full, CardAction::Full));
    assert_eq!(judge(&room, &draining, "att_1"), (CardState::Full, CardAction::Full), "a draining seat counts");
    assert_eq!(judge(&room, &inside, "att_9"), (CardState::Full, CardAction::Join), "a moderator has a seat of their own");
    assert_eq!(judge(&room, &moderated, "att_1"), (CardState::Open, CardAction::Join), "and takes nobody's");
    room.enabled = false;
    assert_eq!(judge(&room, &none, "att_1"), (CardState::Closed, CardAction::Closed));
    assert_eq!(judge(&room, &inside, "att_0"), (CardState::Closed, CardAction::Return), "who is inside may go back");
}

#[test]
fn the_counts_are_those_of_the_cards() {
    let db = Db::new(SCHEMA);
    assert_eq!(say(&db, Command::Count), Answer::Cold);
    say(&db, Command::Learn { entry: entry(1, &[1, 0]) });
    let mut live = card(&[(0, Role::Attendee, true), (1, Role::Attendee, false), (9, Role::Moderator, true)]);
    live.waiting = vec![crate::card::Waiter { id: "att_5".into(), offer_until: None }];
    say(&db, Command::Card { room: "room_0".into(), rev: 1, card: live });
    let count = |room: &str, attendees, moderators, waiting| Count { room: room.into(), attendees, moderators, waiting };
    assert_eq!(say(&db, Command::Count), Answer::Counts { rooms: vec![count("room_1", 0, 0, 0), count("room_0", 2, 1, 1)] });
}

/// A lobby that listens to commands at a time, with so many sockets.
struct Place {
    db: Db,
    now: Millis,
    here: Here,
    alarm: Option<Millis>,
}

impl Place {
    fn new(listeners: usize) -> Place {
        let mut place = Place { db: Db::new(SCHEMA), now: START, here: Here { listeners: 0, ..Here::default() }, alarm: None };
        place.say(Command::Learn { entry: entry(1, &[0, 1]) });
        place.here.listeners = listeners;
        place
    }
    fn shard() -> Place {
        Place { db: Db::new(SCHEMA), now: START, here: Here { shard: true, ..Here::default() }, alarm: None }
    }
    fn say(&mut self, command: Command) -> (Answer, Vec<Effect>) {
        let out = self.db.transaction(|sql| handle(sql, self.now, self.here, command)).unwrap();
        self.alarm = out.alarm;
        (out.answer, out.effects)
    }
    fn deltas(&mut self, command: Command) -> Vec<Delta> {
        let says = |effect| if let Effect::Say { delta } = effect { Some(*delta) } else { None };
        self.say(command).1.into_iter().filter_map(says).collect()
    }
    fn card(&mut self, room: usize, rev: i64, people: &[(usize, Role, bool)]) -> Vec<Delta> {
        self.deltas(Command::Card { room: format!("room_{room}"), rev, card: card(people) })
    }
    fn listen(&mut self, viewer: Viewer, limit: usize) -> Answer {
        self.say(Command::Listen { event: "evt_1".into(), viewer, gen_no: 9, limit, session_ends_at: START + 1_000_000 }).0
    }
    fn state(&mut self) -> State {
        match self.listen(viewer(9, &[]), 99) {
            Answer::Hello { state } => *state,
            other => panic!("{other:?}"),
        }
    }
}

fn viewer(n: usize, groups: &[&str]) -> Viewer {
    Viewer { person: format!("att_{n}"), groups: groups.iter().map(|g| (*g).to_owned()).collect(), link_version: 1, version: 1 }
}
fn rooms(delta: &Delta) -> Vec<&str> {
    delta.changed.iter().map(|(room, _)| room.id.as_str()).collect()
}
const ONE: &[(usize, Role, bool)] = &[(0, Role::Attendee, true)];

#[test]
fn a_quiet_change_is_told_at_once_and_those_within_a_tick_together() {
    let mut place = Place::new(2);
    let seq = place.state().seq;
    let first = place.card(0, 1, ONE);
    assert_eq!((first[0].after, first[0].seq, rooms(&first[0])), (seq, seq + 1, vec!["room_0"]));
    assert_eq!(first[0].order, None);
    place.now += 10;
    assert_eq!((place.card(1, 1, ONE), place.card(0, 2, &[])), (vec![], vec![]));
    assert_eq!(place.alarm, Some(START + time::LOBBY));
    place.now = START + time::LOBBY;
    let second = place.deltas(Command::Alarm);
    assert_eq!((second[0].after, second[0].seq, rooms(&second[0])), (seq + 1, seq + 3, vec!["room_0", "room_1"]));
    // The same card under a new number is no news.
    place.now += 1_000;
    assert_eq!(place.card(0, 3, &[]), vec![]);
    assert_eq!(place.alarm, Some(START + 1_000_000), "only the session's end is due");
}

#[test]
fn with_nobody_here_nothing_is_due_and_a_large_lobby_is_slower() {
    let mut place = Place::new(0);
    assert_eq!((place.card(0, 1, ONE), place.card(0, 2, &[]), place.alarm), (vec![], vec![], None));
    place.here.listeners = time::LARGE_LOBBY;
    assert_eq!(place.card(0, 3, ONE).len(), 1);
    place.card(0, 4, &[]);
    assert_eq!(place.alarm, Some(START + time::LOBBY_SLOW));
}

#[test]
fn rooms_that_leave_come_or_change_places_are_told() {
    let mut place = Place::new(1);
    let left = place.deltas(Command::Learn { entry: entry(2, &[1]) });
    let gone: Vec<&str> = left[0].gone.iter().map(|gone| gone.room.as_str()).collect();
    assert_eq!((gone, left[0].order.as_ref().map(Vec::len), left[0].renamed), (vec!["room_0"], Some(1), true));
    place.now += 1_000;
    let back = place.deltas(Command::Learn { entry: LobbyEntry { name: "Version 2".into(), ..entry(3, &[1, 0]) } });
    assert_eq!((rooms(&back[0]), back[0].gone.len(), back[0].renamed), (vec!["room_0"], 0, false));
    place.now += 1_000;
    let swapped = place.deltas(Command::Learn { entry: LobbyEntry { name: "Version 2".into(), ..entry(4, &[0, 1]) } });
    assert_eq!((rooms(&swapped[0]).len(), swapped[0].order.as_ref().map(|o| o[0].room.as_str())), (0, Some("room_0")));
}

#[test]
fn new_limits_tell_everybody_anew() {
    let mut place = Place::new(1);
    let limited = LobbyEntry { groups: vec!["grp_1".into()], ..entry(2, &[0, 1]) };
    let effects = place.say(Command::Learn { entry: limited }).1;
    let Some(Effect::Anew { state }) = effects.first() else { panic!("{effects:?}") };
    assert_eq!(fan::hello(state, &viewer(0, &[])), None);
    assert!(fan::hello(state, &viewer(0, &["grp_1"])).is_some());
    assert_eq!(place.listen(viewer(0, &[]), 99), Answer::NotFound);
    assert!(matches!(place.listen(viewer(0, &["grp_1"]), 99), Answer::Hello { .. }));
}

#[test]
fn one_frame_for_all_but_those_who_moderate_sit_or_may_not_see() {
    let mut place = Place::new(1);
    let mut changed = entry(2, &[0, 1]);
    changed.rooms[0].moderators = vec![named(3)];
    changed.rooms[1].description = Some("New".into());
    place.say(Command::Learn { entry: changed });
    place.now += 1_000;
    let delta = place.card(0, 1, ONE).remove(0);
    let fan = fan::Fan::new(&delta);
    assert_eq!(fan.alike(&viewer(1, &[])), fan.alike(&viewer(2, &["grp_7"])));
    assert_ne!(fan.alike(&viewer(0, &[])), fan.alike(&viewer(1, &[])), "who sits there returns");
    assert_ne!(fan.alike(&viewer(3, &[])), fan.alike(&viewer(1, &[])), "who moderates does");
    let action = |n: usize| match fan.frame(&viewer(n, &[])) {
        fan::Frame::Cards { cards, .. } => (cards[0].action, cards[0].moderated_by_me),
        other => panic!("{other:?}"),
    };
    assert_eq!((action(0), action(3)), ((CardAction::Return, false), (CardAction::Join, true)));
    assert_eq!(action(1), (CardAction::Full, false));

    let mut delta = delta;
    delta.changed[0].0.groups = vec!["grp_1".into()];
    let fan = fan::Fan::new(&delta);
    assert_ne!(fan.alike(&viewer(1, &[])), fan.alike(&viewer(2, &["grp_1"])));
    let seen = |groups: &[&str]| match fan.frame(&viewer(1, groups)) {
        fan::Frame::Cards { cards, .. } => cards.len(),
        other => panic!("{other:?}"),
    };
    assert_eq!((seen(&[]), seen(&["grp_1"])), (0, 1));
}

#[test]
fn who_is_alike_for_all_of_it_hears_the_same_hello() {
    let mut place = Place::new(1);
    let mut changed = entry(2, &[0, 1]);
    changed.rooms[0].moderators = vec![named(3)];
    changed.rooms[1].groups = vec!["grp_1".into()];
    place.say(Command::Learn { entry: changed });
    place.card(0, 1, ONE);
    let state = place.state();
    let delta = state.as_delta();
    let fan = fan::Fan::new(&delta);
    let all = [viewer(0, &[]), viewer(1, &[]), viewer(2, &["grp_7"]), viewer(3, &[]), viewer(4, &["grp_1"]), viewer(5, &["grp_1"])];
    for (one, other) in all.iter().flat_map(|one| all.iter().map(move |other| (one, other))) {
        let alike = fan.alike(one) == fan.alike(other);
        assert_eq!(alike, fan::hello(&state, one) == fan::hello(&state, other), "{one:?} and {other:?}");
    }
}

#[test]
fn a_person_who_changed_is_met_and_an_older_request_is_outdated() {
    let mut place = Place::new(1);
    place.here.theirs = 1;
    let newer = Viewer { version: 3, ..viewer(0, &["grp_1"]) };
    let (told, effects) = place.say(Command::Viewer { viewer: newer.clone(), gen_no: 8, deleted: false });
    assert_eq!(told, Answer::Told { nobody: false });
    assert!(matches!(&effects[..], [Effect::Meet { viewer, .. }] if *viewer == newer));
    place.here.theirs = 0;
    assert_eq!(place.say(Command::Viewer { viewer: newer.clone(), gen_no: 8, deleted: false }).0, Answer::Told { nobody: true });
    assert_eq!(place.listen(Viewer { version: 2, ..viewer(0, &[]) }, 99), Answer::Outdated);
    assert!(matches!(place.listen(newer, 99), Answer::Hello { .. }));
}

/// Their Person forgets a lobby that has nobody. A socket asked for before, still on its way, would hear nothing for ever.
#[test]
fn a_request_overtaken_by_the_word_that_nobody_is_here_is_outdated() {
    let mut place = Place::new(1);
    let told = place.say(Command::Viewer { viewer: viewer(0, &[]), gen_no: 9, deleted: false }).0;
    assert_eq!(told, Answer::Told { nobody: true });
    assert_eq!(place.listen(viewer(0, &[]), 99), Answer::Outdated);
    let anew = Command::Listen { event: "evt_1".into(), viewer: viewer(0, &[]), gen_no: 10, limit: 99, session_ends_at: START + 1_000_000 };
    assert!(matches!(place.say(anew).0, Answer::Hello { .. }));
}

#[test]
fn ended_sessions_are_looked_for_until_none_is_left() {
    let mut place = Place::new(1);
    place.state();
    place.now = START + 1_000_000;
    let (answer, effects) = place.say(Command::Alarm);
    assert_eq!((answer, effects), (Answer::Resting, vec![Effect::HangUpExpired]));
    assert_eq!(place.alarm, Some(place.now + time::SESSIONS));
    place.say(Command::SessionsEnded { next: None });
    assert_eq!(place.alarm, None);
}

/// Primary and shard, as the shell connects them.
fn subscribe(primary: &mut Place, shard: &mut Place) -> i64 {
    let Answer::Unsubscribed { gen_no } = shard.listen(viewer(1, &[]), 9) else { panic!("subscribed already") };
    let Answer::State { gen_no, state } = primary.say(Command::Subscribe { shard: "fea_0~1".into(), gen_no }).0 else { panic!("cold") };
    shard.say(Command::Sync { gen_no, news: News::Welcome { shard: "fea_0~1".into(), state } });
    gen_no
}
fn pushed(effects: Vec<Effect>) -> Option<(i64, News)> {
    effects.into_iter().find_map(|effect| if let Effect::PushShard { gen_no, news, .. } = effect { Some((gen_no, news)) } else { None })
}

#[test]
fn a_full_lobby_hands_on_and_a_full_shard_makes_it_grow() {
    let mut place = Place::new(2);
    assert_eq!(place.listen(viewer(0, &[]), 2), Answer::Elsewhere { shards: 1 });
    place.here.theirs = 1;
    assert!(matches!(place.listen(viewer(0, &[]), 2), Answer::Hello { .. }), "theirs is replaced");
    assert_eq!(place.say(Command::Grow { shards: 1 }).0, Answer::Elsewhere { shards: 2 });
    assert_eq!(place.say(Command::Grow { shards: 1 }).0, Answer::Elsewhere { shards: 2 }, "somebody else was faster");
    let mut shard = Place::shard();
    subscribe(&mut place, &mut shard);
    shard.here.listeners = 2;
    assert_eq!(shard.listen(viewer(1, &[]), 2), Answer::Full);
}

#[test]
fn a_shard_hears_everything_until_nobody_listens_there() {
    let (mut primary, mut shard) = (Place::new(0), Place::shard());
    let gen_no = subscribe(&mut primary, &mut shard);
    assert_eq!(shard.state(), primary.state());
    shard.here.listeners = 1;

    let change = Command::Card { room: "room_1".into(), rev: 1, card: card(ONE) };
    let (_, news) = pushed(primary.say(change).1).unwrap();
    // Lost on the way; what follows it comes again from where the shard is.
    primary.now += 10;
    primary.say(Command::Learn { entry: entry(2, &[1]) });
    assert_eq!(primary.alarm, Some(START + time::backoff(0)));
    primary.now = START + time::backoff(0);
    let (_, later) = pushed(primary.say(Command::Alarm).1).unwrap();
    let (synced, effects) = shard.say(Command::Sync { gen_no, news: later });
    assert!(matches!(&effects[..], [Effect::Say { delta }] if delta.gone.len() == 1), "{effects:?}");
    assert_eq!(shard.say(Command::Sync { gen_no, news }).1, vec![], "the lost one comes too late");
    let Answer::Synced { seq, listening, .. } = synced else { panic!("{synced:?}") };
    primary.say(Command::ShardHas { shard: "fea_0~1".into(), gen_no, seq, listening });
    assert_eq!(shard.state(), primary.state());

    shard.here.listeners = 0;
    primary.now += 1_000;
    let (_, news) = pushed(primary.say(Command::Card { room: "room_1".into(), rev: 2, card: card(&[]) }).1).unwrap();
    let (Answer::Synced { seq, listening, .. }, _) = shard.say(Command::Sync { gen_no, news }) else { panic!() };
    assert!(!listening);
    // Somebody comes before the primary hears that nobody is there.
    let newer = subscribe(&mut primary, &mut shard);
    primary.say(Command::ShardHas { shard: "fea_0~1".into(), gen_no, seq, listening });
    primary.now += 1_000;
    let pushed = pushed(primary.say(Command::Card { room: "room_1".into(), rev: 3, card: card(ONE) }).1);
    assert_eq!(pushed.map(|(gen_no, _)| gen_no), Some(newer), "the newer subscription stands");
}
