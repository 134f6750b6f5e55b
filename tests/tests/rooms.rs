//! The organizer's changes reach rooms that are open and people who are inside. CONTRIBUTING, "Catalogue"; I8.

use hallway_tests::wait::s;
use hallway_tests::{World, entry, run, until};
use serde_json::{Value, json};

#[test]
fn a_closed_room_lets_people_finish_and_nobody_in() {
    run(async {
        let event = World::shared().event().await;
        let (people, room) = event.with_room(2, json!({})).await;
        let id = entry();
        let inside = people[0].enter_live(&room, &id).await;
        event.change(&room, &json!({ "enabled": false, "closed_reason": "Opens at 18:00" })).await;
        let card = room.card(&people[1]).await;
        assert_eq!(
            (&card["state"], &card["closed_reason"], &card["action"]),
            (&json!("closed"), &json!("Opens at 18:00"), &json!("closed"))
        );
        until("the seat that is still theirs", s(5), async || (room.card(&people[0]).await["action"] == "return").then_some(())).await;
        let problem = people[1].join(&room, &entry()).await.refused(409, "room_closed");
        assert_eq!(problem["reason"], "Opens at 18:00");
        people[1].hold(&room, &entry()).await.refused(409, "room_closed");
        people[0].join(&room, &id).await.ok();
        assert!(inside.socket.is_open());
        room.holds(&[&people[0]], 5).await;

        event.change(&room, &json!({ "enabled": true })).await;
        let card = room.card(&people[1]).await;
        assert_eq!((&card["state"], &card["closed_reason"]), (&json!("open"), &Value::Null));
        people[1].join(&room, &entry()).await.ok();
    });
}

#[test]
fn close_now_puts_everybody_out() {
    run(async {
        let event = World::shared().event().await;
        let (people, room) = event.with_room(3, json!({})).await;
        let id = entry();
        let first = people[0].enter_live(&room, &id).await;
        let second = people[1].enter_live(&room, &entry()).await;
        world_refuses_half(&room.id).await;
        event.change(&room, &json!({ "enabled": false, "close_now": true })).await;
        for inside in [&first, &second] {
            assert_eq!(inside.socket.ended(s(15)).await, Some(4), "PARTICIPANT_REMOVED");
        }
        room.counts(&people[2], 0, 0, 20).await;
        assert!(room.inside().await.is_empty());
        people[0].join(&room, &id).await.refused(409, "room_closed");
        hallway_tests::Knock::query(World::shared(), &first.token).refused().await.refused(403, "forbidden");
        // Open again, it takes people as before.
        event.change(&room, &json!({ "enabled": true })).await;
        people[0].join(&room, &entry()).await.ok();
    });
}

/// `close_now` alone is not a thing.
async fn world_refuses_half(room: &str) {
    World::shared().organizer.patch(&format!("/rooms/{room}"), &json!({ "close_now": true })).await.refused(422, "invalid");
}

#[test]
fn a_deleted_room_is_gone_for_everybody() {
    run(async {
        let event = World::shared().event().await;
        let (people, room) = event.with_room(2, json!({})).await;
        let inside = people[0].enter_live(&room, &entry()).await;
        let answer = World::shared().organizer.delete(&format!("/rooms/{}", room.id)).await;
        assert_eq!(answer.status, 204, "{answer}");
        inside.socket.ended(s(15)).await;
        let cards = people[1].cards(&room.feature).await;
        assert!(cards.is_empty(), "{cards:?}");
        people[1].join(&room, &entry()).await.refused(404, "not_found");
        until("LiveKit's room to be empty", s(15), async || room.inside().await.is_empty().then_some(())).await;
        // The person is free to go elsewhere.
        let other = event.room(&room.feature, json!({})).await;
        until("a seat elsewhere", s(30), async || (people[0].move_to(&other, &entry()).await.status == 200).then_some(())).await;
    });
}

#[test]
fn a_new_limit_counts_at_once() {
    run(async {
        let event = World::shared().event().await;
        let (people, room) = event.with_room(4, json!({ "attendee_limit": 1 })).await;
        people[0].join(&room, &entry()).await.ok();
        people[1].join(&room, &entry()).await.refused(409, "room_full");
        event.change(&room, &json!({ "attendee_limit": 2 })).await;
        assert_eq!(room.card(&people[1]).await["attendee_limit"], 2);
        people[1].join(&room, &entry()).await.ok();
        let problem = people[2].join(&room, &entry()).await.refused(409, "room_full");
        assert_eq!(problem["attendee_limit"], 2);
        // Smaller than who is inside: nobody is put out, nobody gets in.
        event.change(&room, &json!({ "attendee_limit": 1 })).await;
        room.counts(&people[2], 2, 0, 5).await;
        assert_eq!(room.card(&people[2]).await["state"], "full");
        people[2].join(&room, &entry()).await.refused(409, "room_full");
    });
}

#[test]
fn moderators_change_while_people_are_inside() {
    run(async {
        let event = World::shared().event().await;
        let (people, room) = event.with_room(3, json!({ "attendee_limit": 1 })).await;
        let (ada, ben, id) = (&people[0], &people[1], entry());
        ada.join(&room, &id).await.ok();
        room.counts(ben, 1, 0, 5).await;
        assert_eq!(room.card(ben).await["action"], "full");
        event.change(&room, &json!({ "moderators": [ben.id] })).await;
        let card = room.card(ben).await;
        assert_eq!((&card["action"], &card["moderated_by_me"], &card["state"]), (&json!("join"), &json!(true), &json!("full")));
        let seat = ben.join(&room, &entry()).await.ok();
        assert_eq!(seat["seat"]["role"], "moderator");
        room.counts(ada, 1, 1, 5).await;
        // Ada becomes a moderator where she sits; her attendee seat is free.
        event.change(&room, &json!({ "moderators": [ada.id, ben.id] })).await;
        room.counts(ada, 0, 2, 5).await;
        people[2].join(&room, &entry()).await.ok();
        assert_eq!(ada.join(&room, &id).await.ok()["seat"]["role"], "moderator");
    });
}

#[test]
fn an_older_name_is_never_seen_again() {
    run(async {
        let event = World::shared().event().await;
        let (people, room) = event.with_room(1, json!({})).await;
        for n in 0..5 {
            let name = format!("Name {n}");
            event.change(&room, &json!({ "name": name, "description": null, "icon": "coffee" })).await;
            let card = room.card(&people[0]).await;
            assert_eq!((&card["name"], &card["icon"]), (&json!(name), &json!("coffee")));
        }
        assert_eq!(people[0].join(&room, &entry()).await.ok()["room"]["name"], "Name 4");
    });
}
