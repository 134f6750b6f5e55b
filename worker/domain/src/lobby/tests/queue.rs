//! Cards of rooms where people wait, and of locked ones.

use super::*;
use crate::card::{CardView, LiveCard, Waiter};

/// Who waits, in order; the first so many have an offer.
fn waiting(card: LiveCard, people: &[usize], offers: usize) -> LiveCard {
    let waiter = |(at, p): (usize, &usize)| Waiter { id: format!("att_{p}"), offer_until: (at < offers).then_some(START + 30_000) };
    LiveCard { waiting: people.iter().enumerate().map(waiter).collect(), ..card }
}

#[test]
fn whoever_is_offered_a_seat_may_join_and_all_others_find_the_room_full() {
    let mut room = room_entry(0, 2, 1);
    room.moderators = vec![named(9)];
    let one = waiting(card(&[(0, Role::Attendee, true)]), &[1, 2], 1);
    let action = |live: &LiveCard, p: usize| judge(&room, live, &format!("att_{p}"));
    assert_eq!(action(&one, 1), (CardState::Full, CardAction::Join));
    assert_eq!(action(&one, 2), (CardState::Full, CardAction::Full));
    assert_eq!(action(&one, 3), (CardState::Full, CardAction::Full));
    assert_eq!(action(&one, 0), (CardState::Full, CardAction::Return));
    assert_eq!(action(&one, 9), (CardState::Full, CardAction::Join));
    let waits = waiting(card(&[]), &[1], 1);
    assert_eq!(action(&waits, 3), (CardState::Open, CardAction::Join), "one of two is kept, the other is free");
    let view = |p: usize| CardView::of(&room, &one, &format!("att_{p}"));
    assert_eq!((view(2).my_place, view(2).offer_until, view(2).waiting), (Some(2), None, 2));
    assert_eq!((view(1).my_place, view(1).offer_until, view(1).locked), (Some(1), Some(START + 30_000), false));
    assert_eq!((view(0).my_place, view(0).waiting, view(0).attendees), (None, 2, 1));
}

#[test]
fn a_locked_room_is_closed_but_for_who_is_inside_and_its_moderators() {
    let mut room = room_entry(0, 3, 1);
    room.moderators = vec![named(9)];
    room.closed_reason = Some("Back at two".into());
    let live = LiveCard { locked: true, ..waiting(card(&[(0, Role::Attendee, true)]), &[1], 0) };
    let action = |p: usize| judge(&room, &live, &format!("att_{p}"));
    assert_eq!((action(1), action(3)), ((CardState::Closed, CardAction::Closed), (CardState::Closed, CardAction::Closed)));
    assert_eq!((action(0), action(9)), ((CardState::Open, CardAction::Return), (CardState::Open, CardAction::Join)));
    let view = CardView::of(&room, &live, "att_1");
    assert_eq!((view.locked, view.closed_reason, view.my_place), (true, None, Some(1)));
    assert_eq!(serde_json::from_str::<LiveCard>(r#"{"seated":[]}"#).unwrap(), LiveCard::default(), "as an older Room wrote it");
}

#[test]
fn who_waits_hears_of_their_own_place_and_nobody_else_does() {
    let mut place = Place::new(1);
    let queued = waiting(card(ONE), &[4, 5], 1);
    let delta = place.deltas(Command::Card { room: "room_0".into(), rev: 1, card: queued }).remove(0);
    let fan = fan::Fan::new(&delta);
    let own = |n: usize| match fan.frame(&viewer(n, &[])) {
        fan::Frame::Cards { cards, .. } => (cards[0].my_place, cards[0].action),
        other => panic!("{other:?}"),
    };
    assert_eq!((own(4), own(5)), ((Some(1), CardAction::Join), (Some(2), CardAction::Full)));
    assert_eq!(own(1), (None, CardAction::Full));
    assert_ne!(fan.alike(&viewer(4, &[])), fan.alike(&viewer(5, &[])));
    assert_eq!(fan.alike(&viewer(1, &[])), fan.alike(&viewer(2, &[])));
}
