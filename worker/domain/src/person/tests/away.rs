//! A closed tab says leave with `away`: ten seconds to come back.

use super::*;

fn away(w: &mut World, p: usize, r: usize, id: &str) {
    w.person(p, Command::Leave { room: room_id(r), id: Some(id.into()), away: true, link_version: None });
    w.flow();
}

#[test]
fn a_reload_comes_back_to_the_same_seat() {
    let mut w = world();
    let token = w.inside(0, 0, "a");
    away(&mut w, 0, 0, "a");
    w.pass_ringing(time::AWAY - 1);
    w.join(0, 0, "a");
    assert!(w.got_in(0));
    assert_eq!(w.token(0, 0), token, "the same epoch");
    w.pass_ringing(60_000);
    assert_eq!(w.state(0, 0), Some(SeatState::Live));
}

#[test]
fn a_tab_that_stays_closed_leaves_after_ten_seconds() {
    let mut w = world();
    w.inside(0, 0, "a");
    away(&mut w, 0, 0, "a");
    w.pass_ringing(9_999);
    assert_eq!(w.state(0, 0), Some(SeatState::Live));
    w.pass_ringing(1);
    assert_eq!(w.state(0, 0), None, "LiveKit has said 200");
    assert_eq!(refusal(&w.join(0, 0, "a")), Refusal::Superseded);
}

#[test]
fn another_tab_that_closes_changes_nothing() {
    let mut w = world();
    w.inside(0, 0, "older");
    w.inside(0, 0, "newer");
    away(&mut w, 0, 0, "older");
    w.pass_ringing(60_000);
    assert_eq!(w.state(0, 0), Some(SeatState::Live));
}

#[test]
fn a_newer_tab_takes_over_from_the_closed_one() {
    let mut w = world();
    w.inside(0, 0, "closed");
    away(&mut w, 0, 0, "closed");
    w.inside(0, 0, "newer");
    w.pass_ringing(60_000);
    assert_eq!(w.state(0, 0), Some(SeatState::Live));
}

#[test]
fn a_failed_move_does_not_keep_a_closed_tab_alive() {
    let mut w = world();
    w.inside(1, 0, "other");
    w.inside(0, 1, "closed");
    away(&mut w, 0, 1, "closed");
    assert_eq!(refusal(&w.join(0, 0, "b")), full());
    w.pass_ringing(time::AWAY);
    assert_eq!((w.state(1, 0), claim(&w, 0)), (None, None));
}

#[test]
fn leave_without_an_entry_leaves_whatever_stay_is_there() {
    let mut w = world();
    w.inside(0, 0, "a");
    w.person(0, Command::Leave { room: room_id(1), id: None, away: false, link_version: None });
    assert_eq!(w.state(0, 0), Some(SeatState::Live), "not of another room");
    w.person(0, Command::Leave { room: room_id(0), id: None, away: false, link_version: None });
    w.flow();
    assert_eq!(w.state(0, 0), None);
    w.person(0, Command::Leave { room: room_id(0), id: None, away: false, link_version: None });
    assert_eq!(w.wire, vec![]);
}
