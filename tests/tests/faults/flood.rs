//! Somebody who sends all they can, and hundreds who send nothing: the room goes on for the others.

use std::time::{Duration, Instant};

use futures_util::future::join_all;
use futures_util::{StreamExt, stream};
use hallway_tests::event::{Inside, Room};
use hallway_tests::wait::{figure, s};
use hallway_tests::{Answer, Ear, Event, Person, World, entry, run};
use reqwest::Method;
use serde_json::json;
use tokio_tungstenite::tungstenite::Message;

use super::calm;

/// What a message may take for the others meanwhile.
const SLOWEST: Duration = Duration::from_secs(2);

async fn seated(event: &Event) -> (Vec<Person>, Room, Vec<Ear>, Vec<Inside>) {
    let (people, room) = event.with_room(5, json!({})).await;
    let inside = join_all(people[..3].iter().map(async |person| person.enter_live(&room, &entry()).await)).await;
    let ears = join_all(people[..3].iter().map(|person| person.listen(&room))).await;
    (people, room, ears, inside)
}

/// Talks until `while_` is done; how long each line took until the other two heard it.
async fn talk(people: &[Person], room: &Room, ears: &[Ear], while_: impl Future<Output = String>) -> (String, Vec<Duration>) {
    let mut took = vec![];
    let talking = async {
        for n in 0.. {
            let (id, asked) = (entry(), Instant::now());
            people[n % 3].post(room, &id, "hello").await.ok();
            let wire = format!("msg_{}", id.replace('-', ""));
            let hears = ears.iter().map(|ear| {
                let is = |message: &serde_json::Value| message["id"] == wire.as_str();
                ear.hears("the line", s(20), move |frame| frame["messages"].as_array()?.iter().any(is).then_some(()))
            });
            join_all(hears).await;
            took.push(asked.elapsed());
            tokio::time::sleep(Duration::from_millis(400)).await;
        }
    };
    let said = tokio::select! {
        said = while_ => said,
        () = talking => unreachable!("it talks for ever"),
    };
    (said, took)
}

fn judge(what: &str, (said, mut took): (String, Vec<Duration>)) {
    took.sort();
    let (middle, slowest) = (took[took.len() / 2], took[took.len() - 1]);
    figure(&format!(
        "{what} ({said}): {} lines heard by all, p50 {} ms, slowest {} ms",
        took.len(),
        middle.as_millis(),
        slowest.as_millis()
    ));
    assert!(slowest < SLOWEST, "{slowest:?}");
}

#[test]
fn one_person_who_sends_all_they_can_within_10_s() {
    run(async {
        let world = calm().await;
        let event = world.event().await;
        let (people, room, ears, _inside) = seated(&event).await;
        let flood = async {
            let (end, eve) = (Instant::now() + s(10), &people[3]);
            let one = async |n: usize| {
                let mut answers: [u32; 3] = [0; 3];
                while Instant::now() < end {
                    let answer = match n % 4 {
                        0 => eve.join(&room, &entry()).await,
                        1 => eve.post(&room, &entry(), "spam").await,
                        2 => eve.client.post("/clicks", &json!({ "id": entry(), "room": room.id })).await,
                        _ => eve.client.get(&format!("/features/{}/cards", room.feature)).await,
                    };
                    assert!(!answer.status.is_server_error(), "{answer}");
                    answers[if answer.status.is_success() { 0 } else { usize::from(answer.status == 429) + 1 }] += 1;
                }
                answers
            };
            let all = join_all((0..16).map(one)).await;
            let sum = |n: usize| all.iter().map(|answers| answers[n]).sum::<u32>();
            format!("{} requests answered, {} refused, {} of them too many", sum(0), sum(1) + sum(2), sum(2))
        };
        judge("one person's flood", talk(&people, &room, &ears, flood).await);
    });
}

#[test]
fn five_hundred_idle_sockets_a_frame_of_16_mib_and_a_body_of_10_mb() {
    run(async {
        let world = calm().await;
        let event = world.event().await;
        let (people, room, ears, _inside) = seated(&event).await;
        let crowd = event.attendees(25).await;
        let mut features = vec![];
        for n in 0..10 {
            features.push(event.feature(json!({ "name": format!("Feature {n}") })).await);
        }
        let idle = async {
            let places: Vec<(&Person, &String)> = crowd.iter().flat_map(|p| features.iter().flat_map(move |f| [(p, f), (p, f)])).collect();
            let open = |(person, feature): (&'_ Person, &'_ String)| {
                let (path, token) = (format!("/api/v1/features/{feature}/socket"), person.token.clone());
                async move { Ear::open(world, &path, &token).await }
            };
            let sockets: Vec<Ear> = stream::iter(places).map(open).buffer_unordered(16).collect().await;
            let loud = &sockets[0];
            loud.say(Message::text("x".repeat(16 * 1024 * 1024))).await;
            assert_eq!(loud.closed(s(20)).await, 1008);
            let own = people[4].listen_at_home().await;
            own.say(Message::text("x".repeat(16 * 1024 * 1024))).await;
            assert_eq!(own.closed(s(20)).await, 1008);
            large(world, &people[4], &room).await;
            let open = sockets.iter().filter(|ear| ear.is_open()).count();
            assert_eq!(open, 499);
            format!("{open} idle sockets")
        };
        judge("idle sockets, 16 MiB, 10 MB", talk(&people, &room, &ears, idle).await);
    });
}

async fn large(world: &World, person: &Person, room: &Room) {
    let _ = world;
    let request = person.client.request(Method::POST, &format!("/rooms/{}/messages", room.id));
    let request = request.header("content-type", "application/json").body(vec![b' '; 10_000_000]);
    // Refused while it is still being sent: wrangler's front may lose the words of the refusal with the rest of the upload.
    assert_eq!(Answer::of(request).await.status, 413);
}
