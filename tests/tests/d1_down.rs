//! D1 away: whom Hallway knows already still joins, moves, leaves and sees true cards. I9. A world of its own.

use hallway_tests::event::token_of;
use hallway_tests::wait::s;
use hallway_tests::{Knock, World, entry, run, until};
use serde_json::json;
use xtask::stack::Options;

#[test]
fn a_warm_room_needs_no_catalogue() {
    let world = World::own(Options::default());
    run(async {
        let event = world.event().await;
        let people = event.attendees(3).await;
        let feature = event.feature(json!({})).await;
        let lobby = event.room(&feature, json!({ "name": "Lobby", "moderators": [people[2].id] })).await;
        let quiet = event.room(&lobby.feature, json!({ "name": "Quiet corner" })).await;
        let (ada, ben) = (&people[0], &people[1]);
        // An object reads the catalogue once, when it is first asked.
        for room in [&lobby, &quiet] {
            let id = entry();
            people[2].join(room, &id).await.ok();
            people[2].leave(room, &id).await;
            room.counts(ada, 0, 0, 20).await;
        }

        take_away(world);
        let broken = world.organizer.get("/events").await;
        assert!(broken.status.is_server_error(), "the catalogue is still there: {broken}");
        broken.is_a_problem();

        let id = entry();
        let inside = ada.enter_live(&lobby, &id).await;
        lobby.holds(&[ada], 5).await;
        lobby.counts(ben, 1, 0, 5).await;
        let held = entry();
        ben.hold(&lobby, &held).await.ok();
        let token = token_of(ben.join(&lobby, &held).await);
        Knock::bearer(world, &token).open().await.joined().await;
        ada.join(&lobby, &id).await.ok();
        let moved = entry();
        let (token, _) = until("the move", s(30), async || {
            let answer = ada.move_to(&quiet, &moved).await;
            (answer.status == 200).then(|| token_of(answer))
        })
        .await;
        inside.socket.ended(s(10)).await;
        let socket = Knock::query(world, &token).open().await;
        socket.joined().await;
        quiet.counts(ben, 1, 0, 5).await;
        ada.leave(&quiet, &moved).await;
        quiet.counts(ben, 0, 0, 20).await;

        // The moderator of the lobby talks with Ben, then removes him, for the rest of the day; and lets him back.
        let moderator = &people[2];
        moderator.join(&lobby, &entry()).await.ok();
        let ear = moderator.listen(&lobby).await;
        ben.post(&lobby, &entry(), "hi").await.ok();
        ear.frame("chat", s(5)).await;
        let ban = moderator.remove(&lobby, ben, json!({ "ban": { "until": "end_of_day" }, "delete_messages": true })).await.ok();
        ben.join(&lobby, &entry()).await.refused(403, "banned");
        moderator.client.delete(&format!("/bans/{}", ban["id"].as_str().unwrap())).await.ok();
        until("the way back in", s(20), async || ben.join(&lobby, &entry()).await.status.is_success().then_some(())).await;
    });
}

/// Every table under another name: whoever asks the catalogue anything gets an error.
pub(super) fn take_away(world: &World) {
    let catalogue = world.catalogue();
    let tables = {
        let mut query = catalogue.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND sql LIKE '%STRICT%'").unwrap();
        let names = query.query_map([], |row| row.get::<_, String>(0)).unwrap();
        names.collect::<Result<Vec<_>, _>>().unwrap()
    };
    assert!(tables.len() > 8, "{tables:?}");
    for table in tables {
        catalogue.execute_batch(&format!("ALTER TABLE {table} RENAME TO gone_{table}")).unwrap();
    }
}

/// As it was before.
pub(super) fn bring_back(world: &World) {
    let catalogue = world.catalogue();
    let tables = {
        let mut query =
            catalogue.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name LIKE 'gone\\_%' ESCAPE '\\'").unwrap();
        let names = query.query_map([], |row| row.get::<_, String>(0)).unwrap();
        names.collect::<Result<Vec<_>, _>>().unwrap()
    };
    for table in tables {
        catalogue.execute_batch(&format!("ALTER TABLE {table} RENAME TO {}", table.trim_start_matches("gone_"))).unwrap();
    }
}
