//! LiveKit's webhooks lost, doubled and out of order, while people come and go.

use std::time::{Duration, Instant};

use futures_util::future::join_all;
use hallway_tests::event::Room;
use hallway_tests::wait::{figure, s};
use hallway_tests::{Person, World, run};
use serde_json::{Value, json};

use super::walk::{Stay, Walker};
use super::{calm, long, rows, told};

/// PROTOCOL 7: a leave that reaches us frees the seat within two lists.
const PROMISED: u64 = 15;

#[test]
fn forty_people_in_six_rooms_are_counted_right_within_15_s() {
    run(async {
        let world = calm().await;
        let event = world.event().await;
        let people = event.attendees(40).await;
        let feature = event.feature(json!({})).await;
        let mut rooms = vec![];
        for limit in [13, 13, 13, 5, 5, 3] {
            rooms.push(event.room(&feature, json!({ "attendee_limit": limit })).await);
        }
        world.faults(&json!({ "webhooks": { "lost": 30, "doubled": 30, "late": 30 } })).await;
        let mut walkers: Vec<Walker> = (0_u64..).zip(&people).map(|(n, person)| Walker::new(world, person, &rooms, n)).collect();
        let (rounds, mut slowest) = (if long() { 18 } else { 3 }, Duration::ZERO);
        for round in 0..rounds {
            let end = Instant::now() + s(10);
            join_all(walkers.iter_mut().map(|walker| wander(walker, end))).await;
            slowest = slowest.max(counted(world, &rooms, &walkers, &people, round).await);
        }
        join_all(walkers.iter_mut().map(Walker::stop)).await;
        slowest = slowest.max(counted(world, &rooms, &walkers, &people, rounds).await);
        let counts = world.faults(&json!({})).await;
        let (stays, refused) = compare(world, &event.id, &rooms, &walkers).await;
        figure(&format!(
            "webhooks {}: {stays} stays of 40 people, {refused} refused; counts right after {:.1} s at most (promised {PROMISED}); visits exact",
            counts["webhooks"],
            slowest.as_secs_f64()
        ));
        assert!(counts["webhooks"][1].as_i64().unwrap() > 0, "no webhook was lost: {counts}");
    });
}

async fn wander(walker: &mut Walker<'_>, end: Instant) {
    while Instant::now() < end {
        walker.step().await;
        tokio::time::sleep(Duration::from_millis(walker.rng.u64(200..2_000))).await;
    }
}

/// Waits until cards and LiveKit agree with where everybody knows to be.
async fn counted(world: &World, rooms: &[Room], walkers: &[Walker<'_>], people: &[Person], round: u32) -> Duration {
    let _ = world;
    let since = Instant::now();
    let one = async |n: usize| {
        let there: Vec<&Person> = walkers.iter().zip(people).filter(|(w, _)| w.room() == Some(n)).map(|(_, p)| p).collect();
        rooms[n].counts(&people[0], i64::try_from(there.len()).unwrap(), 0, PROMISED).await;
        rooms[n].holds(&there, PROMISED).await;
    };
    join_all((0..rooms.len()).map(one)).await;
    println!("round {round}: right after {:?}", since.elapsed());
    since.elapsed()
}

/// Each stay is one visit, and each visit one stay; stays, and refusals that people were told of.
async fn compare(world: &World, event: &str, rooms: &[Room], walkers: &[Walker<'_>]) -> (usize, usize) {
    let told = told(world, event).await;
    let mut visits = rows(&told, "visits").clone();
    visits.sort_by_key(|visit| visit["joined_at"].as_i64());
    let mut found = 0;
    for walker in walkers {
        for (n, room) in rooms.iter().enumerate() {
            let mine: Vec<&Value> =
                visits.iter().filter(|v| v["room"] == room.id.as_str() && v["person"] == walker.person.id.as_str()).collect();
            let stays: Vec<&Stay> = walker.stays.iter().filter(|stay| stay.room == n).collect();
            assert_eq!(mine.len(), stays.len(), "{} in room {n}: {mine:?} {stays:?}", walker.person.name);
            for (visit, stay) in mine.iter().zip(stays) {
                within(&visit["joined_at"], stay.from);
                within(&visit["left_at"], stay.to.expect("everybody left"));
                assert_eq!(visit["estimated"], 0, "estimated: {visit:?} {stay:?}");
                found += 1;
            }
        }
    }
    assert_eq!(found, visits.len(), "visits of nobody's");
    (found, walkers.iter().map(|walker| walker.refused).sum())
}

fn within(at: &Value, (from, to): (i64, i64)) {
    let at = at.as_i64().unwrap_or_else(|| panic!("no time: {at}"));
    assert!((from - 5..=to + 5).contains(&at), "{at} is not within {from}..{to}");
}
