//! A network test: through the gate to LiveKit, alone, with nothing to publish and no seat taken.

use hallway_tests::native::{Native, is_there};
use hallway_tests::wait::s;
use hallway_tests::{Knock, Person, World, entry, forge, run};
use reqwest::Method;
use serde_json::{Value, json};

/// The one server of this world: its address and the person's token.
async fn begin(person: &Person) -> (String, String) {
    let test = person.client.post("/network-tests", &json!({})).await.ok();
    let servers = test["servers"].as_array().unwrap();
    assert_eq!(servers.len(), 1, "{test}");
    let text = |field: &str| servers[0][field].as_str().unwrap().to_owned();
    (text("url"), text("token"))
}

fn room_of(person: &Person) -> String {
    person.id.replace("att_", "net_")
}

#[test]
fn somebody_is_alone_there_and_may_do_nothing() {
    run(async {
        let world = World::shared();
        let (people, room) = world.event().await.with_room(2, json!({})).await;
        let (_, token) = begin(&people[0]).await;
        let socket = Knock::query(world, &token).with_cookie(&people[0].token, &world.url).open().await;
        let joined = socket.joined().await;
        assert_eq!(joined.room.unwrap().name, room_of(&people[0]));
        assert!(joined.other_participants.is_empty());
        let may = joined.participant.unwrap().permission.unwrap();
        assert!(!may.can_publish && !may.can_publish_data && !may.can_update_metadata, "{may:?}");
        // It is no stay: the person takes a seat meanwhile, and nobody else sees them twice.
        people[0].join(&room, &entry()).await.ok();
        room.counts(&people[1], 1, 0, 5).await;
        // The same token once more is the same person, and the first connection ends.
        let again = Knock::bearer(world, &token).open().await;
        again.joined().await;
        socket.ended(s(10)).await;
    });
}

#[test]
fn nobody_gets_into_somebody_elses() {
    run(async {
        let world = World::shared();
        let (people, _) = world.event().await.with_room(2, json!({})).await;
        let (_, token) = begin(&people[0]).await;
        let secret = &world.secrets.livekit;
        let to = |name: String| forge::changed(&token, secret, |claims| claims["video"]["room"] = name.into());
        for name in [room_of(&people[1]), "net_".to_owned(), "anything".to_owned(), String::new()] {
            let knock = Knock::query(world, &to(name.clone())).refused().await;
            assert!(matches!(knock.status.as_u16(), 401 | 403), "{name}: {knock}");
        }
        // A room of the event with a test's token: there is no seat for it.
        let (_, room) = world.event().await.with_room(1, json!({})).await;
        Knock::query(world, &to(room.id.clone())).refused().await.refused(403, "forbidden");
        Knock::query(world, &token).with_cookie(&people[1].token, &world.url).refused().await.refused(403, "forbidden");
        // More rights than the gate gives are not taken from a token.
        let greedy = forge::changed(&token, secret, |claims| {
            claims["video"]["canPublish"] = Value::Bool(true);
            claims["video"]["canPublishData"] = Value::Bool(true);
        });
        let socket = Knock::bearer(world, &greedy).open().await;
        let may = socket.joined().await.participant.unwrap().permission.unwrap();
        assert!(!may.can_publish && !may.can_publish_data, "{may:?}");
    });
}

#[test]
fn whose_session_is_over_has_no_test() {
    run(async {
        let world = World::shared();
        let (people, _) = world.event().await.with_room(1, json!({})).await;
        world.anybody.send(Method::POST, "/network-tests", Some(&json!({}))).await.refused(401, "unauthenticated");
        world.organizer.delete(&format!("/attendees/{}", people[0].id)).await.ok();
        people[0].client.post("/network-tests", &json!({})).await.refused(401, "session_revoked");
    });
}

#[test]
fn media_finds_its_way() {
    if !is_there() {
        return;
    }
    run(async {
        let world = World::shared();
        let (people, _) = world.event().await.with_room(1, json!({})).await;
        let (url, token) = begin(&people[0]).await;
        let mut native = Native::quiet(&url, &token);
        native.says("that it is connected", s(20), |said| said["connected"].is_string()).await;
        assert!(!native.publish("microphone").await, "LiveKit let it publish");
    });
}
