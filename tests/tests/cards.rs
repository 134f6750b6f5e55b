//! Cards of features and items: who sees which, in which order. I8.

use hallway_tests::{World, entry, run};
use serde_json::{Value, json};

fn names(cards: &[Value]) -> Vec<&str> {
    cards.iter().map(|card| card["name"].as_str().unwrap()).collect()
}

#[test]
fn a_limited_feature_is_not_there_for_others() {
    run(async {
        let world = World::shared();
        let event = world.event().await;
        let group = event.group("Speakers").await;
        let member = event.attendee("Ada", json!({ "groups": [group] })).await;
        let other = event.attendee("Ben", json!({})).await;
        let feature = event.feature(json!({ "groups": [group] })).await;
        let room = event.room(&feature, json!({})).await;
        let sees = async |person: &hallway_tests::Person| person.client.get("/features").await.ok()["data"].as_array().unwrap().len();

        assert_eq!((sees(&member).await, sees(&other).await), (1, 0));
        assert_eq!(member.cards(&feature).await.len(), 1);
        other.client.get(&format!("/features/{feature}/cards")).await.refused(404, "not_found");
        other.join(&room, &entry()).await.refused(404, "not_found");
        other.hold(&room, &entry()).await.refused(404, "not_found");
        member.join(&room, &entry()).await.ok();

        // In the group from now on.
        world.organizer.patch(&format!("/attendees/{}", other.id), &json!({ "groups": [group] })).await.ok();
        assert_eq!(sees(&other).await, 1);
        other.join(&room, &entry()).await.ok();
        // For everybody from now on, and back.
        let last = event.attendee("Cleo", json!({})).await;
        world.organizer.patch(&format!("/features/{feature}"), &json!({ "groups": [] })).await.ok();
        assert_eq!(last.cards(&feature).await.len(), 1);
        last.join(&room, &entry()).await.ok();
        world.organizer.patch(&format!("/features/{feature}"), &json!({ "groups": [group] })).await.ok();
        last.client.get(&format!("/features/{feature}/cards")).await.refused(404, "not_found");
    });
}

#[test]
fn a_linked_room_shows_with_its_item_and_not_in_its_feature() {
    run(async {
        let event = World::shared().event().await;
        let person = event.attendee("Ada", json!({})).await;
        let (talk, sponsor) = (event.item("session", "Talk").await, event.item("sponsor", "Sponsor").await);
        let feature = event.feature(json!({})).await;
        event.room(&feature, json!({ "name": "Plain" })).await;
        let linked = event.room(&feature, json!({ "name": "Q&A", "items": [talk, sponsor] })).await;
        let of_item = async |item: &str| person.client.get(&format!("/items/{item}")).await.ok()["cards"].as_array().unwrap().clone();

        assert_eq!(names(&person.cards(&feature).await), ["Plain"]);
        assert_eq!(names(&of_item(&talk).await), ["Q&A"]);
        assert_eq!(names(&of_item(&sponsor).await), ["Q&A"]);
        person.join(&linked, &entry()).await.ok();
        let ((), _) = hallway_tests::until("the count with both items", hallway_tests::wait::s(5), async || {
            (of_item(&talk).await[0]["attendees"] == 1 && of_item(&sponsor).await[0]["attendees"] == 1).then_some(())
        })
        .await;

        event.change(&linked, &json!({ "items": [] })).await;
        assert_eq!(names(&person.cards(&feature).await), ["Plain", "Q&A"]);
        assert!(of_item(&talk).await.is_empty() && of_item(&sponsor).await.is_empty());
        // Its count came along.
        linked.counts(&person, 1, 0, 5).await;
        event.change(&linked, &json!({ "items": [talk] })).await;
        assert_eq!(names(&person.cards(&feature).await), ["Plain"]);
        assert_eq!(of_item(&talk).await[0]["action"], "return");
        let sessions = person.client.get("/items?kind=session").await.ok();
        assert_eq!(names(sessions["data"].as_array().unwrap()), ["Talk"]);
    });
}

#[test]
fn a_card_shows_four_faces_and_nobody_who_only_holds() {
    run(async {
        let event = World::shared().event().await;
        let (people, room) = event.with_room(6, json!({})).await;
        for person in &people[..5] {
            person.join(&room, &entry()).await.ok();
        }
        people[5].hold(&room, &entry()).await.ok();
        room.counts(&people[0], 6, 0, 5).await;
        let card = room.card(&people[5]).await;
        let faces = card["present"].as_array().unwrap();
        assert_eq!(faces.len(), 4);
        assert!(faces.iter().all(|face| face["id"] != people[5].id.as_str() && face["name"].is_string()), "{faces:?}");
        assert_eq!(card["action"], "join", "a held seat is not a return");
    });
}
