//! What every edit keeps: ETag and If-Match, Idempotency-Key, rates, the audit log.

use std::collections::BTreeMap;
use std::time::Duration;

use hallway_tests::wait::{s, until};
use hallway_tests::{Answer, Event, World, entry, run};
use serde_json::{Value, json};
use xtask::stack::Options;

fn tag(answer: &Answer) -> String {
    answer.header("etag").to_owned()
}

#[test]
fn of_two_organizers_the_second_sees_the_firsts_change() {
    run(async {
        let world = World::shared();
        let event = world.event().await;
        let person = event.attendee("Ada", json!({})).await;
        let feature = event.feature(json!({})).await;
        let room = event.room(&feature, json!({})).await;
        for (path, mine, theirs) in [
            (format!("/rooms/{}", room.id), json!({ "name": "Mine" }), json!({ "description": "Theirs" })),
            (format!("/features/{feature}"), json!({ "name": "Mine" }), json!({ "icon": "lamp" })),
            (format!("/events/{}", event.id), json!({ "name": "Mine" }), json!({ "region": "weur" })),
            (format!("/attendees/{}", person.id), json!({ "title": "Mine" }), json!({ "company": "Theirs" })),
        ] {
            let read = world.organizer.get(&path).await;
            let (first, second) = (world.organizer.with("if-match", &tag(&read)), world.organizer.with("if-match", &tag(&read)));
            let changed = first.patch(&path, &theirs).await;
            assert_eq!(changed.status, 200, "{changed}");
            assert_ne!(tag(&changed), tag(&read));
            let late = second.patch(&path, &mine).await;
            assert_eq!((late.status.as_u16(), &late.body["code"]), (412, &json!("changed")), "{late}");
            // What is there now, and its tag, so that nothing need be asked again.
            assert_eq!(late.body["current"], changed.body, "{path}");
            assert_eq!(tag(&late), tag(&changed));
            let again = world.organizer.with("if-match", &tag(&late)).patch(&path, &mine).await;
            assert_eq!(again.status, 200, "{again}");
            for (field, value) in [&mine, &theirs].into_iter().flat_map(|patch| patch.as_object().unwrap()) {
                assert_eq!(&again.body[field], value, "both changes hold: {again}");
            }
            // Reading again gives the tag of the last answer.
            assert_eq!(tag(&world.organizer.get(&path).await), tag(&again), "{path}");
        }
    });
}

#[test]
fn an_edit_says_what_it_was_made_from() {
    run(async {
        let world = World::shared();
        let event = world.event().await;
        let feature = event.feature(json!({})).await;
        let room = event.room(&feature, json!({})).await;
        let path = format!("/rooms/{}", room.id);
        let bare = world.organizer.send(reqwest::Method::PATCH, &path, Some(&json!({ "name": "x" }))).await;
        bare.refused(428, "if_match_required");
        for wrong in ["\"x\"", "x", "W/\"x\""] {
            world.organizer.with("if-match", wrong).patch(&path, &json!({ "name": "x" })).await.refused(412, "changed");
            world.organizer.with("if-match", wrong).delete(&path).await.refused(412, "changed");
        }
        let read = world.organizer.get(&path).await;
        assert_eq!(read.body["name"], "Lobby");
        assert_eq!(world.organizer.with("if-match", &tag(&read)).delete(&path).await.status, 204);
    });
}

/// Each reads, and writes what it read: of those that are told 200, none has overwritten another.
#[test]
fn of_twenty_edits_at_once_none_is_lost() {
    run(async {
        let world = World::shared();
        let event = world.event().await;
        let feature = event.feature(json!({})).await;
        let room = event.room(&feature, json!({ "description": "" })).await;
        let path = format!("/rooms/{}", room.id);
        let one = |n: usize| {
            let path = path.clone();
            async move {
                // Adds its own letter to what it read, until that is taken.
                until("an edit that holds", s(60), async || {
                    let read = world.organizer.get(&path).await;
                    let text = format!("{}{}", read.body["description"].as_str().unwrap_or_default(), char::from(b'a' + n as u8));
                    let answer = world.organizer.with("if-match", &tag(&read)).patch(&path, &json!({ "description": text })).await;
                    assert!(matches!(answer.status.as_u16(), 200 | 409 | 412), "{answer}");
                    (answer.status == 200).then_some(())
                })
                .await;
            }
        };
        futures_util::future::join_all((0..20).map(one)).await;
        let end = world.organizer.get(&path).await.ok();
        let mut letters: Vec<char> = end["description"].as_str().unwrap().chars().collect();
        letters.sort_unstable();
        assert_eq!(letters.into_iter().collect::<String>(), "abcdefghijklmnopqrst");
    });
}

