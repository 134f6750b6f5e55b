//! A native LiveKit client: its token as Bearer, its media for real.

use hallway_tests::native::{Native, is_there};
use hallway_tests::wait::s;
use hallway_tests::{Ear, World, entry, figure, run};
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

/// docs/mobile.md, call by call, as an app in somebody's hand makes them.
#[test]
fn an_app_follows_this_page_step_by_step() {
    if !is_there() {
        return;
    }
    run(async {
        let world = World::shared();
        let (people, room) = world.event().await.with_room(2, json!({})).await;
        let (me, other) = (&people[0], &people[1]);

        // 1. Sign in with the personal link alone.
        let session = world.anybody.post("/sessions", &json!({ "link": me.link })).await.ok();
        assert_eq!(session["person"]["id"], me.id.as_str());
        let token = session["token"].as_str().unwrap();
        let app = world.anybody.bearer(token);

        // 2. The rooms, as a list that stays true.
        let features = app.get("/features").await.ok();
        let feature = features["data"][0]["id"].as_str().unwrap().to_owned();
        let card = app.get(&format!("/features/{feature}/cards")).await.ok()["data"][0].clone();
        assert_eq!((&card["room"], &card["action"]), (&json!(room.id), &json!("join")));
        let lobby = Ear::open(world, &format!("/api/v1/features/{feature}/socket"), token).await;

        // 3. Hold while looking at the preview, then join, with one entry.
        let entry_id = entry();
        let join = format!("/rooms/{}/join", room.id);
        let held = app.post(&join, &json!({ "entry_id": entry_id, "hold": true })).await.ok();
        assert_eq!((&held["seat"]["state"], held.get("sfu")), (&json!("held"), None));
        let seat = app.post(&join, &json!({ "entry_id": entry_id })).await.ok();

        // 4. Connect with what the answer has, through the gate.
        let mut client = Native::start(seat["sfu"]["url"].as_str().unwrap(), seat["sfu"]["token"].as_str().unwrap());
        let said = client.says("that it is connected", s(60), |said| said["connected"].is_string()).await;
        assert_eq!(said["connected"], me.id.as_str());
        client.says("that it publishes", s(60), |said| said["published"] == true).await;
        lobby.hears("that somebody is inside", s(5), |frame| frame.to_string().contains("\"attendees\":1").then_some(())).await;

        // 5. Listen, and write.
        let socket = seat["socket"]["url"].as_str().unwrap();
        let path = &socket[socket.find("/api/").expect("a path")..];
        let listening = Ear::open(world, path, token).await;
        listening.frame("hello", s(5)).await;
        let message = json!({ "id": entry(), "text": "from my phone" });
        let written = app.post(&format!("/rooms/{}/messages", room.id), &message).await.ok();
        let again = app.post(&format!("/rooms/{}/messages", room.id), &message).await.ok();
        assert_eq!(written["seq"], again["seq"]);
        listening.hears("the line", s(5), |frame| frame.to_string().contains("from my phone").then_some(())).await;

        // 6. Away and back with the same entry; connected anew; then out for good.
        app.post(&format!("/rooms/{}/leave", room.id), &json!({ "entry_id": entry_id, "away": true })).await.ok();
        drop(client);
        let back = app.post(&join, &json!({ "entry_id": entry_id })).await.ok();
        let mut client = Native::start(back["sfu"]["url"].as_str().unwrap(), back["sfu"]["token"].as_str().unwrap());
        client.says("that it is connected again", s(60), |said| said["connected"].is_string()).await;
        room.holds(&[me], 10).await;
        app.post(&format!("/rooms/{}/leave", room.id), &json!({ "entry_id": entry_id })).await.ok();
        drop(client);
        room.counts(other, 0, 0, 15).await;
        let code = listening.closed(s(15)).await;
        assert_eq!(code, 4404);
    });
}
