//! What happened is in D1 once and as it was: against a log the test keeps of what it did and was told.

mod log;
mod stage;

use std::time::Instant;

use hallway_tests::native::{Native, is_there};
use hallway_tests::wait::s;
use hallway_tests::{Answer, World, entry, figure, run, until};
use log::Log;
use reqwest::Method;
use serde_json::{Value, json};
use stage::Stage;
use xtask::stack::Options;

#[test]
fn what_happened_is_in_d1_exactly() {
    run(async {
        let mut stage = Stage::new(World::shared(), 1).await;
        for _ in 0..80 {
            stage.something().await;
        }
        stage.bar_somebody_from_the_event().await;
        stage.flush().await;
        stage.d1_is_the_log().await;
    });
}

/// D1 goes and comes back, and the Worker restarts while it is away.
#[test]
fn what_happened_while_d1_was_away_is_there_when_it_is_back() {
    let world = World::own(Options::default());
    run(async {
        let mut stage = Stage::new(world, 2).await;
        stage.everybody_comes_once().await;
        crate::d1_down::take_away(world);
        for _ in 0..40 {
            stage.something().await;
        }
        let left = stage.try_to_flush().await;
        assert!(left.status.is_server_error(), "D1 is still there: {left}");
        stage.restart().await;
        for _ in 0..30 {
            stage.something().await;
        }
        crate::d1_down::bring_back(world);
        for _ in 0..10 {
            stage.something().await;
        }
        stage.flush().await;
        stage.d1_is_the_log().await;
    });
}

/// LiveKit crashes and the Worker restarts while people come, go and write: each visit ends once, what nobody saw is marked, and
/// the reports, the numbers and their table add up to what was done.
#[test]
fn reports_add_up_over_crashes_of_livekit_and_worker() {
    let world = World::own(Options::default());
    run(async {
        let mut stage = Stage::new(world, 4).await;
        stage.everybody_comes_once().await;
        for _ in 0..40 {
            stage.something().await;
        }
        stage.livekit_crashes().await;
        for _ in 0..30 {
            stage.something().await;
        }
        stage.restart().await;
        for _ in 0..30 {
            stage.something().await;
        }
        stage.everybody_leaves().await;
        stage.d1_is_the_log().await;

        let (visits, (least, most), lines) = stage.sums();
        let path = format!("/events/{}", stage.event().id);
        let list = rows_of(world, &format!("{path}/reports/participants.csv?columns=all")).await;
        let told = world.organizer.get(&format!("{path}/metrics")).await.ok();
        let table = rows_of(world, &format!("{path}/metrics.csv")).await;
        let seconds: i64 = list.iter().map(|row| row[7].parse::<i64>().unwrap()).sum();
        let estimated = list.iter().filter(|row| row[11] == "true").count();
        figure(&format!(
            "{visits} visits, {estimated} of them with an estimated end: {seconds} s by the reports, {least} to {most} s by the log"
        ));
        assert_eq!((list.len(), told["visits"].as_u64(), table[0][7].parse().ok()), (visits, Some(visits as u64), Some(visits as u64)));
        assert!((least..=most).contains(&seconds), "{seconds} s, {least} to {most} s by the log");
        assert_eq!(told["seconds"].as_i64(), Some(seconds));
        assert!(estimated >= 1 && list.iter().all(|row| !row[6].is_empty() && !row[10].is_empty()), "{list:?}");
        let by_room: i64 = told["features"][0]["rooms"].as_array().unwrap().iter().map(|room| room["seconds"].as_i64().unwrap()).sum();
        assert_eq!(by_room, seconds);
        let mut written: Vec<String> =
            rows_of(world, &format!("{path}/reports/chat.csv")).await.into_iter().map(|row| row[5].clone()).collect();
        written.sort();
        assert_eq!(written, lines);
        assert_eq!((told["chats"].as_u64(), table[0][5].parse().ok()), (Some(lines.len() as u64), Some(lines.len() as u64)));
    });
}

/// The rows of a file.
async fn rows_of(world: &World, path: &str) -> Vec<Vec<String>> {
    let answer = Answer::of(world.organizer.request(Method::GET, path)).await;
    assert!(answer.status.is_success(), "{answer}");
    let mut reader = csv::Reader::from_reader(answer.text.trim_start_matches('\u{feff}').as_bytes());
    reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
}

