//! Sessions, sponsors and pages as their organizers handle them.

use hallway_tests::{Answer, Client, Event, World, run};
use serde_json::{Value, json};

fn organizer() -> &'static Client {
    &World::shared().organizer
}
async fn make(event: &Event, body: Value) -> Answer {
    organizer().post(&format!("/events/{}/items", event.id), &body).await
}
async fn names(event: &Event, query: &str) -> String {
    let list = organizer().get(&format!("/events/{}/items{query}", event.id)).await.ok();
    list["data"].as_array().unwrap().iter().map(|item| item["name"].as_str().unwrap()).collect::<Vec<_>>().join(" ")
}

#[test]
fn items_are_made_found_and_listed_in_pages() {
    run(async {
        let event = World::shared().event().await;
        let at = |hour: u8| format!("2026-11-23T{hour:02}:00:00Z");
        for (kind, name, description, start) in [
            ("session", "Second", "About bees", Some(at(11))),
            ("sponsor", "Acme", "", None),
            ("session", "First", "", Some(at(9))),
            ("page", "Map", "Where the BEES are", None),
        ] {
            let body = json!({ "kind": kind, "name": name, "description": description, "starts_at": start });
            let made = make(&event, body).await;
            assert_eq!(made.status, 201);
            let path = format!("/events/{}/items/{}", event.id, made.body["id"].as_str().unwrap());
            let read = organizer().get(&path).await;
            assert_eq!((made.header("etag"), &made.body), (read.header("etag"), &read.body));
        }
        assert_eq!(names(&event, "").await, "First Second Acme Map");
        assert_eq!(names(&event, "?kind=session").await, "First Second");
        assert_eq!(names(&event, "?q=bees").await, "Second Map");
        assert_eq!(names(&event, "?q=bees&kind=page").await, "Map");
        let page = organizer().get(&format!("/events/{}/items?limit=3", event.id)).await.ok();
        let cursor = page["next_cursor"].as_str().expect("a second page");
        assert_eq!(names(&event, &format!("?limit=3&cursor={cursor}")).await, "Map");
        for query in ["?kind=talk", "?limit=201", "?limit=0", "?x=1"] {
            organizer().get(&format!("/events/{}/items{query}", event.id)).await.refused(422, "invalid");
        }
    });
}

#[test]
fn a_session_has_a_stream_that_attendees_see() {
    run(async {
        let event = World::shared().event().await;
        let person = event.attendee("Ada", json!({})).await;
        let stream = json!({ "kind": "hls", "url": "https://video.example/live.m3u8" });
        let body = json!({ "kind": "session", "name": "Opening", "description": "Hello,\nall", "stream": stream });
        let item = make(&event, body).await.ok();
        let id = item["id"].as_str().unwrap();
        assert_eq!((&item["stream"], &item["rooms"]), (&stream, &json!(0)));
        let seen = person.client.get(&format!("/items/{id}")).await.ok();
        assert_eq!((&seen["description"], &seen["stream"], &seen["cards"]), (&json!("Hello,\nall"), &stream, &json!([])));
        let path = format!("/items/{id}");
        let embed = json!({ "kind": "embed", "url": "https://player.example/1" });
        let changed = organizer().patch(&path, &json!({ "stream": embed })).await.ok();
        assert_eq!((&changed["stream"], &changed["description"]), (&embed, &json!("Hello,\nall")));
        for (patch, pointer) in [
            (json!({ "stream": { "kind": "hls", "url": "http://video.example/x" } }), "/stream/url"),
            (json!({ "stream": { "kind": "rtmp", "url": "https://video.example/x" } }), "/stream/kind"),
            (json!({ "kind": "sponsor" }), "/stream"),
            (json!({ "starts_at": "2026-11-23T10:00:00Z", "ends_at": "2026-11-23T09:00:00Z" }), "/ends_at"),
            (json!({ "name": null }), "/name"),
            (json!({ "description": "x".repeat(5001) }), "/description"),
        ] {
            let refusal = organizer().patch(&path, &patch).await.refused(422, "invalid");
            assert_eq!(refusal["errors"][0]["pointer"], pointer, "{refusal}");
        }
        let plain = organizer().patch(&path, &json!({ "stream": null, "kind": "page" })).await.ok();
        assert_eq!((&plain["stream"], &plain["kind"]), (&Value::Null, &json!("page")));
        make(&event, json!({ "kind": "page", "name": "P", "stream": stream })).await.refused(422, "invalid");
    });
}

#[test]
fn rooms_of_a_deleted_item_come_back_to_their_feature() {
    run(async {
        let event = World::shared().event().await;
        let person = event.attendee("Ada", json!({})).await;
        let (item, other) = (event.item("session", "Opening").await, event.item("sponsor", "Acme").await);
        let feature = event.feature(json!({})).await;
        event.room(&feature, json!({ "name": "One", "items": [item] })).await;
        let two = event.room(&feature, json!({ "name": "Two", "items": [item, other] })).await;
        let cards = async |path: String, field: &str| {
            let list = person.client.get(&path).await.ok();
            list[field].as_array().unwrap().iter().map(|card| card["name"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(cards(format!("/features/{feature}/cards"), "data").await, Vec::<String>::new());
        assert_eq!(cards(format!("/items/{item}"), "cards").await, ["One", "Two"]);
        let read = organizer().get(&format!("/events/{}/items/{item}", event.id)).await;
        assert_eq!(read.body["rooms"], 2);

        organizer().with("if-match", "\"x\"").delete(&format!("/items/{item}")).await.refused(412, "changed");
        organizer().with("if-match", read.header("etag")).delete(&format!("/items/{item}")).await.ok();
        assert_eq!(cards(format!("/features/{feature}/cards"), "data").await, ["One"]);
        assert_eq!(cards(format!("/items/{other}"), "cards").await, ["Two"]);
        person.client.get(&format!("/items/{item}")).await.refused(404, "not_found");
        organizer().get(&format!("/events/{}/items/{item}", event.id)).await.refused(404, "not_found");
        organizer().delete(&format!("/items/{item}")).await.refused(404, "not_found");
        let settings = organizer().get(&format!("/rooms/{}", two.id)).await.ok();
        assert_eq!((&settings["items"], settings["links"][0]["name"].as_str()), (&json!([other]), Some("Acme")));
        let refusal = organizer().patch(&format!("/rooms/{}", two.id), &json!({ "items": [item] })).await.refused(422, "invalid");
        assert_eq!(refusal["errors"][0]["pointer"], "/items/0");
    });
}

#[test]
fn two_edit_an_item() {
    run(async {
        let event = World::shared().event().await;
        let item = event.item("page", "Map").await;
        let path = format!("/items/{item}");
        let tag = organizer().get(&format!("/events/{}/items/{item}", event.id)).await.header("etag").to_owned();
        let client = organizer().with("if-match", &tag);
        client.patch(&path, &json!({ "name": "Plan" })).await.ok();
        let refusal = client.patch(&path, &json!({ "description": "Where is what" })).await.refused(412, "changed");
        assert_eq!(refusal["current"]["name"], "Plan");
        let bare = organizer().send(reqwest::Method::PATCH, &path, Some(&json!({ "name": "x" }))).await;
        bare.refused(428, "if_match_required");
    });
}
