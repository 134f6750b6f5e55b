//! Chat: a record, in one order, for the people in the room.

use std::time::Instant;

use hallway_tests::event::Room;
use hallway_tests::wait::{figure, s};
use hallway_tests::{Person, World, entry, run, until};
use serde_json::{Value, json};

async fn seated(n: usize) -> (Vec<Person>, Room) {
    let (people, room) = World::shared().event().await.with_room(n, json!({})).await;
    for person in &people {
        person.join(&room, &entry()).await.ok();
    }
    (people, room)
}

#[test]
fn a_message_is_read_as_it_was_written_by_those_in_the_room() {
    run(async {
        let (people, room) = seated(2).await;
        let id = entry();
        let made = people[0].post(&room, &id, "  Grüße\u{202e}\r\n<b>hi</b> https://example.org \u{7}").await.ok();
        assert_eq!(made["text"], "Grüße\n<b>hi</b> https://example.org");
        assert_eq!((made["seq"].as_i64(), made["role"].as_str()), (Some(1), Some("attendee")));
        assert_eq!(made["person"]["name"], people[0].name.as_str());
        assert_eq!(made["id"], format!("msg_{}", id.replace('-', "")));
        let list = people[1].messages(&room, "").await.ok();
        assert_eq!((list["data"].clone(), list["seq"].clone(), list["next_cursor"].clone()), (json!([made]), json!(1), Value::Null));
        assert_eq!(people[0].post(&room, &id, "again").await.ok(), made, "the same id is the same line");
        people[1].post(&room, &id, "mine").await.refused(409, "conflict");
    });
}

#[test]
fn outside_nobody_reads_or_writes() {
    run(async {
        let (people, room) = seated(2).await;
        let event = World::shared().event().await;
        let stranger = event.attendee("Eve", json!({})).await;
        people[1].client.post(&format!("/rooms/{}/leave", room.id), &json!({})).await.ok();
        people[1].messages(&room, "").await.refused(403, "no_seat");
        people[1].post(&room, &entry(), "hi").await.refused(403, "no_seat");
        stranger.messages(&room, "").await.refused(404, "not_found");
        stranger.post(&room, &entry(), "hi").await.refused(404, "not_found");
    });
}

#[test]
fn a_limited_room_does_not_show_itself_by_refusing() {
    run(async {
        let event = World::shared().event().await;
        let group = event.group("Speakers").await;
        let feature = event.feature(json!({ "groups": [group] })).await;
        let room = event.room(&feature, json!({})).await;
        let (inside, outside) = (event.attendee("Ada", json!({ "groups": [group] })).await, event.attendee("Eve", json!({})).await);
        outside.messages(&room, "").await.refused(404, "not_found");
        inside.messages(&room, "").await.refused(403, "no_seat");
    });
}

#[test]
fn too_long_or_empty_is_refused_and_says_where() {
    run(async {
        let (people, room) = seated(1).await;
        for (text, code) in [("é".repeat(1_001), "too_long"), (" \u{200b}\n ".into(), "required")] {
            let refusal = people[0].post(&room, &entry(), &text).await.refused(422, "invalid");
            assert_eq!((refusal["errors"][0]["pointer"].as_str(), refusal["errors"][0]["code"].as_str()), (Some("/text"), Some(code)));
        }
        people[0].post(&room, &entry(), &"é".repeat(1_000)).await.ok();
    });
}

/// Ten at once, then one a second; who waits as long as is said gets through.
#[test]
fn a_flood_is_told_how_long_to_wait() {
    run(async {
        let (people, room) = seated(1).await;
        let mut sent = 0;
        let refused = loop {
            let answer = people[0].post(&room, &entry(), "hi").await;
            if !answer.status.is_success() {
                break answer;
            }
            sent += 1;
            assert!(sent < 200, "nobody stops a flood");
        };
        assert!(sent >= 10, "only {sent} at once");
        let wait: u64 = refused.header("retry-after").parse().expect("seconds");
        refused.refused(429, "rate_limited");
        assert_eq!(wait, 1);
        let waiting = entry();
        let (_, took) =
            until("the bucket to have one", s(5), async || people[0].post(&room, &waiting, "hi").await.status.is_success().then_some(()))
                .await;
        figure(&format!("chat: {sent} messages at once, the next after {:.1} s", took.as_secs_f64()));
    });
}

