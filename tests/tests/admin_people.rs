//! People and their groups: found, grouped, given their data, and deleted with everything of theirs.

use hallway_tests::event::Room;
use hallway_tests::wait::s;
use hallway_tests::{Client, Event, Person, World, entry, run, until};
use rusqlite::types::Value as Cell;
use serde_json::{Value, json};

const DELETED: &str = "Deleted attendee";

fn organizer() -> &'static Client {
    &World::shared().organizer
}
async fn members(event: &Event, group: &str) -> Vec<String> {
    let list = organizer().get(&format!("/events/{}/attendees?group={group}", event.id)).await.ok();
    list["data"].as_array().unwrap().iter().map(|a| a["id"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn people_join_groups_and_leave_them() {
    run(async {
        let event = World::shared().event().await;
        let group = event.group("Red").await;
        let people = event.attendees(3).await;
        let feature = event.feature(json!({ "groups": [group] })).await;
        let room = event.room(&feature, json!({})).await;
        people[0].join(&room, &entry()).await.refused(404, "not_found");
        let path = format!("/groups/{group}/members");
        let answer = organizer().post(&path, &json!({ "add": [people[0].id, people[1].id] })).await.ok();
        assert_eq!((&answer["name"], &answer["members"]), (&json!("Red"), &json!(2)));
        let mut two = [people[0].id.clone(), people[1].id.clone()];
        two.sort();
        assert_eq!(members(&event, &group).await, two);
        people[0].join(&room, &entry()).await.ok();
        let answer = organizer().post(&path, &json!({ "add": [people[1].id, people[2].id], "remove": [people[0].id] })).await.ok();
        assert_eq!(answer["members"], 2);
        until("the seat to end with the group", s(10), async || (people[0].join(&room, &entry()).await.status == 404).then_some(())).await;
        let stranger = World::shared().event().await.attendee("Eve", json!({})).await.id;
        for (body, pointer) in [
            (json!({ "add": [people[0].id, stranger] }), "/add/1"),
            (json!({ "remove": [stranger] }), "/remove/0"),
            (json!({ "add": [people[0].id], "remove": [people[0].id] }), "/remove/0"),
            (json!({ "add": vec!["x"; 501] }), "/add"),
        ] {
            let refusal = organizer().post(&path, &body).await.refused(422, "invalid");
            assert_eq!(refusal["errors"][0]["pointer"], pointer, "{refusal}");
        }
        assert_eq!(members(&event, &group).await.len(), 2);
    });
}

#[test]
fn groups_are_renamed_and_end_when_nothing_needs_them() {
    run(async {
        let event = World::shared().event().await;
        let (red, blue) = (event.group("Red").await, event.group("Blue").await);
        let person = event.attendee("Ada", json!({ "groups": [red, blue] })).await;
        let path = format!("/groups/{red}");
        let tag = organizer().get(&path).await.header("etag").to_owned();
        let renamed = organizer().with("if-match", &tag).patch(&path, &json!({ "name": "Crimson" })).await.ok();
        assert_eq!((&renamed["name"], &renamed["members"]), (&json!("Crimson"), &json!(1)));
        let late = organizer().with("if-match", &tag).patch(&path, &json!({ "name": "Scarlet" })).await.refused(412, "changed");
        assert_eq!(late["current"], renamed);
        let taken = organizer().patch(&path, &json!({ "name": "bLUE" })).await.refused(422, "invalid");
        assert_eq!((&taken["errors"][0]["pointer"], &taken["errors"][0]["code"]), (&json!("/name"), &json!("taken")));

        let feature = event.feature(json!({ "groups": [red] })).await;
        let other = event.feature(json!({})).await;
        let room = event.room(&other, json!({ "name": "R", "groups": [red] })).await;
        let refusal = organizer().delete(&path).await.refused(409, "in_use");
        assert_eq!(refusal["used_by"], json!([{ "id": feature, "name": "Video Rooms" }, { "id": room.id, "name": "R" }]));
        event.change(&room, &json!({ "groups": [] })).await;
        organizer().delete(&path).await.refused(409, "in_use");
        organizer().patch(&format!("/features/{feature}"), &json!({ "groups": [] })).await.ok();
        organizer().delete(&path).await.ok();
        organizer().get(&path).await.refused(404, "not_found");
        assert_eq!(organizer().get(&format!("/attendees/{}", person.id)).await.ok()["groups"], json!([blue]));
        let groups = organizer().get(&format!("/events/{}/groups", event.id)).await.ok();
        assert_eq!(groups["data"].as_array().unwrap().len(), 1);
    });
}

/// What the catalogue's file holds, past the API.
fn catalogue_has(text: &str) -> Vec<String> {
    let catalogue = World::shared().catalogue();
    let tables: Vec<String> = {
        let mut statement =
            catalogue.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE '\\_%' ESCAPE '\\'").unwrap();
        statement.query_map([], |row| row.get(0)).unwrap().map(|name| name.unwrap()).collect()
    };
    tables.into_iter().filter(|table| table_has(&catalogue, table, text)).collect()
}
fn table_has(catalogue: &rusqlite::Connection, table: &str, text: &str) -> bool {
    let mut statement = catalogue.prepare(&format!("SELECT * FROM {table}")).unwrap();
    let columns = statement.column_count();
    let mut rows = statement.query([]).unwrap();
    while let Some(row) = rows.next().unwrap() {
        for column in 0..columns {
            if matches!(row.get::<_, Cell>(column).unwrap(), Cell::Text(cell) if cell.contains(text)) {
                return true;
            }
        }
    }
    false
}
/// The files of every object that hold this text.
fn objects_have(text: &str) -> usize {
    let folder = World::shared().stack().dir.join("state");
    let mut found = 0;
    let mut folders = vec![folder];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "sqlite") && path.to_string_lossy().contains("do") {
                let Ok(database) = rusqlite::Connection::open_with_flags(&path, rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY) else {
                    continue;
                };
                let tables: Vec<String> =
                    match database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE '\\_%' ESCAPE '\\'") {
                        Ok(mut statement) => statement.query_map([], |row| row.get(0)).unwrap().flatten().collect(),
                        Err(_) => continue,
                    };
                if tables.iter().any(|table| table_has(&database, table, text)) {
                    found += 1;
                }
            }
        }
    }
    found
}

