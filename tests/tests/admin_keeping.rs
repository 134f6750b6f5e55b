//! Keeping and forgetting: rehearsals cleared away, events that forget their people after so many days.

use hallway_tests::event::Room;
use hallway_tests::wait::s;
use hallway_tests::{Client, Event, Person, World, entry, run, until};
use serde_json::{Value, json};

fn organizer() -> &'static Client {
    &World::shared().organizer
}
/// What D1 has of an event, once every object has sent it what it had.
async fn told(event: &Event) -> Value {
    until("every outbox to be empty", s(60), async || {
        let answer = event.world.anybody.post("/debug/flush", &json!({ "event": event.id })).await;
        (answer.status.is_success() && answer.body == json!([])).then_some(())
    })
    .await;
    event.world.anybody.get(&format!("/debug/outbox/{}", event.id)).await.ok()
}
/// Rows of each table.
fn counts(told: &Value) -> [usize; 5] {
    ["messages", "visits", "refusals", "clicks", "bans"].map(|table| told[table].as_array().unwrap().len())
}
async fn texts(person: &Person, room: &Room) -> Vec<String> {
    let log = person.messages(room, "").await.ok();
    log["data"].as_array().unwrap().iter().map(|line| line["text"].as_str().unwrap_or("(deleted)").to_owned()).collect()
}
async fn click(person: &Person, room: &Room) {
    person.client.post("/clicks", &json!({ "id": entry(), "room": room.id })).await.ok();
    person.client.post("/clicks", &json!({ "id": entry(), "feature": room.feature })).await.ok();
}

#[test]
fn a_rehearsal_is_gone_from_the_room_and_the_tables_and_does_not_come_back() {
    run(async {
        let event = World::shared().event().await;
        let people = event.attendees(4).await;
        let feature = event.feature(json!({})).await;
        let room = event.room(&feature, json!({ "moderators": [people[0].id], "attendee_limit": 2 })).await;
        let other = event.room(&feature, json!({})).await;
        let (ann, ben, cem, dan) = (&people[0], &people[1], &people[2], &people[3]);
        let inside = ann.enter_live(&room, &entry()).await;
        let left = entry();
        let gone = ben.enter_live(&room, &left).await;
        cem.join(&other, &entry()).await.ok();
        for (person, room) in [(ann, &room), (ben, &room), (cem, &other)] {
            person.post(room, &entry(), "Is this on?").await.ok();
            click(person, room).await;
        }
        ben.leave(&room, &left).await;
        gone.socket.ended(s(10)).await;
        let ban = ann.remove(&room, dan, json!({})).await.ok();
        dan.join(&room, &entry()).await.refused(403, "banned");
        assert_eq!(counts(&told(&event).await), [3, 2, 1, 6, 1]);

        let ear = ann.listen(&room).await;
        let cleared = organizer().post(&format!("/rooms/{}/clear", room.id), &json!({})).await.ok();
        assert_eq!(cleared["rooms"], 1, "{cleared}");
        ear.hears("the lines to be deleted", s(10), |frame| {
            let lines = frame["messages"].as_array()?;
            (frame["type"] == "chat" && lines.iter().all(|line| line["text"].is_null())).then_some(())
        })
        .await;
        assert_eq!((texts(ann, &room).await, texts(cem, &other).await), (vec![], vec!["Is this on?".to_owned()]));
        let after = told(&event).await;
        // The other room's line, the other's clicks and the opened feature; Ann's visit goes on.
        assert_eq!(counts(&after), [1, 1, 0, 4, 1], "{after}");
        let visit = &after["visits"][0];
        assert!(visit["person"] == ann.id.as_str() && visit["left_at"].is_null(), "{visit}");
        dan.join(&room, &entry()).await.refused(403, "banned");

        ann.post(&room, &entry(), "Welcome").await.ok();
        assert_eq!((texts(ann, &room).await, counts(&told(&event).await)[0]), (vec!["Welcome".to_owned()], 2));
        drop(inside);

        organizer().post(&format!("/events/{}/clear", event.id), &json!({})).await.ok();
        until("the rooms to hear of it", s(20), async || {
            (texts(ann, &room).await.is_empty() && texts(cem, &other).await.is_empty()).then_some(())
        })
        .await;
        let end = told(&event).await;
        assert_eq!(counts(&end)[0], 0, "{end}");
        assert_eq!((counts(&end)[3], counts(&end)[4]), (0, 1), "{end}");
        assert!(end["bans"][0]["id"] == ban["id"] && end["bans"][0]["lifted_at"].is_null(), "{end}");
        let log = organizer().get(&format!("/events/{}/audit?limit=3", event.id)).await.ok();
        assert!(log["data"].as_array().unwrap().iter().any(|entry| entry["action"] == "event.cleared"), "{log}");
    });
}

