//! What moderators lock, LiveKit refuses: also to clients that ignore our screens, after a reload, and to who comes later.

use hallway_tests::event::Room;
use hallway_tests::native::{Native, is_there};
use hallway_tests::wait::s;
use hallway_tests::{Answer, Event, Person, World, entry, figure, run, until};
use livekit_protocol::TrackSource;
use serde_json::{Value, json};

/// A room whose moderator is the first of `n` people.
async fn moderated(n: usize) -> (Event, Vec<Person>, Room) {
    let event = World::shared().event().await;
    let people = event.attendees(n).await;
    let feature = event.feature(json!({})).await;
    let room = event.room(&feature, json!({ "moderators": [people[0].id] })).await;
    (event, people, room)
}
async fn lock(by: &Person, room: &Room, what: &str, person: Option<&Person>, locked: bool) -> Answer {
    let body = json!({ "what": what, "person": person.map(|p| &p.id), "locked": locked });
    by.client.put(&format!("/rooms/{}/locks", room.id), &body).await
}
async fn mute(by: &Person, room: &Room, what: &str, person: Option<&Person>) -> Answer {
    by.client.post(&format!("/rooms/{}/mutes", room.id), &json!({ "what": what, "person": person.map(|p| &p.id) })).await
}
async fn native(person: &Person, room: &Room, id: &str) -> Native {
    let seat = person.join(room, id).await.ok();
    let mut client = Native::quiet(seat["sfu"]["url"].as_str().unwrap(), seat["sfu"]["token"].as_str().unwrap());
    client.says("that it is connected", s(60), |said| said["connected"].is_string()).await;
    client
}
/// Waits until LiveKit has exactly these sources of somebody's.
async fn publishes(room: &Room, person: &Person, sources: &[TrackSource]) {
    let same = async || {
        let mut all: Vec<TrackSource> = World::shared().livekit.tracks(&room.id, &person.id).await.into_iter().map(|t| t.0).collect();
        all.sort_unstable();
        (all == sources).then_some(())
    };
    until(&format!("{sources:?} of {}", person.name), s(8), same).await;
}

#[test]
fn a_locked_camera_ends_and_does_not_come_back() {
    if !is_there() {
        return;
    }
    run(async {
        let (_, people, room) = moderated(2).await;
        let [mo, ada] = &people[..] else { panic!() };
        let _mo = mo.enter_live(&room, &entry()).await;
        let id = entry();
        let mut client = native(ada, &room, &id).await;
        assert!(client.publish("camera").await && client.publish("microphone").await);
        let start = std::time::Instant::now();
        let floor = lock(mo, &room, "camera", Some(ada), true).await.ok();
        assert_eq!(floor["locks"], json!([{ "person": ada.id, "what": "camera" }]));
        publishes(&room, ada, &[TrackSource::Microphone]).await;
        figure(&format!("a locked camera ended after {} ms", start.elapsed().as_millis()));
        assert!(!client.publish("camera").await, "it ignores the screens");
        // A reload: the same entry, a new body.
        drop(client);
        let mut client = native(ada, &room, &id).await;
        assert!(!client.publish("camera").await, "after a reload");
        assert!(client.publish("microphone").await);
        lock(mo, &room, "camera", Some(ada), false).await.ok();
        until("the camera to be open again", s(15), async || client.publish("camera").await.then_some(())).await;
    });
}

#[test]
fn a_lock_for_all_means_who_comes_later_too_and_no_moderator() {
    if !is_there() {
        return;
    }
    run(async {
        let (event, people, room) = moderated(3).await;
        let [mo, ada, late] = &people[..] else { panic!() };
        let _ada = ada.enter_live(&room, &entry()).await;
        let ear = ada.listen(&room).await;
        lock(mo, &room, "microphone", None, true).await.ok();
        let wanted = json!([{ "person": null, "what": "microphone" }]);
        ear.hears("the lock", s(5), |f| (f["type"] == "floor" && f["floor"]["locks"] == wanted).then_some(())).await;
        let mut of_late = native(late, &room, &entry()).await;
        assert!(!of_late.publish("microphone").await);
        assert!(of_late.publish("camera").await);
        let mut of_mo = native(mo, &room, &entry()).await;
        assert!(of_mo.publish("microphone").await, "moderators are never meant");
        assert_eq!(late.listen(&room).await.frame("hello", s(5)).await["floor"]["locks"], wanted);
        // Who becomes a moderator is free at once.
        event.change(&room, &json!({ "moderators": [mo.id, late.id] })).await;
        until("the microphone to be open", s(15), async || of_late.publish("microphone").await.then_some(())).await;
    });
}