/// Somebody who has been everywhere: inside with a line in the chat, removed elsewhere, waiting, connected.
struct Known {
    event: Event,
    ada: Person,
    ben: Person,
    room: Room,
    other: Room,
    name: String,
    email: String,
}

async fn known() -> Known {
    let event = World::shared().event().await;
    let last = format!("Lovelace{}", entry().replace('-', ""));
    let email = format!("{}@example.org", last.to_lowercase());
    let ada =
        event.attendee("Ada", json!({ "last_name": last, "email": email, "company": format!("Co {last}"), "avatar": "/images/x" })).await;
    let ben = event.attendee("Ben", json!({})).await;
    let feature = event.feature(json!({})).await;
    let room = event.room(&feature, json!({ "name": "A", "moderators": [ben.id] })).await;
    let other = event.room(&feature, json!({ "name": "B", "moderators": [ada.id] })).await;
    ben.join(&room, &entry()).await.ok();
    for text in ["One of Ada's", "Two of Ada's"] {
        ada.join(&room, &entry()).await;
        ada.post(&room, &entry(), &format!("{text} {last}")).await.ok();
    }
    ben.post(&room, &entry(), "Ben's own").await.ok();
    let request = ada.client.post("/connections", &json!({ "person": ben.id })).await.ok();
    let id = request["id"].as_str().expect("a connection").to_owned();
    until("the request", s(10), async || {
        ben.client.post(&format!("/connections/{id}/accept"), &json!({})).await.status.is_success().then_some(())
    })
    .await;
    until("her address", s(10), async || {
        let list = ben.client.get("/connections").await.ok();
        (list["data"][0]["person"]["email"] == email.as_str()).then_some(())
    })
    .await;
    ben.remove(&room, &ada, json!({ "reason": format!("About {last}"), "ban": { "seconds": 600 } })).await.ok();
    Known { event, ada, ben, room, other, name: last, email }
}