#[test]
fn a_features_rehearsal_leaves_the_other_features_alone() {
    run(async {
        let event = World::shared().event().await;
        let people = event.attendees(2).await;
        let (one, two) = (event.feature(json!({})).await, event.feature(json!({})).await);
        let rooms = [event.room(&one, json!({})).await, event.room(&two, json!({})).await];
        for (person, room) in people.iter().zip(&rooms) {
            person.join(room, &entry()).await.ok();
            person.post(room, &entry(), "Testing").await.ok();
            click(person, room).await;
        }
        assert_eq!(counts(&told(&event).await)[..4], [2, 0, 0, 4]);
        let cleared = organizer().post(&format!("/features/{one}/clear"), &json!({})).await.ok();
        assert_eq!(cleared["rooms"], 1);
        let after = told(&event).await;
        assert_eq!(counts(&after)[..4], [1, 0, 0, 2], "{after}");
        assert_eq!(after["messages"][0]["feature"], two);
        assert_eq!((texts(&people[0], &rooms[0]).await.len(), texts(&people[1], &rooms[1]).await.len()), (0, 1));
    });
}

#[test]
fn after_so_many_days_an_event_forgets_its_people_and_keeps_its_counts() {
    run(async {
        let world = World::shared();
        let event = world.event().await;
        let (people, room) = event.with_room(2, json!({})).await;
        for person in &people {
            person.join(&room, &entry()).await.ok();
            person.post(&room, &entry(), "Off the record").await.ok();
            click(person, &room).await;
        }
        let before = counts(&told(&event).await);
        let path = format!("/events/{}", event.id);
        let change = async |patch: Value| organizer().patch(&path, &patch).await;
        change(json!({ "retention_days": 0 })).await.refused(422, "invalid");
        assert_eq!(change(json!({ "retention_days": 2 })).await.ok()["retention_days"], 2);
        let listed = async || organizer().get(&format!("{path}/attendees")).await.ok()["data"].as_array().unwrap().len();
        let cron = || tokio::task::block_in_place(|| world.stack().cron()).unwrap();
        cron();
        assert_eq!(listed().await, 2, "the event goes on");

        let days_ago = |days: u64| {
            let at = std::time::SystemTime::now() - std::time::Duration::from_secs(days * 86_400 - 60);
            let seconds = at.duration_since(std::time::UNIX_EPOCH).unwrap().as_secs();
            chrono::DateTime::from_timestamp(i64::try_from(seconds).unwrap(), 0).unwrap().to_rfc3339_opts(chrono::SecondsFormat::Secs, true)
        };
        change(json!({ "starts_at": "2020-01-01T00:00:00Z", "ends_at": days_ago(2) })).await.ok();
        cron();
        assert_eq!(listed().await, 2, "a minute is missing");
        change(json!({ "ends_at": days_ago(3) })).await.ok();
        until("everybody to be gone", s(60), async || {
            cron();
            (listed().await == 0).then_some(())
        })
        .await;
        let after = told(&event).await;
        assert_eq!(counts(&after), before, "counts stay");
        let text = after.to_string();
        assert!(!text.contains("Off the record") && !people.iter().any(|person| text.contains(&person.name)), "{text}");
        // Rooms and sessions hear of it from cron, once what was to tell them at once has had its time.
        let asked = async || people[0].client.get("/me").await.status;
        until("their sessions to end", s(60), async || {
            cron();
            (asked().await == 401).then_some(())
        })
        .await;
    });
}
