//! The bans of an event in its organizer's hands: listed, set from anywhere, lifted.

use hallway_tests::wait::s;
use hallway_tests::{Answer, Client, Event, World, entry, run, until};
use serde_json::{Value, json};

fn organizer() -> &'static Client {
    &World::shared().organizer
}
async fn ban(event: &Event, person: &str, more: Value) -> Answer {
    let mut body = json!({ "id": entry(), "person": person, "scope": "event", "ban": { "seconds": 600 } });
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    organizer().post(&format!("/events/{}/bans", event.id), &body).await
}
async fn listed(event: &Event, query: &str) -> Vec<Value> {
    let list = organizer().get(&format!("/events/{}/bans{query}", event.id)).await.ok();
    list["data"].as_array().unwrap().clone()
}

#[test]
fn somebody_is_barred_from_the_event_wherever_they_are_and_let_back() {
    run(async {
        let event = World::shared().event().await;
        let (people, room) = event.with_room(2, json!({})).await;
        let inside = people[0].enter_live(&room, &entry()).await;
        let home = people[0].listen_at_home().await;
        let made = ban(&event, &people[0].id, json!({ "reason": "Spam" })).await;
        assert_eq!(made.status, 201);
        let made = made.ok();
        assert_eq!((&made["scope"], &made["room"], &made["reason"]), (&json!("event"), &Value::Null, &json!("Spam")), "{made}");
        inside.socket.ended(s(5)).await;
        assert_eq!(home.frame("removed", s(5)).await["ban"]["id"], made["id"]);
        assert_eq!(people[0].join(&room, &entry()).await.refused(403, "banned")["scope"], "event");
        assert_eq!(listed(&event, "?active=true").await, std::slice::from_ref(&made));
        assert_eq!(listed(&event, "?active=false").await, Vec::<Value>::new());
        assert_eq!(listed(&event, &format!("?person={}", people[1].id)).await, Vec::<Value>::new());

        organizer().delete(&format!("/bans/{}", made["id"].as_str().unwrap())).await.ok();
        let after = listed(&event, "").await;
        assert!(after.len() == 1 && after[0]["lifted_at"].is_string() && after[0]["lifted_by"]["name"].is_string(), "{after:?}");
        assert_eq!((listed(&event, "?active=true").await.len(), listed(&event, "?active=false").await.len()), (0, 1));
        until("LiveKit's proof, then a seat", s(20), async || people[0].join(&room, &entry()).await.status.is_success().then_some(()))
            .await;
    });
}

#[test]
fn a_features_ban_leaves_the_others_open() {
    run(async {
        let event = World::shared().event().await;
        let (people, room) = event.with_room(1, json!({})).await;
        let elsewhere = event.feature(json!({})).await;
        let other = event.room(&elsewhere, json!({})).await;
        let made = ban(&event, &people[0].id, json!({ "scope": "feature", "feature": room.feature })).await.ok();
        assert_eq!((&made["scope"], &made["feature"]), (&json!("feature"), &json!(room.feature)), "{made}");
        people[0].join(&room, &entry()).await.refused(403, "banned");
        people[0].join(&other, &entry()).await.ok();
    });
}

#[test]
fn what_moderators_did_is_in_the_list_too_and_it_has_pages() {
    run(async {
        let event = World::shared().event().await;
        let people = event.attendees(3).await;
        let feature = event.feature(json!({})).await;
        let room = event.room(&feature, json!({ "moderators": [people[0].id] })).await;
        people[0].remove(&room, &people[1], json!({})).await.ok();
        people[0].remove(&room, &people[2], json!({ "ban": null })).await.ok();
        let (all, _) = until("both in the list", s(20), async || {
            let all = listed(&event, "").await;
            (all.len() == 2).then_some(all)
        })
        .await;
        assert_eq!((&all[0]["person"]["id"], &all[1]["person"]["id"]), (&json!(people[2].id), &json!(people[1].id)), "newest first");
        assert_eq!(listed(&event, "?active=true").await, [all[1].clone()], "put out without a ban is no ban in force");
        assert_eq!(listed(&event, &format!("?person={}", people[2].id)).await, [all[0].clone()]);
        let first = organizer().get(&format!("/events/{}/bans?limit=1", event.id)).await.ok();
        let cursor = first["next_cursor"].as_str().expect("a second page");
        assert_eq!((&first["data"][0], listed(&event, &format!("?limit=1&cursor={cursor}")).await), (&all[0], vec![all[1].clone()]));
        assert_eq!(organizer().get(&format!("/events/{}/bans?limit=1&cursor={cursor}", event.id)).await.ok()["next_cursor"], Value::Null);
    });
}

#[test]
fn a_ban_that_makes_no_sense_is_refused() {
    run(async {
        let event = World::shared().event().await;
        let person = event.attendee("Ada", json!({})).await;
        let elsewhere = World::shared().event().await;
        let (stranger, feature) = (elsewhere.attendee("Eve", json!({})).await, elsewhere.feature(json!({})).await);
        for (who, more, pointer) in [
            (&stranger.id, json!({}), "/person"),
            (&person.id, json!({ "scope": "feature" }), "/feature"),
            (&person.id, json!({ "scope": "feature", "feature": feature }), "/feature"),
            (&person.id, json!({ "scope": "event", "feature": feature }), "/feature"),
            (&person.id, json!({ "scope": "room" }), "/scope"),
            (&person.id, json!({ "ban": null }), "/ban"),
            (&person.id, json!({ "ban": {} }), "/ban"),
            (&person.id, json!({ "ban": { "seconds": 1 } }), "/ban/seconds"),
            (&person.id, json!({ "ban": { "ends_at": "2020-01-01T00:00:00Z" } }), "/ban/ends_at"),
            (&person.id, json!({ "id": "x" }), "/id"),
            (&person.id, json!({ "reason": "x".repeat(201) }), "/reason"),
        ] {
            let refusal = ban(&event, who, more.clone()).await.refused(422, "invalid");
            assert_eq!(refusal["errors"][0]["pointer"], pointer, "{more}: {refusal}");
        }
        assert_eq!(listed(&event, "").await, Vec::<Value>::new());
        for until in ["end_of_event", "end_of_day"] {
            ban(&event, &person.id, json!({ "ban": { "until": until } })).await.ok();
        }
        assert_eq!(listed(&event, "").await.iter().filter(|ban| ban["ends_at"] == "2027-12-31T18:00:00Z").count(), 1);
    });
}

#[test]
fn the_same_id_is_the_same_ban() {
    run(async {
        let event = World::shared().event().await;
        let person = event.attendee("Ada", json!({})).await;
        let id = json!({ "id": entry() });
        let one = ban(&event, &person.id, id.clone()).await.ok();
        let two = ban(&event, &person.id, id).await.ok();
        assert_eq!(one, two);
        assert_eq!(listed(&event, "").await.len(), 1);
    });
}
