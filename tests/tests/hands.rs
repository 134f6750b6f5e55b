//! Raised hands and the room's lock: who may, what everybody inside sees, and what ends them.

use hallway_tests::event::Room;
use hallway_tests::wait::s;
use hallway_tests::{Answer, Client, Ear, Event, Person, World, entry, run, until};
use serde_json::{Value, json};

/// One moderator (person 0) and four attendees; 0, 1 and 2 are inside, under these entries.
async fn inside() -> (Event, Vec<Person>, Room, Vec<String>) {
    let event = World::shared().event().await;
    let people = event.attendees(5).await;
    let feature = event.feature(json!({})).await;
    let room = event.room(&feature, json!({ "moderators": [people[0].id] })).await;
    let mut entries = vec![];
    for person in &people[..3] {
        entries.push(entry());
        person.join(&room, entries.last().expect("an entry")).await.ok();
    }
    (event, people, room, entries)
}
async fn hand(person: &Person, room: &Room, raised: bool) -> Answer {
    person.client.put(&format!("/rooms/{}/hand", room.id), &json!({ "raised": raised })).await
}
async fn lower(client: &Client, room: &Room, person: Option<&Person>) -> Answer {
    let whose = person.map(|person| format!("/{}", person.id)).unwrap_or_default();
    client.delete(&format!("/rooms/{}/hands{whose}", room.id)).await
}
async fn lock(client: &Client, room: &Room, locked: bool) -> Answer {
    client.put(&format!("/rooms/{}/lock", room.id), &json!({ "locked": locked })).await
}
/// Waits until the newest floor is so.
async fn floor(ear: &Ear, what: &str, is: impl Fn(&Value) -> bool) {
    let newest = || {
        let floor = ear.frames().into_iter().rev().find_map(|frame| frame.get("floor").cloned());
        floor.filter(&is).map(drop)
    };
    until(what, s(5), async || newest()).await;
}
async fn shows_hands(ear: &Ear, people: &[&Person]) {
    let wanted: Vec<&str> = people.iter().map(|person| person.id.as_str()).collect();
    let up =
        |floor: &Value| floor["hands"].as_array().expect("hands").iter().map(|hand| hand["person"].as_str().unwrap().to_owned()).collect();
    floor(ear, &format!("hands of {wanted:?}"), |floor| {
        let up: Vec<String> = up(floor);
        up == wanted
    })
    .await;
}

#[test]
fn hands_are_seen_by_all_in_the_order_they_went_up() {
    run(async {
        let (_, people, room, entries) = inside().await;
        let ear = people[1].listen(&room).await;
        hand(&people[2], &room, true).await.ok();
        hand(&people[1], &room, true).await.ok();
        hand(&people[2], &room, true).await.ok();
        shows_hands(&ear, &[&people[2], &people[1]]).await;
        // Who comes later sees them too, and a reload keeps its own.
        people[1].join(&room, &entries[1]).await.ok();
        people[2].join(&room, &entry()).await.ok();
        let hello = people[0].listen(&room).await.frame("hello", s(5)).await;
        assert_eq!(hello["floor"]["hands"].as_array().map(Vec::len), Some(2));
        assert!(hello["floor"]["hands"][0]["at"].is_string());
        hand(&people[2], &room, false).await.ok();
        shows_hands(&ear, &[&people[1]]).await;
        // It falls with the seat.
        let late = people[0].listen(&room).await;
        people[1].leave(&room, &entries[1]).await;
        shows_hands(&late, &[]).await;
        hand(&people[1], &room, true).await.refused(403, "no_seat");
    });
}

#[test]
fn moderators_lower_hands_and_nobody_else_does() {
    run(async {
        let (_, people, room, _) = inside().await;
        let ear = people[1].listen(&room).await;
        hand(&people[1], &room, true).await.ok();
        hand(&people[2], &room, true).await.ok();
        lower(&people[2].client, &room, Some(&people[1])).await.refused(403, "forbidden");
        lower(&people[3].client, &room, None).await.refused(403, "forbidden");
        lower(&people[0].client, &room, Some(&people[1])).await.ok();
        lower(&people[0].client, &room, Some(&people[1])).await.ok();
        shows_hands(&ear, &[&people[2]]).await;
        lower(&people[0].client, &room, Some(&people[4])).await.refused(404, "not_found");
        lower(&World::shared().organizer, &room, None).await.ok();
        shows_hands(&ear, &[]).await;
        let stranger = World::shared().event().await.attendee("Eve", json!({})).await;
        hand(&stranger, &room, true).await.refused(404, "not_found");
        lower(&stranger.client, &room, None).await.refused(404, "not_found");
        lower(&World::shared().anybody, &room, None).await.refused(401, "unauthenticated");
    });
}

#[test]
fn a_locked_room_takes_nobody_new_and_lets_its_own_come_back() {
    run(async {
        let (_, people, room, entries) = inside().await;
        let ear = people[1].listen(&room).await;
        lock(&people[1].client, &room, true).await.refused(403, "forbidden");
        assert_eq!(lock(&people[0].client, &room, true).await.ok()["locked"], true);
        floor(&ear, "the lock", |floor| floor["locked"] == true).await;
        people[3].join(&room, &entry()).await.refused(409, "room_locked");
        people[3].hold(&room, &entry()).await.refused(409, "room_locked");
        people[1].join(&room, &entries[1]).await.ok();
        people[2].join(&room, &entry()).await.ok();
        until("the lock on the card", s(5), async || (room.card(&people[3]).await["locked"] == true).then_some(())).await;
        let seen = async |p: usize| {
            let card = room.card(&people[p]).await;
            (card["state"].as_str().unwrap().to_owned(), card["action"].as_str().unwrap().to_owned())
        };
        assert_eq!(seen(3).await, ("closed".into(), "closed".into()));
        assert_eq!(seen(1).await, ("open".into(), "return".into()));
        assert_eq!(room.card(&people[3]).await["closed_reason"], Value::Null);
        // Its moderator comes and goes.
        people[0].leave(&room, &entries[0]).await;
        until("the moderator's way back on the card", s(5), async || (seen(0).await.1 == "join").then_some(())).await;
        people[0].join(&room, &entry()).await.ok();
        assert_eq!(lock(&World::shared().organizer, &room, false).await.ok()["locked"], false);
        people[3].join(&room, &entry()).await.ok();
    });
}

#[test]
fn a_lock_ends_when_the_last_one_leaves() {
    run(async {
        let (_, people, room, entries) = inside().await;
        lock(&people[0].client, &room, true).await.ok();
        for (person, id) in people.iter().zip(&entries) {
            people[3].join(&room, &entry()).await.refused(409, "room_locked");
            person.leave(&room, id).await;
        }
        people[3].join(&room, &entry()).await.ok();
        assert_eq!(people[3].listen(&room).await.frame("hello", s(5)).await["floor"]["locked"], false);
        let stranger = World::shared().event().await.attendee("Eve", json!({})).await;
        lock(&stranger.client, &room, true).await.refused(404, "not_found");
        lock(&World::shared().anybody, &room, true).await.refused(401, "unauthenticated");
    });
}
