//! Removals and bans: who may, for how long, and what the person is told.

use hallway_tests::event::{Room, removal};
use hallway_tests::wait::s;
use hallway_tests::{Event, Person, World, entry, run, until};
use serde_json::{Value, json};

/// Two moderators (people 0 and 1) and two attendees.
async fn moderated() -> (Event, Vec<Person>, Room) {
    let event = World::shared().event().await;
    let people = event.attendees(4).await;
    let feature = event.feature(json!({})).await;
    let room = event.room(&feature, json!({ "moderators": [people[0].id, people[1].id] })).await;
    (event, people, room)
}
async fn bans(person: &Person, room: &Room) -> Vec<Value> {
    let list = person.client.get(&format!("/rooms/{}/bans", room.id)).await.ok();
    list["data"].as_array().expect("bans").clone()
}
async fn by_organizer(room: &Room, person: &Person, more: Value) -> hallway_tests::Answer {
    World::shared().organizer.post(&format!("/rooms/{}/removals", room.id), &removal(person, more)).await
}
fn id(ban: &Value) -> &str {
    ban["id"].as_str().expect("an id")
}
fn millis(time: &Value) -> i64 {
    chrono_millis(time.as_str().expect("a time"))
}
/// RFC 3339 in UTC, as the API writes it.
fn chrono_millis(text: &str) -> i64 {
    World::shared()
        .catalogue()
        .query_row("SELECT CAST(ROUND(unixepoch(?1, 'subsec') * 1000) AS INTEGER)", [text], |row| row.get(0))
        .expect("a time")
}

#[test]
fn a_moderator_removes_and_the_person_is_told_by_whom_why_and_until_when() {
    run(async {
        let (_, people, room) = moderated().await;
        people[2].join(&room, &entry()).await.ok();
        let (ear, own) = (people[2].listen(&room).await, people[2].listen_at_home().await);
        let ban = people[0].remove(&room, &people[2], json!({ "reason": " Shouting\n" })).await;
        assert_eq!(ban.status, 201);
        let ban = ban.ok();
        assert_eq!((ban["by"]["name"].as_str(), ban["reason"].as_str()), (Some(people[0].name.as_str()), Some("Shouting")));
        // The Worker reads its clock before the Room does.
        let length = millis(&ban["ends_at"]) - millis(&ban["created_at"]);
        assert!((595_000..=600_000).contains(&length), "{ban}");
        for ear in [&ear, &own] {
            assert_eq!(ear.frame("removed", s(5)).await["ban"], ban);
        }
        assert_eq!(ear.closed(s(5)).await, 4403);
        assert!(own.is_open());
        let refusal = people[2].join(&room, &entry()).await.refused(403, "banned");
        assert_eq!((&refusal["until"], &refusal["by"], &refusal["reason"]), (&ban["ends_at"], &ban["by"], &ban["reason"]));
        assert_eq!(refusal["scope"], "room");
        people[2].messages(&room, "").await.refused(403, "banned");
        assert_eq!(bans(&people[1], &room).await, [ban]);
    });
}

/// Somebody who is not there: the join is refused with the time left; lifting works at once, and they hear of both.
#[test]
fn somebody_offline_is_banned_and_let_back() {
    run(async {
        let (_, people, room) = moderated().await;
        let ban = people[0].remove(&room, &people[2], json!({ "ban": { "seconds": 3600 } })).await.ok();
        let refusal = people[2].join(&room, &entry()).await.refused(403, "banned");
        assert_eq!(refusal["until"], ban["ends_at"]);
        let own = people[2].listen_at_home().await;
        let path = format!("/bans/{}", id(&ban));
        people[2].client.delete(&path).await.refused(403, "forbidden");
        people[1].client.delete(&path).await.ok();
        people[2].join(&room, &entry()).await.ok();
        let frame = own.frame("ban_lifted", s(5)).await;
        assert_eq!((frame["ban"].as_str(), frame["room"]["id"].as_str()), (Some(id(&ban)), Some(room.id.as_str())));
        people[1].client.delete(&path).await.ok();
        let listed = bans(&people[0], &room).await;
        assert_eq!(listed[0]["lifted_by"]["name"], people[1].name.as_str());
    });
}

