//! The sockets of Room and Person: who may listen, and what closes them.

use std::time::Duration;

use hallway_tests::event::Room;
use hallway_tests::wait::s;
use hallway_tests::{Ear, Knock, Person, World, entry, forge, run, until};
use serde_json::json;
use tokio_tungstenite::tungstenite::Message;

async fn seated() -> (Vec<Person>, Room) {
    let (people, room) = World::shared().event().await.with_room(2, json!({})).await;
    people[0].join(&room, &entry()).await.ok();
    (people, room)
}
fn at(path: &str) -> Knock {
    Knock::at(&World::shared().url, path).plain()
}
fn socket_of(room: &Room) -> String {
    format!("/api/v1/rooms/{}/socket", room.id)
}
fn bearer(knock: Knock, token: &str) -> Knock {
    knock.with_header("authorization", &format!("Bearer {token}"))
}

#[test]
fn the_join_says_where_and_the_room_says_hello() {
    run(async {
        let (people, room) = seated().await;
        let answer = people[0].join(&room, &entry()).await.ok();
        let url = answer["socket"]["url"].as_str().expect("where the room speaks").to_owned();
        assert_eq!(url, format!("{}{}", World::shared().url.replacen("http", "ws", 1), socket_of(&room)));
        assert_eq!(answer["room"]["time_zone"], "Europe/Vienna");
        assert_eq!(answer["room"]["event_ends_at"], "2027-12-31T18:00:00Z");
        people[0].post(&room, &entry(), "hi").await.ok();
        let ear = people[0].listen(&room).await;
        let hello = ear.frame("hello", s(5)).await;
        assert_eq!((hello["seq"].as_i64(), hello["complete"].as_bool()), (Some(1), Some(true)));
        assert_eq!(hello["messages"][0]["text"], "hi");
        assert_eq!(hello["people"][0]["id"], people[0].id.as_str());
        let since = bearer(at(&socket_of(&room)).with_query("after", "1"), &people[0].token);
        let ear = Ear::knock(since).await.unwrap();
        assert_eq!(ear.frame("hello", s(5)).await["messages"], json!([]));
    });
}

#[test]
fn nobody_listens_without_a_seat_or_a_session_of_ours_or_from_elsewhere() {
    run(async {
        let (people, room) = seated().await;
        let world = World::shared();
        let refused =
            async |knock: Knock, status: u16, code: &str| drop(Ear::knock(knock).await.expect_err("let in").refused(status, code));
        refused(at(&socket_of(&room)), 401, "unauthenticated").await;
        refused(bearer(at(&socket_of(&room)), "nonsense"), 401, "unauthenticated").await;
        refused(bearer(at(&socket_of(&room)), &people[1].token), 403, "no_seat").await;
        refused(bearer(at("/api/v1/rooms/room_0192f0c1e2a37b4c8d5e6f7081920a1b/socket"), &people[0].token), 404, "not_found").await;
        for path in [socket_of(&room), "/api/v1/me/socket".into()] {
            refused(at(&path).with_header("cookie", &format!("__Host-hallway={}", people[0].token)), 403, "bad_origin").await;
            refused(at(&path).with_cookie(&people[0].token, "https://evil.example"), 403, "bad_origin").await;
            let ear = Ear::knock(at(&path).with_cookie(&people[0].token, &world.url)).await.expect("our own page");
            ear.frame("hello", s(5)).await;
            bearer(at(&path), &people[0].token).without_upgrade().refused().await.refused(400, "malformed");
        }
        let stranger = world.event().await.attendee("Eve", json!({})).await;
        refused(bearer(at(&socket_of(&room)), &stranger.token), 404, "not_found").await;
    });
}

#[test]
fn a_ping_is_answered_and_anything_else_closes_it() {
    run(async {
        let (people, room) = seated().await;
        for path in [socket_of(&room), "/api/v1/me/socket".into()] {
            for talk in [Message::text("hi"), Message::text("x".repeat(16 * 1024 * 1024)), Message::binary(vec![0; 3])] {
                let ear = Ear::open(World::shared(), &path, &people[0].token).await;
                ear.say(Message::text("ping")).await;
                ear.hears("pong", s(5), |frame| (frame == "pong").then_some(())).await;
                ear.say(talk).await;
                assert_eq!(ear.closed(s(20)).await, 1008);
            }
        }
        people[0].post(&room, &entry(), "the object lives").await.ok();
    });
}

#[test]
fn two_sockets_each_and_a_third_closes_the_oldest() {
    run(async {
        let (people, room) = seated().await;
        people[1].join(&room, &entry()).await.ok();
        let other = people[1].listen(&room).await;
        for path in [socket_of(&room), "/api/v1/me/socket".into()] {
            let mut ears = vec![];
            for _ in 0..3 {
                ears.push(Ear::open(World::shared(), &path, &people[0].token).await);
            }
            assert_eq!(ears[0].closed(s(5)).await, 4409);
            assert!(ears[1].is_open() && ears[2].is_open());
        }
        assert!(other.is_open(), "each person has two of their own");
    });
}

