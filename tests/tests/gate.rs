//! The gate: what gets through it, and everything that does not. I2.

use std::time::Duration;

use futures_util::future::join_all;
use hallway_tests::event::{Room, token_of};
use hallway_tests::wait::s;
use hallway_tests::{Answer, Knock, Person, World, entry, forge, run};
use reqwest::Method;
use serde_json::json;

/// A person with a fresh token for a room they are not connected to.
async fn with_token(world: &'static World) -> (Vec<Person>, Room, String, String) {
    let (people, room) = world.event().await.with_room(2, json!({})).await;
    let id = entry();
    let token = token_of(people[0].join(&room, &id).await);
    (people, room, id, token)
}

/// Nobody is inside, and no attempt was written: a seat that had one would wait for LiveKit's proof.
async fn untouched(people: &[Person], room: &Room, id: &str) {
    assert!(room.inside().await.is_empty(), "somebody is inside");
    room.counts(&people[1], 1, 0, 5).await;
    people[0].leave(room, id).await;
    let took = room.counts(&people[1], 0, 0, 4).await;
    assert!(took < Duration::from_secs(4));
}

fn refusals(answers: Vec<(String, Answer)>) {
    for (what, answer) in answers {
        assert!(matches!(answer.status.as_u16(), 400 | 401 | 403 | 404 | 405), "{what}: {answer}");
        answer.is_a_problem();
    }
}

