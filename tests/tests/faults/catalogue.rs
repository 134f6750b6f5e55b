//! The Worker dies between D1 and the objects: what organizers changed reaches rooms with people in them all the same.

use hallway_tests::event::{Inside, Room};
use hallway_tests::wait::{figure, s};
use hallway_tests::{Ear, Event, Person, entry, run};
use serde_json::{Value, json};

use super::calm;

/// Somebody inside, listening.
struct There<'a> {
    person: &'a Person,
    inside: Inside,
    ear: Ear,
}

async fn there<'a>(person: &'a Person, room: &Room) -> There<'a> {
    let inside = person.enter_live(room, &entry()).await;
    There { person, inside, ear: person.listen(room).await }
}

impl There<'_> {
    /// They hear why, their socket closes, and LiveKit has put them out.
    async fn is_put_out(&self, why: &str, reason: Value) {
        let told = self.ear.frame("put_out", s(10)).await;
        assert_eq!((&told["why"], &told["reason"]), (&json!(why), &reason), "{}", self.person.name);
        assert_eq!(self.ear.closed(s(10)).await, 4404);
        assert_eq!(self.inside.socket.ended(s(15)).await, Some(4), "PARTICIPANT_REMOVED");
    }
}

async fn change(event: &Event, path: &str, body: &Value) {
    event.world.organizer.patch(path, body).await.ok();
}

#[test]
fn changes_reach_people_inside_when_the_worker_died_before_it_told_them() {
    run(async {
        let world = calm().await;
        let event = world.event().await;
        let group = event.group("Speakers").await;
        let people = event.attendees(7).await;
        let feature = event.feature(json!({})).await;
        let limited = event.feature(json!({ "name": "Green room" })).await;
        let room = async |feature: &str, more: Value| event.room(feature, more).await;
        let (closing, deleted) = (room(&feature, json!({})).await, room(&feature, json!({ "name": "Old" })).await);
        let theirs = room(&feature, json!({ "name": "Theirs", "attendee_limit": 1, "moderators": [people[2].id] })).await;
        let green = room(&limited, json!({ "name": "Green" })).await;
        let renamed = room(&feature, json!({ "name": "Before" })).await;
        let closed_on = there(&people[0], &closing).await;
        let gone_from = there(&people[1], &deleted).await;
        let (moderator, other) = (there(&people[2], &theirs).await, there(&people[3], &theirs).await);
        let outsider = there(&people[4], &green).await;
        let stays = there(&people[5], &renamed).await;
        let looks = Ear::open(world, &format!("/api/v1/features/{feature}/socket"), &people[6].token).await;
        looks.frame("hello", s(5)).await;

        world.faults(&json!({ "pushes_lost": true })).await;
        change(&event, &format!("/rooms/{}", closing.id), &json!({ "enabled": false, "close_now": true, "closed_reason": "Lunch" })).await;
        world.organizer.delete(&format!("/rooms/{}", deleted.id)).await.ok();
        change(&event, &format!("/rooms/{}", theirs.id), &json!({ "moderators": [] })).await;
        change(&event, &format!("/features/{limited}"), &json!({ "groups": [group] })).await;
        change(&event, &format!("/rooms/{}", renamed.id), &json!({ "name": "After" })).await;
        assert_eq!(closing.card(&people[6]).await["state"], "open", "nobody was told yet");

        // Cron leaves a fresh push to the Worker that wrote it for 15 s; these are older by now, as far as it knows.
        world.faults(&json!({ "clock_ms": 16_000 })).await;
        tokio::task::block_in_place(|| world.stack().cron()).unwrap();
        closed_on.is_put_out("room_closed", json!("Lunch")).await;
        gone_from.is_put_out("room_deleted", Value::Null).await;
        moderator.is_put_out("no_longer_moderator", Value::Null).await;
        outsider.is_put_out("not_for_you", Value::Null).await;
        assert_eq!(stays.ear.frame("room", s(10)).await["room"]["name"], "After");
        assert!(stays.inside.socket.is_open() && other.inside.socket.is_open());
        let frame = |kind: &'static str, room: String, is: fn(&Value) -> bool| {
            looks.hears(kind, s(10), move |frame| {
                let card = frame["cards"].as_array()?.iter().find(|card| card["room"] == room.as_str()).cloned();
                card.filter(&is).map(drop)
            })
        };
        frame("the closed card", closing.id.clone(), |card| card["state"] == "closed" && card["closed_reason"] == "Lunch").await;
        frame("the new name", renamed.id.clone(), |card| card["name"] == "After").await;
        looks.hears("that a room is gone", s(10), |f| f["gone"].as_array()?.contains(&json!(deleted.id)).then_some(())).await;
        world.faults(&json!({})).await;
        closing.counts(&people[6], 0, 0, 20).await;
        theirs.counts(&people[6], 1, 0, 20).await;
        figure("pushes lost between D1 and the objects: closed, deleted, demoted, limited and renamed by the next cron");
    });
}
