//! Crowds: what keeps every core busy. They run after all others, one at a time (`cargo xtask test --only crowds`).

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use futures_util::future::join_all;
use futures_util::{StreamExt, stream};
use hallway_tests::event::{Room, token_of};
use hallway_tests::wait::{figure, s};
use hallway_tests::{Ear, Knock, Person, World, entry, run, until};
use serde_json::{Value, json};

/// One person's messages, one every 100 ms for 30 s; ids that were acknowledged, and how long each took.
async fn talk(person: &Person, room: &Room, count: u32) -> Vec<(String, Duration)> {
    let client = person.client.with("x-hallway-unlimited", "1");
    let start = tokio::time::Instant::now();
    let mut acknowledged = vec![];
    for n in 0..count {
        tokio::time::sleep_until(start + Duration::from_millis(100) * n).await;
        let asked = Instant::now();
        let body = json!({ "id": entry(), "text": format!("message {n}") });
        let answer = client.post(&format!("/rooms/{}/messages", room.id), &body).await;
        if answer.status.is_success() {
            acknowledged.push((answer.body["id"].as_str().expect("an id").to_owned(), asked.elapsed()));
        }
    }
    acknowledged
}

/// Reads frames as the app does: by numbers.
#[derive(Default)]
struct Reader {
    /// Nothing up to this number is missing.
    number: i64,
    /// Ids in the order they were heard.
    ids: Vec<String>,
}

impl Reader {
    /// Takes what an ear has heard; each frame goes on from a number that is known.
    fn read(mut self, frames: &[Value]) -> Reader {
        for frame in frames.iter().filter(|frame| frame["messages"].is_array()) {
            assert!(frame["after"].as_i64().is_none_or(|after| after <= self.number), "a gap after {}", self.number);
            assert!(frame["complete"] != false || frame["seq"].as_i64() <= Some(self.number), "too much was missed, and not asked for");
            for message in frame["messages"].as_array().unwrap() {
                if message["seq"].as_i64().unwrap() > self.number {
                    self.ids.push(message["id"].as_str().unwrap().to_owned());
                }
            }
            self.number = self.number.max(frame["seq"].as_i64().unwrap());
        }
        self
    }

    /// Somebody who was away too long for a hello asks for the rest, page by page.
    async fn catch_up(mut self, person: &Person, room: &Room) -> Reader {
        loop {
            let page = person.messages(room, &format!("?after={}", self.number)).await.ok();
            let more = json!({ "after": self.number, "messages": page["data"], "seq": page["seq"] });
            self = self.read(&[more]);
            if page["next_cursor"].is_null() {
                return self;
            }
        }
    }
}

