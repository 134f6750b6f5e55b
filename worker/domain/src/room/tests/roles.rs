//! Moderators who are named or no longer named while they sit in the room.

use super::*;
use crate::room::{Audience, Ended, Frame, Why};
use crate::testing::named;

/// A room with these limits and moderators 20, 21 …, everybody inside.
fn inside(attendees: usize, moderators: usize, free: i64) -> (Db, RoomEntry) {
    let mut entry = room_entry(0, attendees as i64 + free, moderators as i64);
    entry.moderators = (20..20 + moderators).map(named).collect();
    let db = with(entry.clone());
    for p in (0..attendees).chain(20..20 + moderators) {
        hold(&db, p, 1);
        go_in(&db, p, 1);
    }
    (db, entry)
}

fn name(db: &Db, entry: &RoomEntry, moderators: &[usize]) {
    let mut entry = entry.clone();
    entry.moderators = moderators.iter().map(|p| named(*p)).collect();
    entry.version += 1;
    say(db, START, Command::Learn { entry });
}

#[test]
fn a_former_moderator_takes_a_free_attendee_seat() {
    let (db, entry) = inside(2, 1, 1);
    name(&db, &entry, &[]);
    assert_eq!(seat(&db, 20), is("attendee", SeatState::Live));
}

#[test]
fn a_former_moderator_leaves_where_no_attendee_seat_is_free() {
    let (db, entry) = inside(2, 1, 0);
    name(&db, &entry, &[]);
    assert_eq!(seat(&db, 20), is("moderator", SeatState::Leaving));
    assert_eq!(db.count("SELECT COUNT(*) FROM jobs WHERE kind = 'remove' AND key = 'att_20'"), 1);
    assert!(matches!(hold(&db, 20, 1), HoldAnswer::Stale), "the epoch is spent");
}

#[test]
fn a_former_moderator_who_is_leaving_does_not_come_back_as_one() {
    let (db, entry) = inside(2, 1, 0);
    name(&db, &entry, &[]);
    // The client was put out, does not know why, and joins again; Person takes a new epoch.
    assert!(!matches!(hold(&db, 20, 2), HoldAnswer::Seat { .. }), "{:?}", seat(&db, 20));
    assert_eq!(seat(&db, 20), is("moderator", SeatState::Leaving));

    let (db, entry) = inside(2, 1, 1);
    say(&db, START, Command::Release { person: "att_20".into(), fence: 2, evict: false });
    name(&db, &entry, &[]);
    assert!(matches!(hold(&db, 20, 3), HoldAnswer::Seat { .. }));
    assert_eq!(seat(&db, 20), is("attendee", SeatState::Granted), "with a free attendee seat they do come back, as that");
}

#[test]
fn a_refused_return_is_no_full_since_there_may_be_a_body() {
    let (db, entry) = inside(2, 1, 0);
    name(&db, &entry, &[]);
    // Person forgets a room that says full; this one still has a body of ours.
    assert!(!matches!(hold(&db, 20, 2), HoldAnswer::Full { .. }));
}

#[test]
fn a_new_moderator_takes_a_free_moderator_seat_and_makes_room() {
    let (db, mut entry) = inside(2, 1, 0);
    entry.moderator_limit = 2;
    name(&db, &entry, &[20, 0]);
    assert_eq!(seat(&db, 0), is("moderator", SeatState::Live));
    assert!(matches!(hold(&db, 5, 1), HoldAnswer::Seat { .. }), "the attendee seat is free");
}

#[test]
fn a_new_moderator_stays_attendee_where_no_moderator_seat_is_free_until_joining_again() {
    let (db, mut entry) = inside(2, 1, 0);
    name(&db, &entry, &[20, 0]);
    assert_eq!(seat(&db, 0), is("attendee", SeatState::Live));
    entry.version += 1;
    say(&db, START, Command::Release { person: "att_20".into(), fence: 2, evict: false });
    let out = Command::BodyRemoved { person: "att_20".into(), rev: rev(&db, 20), open: false, ok: true };
    say(&db, START, out);
    assert_eq!(seat(&db, 20), None);
    hold(&db, 0, 2);
    assert_eq!(seat(&db, 0), is("moderator", SeatState::Live), "a reload finds the free moderator seat");
}

