//! The pre-join dialog holds a seat, two minutes at most.

use super::*;

/// The dialog opens or renews.
fn dialog(w: &mut World, p: usize, r: usize, id: &str) -> Option<Answer> {
    let answer = w.enter(p, r, id, true, false);
    w.flow();
    if matches!(answer, Answer::Pending) { w.last[p].clone() } else { Some(answer) }
}
fn keep_until(answer: &Option<Answer>) -> Option<i64> {
    match answer {
        Some(Answer::Seat { keep_until, .. }) => *keep_until,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_hold_keeps_a_seat_and_lets_nobody_in() {
    let mut w = world();
    let answer = dialog(&mut w, 0, 0, "a");
    assert_eq!(w.state(0, 0), Some(SeatState::Held));
    assert_eq!(keep_until(&answer), Some(w.now + time::DIALOG));
    assert!(w.tokens.is_empty());
    assert_eq!(refusal(&w.join(1, 0, "b")), full());
}

#[test]
fn the_dialog_renews_it_until_two_minutes_are_over() {
    let mut w = world();
    let until = keep_until(&dialog(&mut w, 0, 0, "a"));
    for _ in 0..7 {
        w.pass_ringing(15_000);
        assert_eq!(keep_until(&dialog(&mut w, 0, 0, "a")), until, "the end stays where it was");
        assert_eq!(w.state(0, 0), Some(SeatState::Held));
    }
    w.pass_ringing(15_000);
    assert_eq!(refusal(&dialog(&mut w, 0, 0, "a")), Refusal::HoldExpired);
    assert_eq!(w.state(0, 0), None, "and the seat is free at once");
    w.join(0, 0, "a");
    assert!(w.got_in(0), "pressing Join later is a click like any other");
}

#[test]
fn a_closed_dialog_loses_the_seat_in_thirty_seconds() {
    let mut w = world();
    dialog(&mut w, 0, 0, "a");
    w.pass_ringing(time::LEASE);
    assert_eq!(w.state(0, 0), None);
    assert_eq!(claim(&w, 0), None, "and the Person knows");
}

#[test]
fn join_after_the_dialog_takes_the_held_seat() {
    let mut w = world();
    dialog(&mut w, 0, 0, "a");
    let epoch = w.seat(0, 0).epoch;
    w.pass_ringing(10_000);
    let answer = w.join(0, 0, "a");
    assert!(w.got_in(0));
    assert_eq!(keep_until(&answer), None);
    assert_eq!(w.seat(0, 0).epoch, epoch);
    assert!(w.go_in(w.token(0, 0)));
}

#[test]
fn a_hold_where_i_am_in_another_tab_changes_nothing() {
    let mut w = world();
    let token = w.inside(0, 0, "first");
    let before = w.seat(0, 0);
    assert_eq!(dialog(&mut w, 0, 0, "second"), Some(Answer::Here { room: room_id(0) }));
    assert_eq!(w.seat(0, 0), before);
    assert!(w.go_in(token), "the first tab reconnects");
    w.join(0, 0, "second");
    assert!(w.seat(0, 0).epoch > token.epoch, "until Join is pressed");
    assert!(w.connect(token).is_none());
}

#[test]
fn a_hold_elsewhere_asks_to_leave_first() {
    let mut w = world();
    w.inside(0, 0, "a");
    let asked = Refusal::InAnotherRoom { room: room_id(0), name: "Room 0".into() };
    assert_eq!(refusal(&dialog(&mut w, 0, 1, "b")), asked);
    assert_eq!(refusal(&Some(w.enter(0, 1, "b", false, false))), asked);
    assert_eq!(refusal(&Some(w.enter(0, 1, "b", true, true))), asked, "a move has no hold");
    assert_eq!(w.state(1, 0), None);
}

/// The room's word that the seat went was lost: the next look finds out, or no dialog would ever open again.
#[test]
fn a_claim_whose_seat_is_gone_heals_by_looking() {
    let mut w = world();
    w.join(0, 0, "a");
    w.flow();
    w.pass(time::LEASE);
    w.ring_room(0);
    w.wire.clear();
    assert_eq!((w.state(0, 0), claim(&w, 0)), (None, Some(room_id(0))));
    assert_eq!(dialog(&mut w, 0, 0, "b"), Some(Answer::Here { room: room_id(0) }));
    let look = w.room(0, room::Command::View { viewer: "att_0".into() });
    assert!(matches!(look, room::Answer::View { seat: None, .. }));
    w.flow();
    dialog(&mut w, 0, 0, "b");
    assert_eq!(w.state(0, 0), Some(SeatState::Held));
}

/// A look while the hold is still on its way says nothing about the epoch it carries.
#[test]
fn looking_too_early_forgets_nothing() {
    let mut w = world();
    w.join(0, 0, "a");
    w.leave(0, 0, "a");
    w.flow();
    w.enter(0, 0, "b", false, true);
    let hold = w.take(|m| matches!(m, Msg::FromPerson(..)));
    w.room(0, room::Command::View { viewer: "att_0".into() });
    w.flow();
    w.deliver(hold);
    w.flow();
    assert!(w.got_in(0));
    assert_eq!(claim(&w, 0), Some(room_id(0)));
    w.check().unwrap();
}

#[test]
fn a_move_that_fails_does_not_turn_a_dialog_into_a_join() {
    let mut w = world();
    w.inside(1, 0, "other");
    dialog(&mut w, 0, 1, "dialog");
    assert_eq!(refusal(&w.join(0, 0, "second tab")), full());
    let answer = dialog(&mut w, 0, 1, "dialog");
    assert_eq!(w.state(1, 0), Some(SeatState::Held), "nobody has pressed Join there");
    assert_eq!(keep_until(&answer), Some(w.now + time::DIALOG));
    w.join(0, 1, "dialog");
    assert!(w.got_in(0));
}

#[test]
fn the_claim_of_a_held_room_is_left_by_a_move() {
    let mut w = world();
    dialog(&mut w, 0, 0, "dialog");
    w.join(0, 1, "second tab");
    assert!(w.got_in(0));
    assert_eq!(w.state(0, 0), None);
    assert_eq!(refusal(&dialog(&mut w, 0, 0, "dialog")), Refusal::Superseded);
    w.check().unwrap();
}
