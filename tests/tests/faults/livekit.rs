//! LiveKit out of reach during a removal and during a move: the rule holds, and what was begun ends when it is back.

use std::time::Instant;

use hallway_tests::wait::{figure, s};
use hallway_tests::{Knock, entry, run, until};
use serde_json::json;

use super::{calm, enter, long};

#[test]
fn a_removal_bars_at_once_and_ends_when_livekit_is_back() {
    run(async {
        let world = calm().await;
        for delay in if long() { vec![0, 500, 2_500] } else { vec![2_500] } {
            let event = world.event().await;
            let (people, room) = event.with_room(3, json!({})).await;
            event.change(&room, &json!({ "moderators": [people[0].id] })).await;
            let inside = people[1].enter_live(&room, &entry()).await;
            world.faults(&json!({ "sfu": { "every": 1, "delay_ms": delay } })).await;
            let asked = Instant::now();
            people[0].remove(&room, &people[1], json!({})).await.ok();
            let answered = asked.elapsed();
            people[1].join(&room, &entry()).await.refused(403, "banned");
            Knock::query(world, &inside.token).refused().await.refused(403, "forbidden");
            Knock::query(world, &inside.socket.refreshed_token().await).refused().await.refused(403, "forbidden");
            let refused = until("LiveKit to have been asked again", s(20), async || {
                let counts = world.struck().await;
                (counts["sfu"][1].as_i64() > Some(0)).then_some(())
            });
            refused.await;
            assert_eq!(room.card(&people[2]).await["attendees"], 1, "until LiveKit proves it, the seat counts");
            assert!(inside.socket.is_open());
            world.faults(&json!({})).await;
            let healed = Instant::now();
            inside.socket.ended(s(10)).await;
            room.holds(&[], 10).await;
            let took = healed.elapsed();
            room.counts(&people[2], 0, 0, 20).await;
            figure(&format!(
                "removal with LiveKit away: answered in {} ms, out {:.1} s after it was back",
                answered.as_millis(),
                took.as_secs_f64()
            ));
            assert!(answered < s(2) && took < s(8), "{answered:?} {took:?}");
        }
    });
}

#[test]
fn a_move_waits_and_the_same_call_ends_it_when_livekit_is_back() {
    run(async {
        let world = calm().await;
        for fault in [json!({ "every": 1 }), json!({ "every": 1, "after": true })] {
            let event = world.event().await;
            let (people, from) = event.with_room(2, json!({})).await;
            let to = event.room(&from.feature, json!({ "name": "Q&A" })).await;
            let inside = people[0].enter_live(&from, &entry()).await;
            world.faults(&json!({ "sfu": fault })).await;
            let id = entry();
            let refusal = people[0].move_to(&to, &id).await;
            assert!(!refusal.header("retry-after").is_empty(), "{refusal}");
            refusal.refused(503, "sfu_unavailable");
            // Half-way: the new seat is kept, and nobody is in two rooms.
            to.counts(&people[1], 1, 0, 10).await;
            assert!(to.inside().await.is_empty());
            world.faults(&json!({})).await;
            let healed = Instant::now();
            let there = enter(world, &people[0], &to, &id, true).await.expect("the move");
            let took = healed.elapsed();
            from.holds(&[], 10).await;
            to.holds(&[&people[0]], 10).await;
            assert!(there.socket.is_open() && !inside.socket.is_open());
            from.counts(&people[1], 0, 0, 20).await;
            to.counts(&people[1], 1, 0, 20).await;
            figure(&format!("move with LiveKit away ({fault}): there {:.1} s after it was back", took.as_secs_f64()));
        }
    });
}

#[test]
fn clocks_that_jump_put_nobody_out_and_let_nobody_in() {
    run(async {
        let world = calm().await;
        let event = world.event().await;
        let people = event.attendees(3).await;
        let feature = event.feature(json!({})).await;
        let room = event.room(&feature, json!({ "moderators": [people[0].id] })).await;
        let id = entry();
        let inside = people[1].enter_live(&room, &id).await;
        people[0].remove(&room, &people[2], json!({ "ban": { "seconds": 600 } })).await.ok();
        for jump in [40_000, -40_000, 20_000] {
            world.faults(&json!({ "clock_ms": jump })).await;
            people[1].join(&room, &id).await.ok();
            people[2].join(&room, &entry()).await.refused(403, "banned");
            people[1].post(&room, &entry(), "still here").await.ok();
        }
        world.faults(&json!({})).await;
        assert!(inside.socket.is_open());
        room.holds(&[&people[1]], 5).await;
        room.counts(&people[0], 1, 0, 20).await;
        let log = people[1].messages(&room, "").await.ok();
        let seqs: Vec<i64> = log["data"].as_array().unwrap().iter().map(|m| m["seq"].as_i64().unwrap()).collect();
        assert_eq!(seqs, [1, 2, 3], "{log}");
    });
}
