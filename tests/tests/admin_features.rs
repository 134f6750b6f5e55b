//! Features as their organizers handle them: pictures, order, the end of one; rooms as a table.

use hallway_tests::wait::s;
use hallway_tests::{Client, World, entry, run, until};
use serde_json::{Value, json};

fn organizer() -> &'static Client {
    &World::shared().organizer
}

#[test]
fn features_are_put_in_order() {
    run(async {
        let event = World::shared().event().await;
        let person = event.attendee("Ada", json!({})).await;
        let mut ids = Vec::new();
        for name in ["A", "B", "C"] {
            ids.push(event.feature(json!({ "name": name })).await);
        }
        let path = format!("/events/{}/features/order", event.id);
        let names =
            |list: &Value| list["data"].as_array().unwrap().iter().map(|f| f["name"].as_str().unwrap().to_owned()).collect::<String>();
        let sorted = organizer().put(&path, &json!({ "features": [ids[2]], "before": ids[0] })).await.ok();
        assert_eq!(names(&sorted), "CAB");
        assert_eq!(names(&person.client.get("/features").await.ok()), "CAB");
        let sorted = organizer().put(&path, &json!({ "features": [ids[0], ids[2]], "before": null })).await.ok();
        assert_eq!(names(&sorted), "BAC");
        let other = World::shared().event().await.feature(json!({})).await;
        for (body, pointer) in [
            (json!({ "features": [other], "before": null }), "/features/0"),
            (json!({ "features": [ids[0], ids[0]], "before": null }), "/features/1"),
            (json!({ "features": [ids[0]], "before": other }), "/before"),
            (json!({ "features": [], "before": null }), "/features"),
        ] {
            let refusal = organizer().put(&path, &body).await.refused(422, "invalid");
            assert_eq!(refusal["errors"][0]["pointer"], pointer, "{refusal}");
        }
    });
}

#[test]
fn a_picture_stands_for_a_feature_wherever_it_shows() {
    run(async {
        let event = World::shared().event().await;
        let person = event.attendee("Ada", json!({})).await;
        let feature = event.feature(json!({ "icon": "lamp", "image": "/images/a" })).await;
        let ear = hallway_tests::Ear::open(World::shared(), &format!("/api/v1/features/{feature}/socket"), &person.token).await;
        assert_eq!(ear.frame("hello", s(5)).await["place"]["image"], "/images/a");
        assert_eq!(person.client.get("/features").await.ok()["data"][0]["image"], "/images/a");
        assert_eq!(person.client.get(&format!("/features/{feature}/cards")).await.ok()["feature"]["image"], "/images/a");
        let changed = organizer().patch(&format!("/features/{feature}"), &json!({ "image": null })).await.ok();
        assert_eq!((&changed["image"], &changed["icon"]), (&Value::Null, &json!("lamp")));
        assert_eq!(ear.frame("cards", s(5)).await["place"]["image"], Value::Null);
        organizer().patch(&format!("/features/{feature}"), &json!({ "image": "javascript:x" })).await.refused(422, "invalid");
    });
}

#[test]
fn a_deleted_feature_takes_its_rooms_along() {
    run(async {
        let event = World::shared().event().await;
        let (people, room) = event.with_room(2, json!({})).await;
        let item = event.item("page", "Map").await;
        event.room(&room.feature, json!({ "name": "Linked", "items": [item] })).await;
        let inside = people[0].enter_live(&room, &entry()).await;
        let path = format!("/features/{}", room.feature);
        organizer().with("if-match", "\"x\"").delete(&path).await.refused(412, "changed");
        organizer().delete(&path).await.ok();
        inside.socket.ended(s(10)).await;
        people[1].join(&room, &entry()).await.refused(404, "not_found");
        people[1].client.get(&format!("{path}/cards")).await.refused(404, "not_found");
        assert_eq!(people[1].client.get("/features").await.ok()["data"], json!([]));
        until("the item's page to be empty", s(10), async || {
            (people[1].client.get(&format!("/items/{item}")).await.ok()["cards"] == json!([])).then_some(())
        })
        .await;
        organizer().get(&path).await.refused(404, "not_found");
        organizer().get(&format!("/rooms/{}", room.id)).await.refused(404, "not_found");
        organizer().delete(&path).await.refused(404, "not_found");
        organizer().post(&format!("{path}/rooms/batch"), &json!({ "rooms": [room.id], "restore": true })).await.refused(404, "not_found");
    });
}

#[test]
fn rooms_are_saved_as_a_table_without_formulas() {
    run(async {
        let event = World::shared().event().await;
        let group = event.group("Red; blue").await;
        let person = event.attendee("Ada", json!({ "email": format!("{}@example.org", entry()) })).await;
        let email = organizer().get(&format!("/attendees/{}", person.id)).await.ok()["email"].as_str().unwrap().to_owned();
        let feature = event.feature(json!({})).await;
        let first = event.room(&feature, json!({ "name": "=1+1", "description": "a \"b\"\nc", "moderators": [person.id] })).await;
        let second =
            event.room(&feature, json!({ "name": "Übung, 2", "enabled": false, "closed_reason": "Lunch", "groups": [group] })).await;
        let header = "id,name,enabled,closed_reason,icon,image,description,moderators,links,groups,attendee_limit,moderator_limit";
        let one = format!("{},'=1+1,true,,,,\"a \"\"b\"\"\nc\",{email},,,13,3", first.id);
        // What separates several is quoted within one.
        let two = format!("{},\"Übung, 2\",false,Lunch,,,,,,\"\"\"Red; blue\"\"\",13,3", second.id);
        let answer = organizer().get(&format!("/features/{feature}/rooms.csv")).await;
        assert_eq!(answer.text, format!("\u{feff}{header}\r\n{one}\r\n{two}\r\n"));
        assert_eq!((answer.header("content-type"), answer.header("cache-control")), ("text/csv; charset=utf-8", "no-store"));
        assert!(answer.header("content-disposition").starts_with("attachment; filename=\"video-rooms-"), "{answer}");
        let path = format!("/features/{feature}/exports");
        let answer = organizer().post(&path, &json!({ "rooms": [second.id] })).await;
        assert_eq!(answer.text, format!("\u{feff}{header}\r\n{two}\r\n"));
        let other = event.room(&event.feature(json!({})).await, json!({})).await;
        let refusal = organizer().post(&path, &json!({ "rooms": [second.id, other.id] })).await.refused(422, "invalid");
        assert_eq!(refusal["errors"][0]["pointer"], "/rooms/1");
        organizer().post(&path, &json!({ "rooms": [] })).await.refused(422, "invalid");
    });
}
