//! The room's lock and raised hands: what a moderator does to the door, and what everybody inside sees.

use super::*;
use crate::ban::By;
use crate::room::{Denied, Floor, Frame, WaitAnswer};
use crate::testing::{named, organizer};
use crate::time;

/// Two attendee seats; 20 moderates. 0 and 20 are inside.
fn inside() -> Db {
    let mut entry = room_entry(0, 2, 2);
    entry.moderators = vec![named(20), named(21)];
    let db = with(entry);
    for p in [0, 20] {
        hold(&db, p, 1);
        go_in(&db, p, 1);
    }
    db
}
fn by(p: usize) -> By {
    By::Attendee { id: format!("att_{p}"), event: "evt_1".into() }
}
fn lock(db: &Db, who: By, locked: bool) -> Answer {
    say(db, START, Command::LockRoom { by: who, locked })
}
fn is_locked(db: &Db) -> bool {
    db.count("SELECT locked FROM meta") == 1
}
/// What was last said of the floor.
fn floor(effects: &[Effect]) -> Option<Floor> {
    let said = |e: &Effect| if let Effect::Say { frame: Frame::Floor { floor }, .. } = e { Some((**floor).clone()) } else { None };
    effects.iter().rev().find_map(said)
}
fn raise(db: &Db, now: Millis, p: usize, raised: bool) -> Outcome<Answer, Effect> {
    outcome(db, now, Command::RaiseHand { event: "evt_1".into(), person: format!("att_{p}"), raised })
}
fn lower(db: &Db, who: By, p: Option<usize>) -> Outcome<Answer, Effect> {
    outcome(db, START, Command::LowerHands { by: who, person: p.map(|p| format!("att_{p}")) })
}
fn hands(effects: &[Effect]) -> Vec<usize> {
    floor(effects).expect("the floor").hands.iter().map(|hand| crate::world::index(&hand.person)).collect()
}

#[test]
fn a_locked_room_takes_nobody_new_but_its_moderators() {
    let db = inside();
    assert!(matches!(lock(&db, by(20), true), Answer::Floor { floor } if floor.locked));
    assert_eq!(hold(&db, 1, 1), HoldAnswer::Locked);
    assert_eq!(hold(&db, 1, 1), HoldAnswer::Stale, "the refusal spends the epoch");
    assert_eq!(hold(&db, 0, 2), hold(&db, 0, 2), "a reload");
    assert!(matches!(hold(&db, 0, 2), HoldAnswer::Seat { .. }));
    assert!(matches!(hold(&db, 21, 1), HoldAnswer::Seat { .. }), "a moderator");
    release(&db, 0, 3);
    assert_eq!(seat(&db, 0), is("attendee", SeatState::Leaving));
    assert!(matches!(hold(&db, 0, 4), HoldAnswer::Seat { .. }), "a seat that drains may come back");
    lock(&db, organizer(), false);
    assert!(matches!(hold(&db, 1, 2), HoldAnswer::Seat { .. }));
}

#[test]
fn only_moderators_and_organizers_lock() {
    let db = inside();
    assert_eq!(lock(&db, by(0), true), Answer::Denied { why: Denied::NotModerator });
    let other = By::Attendee { id: "att_20".into(), event: "evt_2".into() };
    assert_eq!(lock(&db, other, true), Answer::Denied { why: Denied::NotFound });
    assert!(!is_locked(&db));
    let out = outcome(&db, START, Command::LockRoom { by: organizer(), locked: true });
    assert!(floor(&out.effects).is_some_and(|floor| floor.locked));
    let again = outcome(&db, START, Command::LockRoom { by: organizer(), locked: true });
    assert_eq!(floor(&again.effects), None, "no news");
}

#[test]
fn a_lock_ends_with_the_last_open_seat() {
    let db = inside();
    lock(&db, by(20), true);
    release(&db, 20, 9);
    assert!(is_locked(&db));
    release(&db, 0, 9);
    assert!(!is_locked(&db), "both drain; nobody is inside");
    assert!(matches!(hold(&db, 1, 1), HoldAnswer::Seat { .. }));

    // Nobody connects, and the clock ends the lock: the card of that moment says so.
    let db = room();
    hold(&db, 0, 1);
    lock(&db, organizer(), true);
    let effects = outcome(&db, START + time::LEASE, Command::Alarm).effects;
    assert!(effects.iter().any(|e| matches!(e, Effect::PushCard { card, .. } if !card.locked)), "{effects:?}");

    // By an organizer, before anybody comes.
    let db = room();
    lock(&db, organizer(), true);
    say(&db, START, Command::Alarm);
    assert!(is_locked(&db));
    assert_eq!(hold(&db, 1, 1), HoldAnswer::Locked);
}

