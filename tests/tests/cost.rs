//! What a request costs, in calls of objects, statements and rows. Counted by the Worker, said in a header.

use hallway_tests::{Cost, Knock, World, entry, figure, forge, run};
use serde_json::json;

fn told(what: &str, cost: Cost) -> Cost {
    figure(&format!("cost | {what:<44} | {cost}"));
    cost
}

#[test]
fn a_join_stays_within_its_budget() {
    run(async {
        let world = World::shared();
        let event = world.event().await;
        let (people, room) = event.with_room(8, json!({})).await;
        let (ada, ben) = (&people[0], &people[1]);

        // Somebody whose object has never been asked anything: the session was not traded here.
        let made = world
            .organizer
            .post(
                &format!("/events/{}/attendees", event.id),
                &json!({ "first_name": "Cold", "last_name": "", "email": "cold@example.org" }),
            )
            .await
            .ok();
        let session = forge::session(&world.secrets.session, "attendee", made["id"].as_str().unwrap(), Some(&event.id), -3600);
        let cold = world.anybody.bearer(&session).post(&format!("/rooms/{}/join", room.id), &json!({ "entry_id": entry() })).await;
        assert_eq!(cold.status, 200, "{cold}");
        let cold = told("join, the person's first call ever", cold.cost());

        // An object's background work (its card, its clock's row every 5 s) is counted with the command that ends next:
        // of several joins the cheapest is the join alone.
        let id = entry();
        let mut joins = vec![ada.join(&room, &id).await.cost()];
        for person in &people[4..] {
            joins.push(person.join(&room, &entry()).await.cost());
        }
        let warm = joins.into_iter().min_by_key(|cost| (cost.rows_written, cost.statements)).unwrap();
        told("join", warm);
        assert_eq!(warm.hops, 2, "Person and Room");
        assert!(warm.rows_written <= 5, "four rows and the card's: {warm}");
        assert!(cold.statements > warm.statements, "the cold one reads the catalogue");

        let again = told("join again, same entry (reload)", ada.join(&room, &id).await.cost());
        assert_eq!(again.hops, 2);
        let over = ada.join(&room, &entry()).await;
        told("join, another tab takes over", over.cost());

        let id = entry();
        let hold = told("hold", ben.hold(&room, &id).await.cost());
        assert_eq!(hold.hops, 2);
        let renewal = told("hold again, same entry (renewal)", ben.hold(&room, &id).await.cost());
        assert_eq!(renewal.hops, 2);
        let enter = ben.join(&room, &id).await;
        told("join out of a hold", enter.cost());

        let token = enter.body["sfu"]["token"].as_str().unwrap().to_owned();
        Knock::query(world, &token).open().await.joined().await;
        let leave = json!({ "entry_id": id });
        told("leave, connected", ben.client.post(&format!("/rooms/{}/leave", room.id), &leave).await.cost());
        let id = entry();
        people[2].join(&room, &id).await.ok();
        let leave = json!({ "entry_id": id });
        let left = told("leave, never connected", people[2].client.post(&format!("/rooms/{}/leave", room.id), &leave).await.cost());
        assert_eq!(left.hops, 2);

        let small = event.room(&room.feature, json!({ "attendee_limit": 1 })).await;
        people[2].join(&small, &entry()).await.ok();
        let full = people[3].join(&small, &entry()).await;
        assert_eq!(full.code(), "room_full");
        told("join, room full", full.cost());

        let other = event.room(&room.feature, json!({ "name": "Other" })).await;
        let moved = ada.move_to(&other, &entry()).await;
        assert_eq!(moved.status, 200, "{moved}");
        told("move, never connected", moved.cost());

        for _ in 0..10 {
            event.room(&room.feature, json!({})).await;
        }
        let cards = ada.client.get(&format!("/features/{}/cards", room.feature)).await;
        assert_eq!(cards.body["data"].as_array().unwrap().len(), 13);
        let cards = told("cards of a feature with 13 rooms", cards.cost());
        assert_eq!(cards.hops, 2, "the Lobby, and the Person for the last word on the link");
        assert_eq!(cards.rows_written, 0);
        told("features", ada.client.get("/features").await.cost());
        told("me", ada.client.get("/me").await.cost());
    });
}
