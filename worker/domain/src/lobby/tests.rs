//! Cards as a lobby keeps them, and what each viewer may do with one.

use super::*;
use crate::card::{CardAction, CardState, Role, Seated, judge};
use crate::testing::{Db, named, room_entry};
use crate::world::START;

fn say(db: &Db, command: Command) -> Answer {
    db.transaction(|sql| handle(sql, START, command)).unwrap().answer
}
fn entry(version: i64, rooms: &[usize]) -> LobbyEntry {
    LobbyEntry {
        id: "fea_0".into(),
        event: "evt_1".into(),
        name: format!("Version {version}"),
        icon: None,
        groups: vec![],
        rooms: rooms.iter().map(|n| room_entry(*n, 1, 1)).collect(),
        version,
        deleted: false,
    }
}
fn card(people: &[(usize, Role, bool)]) -> LiveCard {
    let seated = |(p, role, open): &(usize, Role, bool)| Seated {
        id: format!("att_{p}"),
        name: String::new(),
        avatar: None,
        role: *role,
        open: *open,
    };
    LiveCard { seated: people.iter().map(seated).collect() }
}
fn cards(db: &Db) -> (String, Vec<(RoomEntry, LiveCard)>) {
    let Answer::Cards { place, cards } = say(db, Command::List) else { panic!("cold") };
    (place.name, cards)
}

#[test]
fn older_entries_and_older_cards_are_ignored() {
    let db = Db::new(SCHEMA);
    assert_eq!(say(&db, Command::List), Answer::Cold);
    say(&db, Command::Learn { entry: entry(2, &[1, 0]) });
    say(&db, Command::Learn { entry: entry(1, &[0]) });
    say(&db, Command::Learn { entry: entry(2, &[0]) });
    let (name, rooms) = cards(&db);
    assert_eq!((name.as_str(), rooms.len()), ("Version 2", 2));
    assert_eq!(rooms[0].0.id, "room_1", "in the order of the list");

    let full = card(&[(0, Role::Attendee, true)]);
    say(&db, Command::Card { room: "room_0".into(), rev: 3, card: full.clone() });
    say(&db, Command::Card { room: "room_0".into(), rev: 2, card: card(&[]) });
    say(&db, Command::Card { room: "room_0".into(), rev: 3, card: card(&[]) });
    assert_eq!(cards(&db).1[1].1, full);
    say(&db, Command::Learn { entry: entry(3, &[0]) });
    assert_eq!(cards(&db).1[0].1, full, "a new entry keeps what the room said");
}

#[test]
fn a_card_says_what_this_viewer_can_do() {
    let mut room = room_entry(0, 1, 1);
    room.moderators = vec![named(9)];
    let none = card(&[]);
    let inside = card(&[(0, Role::Attendee, true)]);
    let draining = card(&[(0, Role::Attendee, false)]);
    let moderated = card(&[(9, Role::Moderator, false)]);
    assert_eq!(judge(&room, &none, "att_0"), (CardState::Open, CardAction::Join));
    assert_eq!(judge(&room, &inside, "att_0"), (CardState::Full, CardAction::Return));
    assert_eq!(judge(&room, &inside, "att_1"), (CardState::Full, CardAction::Full));
    assert_eq!(judge(&room, &draining, "att_1"), (CardState::Full, CardAction::Full), "a draining seat counts");
    assert_eq!(judge(&room, &inside, "att_9"), (CardState::Full, CardAction::Join), "a moderator has a seat of their own");
    assert_eq!(judge(&room, &moderated, "att_1"), (CardState::Open, CardAction::Join), "and takes nobody's");
    room.enabled = false;
    assert_eq!(judge(&room, &none, "att_1"), (CardState::Closed, CardAction::Closed));
    assert_eq!(judge(&room, &inside, "att_0"), (CardState::Closed, CardAction::Return), "who is inside may go back");
}
