//! A removal holds: against every token, every way in, and every moment it may fall on. I2.

use std::time::{Duration, Instant};

use hallway_tests::event::{Room, token_of};
use hallway_tests::native::{self, Native};
use hallway_tests::wait::{figure, s};
use hallway_tests::{Event, Knock, Person, World, entry, run, until};
use serde_json::{Value, json};

async fn moderated(n: usize) -> (Event, Vec<Person>, Room) {
    let event = World::shared().event().await;
    let people = event.attendees(n).await;
    let feature = event.feature(json!({})).await;
    let room = event.room(&feature, json!({ "moderators": [people[0].id] })).await;
    (event, people, room)
}

/// Every way in with a token: as browsers and as native clients do, with the cookie and without.
fn ways(world: &World, person: &Person, token: &str) -> [Knock; 4] {
    let cookie = |knock: Knock| knock.with_cookie(&person.token, &world.url);
    [Knock::query(world, token), cookie(Knock::query(world, token)), Knock::bearer(world, token), cookie(Knock::bearer(world, token))]
}

/// 50 tries over 60 s, with the original token and with the one LiveKit itself handed out: nobody gets in.
#[test]
fn fifty_tries_with_every_token_come_to_nothing_within_60_s() {
    run(async {
        let world = World::shared();
        let (_, people, room) = moderated(2).await;
        let inside = people[1].enter_live(&room, &entry()).await;
        let refreshed = inside.socket.refreshed_token().await;
        people[0].remove(&room, &people[1], json!({ "ban": { "seconds": 600 } })).await.ok();
        assert_eq!(inside.socket.ended(s(5)).await, Some(4), "PARTICIPANT_REMOVED");
        let (start, mut tries) = (tokio::time::Instant::now(), 0_u32);
        for n in 0..50_u32 {
            tokio::time::sleep_until(start + Duration::from_millis(1_200) * n).await;
            let token = if n % 2 == 0 { &inside.token } else { &refreshed };
            let way = ways(world, &people[1], token).into_iter().nth((n / 2 % 4) as usize).unwrap();
            let answer = way.refused().await;
            assert!(matches!(answer.status.as_u16(), 401 | 403), "{answer}");
            assert!(room.inside().await.is_empty(), "try {n} made a body");
            tries += 1;
        }
        figure(&format!("removal: {tries} tries over {} s, 0 connects", start.elapsed().as_secs()));
        people[1].join(&room, &entry()).await.refused(403, "banned");
    });
}

/// A native client with a moving picture: it is out, and the other sees no more of it, within two seconds.
#[test]
fn alone_media_is_gone_within_two_seconds() {
    run(async {
        if !native::is_there() {
            return;
        }
        let (_, people, room) = moderated(3).await;
        let start = async |person: &Person| {
            let sfu = person.join(&room, &entry()).await.ok()["sfu"].clone();
            Native::start(sfu["url"].as_str().unwrap(), sfu["token"].as_str().unwrap())
        };
        let (mut watching, mut removed) = (start(&people[1]).await, start(&people[2]).await);
        let picture = |said: &Value| said["frames"][people[2].id.as_str()].as_i64().is_some_and(|n| n > 5);
        watching.says("that it sees the other", s(40), picture).await;
        let asked = Instant::now();
        people[0].remove(&room, &people[2], json!({ "ban": { "seconds": 600 } })).await.ok();
        let answered = asked.elapsed();
        removed.says("that it was put out", s(10), |said| said["disconnected"].is_string()).await;
        room.holds(&[&people[1]], 5).await;
        let gone = asked.elapsed();
        figure(&format!("removal: answered in {} ms, media gone after {} ms", answered.as_millis(), gone.as_millis()));
        assert!(gone < s(2), "{gone:?}");
        // Its lines come four a second and may lie waiting: the picture stands still when eight in a row say the same.
        let (mut last, mut same) = (None, 0);
        let still = |said: &Value| {
            let count = said["frames"][people[2].id.as_str()].as_i64();
            same = if count == last { same + 1 } else { 1 };
            last = count;
            count.is_some() && same == 8
        };
        watching.says("that the picture stands still", s(15), still).await;
    });
}

/// Removed in the middle of a move, with the seat in the new room only held: out of both.
#[test]
fn a_removal_in_a_move_or_a_reload_ends_with_them_out() {
    run(async {
        let (event, people, room) = moderated(2).await;
        let other = event.room(&room.feature, json!({ "moderators": [people[0].id] })).await;
        let tab = entry();
        let inside = people[1].enter_live(&room, &tab).await;
        let moving = entry();
        let (moved, ban) = tokio::join!(people[1].move_to(&other, &moving), people[0].remove(&other, &people[1], json!({})));
        ban.ok();
        if moved.status.is_success() {
            Knock::query(World::shared(), &token_of(moved)).refused().await;
        }
        people[1].join(&other, &entry()).await.refused(403, "banned");
        drop(inside);

        let back = entry();
        until("the first room again", s(30), async || {
            let answer = people[1].move_to(&room, &back).await;
            answer.status.is_success().then_some(())
        })
        .await;
        let stay = people[1].enter_live(&room, &back).await;
        people[1].go_away(&room, &back).await;
        people[0].remove(&room, &people[1], json!({})).await.ok();
        stay.socket.ended(s(5)).await;
        people[1].join(&room, &back).await.refused(403, "banned");
        until("nobody inside", s(20), async || room.inside().await.is_empty().then_some(())).await;
    });
}
