//! LiveKit killed, as a crash, and started again knowing nothing; and webhooks switched off altogether. I5, I10.
//! Worlds of their own.

use std::time::Instant;

use hallway_tests::event::{Room, token_of};
use hallway_tests::wait::s;
use hallway_tests::{Answer, Knock, Person, Socket, World, entry, figure, run, until};
use serde_json::json;
use xtask::stack::Options;

#[test]
fn counts_are_true_within_75_seconds_of_a_restart() {
    let world = World::own(Options::default());
    run(crash(world, "webhooks on"));
}

#[test]
fn without_webhooks_counts_are_true_within_75_seconds_of_a_restart() {
    let world = World::own(Options { webhooks: false, ..Options::default() });
    run(async {
        // The two ways to go, with nobody to tell the Worker.
        tokio::join!(leaves(world), vanishes(world));
        crash(world, "webhooks off").await;
    });
}

async fn leaves(world: &'static World) {
    let (people, room) = world.event().await.with_room(2, json!({})).await;
    let id = entry();
    let inside = people[0].enter_live(&room, &id).await;
    room.counts(&people[1], 1, 0, 5).await;
    people[0].leave(&room, &id).await;
    let took = room.counts(&people[1], 0, 0, 20).await;
    figure(&format!("webhooks off: a leave shows after {:.2} s", took.as_secs_f64()));
    inside.socket.ended(s(10)).await;
}

async fn vanishes(world: &'static World) {
    let (people, room) = world.event().await.with_room(2, json!({})).await;
    drop(people[0].enter_live(&room, &entry()).await);
    let took = room.counts(&people[1], 0, 0, 90).await;
    figure(&format!("webhooks off: somebody whose socket vanished is gone after {:.1} s (promised 90)", took.as_secs_f64()));
}

/// Three people inside: one does not come back, one comes back, one is on the way to another room. And a room to which
/// nobody comes back: LiveKit does not even know it any more.
async fn crash(world: &'static World, what: &str) {
    let event = world.event().await;
    let (people, lobby) = event.with_room(6, json!({ "name": "Lobby" })).await;
    let quiet = event.room(&lobby.feature, json!({ "name": "Quiet corner" })).await;
    let deserted = event.room(&lobby.feature, json!({ "name": "Deserted" })).await;
    let (lost, back, mover, newcomer, viewer) = (&people[0], &people[1], &people[2], &people[3], &people[4]);
    let (return_id, move_id) = (entry(), entry());
    let sockets = [
        lost.enter_live(&lobby, &entry()).await,
        back.enter_live(&lobby, &return_id).await,
        mover.enter_live(&lobby, &entry()).await,
        people[5].enter_live(&deserted, &entry()).await,
    ];
    lobby.holds(&[lost, back, mover], 5).await;
    lobby.counts(viewer, 3, 0, 5).await;
    deserted.counts(viewer, 1, 0, 5).await;

    world.stack().kill_livekit().unwrap();
    for inside in &sockets {
        inside.socket.ended(s(20)).await;
    }
    assert_eq!(lobby.card(viewer).await["attendees"], 3, "cards stay true");
    knocks_in_vain(world, newcomer, &quiet).await;
    // The stage can be claimed, not granted: the claim stands, and the same call goes on.
    let refused = claims_stage(back, &lobby).await;
    assert!(!refused.header("retry-after").is_empty(), "{refused}");
    refused.refused(503, "sfu_unavailable");
    // A removal bars at once; LiveKit hears of it when it is back.
    let removal = hallway_tests::event::removal(&people[5], json!({}));
    world.organizer.post(&format!("/rooms/{}/removals", deserted.id), &removal).await.ok();
    people[5].join(&deserted, &entry()).await.refused(403, "banned");
    let refused = mover.move_to(&quiet, &move_id).await;
    assert!(!refused.header("retry-after").is_empty() && refused.body.get("sfu").is_none(), "{refused}");
    refused.refused(503, "sfu_unavailable");
    // The seat left behind counts until LiveKit proves it empty.
    lobby.counts(viewer, 3, 0, 5).await;

    world.stack().start_livekit().unwrap();
    let start = Instant::now();
    let returned = comes_back(world, "back in the same room", async || back.join(&lobby, &return_id).await).await;
    let moved = comes_back(world, "the move to go on", async || mover.move_to(&quiet, &move_id).await).await;
    lobby.holds(&[back], 5).await;
    until("the stage to be granted", s(10), async || (claims_stage(back, &lobby).await.status == 200).then_some(())).await;
    quiet.holds(&[mover], 5).await;
    lobby.counts(viewer, 1, 0, 90).await;
    quiet.counts(viewer, 1, 0, 90).await;
    deserted.counts(viewer, 0, 0, 90).await;
    let took = start.elapsed();
    figure(&format!("{what}: counts are true {:.1} s after LiveKit's restart (promised 75)", took.as_secs_f64()));
    assert!(took <= s(75), "{took:?} after the restart");
    drop((returned, moved));
    lost.join(&lobby, &entry()).await.ok();
}

async fn claims_stage(person: &Person, room: &Room) -> Answer {
    person.client.put(&format!("/rooms/{}/stage", room.id), &json!({})).await
}

/// A first join needs no LiveKit; the gate says when it is not there.
async fn knocks_in_vain(world: &World, newcomer: &Person, room: &Room) {
    let token = token_of(newcomer.join(room, &entry()).await);
    let answer = Knock::query(world, &token).refused().await;
    assert!(!answer.header("retry-after").is_empty(), "{answer}");
    answer.refused(503, "sfu_unavailable");
}

/// The same call until it succeeds, as the app does, and the socket it leads to.
async fn comes_back(world: &World, what: &str, call: impl AsyncFn() -> Answer) -> Socket {
    let (token, _) = until(what, s(40), async || {
        let answer = call().await;
        if answer.status == 200 {
            return Some(token_of(answer));
        }
        answer.refused(503, "sfu_unavailable");
        None
    })
    .await;
    let socket = Knock::query(world, &token).open().await;
    socket.joined().await;
    socket
}
