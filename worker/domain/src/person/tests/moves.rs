//! Entries, moves, what the caller hears, and what it costs.

use super::*;

fn learn(w: &mut World, change: impl FnOnce(&mut crate::catalogue::Profile)) {
    let mut new = profile(0);
    change(&mut new);
    w.person(0, Command::Learn { profile: new });
}

#[test]
fn the_same_call_again_changes_nothing() {
    let mut w = world();
    w.inside(0, 0, "a");
    let (seat, written) = (w.seat(0, 0), w.persons[0].rows_written());
    w.join(0, 0, "a");
    assert!(w.got_in(0));
    assert_eq!(w.seat(0, 0), seat);
    assert_eq!(w.persons[0].rows_written(), written);
}

#[test]
fn a_reload_gets_back_into_a_full_room() {
    let mut w = world();
    w.inside(0, 0, "a");
    assert_eq!(refusal(&w.join(1, 0, "b")), full());
    w.join(0, 0, "a");
    assert!(w.got_in(0));
}

#[test]
fn an_entry_belongs_to_one_room() {
    let mut w = world();
    w.inside(0, 0, "a");
    assert_eq!(refusal(&Some(w.enter(0, 1, "a", false, true))), Refusal::Superseded);
}

#[test]
fn a_stale_answer_is_tried_once_more_with_a_new_epoch() {
    let mut w = world();
    w.join(0, 0, "a");
    w.pass(time::LEASE);
    w.ring_room(0);
    w.wire.clear();
    w.join(0, 0, "a");
    assert!(w.got_in(0));
    assert_eq!(w.seat(0, 0).epoch, 2);
    // And no more than once.
    w.enter(0, 0, "a", false, false);
    w.wire.clear();
    let stale = |epoch, again| Command::HoldAnswered { room: room_id(0), epoch, again, answer: Box::new(HoldAnswer::Stale) };
    assert_eq!(w.person(0, stale(2, false)), Answer::Pending);
    assert!(matches!(w.wire[0], Msg::FromPerson(0, Effect::Hold { epoch: 3, again: true, .. })));
    w.wire.clear();
    assert!(matches!(w.person(0, stale(3, true)), Answer::Refused { .. }));
    assert!(matches!(w.wire[..], [Msg::FromPerson(0, Effect::Release { fence: 4, .. })]), "a release row stays: {:?}", w.wire);
}

/// The old tab joins again while the move is under way, and its room answers stale: the fence of the move is older then.
#[test]
fn a_move_does_not_wait_for_a_fence_the_old_room_has_passed() {
    let mut w = world();
    w.join(0, 0, "a");
    w.enter(0, 1, "b", false, true);
    let hold = w.take(|m| matches!(m, Msg::FromPerson(0, Effect::Hold { .. })));
    w.pass(time::NEXT - 1_000);
    w.remove(0, 0, "rem_1", None);
    w.wire.clear();
    w.enter(0, 0, "a", false, false);
    w.flow();
    assert!(w.seat(0, 0).epoch > 2);
    w.deliver(hold);
    w.flow();
    w.join(0, 1, "b");
    assert_eq!(w.state(1, 0), Some(SeatState::Granted));
    w.check().unwrap();
}

#[test]
fn every_command_gives_up_a_move_nobody_answered() {
    let mut w = world();
    w.enter(0, 1, "b", false, true);
    w.wire.clear();
    w.pass(time::NEXT);
    w.person(0, Command::WhoIs);
    assert_eq!(w.persons[0].count("SELECT COUNT(*) FROM releases WHERE room = 'room_1'"), 1);
    w.check().unwrap();
    w.pass_ringing(2_000);
    assert_eq!(w.persons[0].count("SELECT COUNT(*) FROM releases"), 0);
}

/// News of an older stay says nothing about a room that was entered and left since.
#[test]
fn only_news_as_new_as_the_fence_forgets_a_room() {
    let mut w = world();
    w.inside(0, 0, "a");
    w.media.down = true;
    w.leave(0, 0, "a");
    w.flow();
    let owed = |w: &World| w.persons[0].count("SELECT COUNT(*) FROM releases");
    for (epoch, left) in [(1, 1), (2, 0)] {
        w.person(0, Command::Freed { room: room_id(0), epoch, quiet: true });
        assert_eq!(owed(&w), left, "fence 2, news of epoch {epoch}");
    }
    let mut w = world();
    w.inside(0, 0, "a");
    w.media.down = true;
    w.leave(0, 0, "a");
    let answer = |fence| Command::Released { room: room_id(0), fence, answer: room::ReleaseAnswer::Gone };
    w.person(0, answer(1));
    assert_eq!(owed(&w), 1, "the answer to an older fence");
    w.person(0, answer(2));
    assert_eq!(owed(&w), 0);
}

#[test]
fn older_profiles_are_ignored_and_revoked_links_refused() {
    let mut w = world();
    learn(&mut w, |p| (p.version, p.last_name) = (3, "Three".into()));
    learn(&mut w, |p| (p.version, p.last_name) = (2, "Two".into()));
    let Answer::Profile { profile } = w.person(0, Command::WhoIs) else { panic!() };
    assert_eq!(profile.last_name, "Three");
    learn(&mut w, |p| (p.version, p.link_version) = (4, 2));
    assert_eq!(w.enter(0, 0, "a", false, false), Answer::Refused { refusal: Refusal::Revoked });
    learn(&mut w, |p| (p.version, p.deleted) = (5, true));
    assert_eq!(w.enter(0, 0, "a", false, false), Answer::Refused { refusal: Refusal::Revoked });
}

