//! Stories 15, 18, 22 and 24: bar first, then put out, and never undo it.

use super::*;
use crate::room::SeatState;
use crate::world::Gate;

const HOUR: i64 = 3_600_000;

#[test]
fn story_15_an_evicting_seat_is_not_reopened() {
    let mut w = world();
    w.inside(0, 0, "a");
    w.media.down = true;
    w.remove(0, 0, "rem_1", None);
    w.flow();
    assert_eq!(refusal(w.join(0, 0, "b")), Refusal::Room { answer: Box::new(HoldAnswer::Evicting) });
    assert_eq!(w.state(0, 0), Some(SeatState::Evicting));
    w.check().unwrap();
    w.media.down = false;
    w.pass_ringing(5_000);
    assert_eq!(w.state(0, 0), None);
    w.can_join(0, 0, "c").unwrap();
}

#[test]
fn story_18_the_confirm_sees_the_removal() {
    let mut w = world();
    w.join(0, 0, "a");
    let i = w.connect(w.token(0, 0)).unwrap();
    assert!(w.open(i));
    w.complete(i);
    w.remove(0, 0, "rem_1", Some(HOUR));
    assert!(!w.confirm(i), "LiveKit has said 101, the room says no");
    assert_eq!(w.media.conns[i].gate, Gate::Dead);
    w.check().unwrap();
    w.pass_ringing(30_000);
    assert_eq!(w.state(0, 0), None);
}

#[test]
fn story_22_bar_first() {
    let mut w = world();
    let token = w.inside(0, 0, "a");
    w.media.down = true;
    w.remove(0, 0, "rem_1", None);
    assert!(w.connect(token).is_none(), "LiveKit has not heard of it yet, the gate has");
    let mut v = world();
    let token = v.inside(0, 0, "a");
    v.media.down = true;
    v.remove(0, 0, "rem_1", Some(HOUR));
    assert!(v.connect(token).is_none());
    assert!(matches!(refusal(v.join(0, 0, "b")), Refusal::Room { answer } if matches!(*answer, HoldAnswer::Banned { .. })));
    v.check().unwrap();
    v.media.down = false;
    v.quiet(false, false).unwrap();
    v.pass(HOUR);
    v.can_join(0, 0, "c").unwrap();
}

#[test]
fn story_24_a_removal_sent_twice_is_one() {
    let mut w = world();
    w.inside(0, 0, "a");
    w.remove(0, 0, "rem_1", Some(1_000));
    w.pass_ringing(5_000);
    let token = w.inside(0, 0, "b");
    w.remove(0, 0, "rem_1", Some(HOUR));
    assert_eq!(w.state(0, 0), Some(SeatState::Live), "the copy does nothing");
    assert!(w.go_in(token));
    w.check().unwrap();

    let ban = |w: &World, ends_in| crate::testing::wide_ban("ban_1", None, w.now + ends_in);
    let (first, copy) = (ban(&w, 1_000), ban(&w, HOUR));
    w.person(0, first);
    w.pass_ringing(5_000);
    assert_eq!(w.state(0, 0), None);
    w.inside(0, 0, "c");
    w.person(0, copy);
    w.flow();
    assert_eq!(w.state(0, 0), Some(SeatState::Live));
}
