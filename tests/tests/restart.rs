//! The Worker restarts, as at a deploy: objects lose their memory, and nothing else. A world of its own.

use std::time::Instant;

use hallway_tests::wait::s;
use hallway_tests::{Ear, Knock, World, entry, figure, run};
use serde_json::json;
use xtask::stack::Options;

#[test]
fn after_a_restart_alarms_go_on_within_90_seconds() {
    // No webhooks: nobody but its own alarm may wake a room up.
    let world = World::own(Options { webhooks: false, ..Options::default() });
    run(async {
        let event = world.event().await;
        let (people, room) = event.with_room(8, json!({ "attendee_limit": 3 })).await;
        let deserted = event.room(&room.feature, json!({})).await;
        let (back, viewer, id) = (&people[0], &people[3], entry());
        let lost = [back.enter_live(&room, &id).await, people[1].enter_live(&room, &entry()).await];
        people[2].hold(&room, &entry()).await.ok();
        let also_lost = people[4].enter_live(&deserted, &entry()).await;
        // A seat nobody connects to, one who waits for it and will not come, and one who will.
        let wanted = event.room(&room.feature, json!({ "attendee_limit": 1 })).await;
        people[5].join(&wanted, &entry()).await.ok();
        for person in &people[6..] {
            person.client.put(&format!("/rooms/{}/waiting", wanted.id), &json!({})).await.ok();
        }
        room.counts(viewer, 3, 0, 5).await;
        deserted.counts(viewer, 1, 0, 5).await;

        world.stack().restart_worker().unwrap();
        for inside in &lost {
            inside.socket.ended(s(20)).await;
        }
        also_lost.socket.ended(s(20)).await;
        // Nobody lost anything: the seats, and the token of somebody who reconnects.
        assert_eq!(room.card(viewer).await["state"], "full");
        let socket = Knock::query(world, &lost[0].token).open().await;
        socket.joined().await;
        room.holds(&[back], 20).await;
        let ear = Ear::open(world, "/api/v1/me/socket", &people[7].token).await;
        // Cards come from the Lobby: that the others go is the work of the room's own alarm.
        let start = Instant::now();
        room.counts(viewer, 1, 0, 90).await;
        deserted.counts(viewer, 0, 0, 90).await;
        let took = start.elapsed();
        figure(&format!("counts are true {:.1} s after the Worker's restart (promised 90)", took.as_secs_f64()));
        back.join(&room, &id).await.ok();
        ear.frame("seat_free", s(30)).await;
        people[6].join(&wanted, &entry()).await.refused(409, "room_full");
        people[7].join(&wanted, &entry()).await.ok();
    });
}