#[test]
fn who_may_remove_whom() {
    run(async {
        let (event, people, room) = moderated().await;
        people[3].remove(&room, &people[2], json!({})).await.refused(403, "forbidden");
        people[0].remove(&room, &people[1], json!({})).await.refused(403, "forbidden");
        people[0].remove(&room, &people[0], json!({})).await.refused(403, "forbidden");
        for scope in ["feature", "event"] {
            people[0].remove(&room, &people[2], json!({ "scope": scope })).await.refused(403, "forbidden");
        }
        people[3].client.get(&format!("/rooms/{}/bans", room.id)).await.refused(403, "forbidden");
        let stranger = World::shared().event().await.attendee("Eve", json!({})).await;
        stranger.remove(&room, &people[2], json!({})).await.refused(404, "not_found");
        people[0].remove(&room, &stranger, json!({})).await.refused(404, "not_found");
        by_organizer(&room, &stranger, json!({})).await.refused(404, "not_found");
        let other_room = event.room(&room.feature, json!({})).await;
        people[0].remove(&other_room, &people[2], json!({})).await.refused(403, "forbidden");
        assert_eq!(bans(&people[0], &room).await, Vec::<Value>::new());
        by_organizer(&room, &people[1], json!({})).await.ok();
        people[1].join(&room, &entry()).await.refused(403, "banned");
        let limited = World::shared().anybody.bearer(World::shared().limited_key());
        limited.post(&format!("/rooms/{}/removals", room.id), &removal(&people[2], json!({}))).await.refused(404, "not_found");
    });
}

#[test]
fn lengths_are_what_they_are_called() {
    run(async {
        let (_, people, room) = moderated().await;
        let with = async |ban: Value| people[0].remove(&room, &people[2], json!({ "ban": ban })).await;
        assert_eq!(with(Value::Null).await.ok()["ends_at"], Value::Null);
        people[2].join(&room, &entry()).await.ok();
        let day = with(json!({ "until": "end_of_day" })).await.ok();
        let left = millis(&day["ends_at"]) - millis(&day["created_at"]);
        assert!(0 < left && left <= 25 * 3_600_000, "{day}");
        // Midnight in Vienna is 22 or 23 o'clock in UTC, by the season.
        let clock = day["ends_at"].as_str().unwrap().split('T').nth(1).unwrap().to_owned();
        assert!(["22:00:00Z", "23:00:00Z"].contains(&clock.as_str()), "{day}");
        assert_eq!(with(json!({ "until": "end_of_event" })).await.ok()["ends_at"], "2027-12-31T18:00:00Z");
        assert_eq!(with(json!({ "ends_at": "2027-03-01T10:00:00+01:00" })).await.ok()["ends_at"], "2027-03-01T09:00:00Z");
        for (ban, pointer) in [
            (json!({ "ends_at": "2020-01-01T00:00:00Z" }), "/ban/ends_at"),
            (json!({ "seconds": 59 }), "/ban/seconds"),
            (json!({ "seconds": 60, "until": "end_of_day" }), "/ban"),
            (json!({}), "/ban"),
            (json!({ "until": "tomorrow" }), "/ban/until"),
        ] {
            let refusal = with(ban).await.refused(422, "invalid");
            assert_eq!(refusal["errors"][0]["pointer"], pointer, "{refusal}");
        }
        people[0].remove(&room, &people[2], json!({ "reason": "x".repeat(201) })).await.refused(422, "invalid");
    });
}

/// The rooms hear when the event ends at another time or lies elsewhere.
#[test]
fn a_changed_event_moves_the_ends() {
    run(async {
        let (event, people, room) = moderated().await;
        people[0].join(&room, &entry()).await.ok();
        let patch = json!({ "ends_at": "2028-01-02T03:00:00Z", "time_zone": "Asia/Tokyo" });
        World::shared().organizer.patch(&format!("/events/{}", event.id), &patch).await.ok();
        let ban = people[0].remove(&room, &people[2], json!({ "ban": { "until": "end_of_event" } })).await.ok();
        assert_eq!(ban["ends_at"], "2028-01-02T03:00:00Z");
        let ban = people[0].remove(&room, &people[3], json!({ "ban": { "until": "end_of_day" } })).await.ok();
        assert!(ban["ends_at"].as_str().unwrap().ends_with("T15:00:00Z"), "midnight in Tokyo: {ban}");
    });
}

#[test]
fn the_same_id_is_the_same_removal() {
    run(async {
        let (_, people, room) = moderated().await;
        let again = json!({ "id": entry() });
        let ban = people[0].remove(&room, &people[2], again.clone()).await.ok();
        people[0].client.delete(&format!("/bans/{}", id(&ban))).await.ok();
        let copy = people[0].remove(&room, &people[2], again.clone()).await;
        assert_eq!((copy.status.as_u16(), id(&copy.body)), (201, id(&ban)));
        people[2].join(&room, &entry()).await.ok();
        people[1].remove(&room, &people[2], again).await.refused(409, "conflict");
        assert_eq!(bans(&people[0], &room).await.len(), 1);
    });
}