#[test]
fn a_post_that_is_sent_again_is_done_once() {
    run(async {
        let world = World::shared();
        let event = world.event().await;
        let feature = event.feature(json!({})).await;
        let path = format!("/features/{feature}/rooms");
        let rooms = async || world.organizer.get(&path).await.ok()["data"].as_array().unwrap().len();
        let name = entry();
        let with = world.organizer.with("idempotency-key", &name);
        let first = with.post(&path, &json!({ "name": "Lobby" })).await;
        let again = with.post(&path, &json!({ "name": "Lobby" })).await;
        assert_eq!((first.status.as_u16(), again.status.as_u16()), (201, 201), "{again}");
        assert_eq!((&first.body, tag(&first)), (&again.body, tag(&again)));
        assert_eq!((first.headers.get("idempotent-replayed"), again.header("idempotent-replayed")), (None, "true"));
        assert_eq!(rooms().await, 1);
        // Another request under that name is a mistake; another organizer's is their own.
        with.post(&path, &json!({ "name": "Foyer" })).await.refused(422, "idempotency_key_reused");
        let key = world.organizer.post("/keys", &json!({ "name": "x", "event": event.id, "scopes": ["write"] })).await.ok();
        let other = world.anybody.bearer(key["key"].as_str().unwrap()).with("idempotency-key", &name);
        assert_eq!(other.post(&path, &json!({ "name": "Foyer" })).await.status, 201);
        // A refusal is not kept: what is mended may be sent under the same name.
        let with = world.organizer.with("idempotency-key", &entry());
        with.post(&path, &json!({ "name": "" })).await.refused(422, "invalid");
        assert_eq!(with.post(&path, &json!({ "name": "Attic" })).await.status, 201);
        // Ten at once make one.
        let with = world.organizer.with("idempotency-key", &entry());
        let body = json!({ "name": "Race" });
        let all = futures_util::future::join_all((0..10).map(|_| with.post(&path, &body))).await;
        for answer in &all {
            assert!(matches!(answer.status.as_u16(), 201 | 409), "{answer}");
        }
        assert_eq!(rooms().await, 4);
        // A secret is not kept to be shown again, and no second key is made.
        let with = world.organizer.with("idempotency-key", &entry());
        let body = json!({ "name": "once", "event": event.id, "scopes": [] });
        assert_eq!(with.post("/keys", &body).await.status, 201);
        with.post("/keys", &body).await.refused(409, "conflict");
        world.organizer.with("idempotency-key", &"x".repeat(300)).post(&path, &body).await.refused(400, "malformed");
    });
}

#[test]
fn answers_say_how_many_calls_are_left_and_then_to_wait() {
    run(async {
        let vars = [("ORGANIZER_RATE".to_owned(), "12".to_owned())].into();
        let world = World::own(Options { vars, ..Options::default() });
        let answer = world.organizer.get("/events").await;
        assert_eq!(answer.header("ratelimit-policy"), "\"organizer\";q=12;w=60");
        let left = |answer: &Answer| -> BTreeMap<String, i64> {
            let pairs = answer.header("ratelimit").split(';').filter_map(|pair| pair.split_once('='));
            pairs.map(|(name, number)| (name.to_owned(), number.parse().unwrap())).collect()
        };
        assert!((0..12).contains(&left(&answer)["r"]) && (1..=60).contains(&left(&answer)["t"]), "{answer}");
        // The window may turn in between; then it takes some more.
        let refused = until("a refusal", s(30), async || {
            let answer = world.organizer.get("/events").await;
            (answer.status == 429).then_some(answer)
        })
        .await
        .0;
        assert_eq!((refused.body["code"].as_str(), left(&refused)["r"]), (Some("rate_limited"), 0));
        let wait: u64 = refused.header("retry-after").parse().unwrap();
        assert!((1..=60).contains(&wait));
        // Others are not touched by it, and neither is who comes when the window is over.
        world.anybody.get("/healthz").await.ok();
        until("the next window", Duration::from_secs(wait + 10), async || {
            (world.organizer.get("/events").await.status == 200).then_some(())
        })
        .await;
    });
}

