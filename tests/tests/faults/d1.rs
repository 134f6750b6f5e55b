//! D1 refusing every third call, then all: who is known joins, chats and is removed; healed, the tables are exact.

use std::time::Instant;

use futures_util::future::join_all;
use hallway_tests::event::{Event, Room};
use hallway_tests::wait::{figure, s};
use hallway_tests::{Person, entry, run, until};
use serde_json::{Value, json};

use super::{calm, enter, long, rows, told};

/// What the tables must say in the end.
#[derive(Default)]
struct Log {
    messages: Vec<String>,
    visits: Vec<Vec<String>>,
    bans: Vec<String>,
    clicks: usize,
}

/// One round: everybody comes in, talks, one is removed and let back in, everybody leaves. No call may fail.
async fn round(event: &Event, people: &[Person], room: &Room, log: &mut Log) {
    let ids: Vec<String> = people.iter().map(|_| entry()).collect();
    let enter = async |n: usize| {
        let inside = enter(event.world, &people[n], room, &ids[n], false).await.expect("a seat");
        let clicked = people[n].client.post("/clicks", &json!({ "id": entry(), "room": room.id })).await;
        assert_eq!(clicked.status, 204, "{clicked}");
        let posted = people[n].post(room, &entry(), "hello").await.ok();
        (inside, posted["id"].as_str().unwrap().to_owned())
    };
    let inside = join_all((0..people.len()).map(enter)).await;
    log.visits.extend(people.iter().map(|person| vec![person.id.clone(), room.id.clone()]));
    log.messages.extend(inside.iter().map(|(_, id)| id.clone()));
    log.clicks += people.len();
    let ban = people[0].remove(room, &people[1], json!({})).await.ok();
    assert_eq!(inside[1].0.socket.ended(s(10)).await, Some(4), "PARTICIPANT_REMOVED");
    people[1].join(room, &entry()).await.refused(403, "banned");
    people[0].client.delete(&format!("/bans/{}", ban["id"].as_str().unwrap())).await.ok();
    log.bans.push(ban["id"].as_str().unwrap().to_owned());
    for (n, person) in people.iter().enumerate().filter(|(n, _)| *n != 1) {
        person.leave(room, &ids[n]).await;
    }
    let back = async || people[1].hold(room, &entry()).await.status.is_success().then_some(());
    until("the way back in", s(20), back).await;
    people[1].client.post(&format!("/rooms/{}/leave", room.id), &json!({})).await.ok();
}

/// These columns of a table's rows for which `is` holds, sorted.
fn sorted(told: &Value, table: &str, columns: &[&str], is: impl Fn(&Value) -> bool) -> Vec<Vec<String>> {
    let texts = |row: &Value| columns.iter().map(|column| row[*column].as_str().unwrap_or_default().to_owned()).collect();
    let mut found: Vec<Vec<String>> = rows(told, table).iter().filter(|row| is(row)).map(texts).collect();
    found.sort();
    found
}

#[test]
fn with_d1_away_people_go_on_and_the_tables_are_exact_once_it_heals() {
    run(async {
        let world = calm().await;
        let event = world.event().await;
        let people = event.attendees(6).await;
        let feature = event.feature(json!({})).await;
        let room = event.room(&feature, json!({ "moderators": [people[0].id] })).await;
        let mut log = Log::default();
        // Known: each object has read the catalogue once.
        round(&event, &people, &room, &mut log).await;
        let (mut failed, refusals) = (vec![], if long() { 6 } else { 3 });
        for fault in [json!({ "every": 3 }), json!({ "every": 3, "after": true }), json!({ "every": 1, "delay_ms": 300 })] {
            world.faults(&json!({ "d1": fault })).await;
            // The outbox tries while it lasts: until it was refused often enough.
            let end = Instant::now() + s(120);
            let counts = loop {
                round(&event, &people, &room, &mut log).await;
                let counts = world.struck().await["d1"].clone();
                if counts[1].as_i64() >= Some(refusals) || Instant::now() > end {
                    break counts;
                }
            };
            assert!(counts[1].as_i64() >= Some(refusals), "D1 was hardly asked: {counts}");
            failed.push(counts);
        }
        world.faults(&json!({})).await;
        let told = told(world, &event.id).await;
        let messages = sorted(&told, "messages", &["id"], |_| true);
        log.messages.sort();
        assert_eq!(messages.concat(), log.messages, "messages");
        let visits = sorted(&told, "visits", &["person", "room"], |visit| !visit["left_at"].is_null() && visit["estimated"] == 0);
        log.visits.sort();
        assert_eq!(visits, log.visits, "visits");
        assert_eq!(rows(&told, "visits").len(), visits.len(), "no other visits");
        let bans = sorted(&told, "bans", &["id"], |ban| !ban["lifted_at"].is_null());
        log.bans.sort();
        assert_eq!(bans.concat(), log.bans, "bans");
        let clicks = rows(&told, "clicks");
        assert_eq!(clicks.len(), log.clicks, "clicks");
        figure(&format!(
            "D1 calls and refusals {}: {} messages, {} visits, {} bans, {} clicks, all there once",
            Value::from(failed),
            messages.len(),
            visits.len(),
            bans.len(),
            clicks.len()
        ));
    });
}