async fn all_refused(knocks: Vec<(&'static str, Knock)>) {
    let one = |(what, knock): (&'static str, Knock)| async move { (what.to_owned(), knock.refused().await) };
    refusals(join_all(knocks.into_iter().map(one)).await);
}

#[test]
fn a_good_token_gets_through_as_query_and_as_bearer() {
    run(async {
        let world = World::shared();
        let (people, room) = world.event().await.with_room(2, json!({})).await;
        let tokens = [token_of(people[0].join(&room, &entry()).await), token_of(people[1].join(&room, &entry()).await)];
        let browser = Knock::query(world, &tokens[0]).with_cookie(&people[0].token, &world.url).open().await;
        let native = Knock::bearer(world, &tokens[1]).open().await;
        let me = browser.joined().await.participant.unwrap();
        assert_eq!((me.identity.as_str(), me.name.as_str()), (people[0].id.as_str(), people[0].name.as_str()));
        native.joined().await;
        room.holds(&[&people[0], &people[1]], 5).await;
        for inside in world.livekit.participants(&room.id).await {
            assert!(inside.attributes.contains_key("e"), "{inside:?}");
            assert_eq!(inside.attributes["role"], "attendee");
            let may = inside.permission.unwrap();
            assert!(may.can_publish && may.can_subscribe && !may.can_publish_data && !may.can_update_metadata && !may.hidden);
            assert_eq!(may.can_publish_sources, [1, 2], "camera and microphone");
        }
        let answer = people[0].client.post(&format!("/rooms/{}/join", room.id), &json!({ "entry_id": entry(), "hold": true })).await.ok();
        let states: Vec<_> = answer["room"]["people"].as_array().unwrap().iter().map(|person| person["state"].clone()).collect();
        assert_eq!(states, ["live", "live"]);
    });
}

#[test]
fn validate_says_what_a_connect_would_be_told() {
    run(async {
        let world = World::shared();
        let (people, room, id, token) = with_token(world).await;
        for path in ["/sfu/main/rtc/validate", "/sfu/main/rtc/v1/validate"] {
            let answer = Knock::query(world, &token).path(world, path).without_upgrade().refused().await;
            assert_eq!((answer.status.as_u16(), answer.text.as_str()), (200, "success"));
            let answer = Knock::bearer(world, &token).path(world, path).without_upgrade().refused().await;
            assert_eq!(answer.status, 200);
        }
        // A browser's plain GET brings its cookie and no Origin.
        let mine = format!("__Host-hallway={}", people[0].token);
        let asked = Knock::query(world, &token).path(world, "/sfu/main/rtc/validate").without_upgrade().with_header("cookie", &mine);
        assert_eq!(asked.refused().await.status, 200);
        untouched(&people, &room, &id).await;
        let answer = Knock::query(world, &token).path(world, "/sfu/main/rtc/validate").without_upgrade().refused().await;
        answer.refused(403, "forbidden");
    });
}

#[test]
fn only_the_four_addresses_exist() {
    run(async {
        let world = World::shared();
        let (people, room, id, token) = with_token(world).await;
        let paths = [
            "/sfu/main//rtc",
            "/sfu//main/rtc",
            "/sfu/main/rtc/",
            "/sfu/main/rtc//v1",
            "/sfu/main/rtc/v1/",
            "/sfu/main/rtc/v2",
            "/sfu/main/rtc%2Fv1",
            "/sfu/main/%72tc",
            "/sfu/main/RTC",
            "/sfu/main/rtc;x",
            "/sfu/other/rtc",
            "/sfu//rtc",
            "/sfu/rtc",
            "/sfu/main/whip/v1",
            "/sfu/main/agent",
            "/sfu/main/debug/rooms",
            "/sfu/main/settings/regions",
            "/sfu/main/twirp/livekit.RoomService/ListParticipants",
            "/sfu/main/rtc/twirp/livekit.RoomService/ListParticipants",
        ];
        for path in paths {
            let get = Knock::query(world, &token).path(world, path).refused().await;
            let post = Knock::bearer(world, &token).path(world, path).method(Method::POST).without_upgrade().refused().await;
            get.refused(404, "not_found");
            post.refused(404, "not_found");
        }
        // The same addresses without the gate's prefix are the web app's, and never LiveKit's.
        for path in ["/rtc", "/rtc/v1", "/rtc/validate", "/whip/v1", "/twirp/livekit.RoomService/ListParticipants", "/agent"] {
            let get = Knock::query(world, &token).path(world, path).refused().await;
            let post = Knock::bearer(world, &token).path(world, path).method(Method::POST).without_upgrade().refused().await;
            for answer in [get, post] {
                assert!(!answer.text.contains("success") && !answer.text.contains("participants"), "{answer}");
            }
        }
        untouched(&people, &room, &id).await;
    });
}

#[test]
fn no_method_but_get_and_nothing_but_a_websocket() {
    run(async {
        let world = World::shared();
        let (people, room, id, token) = with_token(world).await;
        for method in [Method::POST, Method::PUT, Method::PATCH, Method::DELETE] {
            Knock::query(world, &token).method(method).without_upgrade().refused().await.refused(405, "method_not_allowed");
        }
        Knock::query(world, &token).without_upgrade().refused().await.refused(400, "malformed");
        untouched(&people, &room, &id).await;
    });
}

#[test]
fn one_credential_once() {
    run(async {
        let world = World::shared();
        let (people, room, id, token) = with_token(world).await;
        let bearer = format!("Bearer {token}");
        all_refused(vec![
            ("none", Knock::bare(world)),
            ("an empty one", Knock::query(world, "")),
            ("both kinds", Knock::query(world, &token).with_header("authorization", &bearer)),
            ("query twice", Knock::query(world, &token).with_query("access_token", &token)),
            ("query twice, one empty", Knock::query(world, &token).with_query("access_token", "")),
            ("query twice, one encoded", Knock::query(world, &token).with_query("access%5Ftoken", &token)),
            ("bearer twice", Knock::bearer(world, &token).with_header("authorization", &bearer)),
            ("another scheme", Knock::bare(world).with_header("authorization", &format!("Basic {token}"))),
            ("a scheme and a token", Knock::query(world, &token).with_header("authorization", "Basic x")),
        ])
        .await;
        untouched(&people, &room, &id).await;
    });
}

/// LiveKit would let a second body in under another identity.
#[test]
fn publish_in_the_query_is_refused() {
    run(async {
        let world = World::shared();
        let (people, room, id, token) = with_token(world).await;
        all_refused(vec![
            ("publish", Knock::query(world, &token).with_query("publish", "ghost")),
            ("empty", Knock::query(world, &token).with_query("publish", "")),
            ("encoded", Knock::query(world, &token).with_query("%70ublish", "ghost")),
            ("as bearer", Knock::bearer(world, &token).with_query("publish", "ghost")),
            ("on v1", Knock::query(world, &token).path(world, "/sfu/main/rtc/v1").with_query("publish", "ghost")),
        ])
        .await;
        untouched(&people, &room, &id).await;
    });
}

#[test]
fn tokens_of_others_are_refused() {
    run(async {
        let world = World::shared();
        let (people, room, id, token) = with_token(world).await;
        let secret = world.secrets.livekit.as_str();
        let other = world.event().await.with_room(1, json!({})).await;
        let stranger = token_of(other.0[0].join(&other.1, &entry()).await);
        let now = forge::now();
        let forged = [
            ("signed by another key", forge::changed(&token, "another secret of at least 32 characters", |_| {})),
            ("of another issuer", forge::changed(&token, secret, |c| c["iss"] = json!("other"))),
            ("another person", forge::tampered(&token, |c| c["sub"] = json!(people[1].id))),
            ("another room", forge::tampered(&token, |c| c["video"]["room"] = json!(other.1.id))),
            ("more grants", forge::tampered(&token, |c| c["video"]["roomAdmin"] = json!(true))),
            ("expired", forge::changed(&token, secret, |c| c["exp"] = json!(now - 90))),
            ("not yet", forge::changed(&token, secret, |c| c["nbf"] = json!(now + 120))),
            ("an admin's", forge::changed(&token, secret, |c| c["video"]["roomAdmin"] = json!(true))),
            ("a hidden one", forge::changed(&token, secret, |c| c["video"]["hidden"] = json!(true))),
            ("a recorder's", forge::changed(&token, secret, |c| c["video"]["recorder"] = json!(true))),
            ("without a join", forge::changed(&token, secret, |c| c["video"]["roomJoin"] = json!(false))),
            ("without an epoch", forge::changed(&token, secret, |c| c["attributes"] = json!({ "role": "attendee" }))),
            ("an epoch of the future", forge::changed(&token, secret, |c| c["attributes"]["e"] = json!("999"))),
            ("an epoch that is none", forge::changed(&token, secret, |c| c["attributes"]["e"] = json!("one"))),
            ("somebody without a seat", forge::changed(&token, secret, |c| c["sub"] = json!(people[1].id))),
            ("a ghost", forge::changed(&token, secret, |c| c["sub"] = json!(format!("{}#ghost", people[0].id)))),
            ("a seat in another room", forge::changed(&token, secret, |c| c["video"]["room"] = json!(other.1.id))),
            ("no room of ours", forge::changed(&token, secret, |c| c["video"]["room"] = json!("lobby"))),
            ("a stranger here", forge::changed(&stranger, secret, |c| c["video"]["room"] = json!(room.id))),
            ("unsigned", format!("{}.", token.rsplit_once('.').unwrap().0)),
            ("a session", people[0].token.clone()),
            ("an API key", world.key.clone()),
            ("nonsense", "nonsense".to_owned()),
        ];
        let both = forged.iter().flat_map(|(what, token)| [(*what, Knock::query(world, token)), (*what, Knock::bearer(world, token))]);
        all_refused(both.collect()).await;
        assert!(other.1.inside().await.is_empty());
        untouched(&people, &room, &id).await;
    });
}

#[test]
fn a_cookie_must_be_the_tokens_person() {
    run(async {
        let world = World::shared();
        let (people, room, id, token) = with_token(world).await;
        let (mine, yours) = (&people[0].token, &people[1].token);
        let event = forge::claims(mine)["evt"].as_str().unwrap().to_owned();
        let over = forge::session(&world.secrets.session, "attendee", &people[0].id, Some(&event), 10);
        let refused = |knock: Knock| async move { knock.refused().await };
        refused(Knock::query(world, &token).with_cookie(yours, &world.url)).await.refused(403, "forbidden");
        refused(Knock::bearer(world, &token).with_cookie(yours, &world.url)).await.refused(403, "forbidden");
        refused(Knock::query(world, &token).with_cookie(mine, "https://evil.example")).await.refused(403, "bad_origin");
        refused(Knock::query(world, &token).with_header("cookie", &format!("__Host-hallway={mine}"))).await.refused(403, "bad_origin");
        refused(Knock::query(world, &token).with_cookie(&over, &world.url)).await.refused(401, "session_expired");
        refused(Knock::query(world, &token).with_cookie("nonsense", &world.url)).await.refused(401, "unauthenticated");
        untouched(&people, &room, &id).await;
    });
}

/// PROTOCOL 8.5: an older epoch is not admitted, though its token is whole and fresh.
#[test]
fn a_token_of_a_seat_taken_over_is_refused() {
    run(async {
        let world = World::shared();
        let (people, room) = world.event().await.with_room(1, json!({})).await;
        let ada = &people[0];
        let old = ada.enter_live(&room, &entry()).await;
        let refreshed = old.socket.refreshed_token().await;
        let newer = ada.enter_live(&room, &entry()).await;
        for token in [&old.token, &refreshed] {
            for knock in [Knock::query(world, token), Knock::bearer(world, token), Knock::query(world, token).with_query("reconnect", "1")]
            {
                let problem = knock.clone().refused().await.refused(403, "forbidden");
                assert!(problem["detail"].as_str().unwrap().starts_with("superseded"), "{problem}");
                knock.path(world, "/sfu/main/rtc/validate").without_upgrade().refused().await.refused(403, "forbidden");
            }
        }
        assert!(newer.socket.is_open(), "the newer tab was disturbed");
        room.holds(&[ada], 5).await;
        room.counts(ada, 1, 0, 5).await;
    });
}

/// LiveKit itself would let both tokens straight back in.
#[test]
fn after_leaving_neither_the_first_nor_the_refreshed_token_opens() {
    run(async {
        let world = World::shared();
        let (people, room) = world.event().await.with_room(1, json!({})).await;
        let (ada, id) = (&people[0], entry());
        let inside = ada.enter_live(&room, &id).await;
        let refreshed = inside.socket.refreshed_token().await;
        assert_eq!(forge::claims(&refreshed)["attributes"], forge::claims(&inside.token)["attributes"], "the epoch survives");
        ada.leave(&room, &id).await;
        inside.socket.ended(s(10)).await;
        let tries = (0..20).flat_map(|_| [&inside.token, &refreshed]).map(|token| async move {
            Knock::query(world, token).refused().await.refused(403, "forbidden");
            Knock::bearer(world, token).refused().await.refused(403, "forbidden");
        });
        join_all(tries).await;
        assert!(room.inside().await.is_empty());
        room.counts(ada, 0, 0, 20).await;
    });
}
