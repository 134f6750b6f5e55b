//! Stories 7, 9 to 12, 17 and 21: what proves that a body is gone.

use super::*;
use crate::room::SeatState;
use crate::time;

#[test]
fn story_07_attempts_outlive_leases() {
    let mut w = world();
    w.join(0, 0, "a");
    let i = w.connect(w.token(0, 0)).unwrap();
    w.pass_ringing(59_000);
    assert!(w.open(i), "the hop token is let in for 65 s");
    w.hang_up(i);
    assert_eq!(refusal(w.join(1, 0, "b")), Refusal::Room { answer: Box::new(HoldAnswer::Full { attendee_limit: 1 }) });
    w.pass(20_000);
    assert_eq!(w.media.bodies.len(), 1, "LiveKit has finished the join of the dead gate");
    w.check().unwrap();
    w.quiet(false, true).unwrap();
    w.can_join(1, 0, "c").unwrap();
}

#[test]
fn story_09_not_found_proves_nothing() {
    let mut w = world();
    w.inside(0, 0, "a");
    w.remove(0, 0, "rem_1", None);
    w.media.overlook = true;
    w.deliver_removal();
    assert_eq!(w.state(0, 0), Some(SeatState::Evicting));
    assert_eq!(w.media.bodies.len(), 1);
    w.check().unwrap();
    w.pass(1_000);
    w.ring_room(0);
    w.deliver_removal();
    assert!(w.media.bodies.is_empty());
    assert_eq!(w.state(0, 0), None, "the second Remove says 200");
}

#[test]
fn story_10_one_list_proves_nothing() {
    let mut w = world();
    w.inside(0, 0, "a");
    w.wire.clear();
    w.pass(time::PASS);
    w.ring_room(0);
    w.media.overlook = true;
    w.flow();
    let seat = w.seat(0, 0);
    assert_eq!((seat.state, seat.dirty), (SeatState::Live, true));
    assert_eq!(seat.clean_at, Some(w.now), "the list did overlook");
    w.check().unwrap();
    w.pass_ringing(30_000);
    assert_eq!(w.state(0, 0), Some(SeatState::Live));
    assert_eq!(w.seat(0, 0).clean_at, None);
}

#[test]
fn story_11_both_lists_start_without_an_open_attempt() {
    let mut w = world();
    w.join(0, 0, "a");
    let i = w.connect(w.token(0, 0)).unwrap();
    w.wire.clear();
    w.pass(time::PASS);
    w.ring_room(0);
    let first = w.take(list());
    w.deliver(first);
    let empty = w.take(list_answer());
    assert!(w.open(i));
    w.complete(i);
    assert!(w.confirm(i));
    w.hand(i);
    w.deliver(empty);
    assert_eq!(w.seat(0, 0).clean_at, None, "that list was asked before the body came");
    w.pass(time::PASS_DRAINING);
    w.ring_room(0);
    w.pass(time::PASS_DRAINING);
    w.ring_room(0);
    w.media.overlook = true;
    w.flow();
    let seat = w.seat(0, 0);
    assert_eq!((seat.state, seat.dirty), (SeatState::Live, true));
    w.check().unwrap();
}

#[test]
fn story_12_a_removals_answer_is_for_the_stay_it_was_asked_for() {
    let mut w = world();
    w.inside(0, 0, "former");
    w.leave(0, 0, "former");
    let release = w.take(release_of(0, 0));
    w.deliver(release);
    let asked = w.take(removal_of_body());
    w.deliver(asked);
    let answer = w.take(removal_answer());
    w.inside(0, 0, "present");
    w.leave(0, 0, "present");
    let release = w.take(release_of(0, 0));
    w.deliver(release);
    w.take(removal_of_body());
    w.deliver(answer);
    let seat = w.seat(0, 0);
    assert_eq!((seat.state, seat.dirty, seat.confirmed), (SeatState::Leaving, true, true));
    w.check().unwrap();
    w.pass_ringing(5_000);
    assert_eq!(w.state(0, 0), None);
}

#[test]
fn story_17_quiet_is_livekits_word() {
    let mut w = world();
    w.inside(0, 0, "a");
    w.media.down = true;
    w.enter(0, 1, "b", false, true);
    let hold = w.take(hold_of(0, 1));
    w.deliver(hold);
    let held = w.take(hold_answer());
    w.deliver(held);
    let release = w.take(release_of(0, 0));
    w.deliver(release);
    assert_eq!(answer_to_release(w.wire.last().unwrap()), ReleaseAnswer::Draining);
    w.flow();
    assert_eq!(w.state(1, 0), Some(SeatState::Held), "still heard in room 0");
    w.check().unwrap();
    w.media.down = false;
    w.pass_ringing(5_000);
    assert_eq!(w.state(1, 0), Some(SeatState::Granted));
    assert!(w.media.bodies.is_empty());
}

#[test]
fn story_21_grace() {
    let mut w = world();
    let token = w.inside(0, 0, "a");
    w.wire.clear();
    w.media.restart();
    w.pass_ringing(20_000);
    let seat = w.seat(0, 0);
    assert_eq!((seat.state, seat.dirty), (SeatState::Granted, false), "two clean lists, nobody asked");
    assert_eq!(refusal(w.join(1, 0, "b")), Refusal::Room { answer: Box::new(HoldAnswer::Full { attendee_limit: 1 }) });
    w.pass_ringing(35_000);
    assert!(w.go_in(token), "back in time, with the same token");
    assert_eq!(w.state(0, 0), Some(SeatState::Live));
    w.media.restart();
    w.pass_ringing(75_000);
    assert_eq!(w.state(0, 0), None, "who does not come back is gone within 75 s");
}