#[test]
fn a_locked_room_offers_nothing_and_keeps_its_queue() {
    let db = inside();
    hold(&db, 1, 1);
    let wait = |p| match say(&db, START, Command::Wait { person: profile(p), gen_no: 1, feature_bans: vec![] }) {
        Answer::Waiting { answer } => answer,
        other => panic!("{other:?}"),
    };
    wait(2);
    let offers = || db.count("SELECT COUNT(offer_until) FROM waiting");
    release(&db, 1, 2);
    assert_eq!(offers(), 1);
    lock(&db, by(20), true);
    assert_eq!((offers(), db.count("SELECT COUNT(*) FROM waiting")), (0, 1));
    assert_eq!(hold(&db, 2, 1), HoldAnswer::Locked);
    assert!(matches!(wait(3), WaitAnswer::Refused { answer } if *answer == HoldAnswer::Locked));
    assert!(matches!(wait(2), WaitAnswer::Waiting { place } if place.place == 1));
    lock(&db, by(20), false);
    assert_eq!(offers(), 1);
    assert!(matches!(hold(&db, 2, 2), HoldAnswer::Seat { .. }));
}

#[test]
fn hands_are_shown_in_the_order_they_went_up() {
    let db = inside();
    hold(&db, 1, 1);
    assert_eq!(hands(&raise(&db, START, 1, true).effects), [1]);
    assert_eq!(hands(&raise(&db, START, 0, true).effects), [1, 0]);
    assert_eq!(floor(&raise(&db, START + 5, 1, true).effects), None, "up again keeps its place");
    assert_eq!(hands(&raise(&db, START, 1, false).effects), [0]);
    assert_eq!(floor(&raise(&db, START, 1, false).effects), None);
    assert_eq!(hands(&raise(&db, START, 1, true).effects), [0, 1], "and comes last when it went down");
    assert!(matches!(raise(&db, START, 5, true).answer, Answer::Denied { why: Denied::NoSeat { .. } }));
}

#[test]
fn moderators_lower_hands() {
    let db = inside();
    hold(&db, 1, 1);
    raise(&db, START, 1, true);
    raise(&db, START, 0, true);
    assert_eq!(lower(&db, by(0), None).answer, Answer::Denied { why: Denied::NotModerator });
    assert_eq!(hands(&lower(&db, by(20), Some(1)).effects), [0]);
    let nobodys = lower(&db, by(20), Some(1));
    assert_eq!((nobodys.answer, floor(&nobodys.effects)), (Answer::Done, None));
    assert_eq!(lower(&db, by(20), Some(7)).answer, Answer::Denied { why: Denied::NotFound }, "nobody of that id is here");
    assert_eq!(hands(&lower(&db, organizer(), None).effects), Vec::<usize>::new());
}

#[test]
fn a_hand_falls_with_its_open_seat_and_outlives_a_reload() {
    let db = inside();
    raise(&db, START, 0, true);
    hold(&db, 0, 2);
    let up = || db.count("SELECT COUNT(*) FROM hands");
    assert_eq!(up(), 1, "another tab");
    // The body vanished: two lists, and a while to come back.
    let list = |now: Millis| {
        let asked = outcome(&db, now, Command::Alarm).effects;
        let ask = asked.into_iter().find_map(|e| if let Effect::ListBodies { pass, revs } = e { Some((pass, revs)) } else { None });
        let (pass, revs) = ask.expect("a question");
        outcome(&db, now, Command::BodiesListed { pass, revs, present: vec![present(20)] })
    };
    list(START + time::PASS);
    list(START + time::PASS + time::LIST_GAP);
    assert_eq!((seat(&db, 0), up()), (is("attendee", SeatState::Granted), 1));
    let gone = outcome(&db, START + time::PASS + time::LIST_GAP + time::GRACE, Command::Alarm);
    assert_eq!((up(), hands(&gone.effects)), (0, vec![]));
}