/// No goodbye, no more packets: the visit ends at the last proof, and says that this is a guess.
#[test]
fn who_vanishes_leaves_one_visit_with_a_guessed_end_within_two_minutes() {
    if !is_there() {
        return;
    }
    run(async {
        let event = World::shared().event().await;
        let (people, room) = event.with_room(1, json!({})).await;
        let seat = people[0].join(&room, &entry()).await.ok();
        let mut client = Native::start(seat["sfu"]["url"].as_str().unwrap(), seat["sfu"]["token"].as_str().unwrap());
        client.says("that it is connected", s(60), |said| said["connected"].is_string()).await;
        room.holds(&[&people[0]], 20).await;
        let (start, died) = (Instant::now(), log::now());
        drop(client);
        let (visit, _) = until("the end of the visit", s(150), async || {
            log::flush(&event).await;
            let visits = log::tables(&event).await["visits"].as_array().unwrap().clone();
            assert!(visits.len() <= 1, "{visits:?}");
            visits.into_iter().next().filter(|visit| visit["left_at"] != Value::Null)
        })
        .await;
        assert_eq!((visit["estimated"].as_i64(), visit["ended"].as_str()), (Some(1), Some("lost")), "{visit}");
        let off = visit["left_at"].as_i64().unwrap() - died;
        figure(&format!(
            "a visit of somebody who vanished: in D1 after {:.0} s, its end {off} ms from the truth",
            start.elapsed().as_secs_f64()
        ));
        // A pass before, or as long as LiveKit takes to notice after.
        assert!((-12_000..=22_000).contains(&off), "{off} ms");
        assert!(visit["left_at"].as_i64() >= visit["joined_at"].as_i64());
    });
}

/// Who presses Join in a full room again and again is counted once; so is a click that is sent twice.
#[test]
fn a_flood_is_counted_as_little() {
    run(async {
        let event = World::shared().event().await;
        let (people, room) = event.with_room(2, json!({ "attendee_limit": 1 })).await;
        people[0].enter_live(&room, &entry()).await;
        for _ in 0..12 {
            people[1].join(&room, &entry()).await.refused(409, "room_full");
        }
        let click = json!({ "id": entry(), "room": room.id });
        for _ in 0..40 {
            people[1].client.post("/clicks", &click).await.ok();
        }
        let mut counted = 1;
        let refusal = loop {
            let answer = people[1].client.post("/clicks", &json!({ "feature": room.feature })).await;
            if !answer.status.is_success() {
                break answer;
            }
            counted += 1;
        };
        assert!(refusal.header("retry-after").parse::<u32>().is_ok(), "{refusal}");
        refusal.refused(429, "rate_limited");
        assert!((30..60).contains(&counted), "{counted} clicks");
        log::flush(&event).await;
        let d1 = log::tables(&event).await;
        assert_eq!(d1["refusals"].as_array().unwrap().len(), 1, "{}", d1["refusals"]);
        assert_eq!(d1["clicks"].as_array().unwrap().len(), counted);
        let of_room = d1["clicks"].as_array().unwrap().iter().filter(|click| click["room"] == room.id.as_str()).count();
        assert_eq!(of_room, 1);
    });
}

/// Who may not see a place has not clicked there.
#[test]
fn clicks_where_nobody_may_look_answer_404() {
    run(async {
        let event = World::shared().event().await;
        let people = event.attendees(2).await;
        let group = event.group("Speakers").await;
        let insider = event.attendee("Ina", json!({ "groups": [group] })).await;
        let feature = event.feature(json!({ "groups": [group] })).await;
        let room = event.room(&feature, json!({})).await;
        for place in [json!({ "feature": feature }), json!({ "room": room.id })] {
            insider.client.post("/clicks", &place).await.ok();
            people[0].client.post("/clicks", &place).await.refused(404, "not_found");
        }
        World::shared().organizer.delete(&format!("/rooms/{}", room.id)).await.ok();
        until("the end of the room", s(20), async || {
            let answer = insider.client.post("/clicks", &json!({ "room": room.id })).await;
            (answer.status == 404).then_some(())
        })
        .await;
        log::flush(&event).await;
        assert!(log::tables(&event).await["clicks"].as_array().unwrap().len() >= 2);
    });
}

/// Nobody flushes: the objects' own alarms do, within seconds.
#[test]
fn without_a_flush_d1_has_it_within_seconds() {
    run(async {
        let mut stage = Stage::small(World::shared(), 3).await;
        stage.everybody_comes_once().await;
        let took = Instant::now();
        until("all of it in D1", s(30), async || Log::matches(&stage).await.is_ok().then_some(())).await;
        figure(&format!("visits are in D1 {:.1} s after the last change", took.elapsed().as_secs_f64()));
    });
}