#[test]
fn pages_backwards_and_changes_forwards() {
    run(async {
        let (people, room) = seated(2).await;
        let unlimited = people[0].client.with("x-hallway-unlimited", "1");
        let mut ids = vec![];
        for n in 0..7 {
            let made = unlimited.post(&format!("/rooms/{}/messages", room.id), &json!({ "id": entry(), "text": n.to_string() })).await.ok();
            ids.push(made["id"].as_str().unwrap().to_owned());
        }
        let texts = |list: &Value| {
            list["data"].as_array().unwrap().iter().map(|m| m["text"].as_str().unwrap_or("-").to_owned()).collect::<Vec<_>>()
        };
        let newest = people[1].messages(&room, "?limit=3").await.ok();
        assert_eq!((texts(&newest).join(""), newest["next_cursor"].as_str()), ("456".to_owned(), Some("5")));
        let older = people[1].messages(&room, "?limit=9&before=5").await.ok();
        assert_eq!((texts(&older).join(""), older["next_cursor"].clone()), ("0123".to_owned(), Value::Null));
        people[1].client.delete(&format!("/rooms/{}/messages/{}", room.id, ids[2])).await.refused(403, "forbidden");
        people[0].client.delete(&format!("/rooms/{}/messages/{}", room.id, ids[2])).await.ok();
        people[0].client.delete(&format!("/rooms/{}/messages/{}", room.id, ids[2])).await.ok();
        let since = people[1].messages(&room, "?after=6").await.ok();
        assert_eq!((texts(&since).join(""), since["seq"].as_i64()), ("6-".to_owned(), Some(8)));
        assert_eq!((since["data"][1]["deleted_by"].as_str(), since["data"][1]["seq"].as_i64()), (Some("author"), Some(3)));
        people[1].messages(&room, "?after=1&before=3").await.refused(422, "invalid");
        let nothing = format!("/rooms/{}/messages/msg_{}", room.id, "0".repeat(32));
        people[0].client.delete(&nothing).await.refused(404, "not_found");
    });
}

#[test]
fn moderators_and_organizers_delete_anybodys_message() {
    run(async {
        let event = World::shared().event().await;
        let people = event.attendees(2).await;
        let feature = event.feature(json!({})).await;
        let room = event.room(&feature, json!({ "moderators": [people[1].id] })).await;
        people[0].join(&room, &entry()).await.ok();
        for client in [&people[1].client, &World::shared().organizer] {
            let made = people[0].post(&room, &entry(), "hi").await.ok();
            client.delete(&format!("/rooms/{}/messages/{}", room.id, made["id"].as_str().unwrap())).await.ok();
        }
        let list = people[0].messages(&room, "").await.ok();
        for message in list["data"].as_array().unwrap() {
            assert_eq!((message["text"].clone(), message["deleted_by"].as_str()), (Value::Null, Some("moderator")));
        }
    });
}

/// A quiet line goes at once.
#[test]
fn a_quiet_message_reaches_the_others_in_a_frame_of_its_own() {
    run(async {
        let (people, room) = seated(2).await;
        let ear = people[1].listen(&room).await;
        ear.frame("hello", s(5)).await;
        let start = Instant::now();
        people[0].post(&room, &entry(), "hi").await.ok();
        let frame = ear.frame("chat", s(5)).await;
        figure(&format!("chat: post to the other's frame in {} ms", start.elapsed().as_millis()));
        assert_eq!((frame["after"].as_i64(), frame["seq"].as_i64(), frame["messages"][0]["text"].as_str()), (Some(0), Some(1), Some("hi")));
    });
}
