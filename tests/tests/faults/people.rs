//! The Worker dies between D1 and the objects when somebody is deleted: they are forgotten everywhere all the same.

use hallway_tests::wait::s;
use hallway_tests::{entry, run, until};
use serde_json::{Value, json};

use super::calm;

#[test]
fn somebody_deleted_is_forgotten_by_rooms_that_nobody_told() {
    run(async {
        let world = calm().await;
        let event = world.event().await;
        let (people, room) = event.with_room(2, json!({})).await;
        let (ada, ben) = (&people[0], &people[1]);
        let inside = ada.enter_live(&room, &entry()).await;
        ben.join(&room, &entry()).await.ok();
        ada.post(&room, &entry(), "Hers").await.ok();
        until("her line in D1", s(20), async || {
            let lines = "SELECT COUNT(*) FROM messages WHERE person = ?1";
            let found = tokio::task::block_in_place(|| world.catalogue().query_row(lines, [&ada.id], |row| row.get::<_, i64>(0)).unwrap());
            (found == 1).then_some(())
        })
        .await;

        world.faults(&json!({ "pushes_lost": true })).await;
        world.organizer.delete(&format!("/attendees/{}", ada.id)).await.ok();
        let lines = async || ben.messages(&room, "").await.ok()["data"].clone();
        assert_eq!((&lines().await[0]["text"], inside.socket.is_open()), (&json!("Hers"), true), "nobody was told yet");

        world.faults(&json!({ "clock_ms": 16_000 })).await;
        tokio::task::block_in_place(|| world.stack().cron()).unwrap();
        inside.socket.ended(s(15)).await;
        let (line, _) = until("the room to forget her", s(10), async || {
            let line = lines().await[0].clone();
            (line["text"] == Value::Null).then_some(line)
        })
        .await;
        assert_eq!(line["person"]["name"], "Deleted attendee");
        world.faults(&json!({})).await;
        let left = "SELECT COUNT(*) FROM forgets WHERE person = ?1";
        let left = tokio::task::block_in_place(|| world.catalogue().query_row(left, [&ada.id], |row| row.get::<_, i64>(0)).unwrap());
        assert_eq!(left, 0);
    });
}
