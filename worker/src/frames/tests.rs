//! The frames are those of the golden files, in their order.

use hallway_domain::room::{Floor, Hand, Hello, Log, SeatState, Stage};
use serde_json::Value;

use super::*;

fn golden(file: &str) -> Vec<Value> {
    let path = format!("{}/../tests/golden/{file}", env!("CARGO_MANIFEST_DIR"));
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}
fn at(text: &str) -> i64 {
    serde_json::from_value::<At>(Value::from(text)).unwrap().0
}
pub(super) fn id(prefix: &str, end: &str) -> String {
    format!("{prefix}_0192f0c1e2a37b4c8d5e6f7081920a{end}")
}
pub(super) fn ada() -> Face {
    Face { id: id("att", "1b"), name: "Ada Lovelace".into(), avatar: None }
}
fn lobby() -> Named {
    Named { id: id("room", "1e"), name: "Lobby".into() }
}
fn message(deleted: bool) -> room::Message {
    room::Message {
        seq: 11,
        id: id("msg", "11"),
        person: ada(),
        role: Role::Attendee,
        text: (!deleted).then(|| "Hi from Valparaíso.".into()),
        sent_at: at("2026-11-23T14:02:00Z"),
        deleted_at: deleted.then(|| at("2026-11-23T14:03:00.250Z")),
        deleted_by_author: false,
    }
}
pub(super) fn welcome() -> room::Message {
    room::Message {
        seq: 14,
        id: id("msg", "14"),
        person: Face { id: id("att", "1c"), name: "Ingrid Solberg".into(), avatar: Some("https://example.org/i.png".into()) },
        role: Role::Moderator,
        text: Some("Welcome!\nSay hello.".into()),
        sent_at: at("2026-11-23T14:03:01Z"),
        deleted_at: None,
        deleted_by_author: false,
    }
}
fn here() -> PersonHere {
    PersonHere {
        id: id("att", "1b"),
        name: "Ada Lovelace".into(),
        title: Some("Analyst".into()),
        company: None,
        avatar: None,
        role: Role::Attendee,
        state: SeatState::Live,
    }
}
fn facts() -> room::Facts {
    room::Facts {
        name: "Lobby".into(),
        description: Some("Say hello.".into()),
        icon: Some("door".into()),
        image: None,
        attendee_limit: 13,
        moderator_limit: 3,
        moderators: vec![Named { id: id("att", "1c"), name: "Ingrid Solberg".into() }],
        time_zone: "Europe/Vienna".into(),
        event_ends_at: at("2026-11-25T17:00:00Z"),
    }
}
fn ingrid() -> Named {
    Named { id: id("att", "1c"), name: "Ingrid Solberg".into() }
}
fn floor() -> Floor {
    Floor {
        stage: Some(Stage { holder: ingrid(), state: StageState::Granted, since: at("2026-11-23T14:04:00Z") }),
        hands: vec![Hand { person: id("att", "1b"), at: at("2026-11-23T14:05:00.500Z") }],
        locks: vec![Lock { person: None, what: Tool::Share }, Lock { person: Some(id("att", "1b")), what: Tool::Microphone }],
        locked: true,
    }
}
fn offer() -> person::Offer {
    let room = Named { id: id("room", "1f"), name: "Q&A".into() };
    person::Offer { room, feature: id("fea", "01"), until: at("2026-11-23T14:06:30Z") }
}
fn connection() -> person::Connection {
    let (me, other) = (id("att", "1b"), id("att", "1c"));
    person::Connection {
        id: person::id_of(&me, &other),
        person: person::Card {
            id: other,
            name: "Ingrid Solberg".into(),
            title: Some("Editor".into()),
            company: Some("Fjordpost".into()),
            avatar: None,
            email: Some("ingrid@example.org".into()),
            version: 3,
            deleted: false,
        },
        state: person::Shown::Accepted,
        outgoing: false,
        created_at: at("2026-11-23T14:05:00Z"),
        updated_at: at("2026-11-23T14:06:00Z"),
    }
}
fn ban(scope: Scope) -> Ban {
    let narrow = scope == Scope::Room;
    let owner = if narrow { id("room", "1e") } else { id("att", "1b") };
    let moderator = Named { id: id("att", "1c"), name: "Ingrid Solberg".into() };
    let organizer = Named { id: id("key", "1f"), name: "Front desk".into() };
    Ban {
        id: format!("{}_{owner}", id("ban", "1d")),
        scope,
        event: id("evt", "00"),
        feature: None,
        by: if narrow { moderator } else { organizer },
        reason: narrow.then(|| "Talking over others".into()),
        deleted_messages: if narrow { 3 } else { 0 },
        ends_at: Some(at(if narrow { "2026-11-23T14:30:00Z" } else { "2026-11-24T00:00:00Z" })),
        room: Some(lobby()),
        person: ada(),
        at: at("2026-11-23T14:20:00Z"),
        lifted_at: None,
        lifted_by: None,
    }
}
pub(super) fn assert_all(frames: &[String], file: &str) {
    let said: Vec<Value> = frames.iter().map(|text| serde_json::from_str(text).unwrap()).collect();
    let golden = golden(file);
    assert_eq!(said.len(), golden.len());
    for (said, golden) in said.iter().zip(&golden) {
        assert_eq!(said, golden);
    }
}

#[test]
fn a_room_says_what_the_golden_file_says() {
    let log = Log { messages: vec![message(false)], seq: 12, more: false };
    let said = [
        room_hello(Hello { log, people: vec![here()], room: facts(), floor: Floor::default() }),
        of_room(room::Frame::Chat { after: 12, seq: 14, messages: vec![message(true), welcome()] }),
        of_room(room::Frame::People { people: vec![] }),
        of_room(room::Frame::Bans),
        of_room(room::Frame::Removed { ban: Box::new(ban(Scope::Room)) }),
        of_room(room::Frame::Room { room: Box::new(facts()) }),
        of_room(room::Frame::PutOut { why: Ended::RoomClosed, reason: Some("Back after lunch".into()) }),
        of_room(room::Frame::PutOut { why: Ended::NoLongerModerator, reason: None }),
        of_room(room::Frame::Floor { floor: Box::new(floor()) }),
        of_room(room::Frame::Muted { by: ingrid(), what: Tool::Microphone }),
    ];
    assert_all(&said, "room_frames.json");
}

#[test]
fn a_person_says_what_the_golden_file_says() {
    let entry_id = "4f9c2f5e-3a5d-4c0f-9f5e-6f1d2a3b4c5d".to_owned();
    let said = [
        of_person(person::Frame::Hello { room: None, offers: vec![], pending: 0 }),
        of_person(person::Frame::Hello { room: Some(lobby()), offers: vec![offer()], pending: 2 }),
        of_person(person::Frame::Removed { ban: Box::new(ban(Scope::Event)) }),
        of_person(person::Frame::BanLifted { ban: ban(Scope::Room).id, room: Some(lobby()) }),
        of_person(person::Frame::Superseded { entry_id, room: Some(lobby()) }),
        of_person(person::Frame::SeatFree { offer: offer() }),
        of_person(person::Frame::SeatLapsed { room: offer().room, feature: offer().feature }),
        of_person(person::Frame::Connection { connection: Box::new(connection()) }),
    ];
    assert_all(&said, "person_frames.json");
}
