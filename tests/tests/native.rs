//! A native LiveKit client: its token as Bearer, its media for real.

use hallway_tests::native::{Native, is_there};
use hallway_tests::wait::s;
use hallway_tests::{World, entry, figure, run};
use serde_json::json;

#[test]
fn two_native_clients_see_each_other_through_the_gate() {
    if !is_there() {
        return;
    }
    run(async {
        let (people, room) = World::shared().event().await.with_room(2, json!({})).await;
        let mut clients = vec![];
        for person in &people {
            let seat = person.join(&room, &entry()).await.ok();
            clients.push(Native::start(seat["sfu"]["url"].as_str().unwrap(), seat["sfu"]["token"].as_str().unwrap()));
        }
        for (client, person) in clients.iter_mut().zip(&people) {
            let said = client.says("that it is connected", s(60), |said| said["connected"].is_string()).await;
            assert_eq!(said["connected"], person.id.as_str());
            client.says("that it publishes", s(60), |said| said["published"] == true).await;
        }
        room.holds(&[&people[0], &people[1]], 10).await;
        room.counts(&people[0], 2, 0, 5).await;
        for (client, other) in clients.iter_mut().zip(people.iter().rev()) {
            let seen = |said: &serde_json::Value| said["frames"][&other.id].as_u64().unwrap_or_default();
            let some = client.says("that frames arrive", s(60), |said| seen(said) > 0).await;
            let more = client.says("that more frames arrive", s(60), |said| seen(said) >= seen(&some) + 10).await;
            figure(&format!("a native client decoded {} frames of the other", seen(&more)));
        }
    });
}
