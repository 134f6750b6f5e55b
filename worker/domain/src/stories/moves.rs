//! Stories 13, 14, 16, 19, 20 and 23: no room is forgotten, and no move hangs.

use super::*;
use crate::room::SeatState;
use crate::time;

#[test]
fn story_13_a_refusal_leaves_a_release_row() {
    let mut w = world();
    w.inside(0, 0, "a");
    w.media.down = true;
    w.remove(0, 0, "rem_1", None);
    w.flow();
    w.join(0, 0, "a");
    assert_eq!(refusal(w.last[0].clone()), Refusal::Room { answer: Box::new(HoldAnswer::Evicting) });
    w.join(0, 1, "b");
    assert_eq!(w.state(1, 0), Some(SeatState::Held), "the body is still in room 0");
    w.check().unwrap();
    w.media.down = false;
    w.pass_ringing(5_000);
    w.join(0, 1, "b");
    assert!(w.got_in(0));
    w.check().unwrap();
}

#[test]
fn story_14_a_release_is_compared_with_the_seats_epoch() {
    let mut w = world();
    w.inside(0, 0, "a");
    w.media.down = true;
    w.enter(0, 1, "b", false, true);
    let (hold, first) = (w.take(hold_of(0, 1)), w.wire.len());
    w.deliver(hold);
    let held = w.take(hold_answer());
    w.deliver(held);
    let waiting = w.take(release_of(0, 0));
    assert_eq!(w.wire.len(), first);
    w.remove(0, 0, "rem_1", None);
    w.enter(0, 0, "a again", false, true);
    w.wire.retain(|m| !release_of(0, 0)(m));
    let refused = w.take(hold_of(0, 0));
    w.deliver(refused);
    w.deliver(waiting);
    let answer = w.take(|m| matches!(m, Msg::ToPerson(_, person::Command::Released { .. })));
    assert_eq!(answer_to_release(&answer), ReleaseAnswer::Draining, "the refused hold is newer than the fence, the seat is not");
    w.quiet(true, false).unwrap();
    w.can_join(0, 1, "c").unwrap();
}

#[test]
fn story_16_no_grant_before_the_old_room_answered() {
    let mut w = world();
    w.inside(0, 0, "a");
    w.enter(0, 1, "b", false, true);
    let hold = w.take(hold_of(0, 1));
    w.deliver(hold);
    let held = w.take(hold_answer());
    w.deliver(held);
    let release = w.take(release_of(0, 0));
    w.flow();
    assert_eq!(w.state(1, 0), Some(SeatState::Held));
    assert_eq!(w.join(0, 1, "b").map(|_| w.state(1, 0)), Some(Some(SeatState::Granted)), "the same call sends the release again");
    w.check().unwrap();
    w.deliver(release);
    w.flow();
    assert_eq!(w.state(1, 0), Some(SeatState::Granted));
    assert!(w.go_in(w.token(0, 1)));
    w.check().unwrap();
}

#[test]
fn story_19_a_move_nobody_answers_is_given_up() {
    let mut w = world();
    w.enter(0, 1, "lost", false, true);
    w.wire.clear();
    w.pass_ringing(time::NEXT - 1);
    assert!(matches!(w.enter(0, 0, "a", false, false), Answer::Refused { refusal: Refusal::InAnotherRoom { .. } }));
    w.pass_ringing(2_000);
    assert!(w.persons[0].count("SELECT COUNT(*) FROM me WHERE next_room IS NOT NULL") == 0);
    w.enter(0, 0, "a", false, false);
    w.flow();
    assert!(w.got_in(0));
    w.quiet(false, false).unwrap();
}

#[test]
fn story_20_a_release_is_a_row() {
    let mut w = world();
    w.inside(0, 0, "a");
    w.enter(0, 1, "b", false, true);
    let hold = w.take(hold_of(0, 1));
    w.deliver(hold);
    let held = w.take(hold_answer());
    w.deliver(held);
    w.wire.clear();
    w.pass(time::backoff(0));
    w.ring_person(0);
    w.wire.clear();
    w.pass_ringing(5_000);
    assert_eq!(w.state(0, 0), None);
    assert_eq!(w.state(1, 0), Some(SeatState::Granted));
}

#[test]
fn story_23_any_answer_at_or_above_the_fence_counts() {
    let mut w = world();
    w.inside(0, 0, "a");
    w.person(0, crate::testing::wide_ban("ban_1", None, w.now + 1_000));
    let release = w.take(release_of(0, 0));
    w.pass(1_000);
    w.enter(0, 0, "b", false, false);
    w.wire.retain(|m| !release_of(0, 0)(m));
    w.flow();
    assert!(w.got_in(0), "the ban is over, and the newer join overtook its release");
    let stands = |w: &mut World| w.person(0, person::Command::WideBanStands { id: "ban_1".into() });
    assert!(matches!(stands(&mut w), Answer::Ban { .. }));
    w.deliver(release);
    w.flow();
    assert_eq!(w.state(0, 0), Some(SeatState::Live), "the late release is stale");
    w.check().unwrap();
}