/// 16 people, one message each 100 ms for 30 s: every acknowledged one is heard once, in one order, by all; also by
/// one who drops and resumes from the last number known.
#[test]
fn sixteen_people_talk_at_once_within_30_s() {
    run(async {
        let event = World::shared().event().await;
        let people = event.attendees(16).await;
        let feature = event.feature(json!({})).await;
        let moderators: Vec<&str> = people[13..].iter().map(|p| p.id.as_str()).collect();
        let room = event.room(&feature, json!({ "moderators": moderators })).await;
        // Connected, for a seat that nobody connects to lapses after 30 s.
        let inside = join_all(people.iter().map(async |person| person.enter_live(&room, &entry()).await)).await;
        let ears = join_all(people.iter().map(|person| person.listen(&room))).await;
        let socket = format!("/api/v1/rooms/{}/socket", room.id);
        let start = Instant::now();
        let talking = join_all(people.iter().map(|person| talk(person, &room, 300)));
        let dropping = async {
            // The last person's socket drops again and again, and resumes from what it has.
            let mut reader = Reader::default();
            while start.elapsed() < s(30) {
                let ear = Ear::resume(World::shared(), &socket, &people[15].token, reader.number).await;
                until("some frames", s(20), async || (ear.frames().len() > 20 || start.elapsed() > s(30)).then_some(())).await;
                let frames = ear.frames();
                if frames.iter().any(|frame| frame["complete"] == false) {
                    reader = reader.catch_up(&people[15], &room).await;
                }
                reader = reader.read(&frames);
            }
            reader.catch_up(&people[15], &room).await
        };
        let (acknowledged, dropped) = tokio::join!(talking, dropping);
        let mut times: Vec<Duration> = acknowledged.iter().flatten().map(|(_, took)| *took).collect();
        times.sort();
        let ids: BTreeSet<String> = acknowledged.into_iter().flatten().map(|(id, _)| id).collect();
        let newest = people[0].messages(&room, "").await.ok()["seq"].as_i64().unwrap();
        // The socket that dropped was among the two of its person, so the one opened first may have been closed.
        for ear in &ears[..15] {
            ear.hears("the newest number", s(20), |frame| (frame["seq"].as_i64() == Some(newest)).then_some(())).await;
        }
        let heard = Reader::default().read(&ears[0].frames()).ids;
        let once: BTreeSet<String> = heard.iter().cloned().collect();
        assert_eq!(once.len(), heard.len(), "something was heard twice");
        assert!(ids.is_subset(&once), "{} acknowledged ones were not heard", ids.difference(&once).count());
        for ear in &ears[1..15] {
            assert!(Reader::default().read(&ear.frames()).ids == heard, "not the same order for all");
        }
        let ear = Ear::resume(World::shared(), &socket, &people[15].token, dropped.number).await;
        ear.frame("hello", s(5)).await;
        assert!(dropped.read(&ear.frames()).ids == heard, "who drops and resumes hears something else");
        let frames = ears[0].frames().iter().filter(|frame| frame["type"] == "chat").count();
        let at = |part: usize| times[times.len() * part / 100].as_millis();
        figure(&format!(
            "chat: 16 people, {} of 4800 acknowledged, {frames} frames each, answers p50 {} ms, p99 {} ms",
            ids.len(),
            at(50),
            at(99)
        ));
        drop(inside);
    });
}

/// One race: somebody joins and connects while a moderator removes them at some moment of it.
async fn race(moderator: &Person, person: &Person, room: &Room, offset: Duration) -> bool {
    let world = World::shared();
    let joins = async {
        let answer = person.join(room, &entry()).await;
        if !answer.status.is_success() {
            return None;
        }
        Knock::query(world, &token_of(answer)).send().await.ok()
    };
    let removes = async {
        tokio::time::sleep(offset).await;
        moderator.remove(room, person, json!({ "ban": { "seconds": 600 } })).await.ok();
    };
    let (socket, ()) = tokio::join!(joins, removes);
    let was_inside = socket.is_some();
    if let Some(socket) = &socket {
        socket.ended(s(20)).await;
    }
    was_inside
}

/// 200 races in parallel rooms: when they are over, no banned person is inside, and none can come in.
#[test]
fn two_hundred_races_of_ban_and_join_end_with_nobody_inside() {
    run(async {
        const ROOMS: usize = 20;
        let event = World::shared().event().await;
        let people = event.attendees(201).await;
        let feature = event.feature(json!({})).await;
        let mut rooms = vec![];
        for _ in 0..ROOMS {
            rooms.push(event.room(&feature, json!({ "moderators": [people[0].id] })).await);
        }
        let races = (1..=200_usize).map(|n| {
            // Spread over what a join and a connect take here, in no order.
            let offset = Duration::from_millis((n as u64).wrapping_mul(2_654_435_761) % 500);
            let (moderator, person, room) = (&people[0], &people[n], &rooms[n % ROOMS]);
            async move { race(moderator, person, room, offset).await }
        });
        let inside: Vec<bool> = stream::iter(races).buffer_unordered(8).collect().await;
        for room in &rooms {
            until("nobody to be inside", s(30), async || room.inside().await.is_empty().then_some(())).await;
        }
        for n in (1..=200).step_by(10) {
            people[n].join(&rooms[n % ROOMS], &entry()).await.refused(403, "banned");
        }
        let late = inside.iter().filter(|was| **was).count();
        figure(&format!("removal: 200 races, {late} were inside before it, 0 after"));
    });
}
