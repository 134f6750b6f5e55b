//! Bans of a feature or the whole event.

use super::*;

const HOUR: i64 = 3_600_000;

fn ban(w: &mut World, p: usize, id: &str, feature: Option<&str>, ends_in: i64) {
    let ends_at = w.now + ends_in;
    let command = Command::WideBan { id: id.into(), feature: feature.map(Into::into), ends_at, by: "org".into(), reason: None };
    w.person(p, command);
}
fn stands(w: &mut World, p: usize, id: &str) -> bool {
    w.person(p, Command::WideBanStands { id: id.into() }) == Answer::Stands { yes: true }
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
        assert_eq!(refusal(&w.join(0, r, "b")), Refusal::Banned { until: w.now + HOUR });
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
    let banned = HoldAnswer::Banned { until: w.now + HOUR, scope: "feature".into() };
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
