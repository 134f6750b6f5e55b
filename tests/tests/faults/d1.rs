//! D1 refusing every third call, then all: who is known joins, chats and is removed; healed, the tables are exact.

use futures_util::future::join_all;
use hallway_tests::event::{Event, Room};
use hallway_tests::wait::{figure, s};
use hallway_tests::{Person, entry, run, until};
use rusqlite::types::Value as Cell;
use serde_json::{Value, json};

use super::{calm, enter, long, told};

/// What the tables must say in the end.
#[derive(Default)]
struct Log {
    messages: Vec<String>,
    visits: Vec<(String, String)>,
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
    log.visits.extend(people.iter().map(|person| (person.id.clone(), room.id.clone())));
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

fn ids(rows: Vec<Vec<Cell>>) -> Vec<Vec<String>> {
    let text = |cell| if let Cell::Text(text) = cell { text } else { panic!("no text: {cell:?}") };
    rows.into_iter().map(|row| row.into_iter().map(text).collect()).collect()
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
        let (mut failed, rounds) = (vec![], if long() { 6 } else { 1 });
        for fault in [json!({ "every": 3 }), json!({ "every": 3, "after": true }), json!({ "every": 1, "delay_ms": 300 })] {
            world.faults(&json!({ "d1": fault })).await;
            for _ in 0..rounds {
                round(&event, &people, &room, &mut log).await;
            }
            // The outbox has tried while it lasted.
            let tried = async || {
                let counts = world.faults(&json!({ "d1": fault })).await;
                failed.push(counts["d1"].clone());
                (counts["d1"][1].as_i64() > Some(0)).then_some(())
            };
            until("a refused call", s(30), tried).await;
        }
        world.faults(&json!({})).await;
        let messages = ids(told(world, &event.id, "SELECT id FROM messages WHERE event = ?1 ORDER BY room, seq").await);
        let mut expected: Vec<Vec<String>> = log.messages.iter().map(|id| vec![id.clone()]).collect();
        let mut found = messages.clone();
        expected.sort();
        found.sort();
        assert_eq!(found, expected, "messages");
        let mut visits = ids(told(world, &event.id, "SELECT person, room FROM visits WHERE event = ?1 AND left_at IS NOT NULL").await);
        let mut expected: Vec<Vec<String>> = log.visits.iter().map(|(person, room)| vec![person.clone(), room.clone()]).collect();
        visits.sort();
        expected.sort();
        assert_eq!(visits, expected, "visits");
        let mut bans = ids(told(world, &event.id, "SELECT id FROM bans WHERE event = ?1 AND lifted_at IS NOT NULL").await).concat();
        bans.sort();
        log.bans.sort();
        assert_eq!(bans, log.bans, "bans");
        let clicks = told(world, &event.id, "SELECT id FROM clicks WHERE event = ?1").await;
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