#[test]
fn two_who_swap_their_roles_both_stay() {
    let (db, entry) = inside(2, 1, 1);
    name(&db, &entry, &[0]);
    assert_eq!(seat(&db, 20), is("attendee", SeatState::Live));
    assert_eq!(seat(&db, 0), is("moderator", SeatState::Live));
}

#[test]
fn a_moderator_gets_into_a_full_room() {
    let mut entry = room_entry(0, 1, 1);
    entry.moderators = vec![named(20)];
    let db = with(entry);
    hold(&db, 0, 1);
    assert_eq!(hold(&db, 1, 1), HoldAnswer::Full { attendee_limit: 1 });
    assert!(matches!(hold(&db, 20, 1), HoldAnswer::Seat { .. }));
    assert_eq!(seat(&db, 20), is("moderator", SeatState::Granted));
}

fn rev(db: &Db, p: usize) -> i64 {
    db.count(&format!("SELECT rev FROM seats WHERE person = 'att_{p}'"))
}

/// What each person inside is told when the organizer changes the room so.
fn told(db: &Db, entry: &RoomEntry, change: impl FnOnce(&mut RoomEntry)) -> Vec<(String, Ended)> {
    let mut entry = RoomEntry { version: entry.version + 1, ..entry.clone() };
    change(&mut entry);
    let effects = outcome(db, START, Command::Learn { entry }).effects;
    let place = |e: &Effect| effects.iter().position(|other| other == e);
    let mut all = vec![];
    for effect in &effects {
        let Effect::Say { to: Audience::Only { people }, frame: Frame::PutOut { why, .. } } = effect else { continue };
        for person in people {
            let hang_up = place(&Effect::HangUp { person: person.clone(), why: Why::NoSeat });
            assert!(hang_up > place(effect), "told before the socket closes: {effects:?}");
            all.push((person.clone(), *why));
        }
    }
    all
}

#[test]
fn whose_stay_the_organizer_ends_is_told_why() {
    let (db, entry) = inside(1, 1, 0);
    assert_eq!(told(&db, &entry, |room| room.moderators.clear()), [("att_20".to_owned(), Ended::NoLongerModerator)]);

    let both = |why| [("att_0".to_owned(), why), ("att_20".to_owned(), why)];
    let (db, entry) = inside(1, 1, 0);
    assert_eq!(told(&db, &entry, |room| room.deleted = true), both(Ended::RoomDeleted));
    let (db, entry) = inside(1, 1, 0);
    assert_eq!(told(&db, &entry, |room| room.groups = vec!["grp_none".into()]), both(Ended::NotForYou));
    let (db, entry) = inside(1, 1, 0);
    let close = |room: &mut RoomEntry| (room.enabled, room.close_now) = (false, true);
    assert_eq!(told(&db, &entry, close), both(Ended::RoomClosed));

    let (db, entry) = inside(1, 1, 0);
    assert_eq!(told(&db, &entry, |room| room.enabled = false), [], "people inside finish");
}

#[test]
fn a_changed_room_is_told_to_everybody_inside_once() {
    let (db, entry) = inside(1, 1, 0);
    let renamed = RoomEntry { name: "Q&A".into(), version: entry.version + 1, ..entry };
    let said = |entry: RoomEntry| {
        let effects = outcome(&db, START, Command::Learn { entry }).effects;
        let room = |e: Effect| if let Effect::Say { to: Audience::All, frame: Frame::Room { room } } = e { Some(room.name) } else { None };
        effects.into_iter().filter_map(room).collect::<Vec<_>>()
    };
    assert_eq!(said(renamed.clone()), ["Q&A"]);
    assert_eq!(said(renamed.clone()), [""; 0], "the same version again");
    assert_eq!(said(RoomEntry { position: 7, version: renamed.version + 1, ..renamed }), [""; 0], "nothing they see");
}
