//! `POST /sessions`, `/me`: links, keys, cookies; and what another event's people see. I8.

use hallway_tests::{World, entry, forge, run};
use serde_json::json;

#[test]
fn a_link_is_traded_for_a_session_and_a_cookie() {
    run(async {
        let world = World::shared();
        let event = world.event().await;
        let person = event.attendee("Ada", json!({ "last_name": "Lovelace", "title": "Countess", "company": null })).await;
        let secret = person.link.rsplit('#').next().unwrap().to_owned();
        for link in [&person.link, &secret] {
            let answer = world.anybody.post("/sessions", &json!({ "link": link })).await;
            assert_eq!(answer.status, 201, "{answer}");
            let cookie = answer.header("set-cookie");
            let session = answer.body["token"].as_str().unwrap();
            for part in [&format!("__Host-hallway={session}"), "Secure", "HttpOnly", "SameSite=Lax", "Path=/"] {
                assert!(cookie.contains(part), "{cookie}");
            }
            assert_eq!(answer.body["person"]["name"], "Ada Lovelace");
        }
        let me = person.client.get("/me").await.ok();
        assert_eq!((&me["person"]["title"], &me["person"]["company"]), (&json!("Countess"), &json!(null)));
        assert_eq!((&me["event"]["id"], &me["event"]["time_zone"]), (&json!(event.id), &json!("Europe/Vienna")));
        // The cookie alone reads; it writes from our own pages only.
        let cookie = world.anybody.with("cookie", &format!("x=1; __Host-hallway={}", person.token));
        cookie.get("/me").await.ok();
        let out = cookie.with("origin", &world.url).delete("/me").await;
        assert_eq!(out.status, 204, "{out}");
        assert!(out.header("set-cookie").contains("Max-Age=0"));
    });
}

#[test]
fn links_nobody_made_open_nothing() {
    run(async {
        let world = World::shared();
        let event = world.event().await;
        let (ada, ben) = (event.attendee("Ada", json!({})).await, event.attendee("Ben", json!({})).await);
        let secret = ada.link.rsplit('#').next().unwrap().to_owned();
        let parts: Vec<&str> = secret.split('.').collect();
        let bens = format!("{}.{}.{}", ben.id, parts[1], parts[2]);
        let newer = format!("{}.2.{}", parts[0], parts[2]);
        let short = &secret[..secret.len() - 1];
        for link in ["", "x", "#", "..", bens.as_str(), newer.as_str(), short, &format!("{secret}.x"), &"x".repeat(2000)] {
            world.anybody.post("/sessions", &json!({ "link": link })).await.refused(401, "unauthenticated");
        }
        for key in ["", "hw_live_", "hw_live_0000000000000000000000000000000000000000000", "' OR 1=1 --"] {
            world.anybody.post("/sessions", &json!({ "key": key })).await.refused(401, "unauthenticated");
        }
    });
}

#[test]
fn a_revoked_link_ends_its_sessions() {
    run(async {
        let world = World::shared();
        let event = world.event().await;
        let (people, room) = event.with_room(1, json!({})).await;
        let ada = &people[0];
        let made = world.organizer.post(&format!("/attendees/{}/revoke_link", ada.id), &json!({})).await.ok();
        world.anybody.post("/sessions", &json!({ "link": ada.link })).await.refused(401, "session_revoked");
        ada.client.get("/me").await.refused(401, "session_revoked");
        ada.client.get(&format!("/features/{}/cards", room.feature)).await.refused(401, "session_revoked");
        ada.join(&room, &entry()).await.refused(401, "session_revoked");
        let session = world.anybody.post("/sessions", &json!({ "link": made["link"] })).await.ok();
        world.anybody.bearer(session["token"].as_str().unwrap()).get("/me").await.ok();
    });
}

#[test]
fn a_key_of_one_event_reaches_no_other() {
    run(async {
        let world = World::shared();
        let (mine, other) = (world.limited_event(), world.event().await);
        let key = world.anybody.bearer(world.limited_key());
        key.get(&format!("/events/{}", mine.id)).await.ok();
        key.get(&format!("/events/{}", other.id)).await.refused(404, "not_found");
        let all = key.get("/events").await.ok();
        assert_eq!(all["data"].as_array().unwrap().len(), 1);
        let body = json!({ "name": "x", "time_zone": "UTC", "starts_at": "2026-01-01T00:00:00Z", "ends_at": "2026-01-02T00:00:00Z" });
        key.post("/events", &body).await.refused(403, "forbidden");
    });
}

/// The session's event counts, not the path's.
#[test]
fn an_attendee_of_another_event_sees_nothing() {
    run(async {
        let world = World::shared();
        let (mine, other) = (world.event().await, world.event().await);
        let ada = mine.attendee("Ada", json!({})).await;
        let (people, room) = other.with_room(1, json!({})).await;
        let item = other.item("session", "Talk").await;
        ada.client.get(&format!("/features/{}/cards", room.feature)).await.refused(404, "not_found");
        ada.client.get(&format!("/items/{item}")).await.refused(404, "not_found");
        ada.join(&room, &entry()).await.refused(404, "not_found");
        assert_eq!(ada.client.get("/features").await.ok()["data"], json!([]));
        // Nor with a session that lies about the event.
        let lie = forge::session(&world.secrets.session, "attendee", &ada.id, Some(&other.id), -3600);
        let liar = world.anybody.bearer(&lie);
        liar.get("/me").await.refused(401, "session_revoked");
        liar.get(&format!("/features/{}/cards", room.feature)).await.refused(401, "session_revoked");
        let answer = liar.post(&format!("/rooms/{}/join", room.id), &json!({ "entry_id": entry() })).await;
        assert!(matches!(answer.code(), "not_found" | "session_revoked"), "{answer}");
        room.counts(&people[0], 0, 0, 5).await;
    });
}