#[test]
fn a_deleted_person_leaves_numbers_and_nothing_else() {
    run(async {
        let Known { event, ada, ben, room, other, name, email } = known().await;
        until("a seat in the other room", s(20), async || ada.join(&other, &entry()).await.status.is_success().then_some(())).await;
        let home = ada.listen_at_home().await;
        let ear = ben.listen(&room).await;
        ear.frame("hello", s(5)).await;
        assert!(!catalogue_has(&name).is_empty() && objects_have(&name) >= 3);

        organizer().delete(&format!("/attendees/{}", ada.id)).await.ok();
        assert_eq!(home.closed(s(5)).await, 4401);
        ada.client.get("/me").await.refused(401, "session_revoked");
        World::shared().anybody.post("/sessions", &json!({ "link": ada.link })).await.refused(401, "unauthenticated");
        organizer().get(&format!("/attendees/{}", ada.id)).await.refused(404, "not_found");
        organizer().delete(&format!("/attendees/{}", ada.id)).await.refused(404, "not_found");
        other.counts(&ben, 0, 0, 20).await;
        // Ben, who is in the room, hears it; who loads it later reads it.
        let empty = |message: &Value| message["text"] == Value::Null && message["person"]["name"] == DELETED;
        ear.hears("her lines to be empty", s(5), |frame| {
            let lines = frame["messages"].as_array()?;
            (frame["type"] == "chat" && lines.len() == 2 && lines.iter().all(empty)).then_some(())
        })
        .await;
        let log = ben.messages(&room, "").await.ok();
        let lines = log["data"].as_array().unwrap();
        assert_eq!((lines.len(), lines.iter().filter(|line| empty(line)).count()), (3, 2), "{log}");
        until("the connection to name nobody", s(10), async || {
            let list = ben.client.get("/connections").await.ok();
            let person = &list["data"][0]["person"];
            (person["name"] == DELETED && person["email"] == Value::Null && person["avatar"] == Value::Null).then_some(())
        })
        .await;
        let bans = ben.client.get(&format!("/rooms/{}/bans", room.id)).await.ok();
        assert_eq!((&bans["data"][0]["person"]["name"], &bans["data"][0]["reason"]), (&json!(DELETED), &Value::Null));
        let settings = organizer().get(&format!("/rooms/{}", other.id)).await.ok();
        assert_eq!(settings["moderators"], json!([]));

        // Whatever was on its way to D1 arrives without the name, and nothing in any file has it.
        until("no name and no address in any table of anything", s(20), async || {
            World::shared().anybody.post("/debug/flush", &json!({ "event": event.id })).await;
            let left = catalogue_has(&name).len() + catalogue_has(&email).len() + objects_have(&name) + objects_have(&email);
            (left == 0).then_some(())
        })
        .await;
        let audit = organizer().get(&format!("/events/{}/audit?object={}", event.id, ada.id)).await.ok();
        assert!(audit["data"].as_array().unwrap().iter().all(|entry| entry["object"]["name"] == DELETED), "{audit}");
        assert_eq!(audit["data"][0]["action"], "attendee.deleted");
        let count = |sql: &str| World::shared().catalogue().query_row(sql, [&ada.id], |row| row.get::<_, i64>(0)).unwrap();
        assert_eq!(count("SELECT COUNT(*) FROM messages WHERE person = ?1"), 2, "counts stay");
        assert_eq!(count("SELECT COUNT(*) FROM forgets WHERE person = ?1"), 0);
        // The address is free again.
        event.attendee("Ada", json!({ "email": email })).await;
    });
}

#[test]
fn one_persons_data_is_a_document() {
    run(async {
        let Known { event, ada, ben, room, email, .. } = known().await;
        let answer = organizer().get(&format!("/attendees/{}/data", ada.id)).await;
        let disposition = answer.header("content-disposition").to_owned();
        assert!(disposition.starts_with("attachment; filename=\"person-") && disposition.ends_with(".json\""), "{disposition}");
        let data = answer.ok();
        assert_eq!((&data["person"]["email"], &data["complete"]), (&json!(email), &json!(true)), "{data}");
        assert_eq!(data["connections"][0]["person"]["id"], ben.id.as_str(), "{data}");
        assert_eq!(data["messages"].as_array().unwrap().len(), 2, "{data}");
        assert!(data["messages"][0]["sent_at"].as_str().is_some_and(|at| at.ends_with('Z')), "{data}");
        assert_eq!((&data["messages"][0]["room"], &data["messages"][0]["room_name"]), (&json!(room.id), &json!("A")));
        assert_eq!(data["removals"][0]["room_name"], "A", "{data}");
        assert_eq!(data["moderates"][0]["name"], "B", "{data}");
        for part in ["groups", "visits", "refused_joins", "clicks", "audit"] {
            assert!(data[part].is_array(), "{part}: {data}");
        }
        let limited = World::shared().anybody.bearer(World::shared().limited_key());
        limited.get(&format!("/attendees/{}/data", ada.id)).await.refused(404, "not_found");
        ada.client.get(&format!("/attendees/{}/data", ada.id)).await.refused(403, "forbidden");
        let audit = organizer().get(&format!("/events/{}/audit?object={}", event.id, ada.id)).await.ok();
        assert_eq!(audit["data"][0]["action"], "attendee.data_read");
    });
}
