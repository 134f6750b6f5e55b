//! Whose are whose: with a key to one event everything of another answers 404, whoever guessed or was told its id; and none of
//! it is for people without a key. The routes are those of `openapi.json`: a new one that is not tried here fails.

use hallway_tests::event::removal;
use hallway_tests::{Answer, Client, World, entry, run, until};
use reqwest::Method;
use serde_json::{Value, json};

/// What is not of one event, or is nobody's.
const ELSEWHERE: [&str; 7] = [
    "GET /events",
    "POST /events",
    "GET /keys",
    "POST /keys",
    // A key of no event: `admin_keys` has it.
    "DELETE /keys/{key}",
    "GET /organizer",
    "DELETE /sessions/organizer",
];

/// Everything there is in an event, by the names of openapi.json.
struct Theirs {
    ids: Vec<(&'static str, String)>,
    bodies: Vec<(&'static str, Value)>,
}

async fn theirs() -> Theirs {
    let event = World::shared().event().await;
    let people = event.attendees(2).await;
    let (group, item) = (event.group("Red").await, event.item("page", "Map").await);
    let feature = event.feature(json!({})).await;
    let room = event.room(&feature, json!({ "moderators": [people[0].id] })).await;
    people[0].join(&room, &entry()).await.ok();
    let message = people[0].post(&room, &entry(), "Hello").await.ok()["id"].as_str().unwrap().to_owned();
    let ban = people[0].remove(&room, &people[1], json!({})).await.ok()["id"].as_str().unwrap().to_owned();
    let attendee = people[1].id.clone();
    let upload = World::shared().organizer.request(Method::POST, &format!("/features/{feature}/imports"));
    let import = Answer::of(upload.header("content-type", "text/csv").body("name\nTheirs\n")).await.ok()["id"].as_str().unwrap().to_owned();
    let bodies = vec![
        ("PATCH /attendees/{attendee}", json!({ "title": "Mine" })),
        ("PATCH /events/{event}", json!({ "name": "Mine" })),
        ("POST /events/{event}/attendees", json!({ "first_name": "Eve", "last_name": "", "email": "eve@example.org" })),
        ("POST /events/{event}/bans", json!({ "id": entry(), "person": attendee, "scope": "event", "ban": { "seconds": 60 } })),
        ("POST /events/{event}/features", json!({ "name": "Mine" })),
        ("PUT /events/{event}/features/order", json!({ "features": [feature], "before": null })),
        ("POST /events/{event}/groups", json!({ "name": "Mine" })),
        ("POST /events/{event}/items", json!({ "kind": "page", "name": "Mine" })),
        ("PATCH /features/{feature}", json!({ "name": "Mine" })),
        ("POST /features/{feature}/exports", json!({ "rooms": [room.id] })),
        ("POST /features/{feature}/rooms", json!({ "name": "Mine" })),
        ("POST /features/{feature}/rooms/batch", json!({ "rooms": [room.id], "delete": true })),
        ("PUT /features/{feature}/rooms/order", json!({ "rooms": [room.id], "before": null })),
        ("POST /imports/{import}/commit", json!({})),
        ("PATCH /groups/{group}", json!({ "name": "Mine" })),
        ("POST /groups/{group}/members", json!({ "add": [people[0].id] })),
        ("PATCH /items/{item}", json!({ "name": "Mine" })),
        ("PATCH /rooms/{room}", json!({ "name": "Mine" })),
        ("PUT /rooms/{room}/lock", json!({ "locked": true })),
        ("PUT /rooms/{room}/locks", json!({ "what": "chat", "locked": true })),
        ("POST /rooms/{room}/mutes", json!({ "what": "microphone", "person": null })),
        ("POST /rooms/{room}/removals", removal(&people[1], json!({}))),
    ];
    let ids = vec![
        ("event", event.id.clone()),
        ("attendee", attendee),
        ("group", group),
        ("item", item),
        ("feature", feature),
        ("room", room.id.clone()),
        ("message", message),
        ("import", import),
        ("ban", ban),
        ("person", people[0].id.clone()),
    ];
    Theirs { ids, bodies }
}

/// Every operation for organizers, as in `PATCH /rooms/{room}`, and whether attendees have it too.
fn operations() -> Vec<(String, bool)> {
    let document: Value = serde_json::from_str(include_str!("../../openapi.json")).expect("openapi.json");
    let mut all = Vec::new();
    for (path, operations) in document["paths"].as_object().expect("paths") {
        for (method, operation) in operations.as_object().expect("operations") {
            let names = |name: &str| operation["security"].as_array().is_some_and(|all| all.iter().any(|one| one.get(name).is_some()));
            if names("organizer") {
                all.push((format!("{} {}", method.to_uppercase(), path.trim_start_matches("/api/v1")), names("attendee")));
            }
        }
    }
    all.retain(|(operation, _)| !ELSEWHERE.contains(&operation.as_str()));
    all
}

impl Theirs {
    async fn ask(&self, client: &Client, operation: &str) -> Answer {
        let (method, pattern) = operation.split_once(' ').expect("a method and a path");
        let path = self.ids.iter().fold(pattern.to_owned(), |path, (name, id)| path.replace(&format!("{{{name}}}"), id));
        assert!(!path.contains('{'), "nothing to ask {operation} about: make one in `theirs`");
        if operation == "POST /events/{event}/images" {
            let png = [&b"\x89PNG\r\n\x1a\n"[..], &[0; 32]].concat();
            return Answer::of(client.request(Method::POST, &path).header("content-type", "image/png").body(png)).await;
        }
        if operation.ends_with("/imports") {
            return Answer::of(client.request(Method::POST, &path).header("content-type", "text/csv").body("name\nMine\n")).await;
        }
        let body = self.bodies.iter().find(|(of, _)| *of == operation).map(|(_, body)| body);
        let method = Method::from_bytes(method.as_bytes()).expect("a method");
        client.with("if-match", "*").send(method, &path, body).await
    }
}

#[test]
fn of_another_event_there_is_nothing() {
    run(async {
        let theirs = theirs().await;
        let stranger = World::shared().anybody.bearer(World::shared().limited_key());
        let operations = operations();
        assert!(operations.len() >= 45, "{}", operations.len());
        for (operation, _) in &operations {
            let answer = theirs.ask(&stranger, operation).await;
            assert_eq!((answer.status.as_u16(), answer.code()), (404, "not_found"), "{operation}: {answer}");
            answer.is_a_problem();
        }
        // Nothing of all that has changed anything.
        let own = &World::shared().organizer;
        let id = |name: &str| theirs.ids.iter().find(|(of, _)| *of == name).map(|(_, id)| id.clone()).unwrap();
        assert_eq!(own.get(&format!("/rooms/{}", id("room"))).await.ok()["name"], "Lobby");
        assert_eq!(own.get(&format!("/attendees/{}", id("attendee"))).await.ok()["title"], Value::Null);
        let (listed, _) = until("the ban in the index", hallway_tests::wait::s(20), async || {
            let list = own.get(&format!("/events/{}/bans", id("event"))).await.ok();
            list["data"].as_array().filter(|all| !all.is_empty()).cloned()
        })
        .await;
        assert_eq!((listed.len(), &listed[0]["lifted_at"]), (1, &Value::Null));
    });
}

#[test]
fn none_of_it_is_for_people_without_a_key() {
    run(async {
        let theirs = theirs().await;
        let event = World::shared().event().await;
        let attendee = event.attendee("Ada", json!({})).await;
        for (operation, shared) in operations() {
            let answer = theirs.ask(&World::shared().anybody, &operation).await;
            assert_eq!((answer.status.as_u16(), answer.code()), (401, "unauthenticated"), "{operation}: {answer}");
            // What attendees share with organizers has tests of its own.
            if !shared {
                let answer = theirs.ask(&attendee.client, &operation).await;
                assert_eq!((answer.status.as_u16(), answer.code()), (403, "forbidden"), "{operation}: {answer}");
            }
        }
    });
}

/// With the right key, each of them is there: 404 above is not for a mistake in the list.
#[test]
fn the_events_own_key_finds_all_of_it() {
    run(async {
        let theirs = theirs().await;
        let (last, first): (Vec<_>, Vec<_>) = operations().into_iter().partition(|(operation, _)| operation.starts_with("DELETE"));
        for (operation, _) in first.iter().filter(|(operation, _)| !operation.ends_with("/batch")) {
            let answer = theirs.ask(&World::shared().organizer, operation).await;
            // No picture, and somebody who is not in LiveKit.
            let expected = answer.status.is_success() || [409, 422].contains(&answer.status.as_u16());
            assert!(expected && answer.code() != "not_found", "{operation}: {answer}");
        }
        for operation in ["DELETE /rooms/{room}", "DELETE /items/{item}", "DELETE /groups/{group}", "DELETE /features/{feature}"] {
            assert!(last.iter().any(|(of, _)| of == operation));
            theirs.ask(&World::shared().organizer, operation).await.ok();
        }
    });
}

/// The scope an operation needs beside reading; nothing: any key may.
fn needed(operation: &str) -> Option<&'static str> {
    let has = |parts: &[&str]| parts.iter().any(|part| operation.contains(part));
    match operation {
        _ if has(&["/attendees", "/links.csv"]) || operation == "POST /events/{event}/imports" => Some("people"),
        _ if has(&["/imports"]) => Some("write"),
        _ if has(&["/bans", "/removals", "/hands", "/lock", "/mutes", "/messages", "/stage"]) => Some("moderate"),
        _ if has(&["/audit"]) => Some("admin"),
        _ if has(&["/reports/", "/metrics"]) => Some("reports"),
        _ if operation.starts_with("GET") || operation.ends_with("/exports") => None,
        _ => Some("write"),
    }
}

/// A key that may only read may only read.
#[test]
fn each_operation_needs_its_scope() {
    run(async {
        let theirs = theirs().await;
        let body = json!({ "name": "Reader", "event": null, "scopes": [] });
        let made = World::shared().organizer.post("/keys", &body).await.ok();
        let reader = World::shared().anybody.bearer(made["key"].as_str().expect("a key"));
        for (operation, _) in operations() {
            let answer = theirs.ask(&reader, &operation).await;
            match needed(&operation) {
                Some(scope) => {
                    assert_eq!((answer.status.as_u16(), answer.code()), (403, "forbidden"), "{operation}: {answer}");
                    assert_eq!(answer.body["needs"], scope, "{operation}: {answer}");
                }
                None => assert!(answer.status.is_success(), "{operation}: {answer}"),
            }
        }
    });
}