#[test]
fn the_audit_log_tells_who_did_what() {
    run(async {
        let world = World::shared();
        let event = world.event().await;
        let (people, room) = event.with_room(2, json!({})).await;
        let (ada, ben) = (&people[0], &people[1]);
        event.change(&room, &json!({ "moderators": [ada.id], "name": "Foyer" })).await;
        event.change(&room, &json!({ "name": "Foyer" })).await;
        ada.client.put(&format!("/rooms/{}/locks", room.id), &json!({ "what": "microphone", "locked": true })).await.ok();
        let removal = json!({ "id": entry(), "person": ben.id, "ban": { "seconds": 600 }, "reason": "Shouting" });
        let ban = ada.client.post(&format!("/rooms/{}/removals", room.id), &removal).await.ok();
        assert_eq!(world.organizer.delete(&format!("/bans/{}", ban["id"].as_str().unwrap())).await.status, 204);
        world.organizer.patch(&format!("/attendees/{}", ben.id), &json!({ "title": "Chair" })).await.ok();
        let log = until("all of it in the log", s(30), async || {
            let log = log(&event, "").await;
            let has = |action: &str| log.iter().any(|entry| entry["action"] == action);
            ["ban.lifted", "person.removed", "microphone.locked", "attendee.changed"].into_iter().all(has).then_some(log)
        })
        .await
        .0;
        let one = |action: &str| {
            let mut found = log.iter().filter(|entry| entry["action"] == action);
            let one = found.next().unwrap_or_else(|| panic!("no {action}")).clone();
            assert!(found.next().is_none(), "two of {action}");
            one
        };
        let changed = one("room.changed");
        assert_eq!(changed["object"], json!({ "id": room.id, "name": "Foyer" }));
        assert_eq!(changed["changes"]["name"], json!({ "from": "Lobby", "to": "Foyer" }));
        assert_eq!((&changed["actor"]["kind"], &changed["actor"]["name"]), (&json!("organizer"), &json!("First key")));
        let locked = one("microphone.locked");
        assert_eq!(locked["actor"], json!({ "id": ada.id, "name": ada.name, "kind": "moderator" }));
        let removed = one("person.removed");
        assert_eq!((&removed["actor"]["id"], &removed["object"]["name"]), (&json!(ada.id), &json!(ben.name)));
        assert_eq!((&removed["changes"]["reason"], &removed["changes"]["room"]["id"]), (&json!("Shouting"), &json!(room.id)));
        assert_eq!(one("ban.lifted")["actor"]["kind"], "organizer");
        // Of people it says which fields, not what they held.
        assert_eq!(one("attendee.changed")["changes"], json!({ "title": {} }));
        // Newest first, in pages, and filtered.
        let times: Vec<&str> = log.iter().map(|entry| entry["at"].as_str().unwrap()).collect();
        assert!(times.is_sorted_by(|a, b| a >= b), "{times:?}");
        let paged = {
            let (mut all, mut cursor) = (Vec::new(), String::new());
            loop {
                let page = world.organizer.get(&format!("/events/{}/audit?limit=3{cursor}", event.id)).await.ok();
                all.extend(page["data"].as_array().unwrap().iter().map(|entry| entry["id"].clone()));
                let Some(next) = page["next_cursor"].as_str() else { break all };
                cursor = format!("&cursor={next}");
            }
        };
        assert_eq!(paged, log.iter().map(|entry| entry["id"].clone()).collect::<Vec<_>>());
        assert!(self::log(&event, &format!("&actor={}", ada.id)).await.len() == 2);
        assert!(self::log(&event, &format!("&object={}", room.id)).await.iter().all(|entry| entry["object"]["id"] == json!(room.id)));
        assert!(self::log(&event, "&action=room.").await.len() >= 2);
    });
}

async fn log(event: &Event, more: &str) -> Vec<Value> {
    let page = event.world.organizer.get(&format!("/events/{}/audit?limit=200{more}", event.id)).await.ok();
    page["data"].as_array().unwrap().clone()
}