#[test]
fn a_cold_person_says_so() {
    let db = crate::testing::Db::new(crate::person::SCHEMA);
    let enter = Command::Enter { room: room_id(0), id: "a".into(), hold: false, moving: false, link_version: 1 };
    for command in [Command::WhoIs, enter] {
        let out = db.transaction(|sql| crate::person::handle(sql, 1, command)).unwrap();
        assert_eq!(out.answer, Answer::Cold);
    }
    assert_eq!(db.count("SELECT epoch FROM me"), 0);
}

#[test]
fn a_journey_carries_a_move_to_its_end() {
    let mut w = world();
    w.inside(0, 0, "a");
    assert!(matches!(journey(&mut w, 1, false), Landing::Unfinished), "LiveKit is down");
    assert_eq!(w.state(1, 0), Some(SeatState::Held));
    let landing = journey(&mut w, 1, true);
    assert!(matches!(landing, Landing::Answer(Answer::Seat { .. })), "{landing:?}");
    assert_eq!((w.state(0, 0), w.state(1, 0)), (None, Some(SeatState::Granted)));
}

/// After the refusal the room that is kept is asked again; its seat is no answer to who wanted another.
#[test]
fn a_refused_move_lands_on_the_refusal() {
    let mut w = world();
    w.inside(0, 0, "a");
    w.remove(1, 0, "rem_1", Some(60_000));
    let landing = journey(&mut w, 1, false);
    assert!(matches!(landing, Landing::Answer(Answer::Refused { refusal: Refusal::Room { .. } })), "{landing:?}");
    assert_eq!(claim(&w, 0), Some(room_id(0)));
    assert_eq!(w.state(0, 0), Some(SeatState::Live));
}

/// A dialog that closes before its hold was answered: the call was not refused by a failing server, its entry has ended.
#[test]
fn a_hold_that_was_left_meanwhile_is_superseded() {
    let w = world();
    let say = |c: Command| w.persons[0].transaction(|sql| crate::person::handle(sql, w.now, c)).unwrap();
    let enter = || Command::Enter { room: room_id(0), id: "a".into(), hold: true, moving: false, link_version: 1 };
    let mut journey = Journey::new(say(enter()));
    assert!(matches!(journey.next_effect(), Some(Effect::Hold { .. })));
    say(Command::Leave { room: room_id(0), id: Some("a".into()), away: false, link_version: None });
    let late = HoldAnswer::Full { attendee_limit: 13 };
    journey.feed(say(Command::HoldAnswered { room: room_id(0), epoch: 1, again: false, answer: Box::new(late) }));
    assert_eq!(journey.finish(true), Landing::Overtaken);
    assert_eq!(say(enter()).answer, Answer::Refused { refusal: Refusal::Superseded });
}

/// The shell's way with a join of room `r`: effects in order, each answer a command. With `answered`, a draining room's
/// Remove is answered by LiveKit before the release is.
fn journey(w: &mut World, r: usize, answered: bool) -> Landing {
    let command = Command::Enter { room: room_id(r), id: "b".into(), hold: false, moving: true, link_version: 1 };
    let now = w.now;
    let say = |w: &World, c: Command| w.persons[0].transaction(|sql| crate::person::handle(sql, now, c)).unwrap();
    let mut journey = Journey::new(say(w, command));
    while let Some(effect) = journey.next_effect() {
        if effect.is_for_sockets() {
            continue;
        }
        w.wire.clear();
        w.deliver(Msg::FromPerson(0, effect.clone()));
        if answered && matches!(effect, Effect::Release { .. }) {
            w.wire.retain(|m| matches!(m, Msg::FromRoom(_, room::Effect::RemoveBody { .. })));
            w.flow();
            w.deliver(Msg::FromPerson(0, effect));
        }
        let Some(Msg::ToPerson(0, command)) = w.wire.iter().rfind(|m| matches!(m, Msg::ToPerson(..))).cloned() else { panic!() };
        journey.feed(say(w, command));
    }
    journey.finish(false)
}

/// PROTOCOL 6: two hops, four rows besides alarm and card.
#[test]
fn a_join_writes_four_rows() {
    let mut w = world();
    w.inside(1, 1, "somebody is there");
    w.pass_ringing(60_000);
    let written = |w: &World| (w.persons[0].rows_written(), w.rooms[1].rows_written());
    let (person, room) = written(&w);
    w.enter(0, 1, "a", false, false);
    let hops = w.wire.len();
    w.flow();
    assert!(w.got_in(0));
    assert_eq!(hops, 1);
    let card = w.rooms[1].count("SELECT COUNT(*) FROM jobs WHERE kind = 'card'");
    let (now_person, now_room) = written(&w);
    assert_eq!((now_person - person, now_room - room - card), (2, 2), "person and room, without {card} card");
}
