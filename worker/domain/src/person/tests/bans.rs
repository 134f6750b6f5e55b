//! Bans of a feature or the whole event.

use super::*;
use crate::ban::Scope;
use crate::person::{Frame, handle};
use crate::testing::{barred, wide_ban};

const HOUR: i64 = 3_600_000;

fn ban(w: &mut World, p: usize, id: &str, feature: Option<&str>, ends_in: i64) {
    let ends_at = w.now + ends_in;
    w.person(p, wide_ban(id, feature.map(Into::into), ends_at));
}
fn stands(w: &mut World, p: usize, id: &str) -> bool {
    matches!(w.person(p, Command::WideBanStands { id: id.into() }), Answer::Ban { .. })
}

#[test]
fn an_event_ban_puts_out_and_bars_everywhere_until_its_end() {
    let mut w = world();
    let token = w.inside(0, 0, "a");
    ban(&mut w, 0, "ban_1", None, HOUR);
    assert!(!stands(&mut w, 0, "ban_1"), "the room has not answered");
    w.flow();
    assert!(stands(&mut w, 0, "ban_1"));
    assert_eq!(w.state(0, 0), None);
    assert!(w.connect(token).is_none());
    for r in 0..2 {
        assert_eq!(refusal(&w.join(0, r, "b")), Refusal::Banned { barred: Box::new(barred(w.now + HOUR, Scope::Event)) });
    }
    w.pass(HOUR);
    w.can_join(0, 0, "c").unwrap();
}

#[test]
fn an_event_ban_stands_as_soon_as_the_rooms_bar_even_with_livekit_down() {
    let mut w = world();
    let token = w.inside(0, 0, "a");
    w.media.down = true;
    ban(&mut w, 0, "ban_1", None, HOUR);
    w.flow();
    assert!(stands(&mut w, 0, "ban_1"));
    assert_eq!(w.state(0, 0), Some(SeatState::Evicting));
    assert!(w.connect(token).is_none());
    w.media.down = false;
    w.quiet(false, false).unwrap();
}

#[test]
fn a_ban_of_somebody_who_is_nowhere_stands_at_once() {
    let mut w = world();
    ban(&mut w, 0, "ban_1", None, HOUR);
    assert!(stands(&mut w, 0, "ban_1"));
}

#[test]
fn a_ban_reaches_a_move_that_is_under_way() {
    let mut w = world();
    w.inside(0, 0, "a");
    w.enter(0, 1, "b", false, true);
    ban(&mut w, 0, "ban_1", None, HOUR);
    w.flow();
    assert!(stands(&mut w, 0, "ban_1"));
    w.quiet(false, false).unwrap();
    assert_eq!((w.state(0, 0), w.state(1, 0)), (None, None));
}

#[test]
fn a_feature_ban_is_for_its_feature() {
    let mut w = world();
    w.inside(0, 0, "a");
    ban(&mut w, 0, "ban_1", Some("fea_1"), HOUR);
    w.flow();
    assert!(stands(&mut w, 0, "ban_1"));
    assert_eq!(w.state(0, 0), Some(SeatState::Live), "room 0 is of another feature");
    let banned = HoldAnswer::Banned { barred: barred(w.now + HOUR, Scope::Feature) };
    assert_eq!(refusal(&w.join(0, 1, "b")), Refusal::Room { answer: Box::new(banned) });
    assert_eq!(w.state(0, 0), Some(SeatState::Live), "a refused move keeps the present stay");
    w.quiet(false, false).unwrap();
    w.pass(HOUR);
    w.can_join(0, 1, "c").unwrap();
}

#[test]
fn a_feature_ban_puts_out_of_its_feature() {
    let mut w = world();
    w.inside(0, 0, "a");
    ban(&mut w, 0, "ban_1", Some("fea_0"), HOUR);
    w.flow();
    assert!(stands(&mut w, 0, "ban_1"));
    assert_eq!(w.state(0, 0), None);
    w.join(0, 1, "b");
    assert!(w.got_in(0), "and only of that");
    w.check().unwrap();
}

#[test]
fn a_shorter_ban_later_does_not_end_a_longer_one() {
    let mut w = world();
    ban(&mut w, 0, "ban_1", None, HOUR);
    ban(&mut w, 0, "ban_2", None, 1_000);
    w.pass(2_000);
    assert!(matches!(refusal(&w.join(0, 0, "a")), Refusal::Banned { .. }));
}

fn learn(w: &mut World, change: impl FnOnce(&mut crate::catalogue::Profile)) {
    let mut new = profile(0);
    new.version = 2;
    change(&mut new);
    w.person(0, Command::Learn { profile: new });
    w.flow();
}

/// Whoever sits there with the old link is out, and its tokens open nothing.
#[test]
fn a_revoked_link_ends_the_stay() {
    let mut w = world();
    let token = w.inside(0, 0, "a");
    learn(&mut w, |p| p.link_version = 2);
    assert_eq!(w.state(0, 0), None);
    assert!(w.connect(token).is_none());
}

#[test]
fn a_person_taken_out_of_the_event_leaves_their_room() {
    let mut w = world();
    w.inside(0, 0, "a");
    learn(&mut w, |p| p.deleted = true);
    assert_eq!(w.state(0, 0), None);
}

