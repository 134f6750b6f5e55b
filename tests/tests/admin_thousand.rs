//! A thousand rooms in one feature: what an organizer does with them all at once stays quick.

use std::time::Instant;

use hallway_tests::wait::figure;
use hallway_tests::{Answer, World, entry, run};
use serde_json::{Value, json};
use uuid::Uuid;

const ROOMS: usize = 1_000;

async fn timed(what: &str, answer: impl Future<Output = Answer>) -> Value {
    let start = Instant::now();
    let answer = answer.await;
    let (millis, cost) = (start.elapsed().as_millis(), answer.cost());
    figure(&format!("{what}: {millis} ms, {cost}"));
    assert!(millis < 10_000, "{what}: {millis} ms");
    // A Worker makes a thousand calls at most for one of its own; most of the statements are a lobby's.
    assert!(cost.hops < 200, "{what}: {cost}");
    answer.ok()
}

#[test]
fn alone_a_thousand_rooms_are_listed_sorted_and_changed_at_once() {
    run(async {
        let world = World::shared();
        let event = world.event().await;
        let people = event.attendees(1).await;
        let feature = event.feature(json!({})).await;
        let ids: Vec<String> = (0..ROOMS).map(|_| format!("room_{}", Uuid::now_v7().simple())).collect();
        // One by one over the API it takes a minute.
        let (of, made, into) = (event.id.clone(), ids.clone(), feature.clone());
        tokio::task::spawn_blocking(move || {
            let mut catalogue = world.catalogue();
            let all = catalogue.transaction().unwrap();
            for (position, id) in made.iter().enumerate() {
                let sql = "INSERT INTO rooms (id, event, feature, name, sfu, position, created_at, warm) VALUES (?1, ?2, ?3, ?4, 'main', ?5, 0, 0)";
                all.execute(sql, rusqlite::params![id, of, into, format!("Room {position}"), position as i64]).unwrap();
            }
            all.commit().unwrap();
        })
        .await
        .unwrap();
        let rooms = format!("/features/{feature}/rooms");
        let organizer = &world.organizer;
        let list = timed("a thousand rooms listed", organizer.get(&format!("{rooms}?limit=1000"))).await;
        assert_eq!((list["data"].as_array().unwrap().len(), &list["next_cursor"]), (ROOMS, &Value::Null));
        timed("one of them found", organizer.get(&format!("{rooms}?q=room%20999&limit=1000"))).await;
        let order = json!({ "rooms": [ids[999]], "before": ids[0] });
        let sorted = timed("the last of them made the first", organizer.put(&format!("{rooms}/order"), &order)).await;
        assert_eq!((&sorted["data"][0], &sorted["data"][999]), (&json!(ids[999]), &json!(ids[998])));
        assert_eq!(people[0].cards(&feature).await[0]["room"], ids[999].as_str());
        timed("how many are in each of them", organizer.get(&format!("/features/{feature}/live"))).await;
        let close = json!({ "rooms": ids, "enabled": false, "closed_reason": "Lunch" });
        let closed = timed("all of them closed", organizer.post(&format!("{rooms}/batch"), &close)).await;
        assert_eq!((closed["data"].as_array().unwrap().len(), &closed["skipped"]), (ROOMS, &json!([])));
        let cards = people[0].cards(&feature).await;
        assert!(cards.len() == ROOMS && cards.iter().all(|card| card["state"] == "closed"));
        // Nobody was ever in them: there is no object that would have to hear of it.
        let answer = people[0].client.post(&format!("/rooms/{}/join", ids[500]), &json!({ "entry_id": entry() })).await;
        answer.refused(409, "room_closed");
        timed("all of them saved as a table", organizer.get(&format!("{rooms}.csv"))).await;
        let delete = json!({ "rooms": ids[..500], "delete": true });
        timed("half of them deleted", organizer.post(&format!("{rooms}/batch"), &delete)).await;
    });
}