#[test]
fn the_end_of_the_session_closes_both() {
    run(async {
        let event = World::shared().event().await;
        let (people, room) = event.with_room(1, json!({})).await;
        people[0].join(&room, &entry()).await.ok();
        let secret = World::shared().secrets.session.as_str();
        // Three seconds are left of it.
        let short = forge::session(secret, "attendee", &people[0].id, Some(&event.id), -3);
        let room_ear = Ear::open(World::shared(), &socket_of(&room), &short).await;
        let own_ear = Ear::open(World::shared(), "/api/v1/me/socket", &short).await;
        let long = people[0].listen(&room).await;
        assert_eq!((room_ear.closed(s(15)).await, own_ear.closed(s(15)).await), (4401, 4401));
        assert!(long.is_open(), "a longer session's stays");
    });
}

#[test]
fn leaving_and_a_revoked_link_close_them() {
    run(async {
        let (people, room) = seated().await;
        let (ear, own) = (people[0].listen(&room).await, people[0].listen_at_home().await);
        people[0].client.post(&format!("/rooms/{}/leave", room.id), &json!({})).await.ok();
        assert_eq!(ear.closed(s(5)).await, 4404);
        assert!(own.is_open());
        World::shared().organizer.post(&format!("/attendees/{}/revoke_link", people[0].id), &json!({})).await.ok();
        assert_eq!(own.closed(s(5)).await, 4401);
        Ear::knock(bearer(at("/api/v1/me/socket"), &people[0].token)).await.expect_err("let in").refused(401, "session_revoked");
    });
}

#[test]
fn a_take_over_and_a_move_tell_the_other_tab() {
    run(async {
        let event = World::shared().event().await;
        let (people, room) = event.with_room(1, json!({})).await;
        let other = event.room(&room.feature, json!({ "name": "Q&A" })).await;
        let own = people[0].listen_at_home().await;
        assert_eq!(own.frame("hello", s(5)).await["room"], json!(null));
        let (first, second, third) = (entry(), entry(), entry());
        people[0].join(&room, &first).await.ok();
        people[0].join(&room, &second).await.ok();
        let told = |id: &str| {
            let id = id.to_owned();
            move |frame: &serde_json::Value| {
                (frame["type"] == "superseded" && frame["entry_id"] == id.as_str()).then(|| frame["room"]["id"].clone())
            }
        };
        assert_eq!(own.hears("the first entry ended", s(5), told(&first)).await, room.id.as_str());
        people[0].move_to(&other, &third).await.ok();
        assert_eq!(own.hears("the second entry ended", s(5), told(&second)).await, room.id.as_str());
        let again = people[0].listen_at_home().await;
        assert_eq!(again.frame("hello", s(5)).await["room"]["name"], "Q&A");
    });
}

/// Only time shows it: the platform puts an object to sleep after ten seconds without work, and its memory is gone. The
/// sockets stay, and speak again.
#[test]
fn sockets_outlive_the_sleep_of_their_objects() {
    run(async {
        let (people, room) = seated().await;
        people[1].join(&room, &entry()).await.ok();
        let (ear, own) = (people[0].listen(&room).await, people[0].listen_at_home().await);
        ear.frame("hello", s(5)).await;
        own.frame("hello", s(5)).await;
        let instances = async || {
            let of = async |path: String| World::shared().anybody.get(&path).await.text;
            (of(format!("/debug/instances/ROOM/{}", room.id)).await, of(format!("/debug/instances/PERSON/{}", people[0].id)).await)
        };
        let before = instances().await;
        tokio::time::sleep(Duration::from_secs(13)).await;
        let after = instances().await;
        assert!(before.0 != after.0 && before.1 != after.1, "they did not sleep: {before:?}");
        people[1].post(&room, &entry(), "good morning").await.ok();
        assert_eq!(ear.frame("chat", s(5)).await["messages"][0]["text"], "good morning");
        let removal = hallway_tests::event::removal(&people[0], json!({}));
        World::shared().organizer.post(&format!("/rooms/{}/removals", room.id), &removal).await.ok();
        own.frame("removed", s(5)).await;
        assert_eq!(ear.closed(s(5)).await, 4403);
    });
}

/// Everybody hears who is there, within a second.
#[test]
fn comings_and_goings_are_heard() {
    run(async {
        let (people, room) = seated().await;
        let ear = people[0].listen(&room).await;
        ear.frame("hello", s(5)).await;
        let here = async |n: usize| {
            let heard = until("the list of people", s(5), async || {
                let last = ear.frames().into_iter().rfind(|frame| frame["type"] == "people")?;
                (last["people"].as_array()?.len() == n).then_some(())
            });
            heard.await.1
        };
        people[1].join(&room, &entry()).await.ok();
        assert!(here(2).await < Duration::from_secs(1));
        people[1].client.post(&format!("/rooms/{}/leave", room.id), &json!({})).await.ok();
        assert!(here(1).await < Duration::from_secs(1));
    });
}
