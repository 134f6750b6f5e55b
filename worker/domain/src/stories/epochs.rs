//! Stories 1 to 6 and 8: one number decides what is newest, and refusals, leaves and removals spend it.

use super::*;
use crate::room::SeatState;
use crate::time;

#[test]
fn story_01_leave_names_its_join() {
    let mut w = world();
    w.inside(0, 0, "older tab");
    let newer = w.inside(0, 0, "newer tab");
    w.leave(0, 0, "older tab");
    w.flow();
    assert_eq!(w.state(0, 0), Some(SeatState::Live));
    assert_eq!(w.seat(0, 0).epoch, newer.epoch);
    assert!(w.go_in(newer), "the newer tab reconnects");
    assert_eq!(refusal(w.join(0, 0, "older tab")), Refusal::Superseded);
    w.leave(0, 0, "newer tab");
    w.flow();
    assert_eq!(w.state(0, 0), None, "and its own leave does leave");
}

#[test]
fn story_02_a_fence_is_written_without_a_seat() {
    let mut w = world();
    w.enter(0, 1, "late", false, true);
    let hold = w.take(hold_of(0, 1));
    w.leave(0, 1, "late");
    w.flow();
    assert_eq!(w.persons[0].count("SELECT COUNT(*) FROM releases"), 0, "room 1 has said gone");
    w.inside(0, 0, "here");
    w.deliver(hold);
    assert_eq!(answer_to_hold(&w.wire[0]), &HoldAnswer::Stale);
    assert_eq!(w.state(1, 0), None);
    w.check().unwrap();
}

#[test]
fn story_03_a_removal_spends_the_epoch() {
    let mut w = world();
    w.enter(0, 0, "a", false, true);
    let hold = w.take(hold_of(0, 0));
    w.deliver(hold.clone());
    w.flow();
    assert_eq!(w.state(0, 0), Some(SeatState::Granted));
    w.remove(0, 0, "rem_1", None);
    w.flow();
    assert_eq!(w.state(0, 0), None);
    w.deliver(hold);
    assert_eq!(w.state(0, 0), None, "a copy of the call seats nobody again");
    w.flow();
    assert_eq!(w.state(0, 0), None);
    w.join(0, 0, "b");
    assert!(w.got_in(0), "a click of one's own does: it was no ban");
}

#[test]
fn story_04_a_refusal_spends_the_epoch() {
    let mut w = world();
    w.inside(1, 0, "one");
    w.enter(0, 0, "full", false, true);
    let hold = w.take(hold_of(0, 0));
    w.deliver(hold.clone());
    w.flow();
    assert_eq!(refusal(w.last[0].clone()), Refusal::Room { answer: Box::new(HoldAnswer::Full { attendee_limit: 1 }) });
    w.join(0, 1, "elsewhere");
    assert!(w.got_in(0));
    w.leave(1, 0, "one");
    w.flow();
    assert!(w.seats(0).is_empty());
    w.deliver(hold);
    assert_eq!(w.state(0, 0), None);
    w.check().unwrap();
}

#[test]
fn story_05_connect_compares_the_epoch() {
    let mut w = world();
    let first = w.inside(0, 0, "a");
    w.inside(0, 1, "b");
    let third = w.inside(0, 0, "a again");
    assert!(w.connect(first).is_none(), "the first stay's token");
    let check = room::Command::Check { person: "att_0".into(), epoch: first.epoch };
    assert_eq!(w.room(0, check), room::Answer::Door { admit: false, superseded: true, sfu: "main".into(), holder: None });
    assert!(w.connect(third).is_some());
    w.check().unwrap();
}

#[test]
fn story_06_confirm_compares_the_epoch() {
    let mut w = world();
    w.join(0, 0, "first");
    let (first, i) = (w.token(0, 0), 0);
    assert_eq!(w.connect(first), Some(i));
    assert!(w.open(i));
    w.complete(i);
    w.join(0, 0, "second");
    assert!(!w.confirm(i), "the old attempt is not the new stay");
    assert_eq!(w.state(0, 0), Some(SeatState::Granted));
    let second = w.token(0, 0);
    assert!(w.go_in(second));
    w.check().unwrap();
}

#[test]
fn story_08_a_dirty_seat_drains() {
    let mut w = world();
    w.join(0, 0, "a");
    let token = w.token(0, 0);
    w.pass(time::LEASE - 1);
    let i = w.connect(token).unwrap();
    w.pass(60_000);
    w.ring_room(0);
    assert_eq!(w.state(0, 0), Some(SeatState::Granted), "an open attempt prolongs the lease");
    assert!(w.open(i));
    w.complete(i);
    w.hang_up(i);
    w.pass(time::ATTEMPT - 60_000);
    w.ring_room(0);
    assert_eq!(w.state(0, 0), Some(SeatState::Leaving), "and then it drains, for there is a body");
    w.check().unwrap();
    w.pass_ringing(30_000);
    assert_eq!(w.state(0, 0), None);
    assert!(w.media.bodies.is_empty());
}