#[test]
fn a_locked_chat_and_a_locked_stage_say_so() {
    run(async {
        let (_, people, room) = moderated(3).await;
        let [mo, ada, ben] = &people[..] else { panic!() };
        let mut inside = vec![];
        for person in &people {
            inside.push(person.enter_live(&room, &entry()).await);
        }
        let stage = format!("/rooms/{}/stage", room.id);
        lock(mo, &room, "chat", Some(ada), true).await.ok();
        let refused = ada.post(&room, &entry(), "May I?").await.refused(403, "locked");
        assert_eq!(refused["what"], "chat");
        ben.post(&room, &entry(), "I may.").await.ok();
        lock(mo, &room, "chat", None, true).await.ok();
        ben.post(&room, &entry(), "Not any more.").await.refused(403, "locked");
        mo.post(&room, &entry(), "I may always.").await.ok();
        ada.client.put(&stage, &json!({})).await.ok();
        let floor = lock(mo, &room, "share", Some(ada), true).await.ok();
        assert_eq!(floor["stage"], Value::Null, "the holder may not share any more");
        assert_eq!(ada.client.put(&stage, &json!({})).await.refused(403, "locked")["what"], "share");
        ben.client.put(&stage, &json!({})).await.ok();
        lock(mo, &room, "share", None, true).await.ok();
        ben.client.put(&stage, &json!({})).await.refused(403, "locked");
        let organizer = &World::shared().organizer;
        let open = json!({ "what": "share", "person": null, "locked": false });
        organizer.put(&format!("/rooms/{}/locks", room.id), &open).await.ok();
        ben.client.put(&stage, &json!({})).await.ok();
        ada.client.put(&stage, &json!({})).await.refused(403, "locked");
    });
}

#[test]
fn only_moderators_lock_and_mute_and_no_moderator_is_meant() {
    run(async {
        let (_, people, room) = moderated(3).await;
        let [mo, ada, ben] = &people[..] else { panic!() };
        let _inside = [ada.enter_live(&room, &entry()).await, mo.enter_live(&room, &entry()).await];
        lock(ada, &room, "chat", Some(mo), true).await.refused(403, "forbidden");
        lock(mo, &room, "chat", Some(mo), true).await.refused(403, "forbidden");
        lock(mo, &room, "chat", Some(ben), true).await.refused(404, "not_found");
        mute(ada, &room, "camera", None).await.refused(403, "forbidden");
        mute(mo, &room, "camera", Some(mo)).await.refused(403, "forbidden");
        mute(mo, &room, "camera", Some(ben)).await.refused(404, "not_found");
        mute(mo, &room, "camera", Some(ada)).await.ok();
        mute(mo, &room, "share", None).await.refused(422, "invalid");
        let (_, strangers, _) = moderated(1).await;
        lock(&strangers[0], &room, "chat", None, true).await.refused(404, "not_found");
        mute(&strangers[0], &room, "camera", None).await.refused(404, "not_found");
    });
}

#[test]
fn who_is_muted_is_quiet_and_hears_by_whom() {
    if !is_there() {
        return;
    }
    run(async {
        let (_, people, room) = moderated(3).await;
        let [mo, ada, ben] = &people[..] else { panic!() };
        let mut of_mo = native(mo, &room, &entry()).await;
        let (mut of_ada, mut of_ben) = (native(ada, &room, &entry()).await, native(ben, &room, &entry()).await);
        for client in [&mut of_mo, &mut of_ada, &mut of_ben] {
            assert!(client.publish("microphone").await && client.publish("camera").await);
        }
        let (ear, deaf) = (ada.listen(&room).await, ben.listen(&room).await);
        let muted = async |person: &Person, source: TrackSource| {
            let tracks = World::shared().livekit.tracks(&room.id, &person.id).await;
            tracks.contains(&(source, true))
        };
        mute(mo, &room, "microphone", Some(ada)).await.ok();
        assert!(
            muted(ada, TrackSource::Microphone).await
                && !muted(ada, TrackSource::Camera).await
                && !muted(ben, TrackSource::Microphone).await
        );
        let heard = ear.frame("muted", s(5)).await;
        assert_eq!(heard, json!({ "type": "muted", "by": { "id": mo.id, "name": mo.name }, "what": "microphone" }));
        of_ada.says("that it is muted", s(5), |said| said["muted"] == "microphone").await;
        mute(mo, &room, "camera", None).await.ok();
        assert!(muted(ada, TrackSource::Camera).await && muted(ben, TrackSource::Camera).await);
        assert!(!muted(mo, TrackSource::Camera).await, "moderators are never meant");
        assert_eq!(deaf.frame("muted", s(5)).await["what"], "camera", "the first this one hears");
        mute(mo, &room, "camera", None).await.ok();
        assert_eq!(deaf.frames().iter().filter(|f| f["type"] == "muted").count(), 1, "who is muted already is told once");
    });
}