/// Messages go with the removal, in front of the others, and come back with its undoing.
#[test]
fn messages_go_and_come_back() {
    run(async {
        let (_, people, room) = moderated().await;
        for person in &people[2..] {
            person.join(&room, &entry()).await.ok();
            person.post(&room, &entry(), &person.name).await.ok();
        }
        let ear = people[3].listen(&room).await;
        ear.frame("hello", s(5)).await;
        let ban = people[0].remove(&room, &people[2], json!({ "delete_messages": true })).await.ok();
        assert_eq!(ban["deleted_messages"], 1);
        let frame = ear.frame("chat", s(2)).await;
        let gone = &frame["messages"][0];
        assert_eq!((gone["seq"].as_i64(), gone["text"].clone(), gone["deleted_by"].as_str()), (Some(1), Value::Null, Some("moderator")));
        let texts = async || {
            let list = people[3].messages(&room, "").await.ok();
            list["data"].as_array().unwrap().iter().map(|m| m["text"].as_str().map(str::to_owned)).collect::<Vec<_>>()
        };
        assert_eq!(texts().await, [None, Some(people[3].name.clone())]);
        people[0].client.delete(&format!("/bans/{}?restore_messages=true", id(&ban))).await.ok();
        assert_eq!(texts().await, [Some(people[2].name.clone()), Some(people[3].name.clone())]);
        ear.hears("the line again", s(5), |frame| (frame["type"] == "chat" && frame["messages"][0]["text"] != Value::Null).then_some(()))
            .await;
    });
}

/// An event ban and a feature ban live with the person and are checked wherever they enter.
#[test]
fn wider_bans_hold_wherever_they_reach() {
    run(async {
        let (event, people, room) = moderated().await;
        let elsewhere = event.feature(json!({ "name": "Elsewhere" })).await;
        let sibling = event.room(&room.feature, json!({ "name": "Sibling" })).await;
        let other = event.room(&elsewhere, json!({ "name": "Other" })).await;
        let inside = people[2].enter_live(&sibling, &entry()).await;
        let own = people[2].listen_at_home().await;

        let ban = by_organizer(&room, &people[2], json!({ "scope": "feature" })).await.ok();
        assert_eq!((ban["scope"].as_str(), ban["room"]["id"].as_str()), (Some("feature"), Some(room.id.as_str())));
        inside.socket.ended(s(5)).await;
        assert_eq!(own.frame("removed", s(5)).await["ban"], ban);
        for room in [&room, &sibling] {
            assert_eq!(people[2].join(room, &entry()).await.refused(403, "banned")["scope"], "feature");
        }
        let stay = people[2].enter_live(&other, &entry()).await;

        let wider = by_organizer(&room, &people[2], json!({ "scope": "event" })).await.ok();
        stay.socket.ended(s(5)).await;
        for room in [&room, &other] {
            assert_eq!(people[2].join(room, &entry()).await.refused(403, "banned")["scope"], "event");
        }
        by_organizer(&room, &people[2], json!({ "scope": "event", "ban": null })).await.refused(422, "invalid");

        people[0].client.delete(&format!("/bans/{}", id(&wider))).await.refused(403, "forbidden");
        let lift = async |ban: &Value| World::shared().organizer.delete(&format!("/bans/{}", id(ban))).await.ok();
        lift(&wider).await;
        until("LiveKit's proof that the other room is empty", s(20), async || {
            people[2].join(&other, &entry()).await.status.is_success().then_some(())
        })
        .await;
        people[2].move_to(&room, &entry()).await.refused(403, "banned");
        lift(&ban).await;
        people[2].move_to(&room, &entry()).await.ok();

        // The index follows by job; an organizer's list has them, a moderator's only the room's own.
        let (listed, _) = until("both bans in the organizer's list", s(20), async || {
            let list = World::shared().organizer.get(&format!("/rooms/{}/bans", room.id)).await.ok();
            let data = list["data"].as_array()?.clone();
            (data.len() == 2 && data.iter().all(|ban| ban["lifted_at"].is_string())).then_some(data)
        })
        .await;
        assert_eq!((listed[0]["scope"].as_str(), listed[1]["scope"].as_str()), (Some("event"), Some("feature")));
        assert_eq!(bans(&people[0], &room).await, Vec::<Value>::new());
    });
}

#[test]
fn bans_that_are_nothing_answer_404() {
    run(async {
        let (_, people, room) = moderated().await;
        let hex = "0192f0c1e2a37b4c8d5e6f7081920a1b";
        let none = [
            format!("ban_{hex}_{}", room.id),
            format!("ban_{hex}_{}", people[2].id),
            format!("ban_{hex}"),
            "x".into(),
            format!("ban_{hex}_room_{hex}"),
        ];
        for ban in none {
            World::shared().organizer.delete(&format!("/bans/{ban}")).await.refused(404, "not_found");
        }
        people[0].client.delete(&format!("/bans/ban_{hex}_{}", room.id)).await.refused(404, "not_found");
    });
}