#[test]
fn who_leaves_the_group_leaves_the_rooms_limited_to_it() {
    let mut w = world();
    learn(&mut w, |p| p.groups = vec!["grp_1".into()]);
    w.edit(0, |room| room.groups = vec!["grp_1".into()]);
    w.inside(0, 0, "a");
    learn(&mut w, |p| p.version = 3);
    assert_eq!(w.state(0, 0), None);
    assert_eq!(refusal(&w.join(0, 0, "b")), Refusal::Room { answer: Box::new(HoldAnswer::NotFound) });
}

#[test]
fn a_revoked_session_leaves_for_nobody() {
    let mut w = world();
    w.inside(0, 0, "a");
    let leave = |link_version| Command::Leave { room: room_id(0), id: None, away: false, link_version: Some(link_version) };
    assert_eq!(w.person(0, leave(7)), Answer::Refused { refusal: Refusal::Revoked });
    assert_eq!(w.state(0, 0), Some(SeatState::Live));
    w.person(0, leave(1));
    w.flow();
    assert_eq!(w.state(0, 0), None);
}

/// What the person's sockets are told by a command.
fn told(w: &mut World, command: Command) -> Vec<Frame> {
    let effects = w.persons[0].transaction(|sql| handle(sql, w.now, command)).unwrap().effects;
    effects.into_iter().filter_map(|e| if let Effect::Say { frame } = e { Some(frame) } else { None }).collect()
}
fn lift(id: &str) -> Command {
    Command::Lift { id: id.into(), by: crate::testing::named(9) }
}

#[test]
fn a_lifted_ban_is_over_at_once_and_the_person_hears_of_both() {
    let mut w = world();
    let ends_at = w.now + HOUR;
    let frames = told(&mut w, wide_ban("ban_1", None, ends_at));
    assert!(matches!(&frames[..], [Frame::Removed { ban }] if ban.scope == Scope::Event && ban.id == "ban_1"));
    assert!(matches!(refusal(&w.join(0, 0, "a")), Refusal::Banned { .. }));
    assert_eq!(told(&mut w, lift("ban_1")), [Frame::BanLifted { ban: "ban_1".into(), room: None }]);
    assert_eq!(told(&mut w, lift("ban_1")), [], "lifted once");
    assert_eq!(w.person(0, lift("ban_9")), Answer::NoBan);
    w.join(0, 0, "b");
    assert!(w.got_in(0));
}

#[test]
fn lifting_one_of_two_leaves_the_other() {
    let mut w = world();
    ban(&mut w, 0, "ban_1", None, HOUR);
    ban(&mut w, 0, "ban_2", None, 2 * HOUR);
    w.person(0, lift("ban_2"));
    assert_eq!(refusal(&w.join(0, 0, "a")), Refusal::Banned { barred: Box::new(barred(w.now + HOUR, Scope::Event)) });
    w.person(0, lift("ban_1"));
    w.join(0, 0, "b");
    assert!(w.got_in(0));
}

#[test]
fn a_lifted_feature_ban_no_longer_travels_with_a_hold() {
    let mut w = world();
    ban(&mut w, 0, "ban_1", Some("fea_0"), HOUR);
    w.person(0, lift("ban_1"));
    w.join(0, 0, "a");
    assert!(w.got_in(0));
}

#[test]
fn tabs_are_told_of_a_take_over_and_of_a_move() {
    let mut w = world();
    w.inside(0, 0, "a");
    let enter = |r: usize, id: &str| Command::Enter { room: room_id(r), id: id.into(), hold: false, moving: true, link_version: 1 };
    let superseded = |frames: &[Frame], id: &str| matches!(frames, [Frame::Superseded { entry_id, room: Some(_) }] if entry_id == id);
    assert!(superseded(&told(&mut w, enter(0, "b")), "a"));
    w.enter(0, 1, "c", false, true);
    let hold = w.take(|m| matches!(m, Msg::FromPerson(0, Effect::Hold { .. })));
    w.deliver(hold);
    let Msg::ToPerson(0, answer) = w.take(|m| matches!(m, Msg::ToPerson(..))) else { panic!() };
    assert!(superseded(&told(&mut w, answer), "b"));
}

#[test]
fn a_revoked_link_hangs_up_and_opens_no_socket() {
    let mut w = world();
    let listen = |link_version| Command::Listen { link_version, session_ends_at: i64::MAX >> 12 };
    assert_eq!(w.person(0, listen(1)), Answer::Listening { hello: Frame::Hello { offers: vec![], room: None, pending: 0 } });
    assert_eq!(w.person(0, listen(7)), Answer::Refused { refusal: Refusal::Revoked });
    let mut new = profile(0);
    (new.version, new.link_version) = (2, 2);
    let effects = w.persons[0].transaction(|sql| handle(sql, w.now, Command::Learn { profile: new })).unwrap().effects;
    assert!(effects.contains(&Effect::HangUp));
}

/// The index hears of a ban until it has it.
#[test]
fn the_index_of_bans_is_told_until_it_knows() {
    let mut w = world();
    w.person(0, wide_ban("ban_1", None, w.now + HOUR));
    let indexed = |w: &mut World, at: i64| {
        let effects = w.persons[0].transaction(|sql| handle(sql, at, Command::Alarm)).unwrap().effects;
        effects.iter().any(|e| matches!(e, Effect::IndexBan { .. }))
    };
    let now = w.now;
    assert!(indexed(&mut w, now));
    assert!(!indexed(&mut w, now + 1_000));
    assert!(indexed(&mut w, now + 5_000), "nothing came back");
    w.person(0, Command::BanIndexed { id: "ban_1".into(), lifted: false });
    assert!(!indexed(&mut w, now + 500_000));
}
