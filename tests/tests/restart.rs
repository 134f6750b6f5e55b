//! The Worker restarts, as at a deploy: objects lose their memory, and nothing else. A world of its own.

use hallway_tests::wait::s;
use hallway_tests::{Knock, World, entry, figure, run};
use serde_json::json;
use xtask::stack::Options;

#[test]
fn after_a_restart_alarms_go_on_within_90_seconds() {
    let world = World::own(Options::default());
    run(async {
        let (people, room) = world.event().await.with_room(4, json!({ "attendee_limit": 3 })).await;
        let (back, viewer, id) = (&people[0], &people[3], entry());
        let lost = [back.enter_live(&room, &id).await, people[1].enter_live(&room, &entry()).await];
        people[2].hold(&room, &entry()).await.ok();
        room.counts(viewer, 3, 0, 5).await;

        world.stack().restart_worker().unwrap();
        for inside in &lost {
            inside.socket.ended(s(20)).await;
        }
        // Nobody lost anything: the seats, and the token of somebody who reconnects.
        assert_eq!(room.card(viewer).await["state"], "full");
        let socket = Knock::query(world, &lost[0].token).with_query("reconnect", "1").open().await;
        socket.joined().await;
        room.holds(&[back], 20).await;
        // Cards come from the Lobby: that the others go is the work of the room's own alarm.
        let took = room.counts(viewer, 1, 0, 90).await;
        figure(&format!("counts are true {:.1} s after the Worker's restart (promised 90)", took.as_secs_f64()));
        back.join(&room, &id).await.ok();
    });
}
