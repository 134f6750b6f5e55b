//! `/keys`, `/organizer`: what a key may do, and that it is shown once and can be ended.

use hallway_tests::{Client, Event, World, run};
use reqwest::Method;
use serde_json::{Value, json};

async fn key(event: &Event, scopes: Value) -> (String, Client) {
    let body = json!({ "name": "A program", "event": event.id, "scopes": scopes });
    let made = event.world.organizer.post("/keys", &body).await.ok();
    (made["id"].as_str().unwrap().to_owned(), event.world.anybody.bearer(made["key"].as_str().unwrap()))
}

#[test]
fn a_key_does_what_its_scopes_say_and_no_more() {
    run(async {
        let event = World::shared().event().await;
        let person = event.attendee("Ada", json!({})).await;
        let feature = event.feature(json!({})).await;
        let room = event.room(&feature, json!({})).await;
        let removal = || json!({ "id": hallway_tests::entry(), "person": person.id, "ban": { "seconds": 60 } });
        // Scope, and one thing that needs it.
        let needs: Vec<(&str, Method, String, Option<Value>, u16)> = vec![
            ("write", Method::PATCH, format!("/rooms/{}", room.id), Some(json!({ "name": "Foyer" })), 200),
            ("write", Method::POST, format!("/events/{}/groups", event.id), Some(json!({ "name": "Speakers" })), 201),
            ("people", Method::GET, format!("/events/{}/attendees", event.id), None, 200),
            ("people", Method::GET, format!("/attendees/{}", person.id), None, 200),
            ("moderate", Method::POST, format!("/rooms/{}/removals", room.id), Some(removal()), 201),
            ("admin", Method::GET, "/keys".to_owned(), None, 200),
            ("admin", Method::GET, format!("/events/{}/audit", event.id), None, 200),
        ];
        for (scope, method, path, body, status) in &needs {
            let others: Vec<&str> = ["write", "people", "moderate", "reports", "admin"].into_iter().filter(|s| s != scope).collect();
            let without = key(&event, json!(others)).await.1.with("if-match", "*");
            let answer = without.send(method.clone(), path, body.as_ref()).await;
            assert_eq!(
                (answer.status.as_u16(), &answer.body["code"], &answer.body["needs"]),
                (403, &json!("forbidden"), &json!(scope)),
                "{answer}"
            );
            let with = key(&event, json!([scope])).await.1.with("if-match", "*");
            let answer = with.send(method.clone(), path, body.as_ref()).await;
            assert_eq!(answer.status.as_u16(), *status, "{scope}: {answer}");
        }
        // Reading the catalogue needs none.
        let bare = key(&event, json!([])).await.1;
        for path in [format!("/events/{}", event.id), format!("/features/{feature}/rooms"), format!("/rooms/{}", room.id)] {
            bare.get(&path).await.ok();
        }
        assert_eq!(bare.get("/organizer").await.ok()["scopes"], json!([]));
    });
}

#[test]
fn a_key_gives_away_no_more_than_it_has() {
    run(async {
        let world = World::shared();
        let (event, elsewhere) = (world.event().await, world.event().await);
        let (_, maker) = key(&event, json!(["admin", "write"])).await;
        maker.post("/keys", &json!({ "name": "x", "scopes": ["people"] })).await.refused(403, "forbidden");
        maker.post("/keys", &json!({ "name": "x", "event": elsewhere.id, "scopes": [] })).await.refused(422, "invalid");
        let made = maker.post("/keys", &json!({ "name": "x", "scopes": ["write", "write"] })).await.ok();
        // Limited like its maker, though it did not say so.
        assert_eq!((&made["event"], &made["scopes"]), (&json!(event.id), &json!(["write"])));
        // It sees its own event's keys only, and ends only these.
        let (far, _) = key(&elsewhere, json!([])).await;
        let listed = maker.get("/keys").await.ok();
        assert!(listed["data"].as_array().unwrap().iter().all(|key| key["event"] == json!(event.id)), "{listed}");
        maker.delete(&format!("/keys/{far}")).await.refused(404, "not_found");
    });
}

#[test]
fn a_key_is_shown_once_says_when_it_was_used_and_ends_with_its_sessions() {
    run(async {
        let world = World::shared();
        let event = world.event().await;
        let body = json!({ "name": "The app", "event": event.id, "scopes": ["write"] });
        let made = world.organizer.post("/keys", &body).await.ok();
        let (id, text) = (made["id"].as_str().unwrap(), made["key"].as_str().unwrap());
        assert!(text.starts_with("hw_live_") && made["last_used_at"].is_null());
        let session = world.anybody.post("/sessions", &json!({ "key": text })).await.ok();
        assert_eq!(session["organizer"]["name"], "The app");
        let app = world.anybody.bearer(session["token"].as_str().unwrap());
        let me = app.get("/organizer").await.ok();
        assert_eq!(me, json!({ "key": id, "name": "The app", "event": event.id, "scopes": ["write"] }));
        let out = world.anybody.with("cookie", &format!("__Host-hallway-org={}", session["token"].as_str().unwrap()));
        let out = out.with("origin", &world.url).delete("/sessions/organizer").await;
        assert!(out.status == 204 && out.header("set-cookie").contains("__Host-hallway-org=;"), "{out}");
        let listed = world.organizer.get("/keys?limit=200").await;
        assert!(!listed.text.contains(text), "a list shows a key's text");
        let listed = listed.ok();
        let mine = listed["data"].as_array().unwrap().iter().find(|key| key["id"] == json!(id)).expect("the key").clone();
        assert!(mine["last_used_at"].is_string() && mine["revoked_at"].is_null(), "{mine}");
        for _ in 0..2 {
            assert_eq!(world.organizer.delete(&format!("/keys/{id}")).await.status, 204);
        }
        app.get("/organizer").await.refused(401, "unauthenticated");
        world.anybody.bearer(text).get("/organizer").await.refused(401, "unauthenticated");
        world.anybody.post("/sessions", &json!({ "key": text })).await.refused(401, "unauthenticated");
    });
}
