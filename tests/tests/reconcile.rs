//! LiveKit is made to agree with the seats: strangers are put out, who vanished loses the seat in time. I5.

use std::time::Instant;

use hallway_tests::native::{Native, is_there};
use hallway_tests::wait::s;
use hallway_tests::{Knock, World, entry, figure, run, until};
use serde_json::json;

#[test]
fn a_stranger_is_put_out_of_a_room_with_people() {
    run(async {
        let world = World::shared();
        let (people, room) = world.event().await.with_room(2, json!({})).await;
        let inside = people[0].enter_live(&room, &entry()).await;
        // In LiveKit with its own secret, past the gate: nobody, a ghost, and an attendee without a seat.
        let ghost = format!("{}#ghost", people[0].id);
        let mut strangers = vec![];
        for identity in ["nobody", &ghost, &people[1].id] {
            strangers.push(world.livekit.join_directly(&world.livekit.token(&room.id, identity, json!({ "e": "1" }))).await);
        }
        let start = Instant::now();
        for stranger in &strangers {
            assert_eq!(stranger.ended(s(30)).await, Some(4), "PARTICIPANT_REMOVED");
        }
        figure(&format!("strangers were put out after {:.1} s", start.elapsed().as_secs_f64()));
        room.holds(&[&people[0]], 5).await;
        assert!(inside.socket.is_open());
        room.counts(&people[1], 1, 0, 5).await;
    });
}

/// Passes go on for a while after the last seat; before the first, nobody looks.
#[test]
fn a_stranger_is_put_out_of_a_room_that_people_just_left() {
    run(async {
        let world = World::shared();
        let (people, room) = world.event().await.with_room(1, json!({})).await;
        let id = entry();
        people[0].enter_live(&room, &id).await;
        people[0].leave(&room, &id).await;
        room.counts(&people[0], 0, 0, 20).await;
        let stranger = world.livekit.join_directly(&world.livekit.token(&room.id, "nobody", json!({}))).await;
        assert_eq!(stranger.ended(s(40)).await, Some(4));
    });
}

/// Somebody LiveKit dropped keeps the seat for the grace, and comes back with the same entry.
#[test]
fn a_body_that_is_lost_keeps_its_seat_for_a_while() {
    run(async {
        let world = World::shared();
        let (people, room) = world.event().await.with_room(2, json!({ "attendee_limit": 1 })).await;
        let id = entry();
        let inside = people[0].enter_live(&room, &id).await;
        world.livekit.remove(&room.id, &people[0].id).await;
        inside.socket.ended(s(10)).await;
        people[1].join(&room, &entry()).await.refused(409, "room_full");
        let token = hallway_tests::event::token_of(people[0].join(&room, &id).await);
        let socket = Knock::query(world, &token).open().await;
        socket.joined().await;
        room.holds(&[&people[0]], 5).await;
    });
}

#[test]
fn a_socket_that_vanishes_frees_its_seat_within_90_seconds() {
    run(async {
        let (people, room) = World::shared().event().await.with_room(2, json!({ "attendee_limit": 1 })).await;
        drop(people[0].enter_live(&room, &entry()).await);
        let took = room.counts(&people[1], 0, 0, 90).await;
        assert!(took > s(30), "no grace: gone after {took:?}");
        figure(&format!("somebody whose socket vanished is gone after {:.1} s (promised 90)", took.as_secs_f64()));
        people[1].join(&room, &entry()).await.ok();
    });
}

/// With media: LiveKit itself needs 15 to 20 s to notice.
#[test]
fn a_native_client_that_is_killed_frees_its_seat_within_90_seconds() {
    if !is_there() {
        return;
    }
    run(async {
        let (people, room) = World::shared().event().await.with_room(2, json!({})).await;
        let seat = people[0].join(&room, &entry()).await.ok();
        let mut client = Native::start(seat["sfu"]["url"].as_str().unwrap(), seat["sfu"]["token"].as_str().unwrap());
        client.says("that it publishes", s(60), |said| said["published"] == true).await;
        room.counts(&people[1], 1, 0, 5).await;
        let active = async || (world_state(&room.id).await == [2]).then_some(());
        until("it to be active", s(30), active).await;
        drop(client);
        let took = room.counts(&people[1], 0, 0, 90).await;
        figure(&format!("a killed native client is gone after {:.1} s (promised 90)", took.as_secs_f64()));
    });
}

async fn world_state(room: &str) -> Vec<i32> {
    World::shared().livekit.participants(room).await.into_iter().map(|participant| participant.state).collect()
}

/// An alarm that was lost: cron knocks at whoever left its name.
#[test]
fn cron_runs() {
    World::shared().stack().cron().unwrap();
}
