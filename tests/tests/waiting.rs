//! Waiting for a seat: first come, first served, told wherever one is in the app, and kept for 30 s.

use std::time::{Duration, Instant};

use hallway_tests::event::{Room, removal};
use hallway_tests::wait::{figure, s};
use hallway_tests::{Answer, Ear, Event, Person, World, entry, run, until};
use reqwest::Method;
use serde_json::{Value, json};

/// How long a seat is kept for somebody.
const OFFER: Duration = Duration::from_secs(30);

fn path(room: &Room) -> String {
    format!("/rooms/{}/waiting", room.id)
}
async fn wait(person: &Person, room: &Room) -> Answer {
    person.client.send(Method::PUT, &path(room), None).await
}
/// Place, how many wait, and whether a seat is kept.
fn place(answer: Answer) -> (i64, i64, bool) {
    let body = answer.ok();
    (body["place"].as_i64().expect("a place"), body["waiting"].as_i64().expect("a number"), body["offer_until"].is_string())
}
async fn stop(person: &Person, room: &Room) {
    person.client.delete(&path(room)).await.ok();
}
async fn lock(room: &Room, locked: bool) {
    World::shared().organizer.put(&format!("/rooms/{}/lock", room.id), &json!({ "locked": locked })).await.ok();
}
/// Times this person was told of a free seat.
fn offers(ear: &Ear) -> usize {
    ear.frames().iter().filter(|frame| frame["type"] == "seat_free").count()
}

/// A room with one seat, taken by the first of the people; all others wait, in order.
async fn queue(n: usize) -> (Event, Vec<Person>, Room, String) {
    let event = World::shared().event().await;
    let (people, room) = event.with_room(n + 1, json!({ "attendee_limit": 1 })).await;
    let id = entry();
    people[0].join(&room, &id).await.ok();
    for (at, person) in people.iter().enumerate().skip(1) {
        assert_eq!(place(wait(person, &room).await), (at as i64, at as i64, false));
    }
    (event, people, room, id)
}

/// Twenty wait for one seat, which frees again and again: each gets it when it is their turn, and nobody else does. One
/// never comes, which costs the others half a minute.
#[test]
fn twenty_people_get_one_seat_in_the_order_they_came_within_150_s() {
    const ABSENT: usize = 3;
    run(async {
        let (_, people, room, mut id) = queue(20).await;
        let mut ears = vec![];
        for person in &people {
            ears.push(person.listen_at_home().await);
        }
        let (start, mut holder, mut told) = (Instant::now(), 0, vec![]);
        let mut turns = vec![];
        for turn in 1..=20 {
            let freed = Instant::now();
            people[holder].leave(&room, &id).await;
            let offer = ears[turn].frame("seat_free", s(10)).await;
            told.push(freed.elapsed());
            assert_eq!((offer["room"]["id"].as_str(), offer["feature"].as_str()), (Some(room.id.as_str()), Some(room.feature.as_str())));
            turns.push(turn);
            assert!(ears[turn + 1..].iter().all(|ear| offers(ear) == 0), "somebody was passed over in turn {turn}");
            let last = &people[if turn < 20 { 20 } else { 0 }];
            last.join(&room, &entry()).await.refused(409, "room_full");
            if turn == ABSENT {
                // Nobody leaves: the time goes by, and the next one's turn comes of itself.
                ears[turn].frame("seat_lapsed", s(40)).await;
                let lasted = freed.elapsed();
                assert!(lasted >= OFFER - s(1) && lasted < OFFER + s(8), "{lasted:?}");
                people[turn].join(&room, &entry()).await.refused(409, "room_full");
                continue;
            }
            (holder, id) = (turn, entry());
            people[turn].join(&room, &id).await.ok();
        }
        assert_eq!(turns, (1..=20).collect::<Vec<_>>());
        assert!(ears[1..].iter().all(|ear| offers(ear) == 1), "each was told once");
        assert_eq!(place(wait(&people[ABSENT], &room).await), (1, 1, false));
        told.remove(ABSENT);
        told.sort();
        figure(&format!(
            "queue: 20 people got one seat in order in {:.0} s, 30 of them for one who never came; told after p50 {} ms, last {} ms",
            start.elapsed().as_secs_f64(),
            told[told.len() / 2].as_millis(),
            told[told.len() - 1].as_millis()
        ));
    });
}

#[test]
fn an_offer_is_on_the_card_and_in_every_new_tab_until_it_is_taken() {
    run(async {
        let (_, people, room, id) = queue(2).await;
        let stranger = room.card(&people[0]).await;
        assert_eq!((&stranger["my_place"], &stranger["offer_until"]), (&Value::Null, &Value::Null));
        people[0].leave(&room, &id).await;
        let until_time = wait(&people[1], &room).await.ok()["offer_until"].clone();
        let hello = people[1].listen_at_home().await.frame("hello", s(5)).await;
        let offer = json!([{ "room": { "id": room.id, "name": "Lobby" }, "feature": room.feature, "until": until_time }]);
        assert_eq!(hello["offers"], offer);
        until("the offer on the card", s(5), async || (room.card(&people[1]).await["offer_until"] == until_time).then_some(())).await;
        let card = async |p: usize| room.card(&people[p]).await;
        let seen = |card: &Value| (card["action"].as_str().unwrap().to_owned(), card["my_place"].as_i64(), card["waiting"].as_i64());
        assert_eq!(seen(&card(1).await), ("join".into(), Some(1), Some(2)));
        assert_eq!(seen(&card(2).await), ("full".into(), Some(2), Some(2)));
        assert_eq!(seen(&card(0).await), ("full".into(), None, Some(2)));
        assert_eq!((&card(0).await["state"], &card(0).await["attendees"]), (&json!("full"), &json!(0)));
        people[0].join(&room, &entry()).await.refused(409, "room_full");
        people[2].join(&room, &entry()).await.refused(409, "room_full");
        // The dialog keeps the seat as a join does, and the other tab's toast goes.
        let ear = people[1].listen_at_home().await;
        people[1].hold(&room, &entry()).await.ok();
        ear.hears("a second hello", s(5), |frame| (frame["type"] == "hello" && frame["offers"] == json!([])).then_some(())).await;
        assert_eq!(place(wait(&people[2], &room).await), (1, 1, false));
    });
}

#[test]
fn whoever_stops_waiting_lets_the_next_one_up() {
    run(async {
        let (_, people, room, id) = queue(3).await;
        let ear = people[2].listen_at_home().await;
        people[0].leave(&room, &id).await;
        assert_eq!(place(wait(&people[1], &room).await), (1, 3, true));
        stop(&people[1], &room).await;
        ear.frame("seat_free", s(5)).await;
        stop(&people[1], &room).await;
        assert_eq!(place(wait(&people[1], &room).await), (3, 3, false));
        assert_eq!(place(wait(&people[2], &room).await), (1, 3, true));
    });
}

/// Whatever makes a seat free, it is offered at once.
#[test]
fn no_seat_is_free_while_somebody_waits() {
    run(async {
        let (event, people, room, id) = queue(6).await;
        let offered = async |p: usize| place(wait(&people[p], &room).await).2;
        event.change(&room, &json!({ "attendee_limit": 2 })).await;
        until("a raised limit to reach the queue", s(5), async || offered(1).await.then_some(())).await;
        assert!(!offered(2).await);
        // Locked: an offer is taken back, and its owner keeps the place.
        lock(&room, true).await;
        people[1].join(&room, &entry()).await.refused(409, "room_locked");
        assert_eq!(place(wait(&people[1], &room).await), (1, 6, false));
        lock(&room, false).await;
        assert_eq!(place(wait(&people[1], &room).await), (1, 6, true));
        // Closed and opened.
        event.change(&room, &json!({ "enabled": false })).await;
        until("the room to be closed", s(5), async || (!offered(1).await).then_some(())).await;
        people[0].leave(&room, &id).await;
        assert!(!offered(1).await && !offered(2).await);
        event.change(&room, &json!({ "enabled": true })).await;
        until("the room to be open", s(5), async || (offered(1).await && offered(2).await).then_some(())).await;
        // Bans of the room, the feature and the event; and a link that is revoked.
        let organizer = &World::shared().organizer;
        let ban = async |p: usize, scope: &str| {
            let body = removal(&people[p], json!({ "scope": scope }));
            organizer.post(&format!("/rooms/{}/removals", room.id), &body).await.ok();
        };
        for (p, scope) in [(1, "room"), (2, "feature"), (3, "event")] {
            ban(p, scope).await;
            until(&format!("the offer to go on from who is banned from the {scope}"), s(5), async || offered(p + 2).await.then_some(()))
                .await;
            wait(&people[p], &room).await.refused(403, "banned");
        }
        organizer.post(&format!("/attendees/{}/revoke_link", people[4].id), &json!({})).await.ok();
        until("the offer to go on from a revoked link", s(5), async || offered(6).await.then_some(())).await;
        wait(&people[4], &room).await.refused(401, "session_revoked");
        assert_eq!(place(wait(&people[5], &room).await), (1, 2, true));
    });
}

#[test]
fn waiting_is_refused_where_joining_is_and_where_it_makes_no_sense() {
    run(async {
        let event = World::shared().event().await;
        let group = event.group("Speakers").await;
        let (people, room) = event.with_room(4, json!({ "attendee_limit": 1 })).await;
        event.change(&room, &json!({ "moderators": [people[3].id] })).await;
        // A seat is free, and nobody before.
        assert_eq!(place(wait(&people[0], &room).await), (1, 1, true));
        people[0].join(&room, &entry()).await.ok();
        wait(&people[0], &room).await.refused(409, "already_here");
        wait(&people[3], &room).await.refused(409, "not_needed");
        let again = [place(wait(&people[1], &room).await), place(wait(&people[1], &room).await)];
        assert_eq!(again, [(1, 1, false); 2]);
        lock(&room, true).await;
        wait(&people[2], &room).await.refused(409, "room_locked");
        lock(&room, false).await;
        event.change(&room, &json!({ "enabled": false, "closed_reason": "Back at two" })).await;
        let closed = until("the room to be closed", s(5), async || {
            let answer = wait(&people[2], &room).await;
            stop(&people[2], &room).await;
            (answer.code() == "room_closed").then_some(answer)
        });
        assert_eq!(closed.await.0.body["reason"], "Back at two");
        assert_eq!(place(wait(&people[1], &room).await), (1, 1, false), "a closed room keeps its queue");

        let limited = event.feature(json!({ "groups": [group] })).await;
        let limited = event.room(&limited, json!({})).await;
        wait(&people[1], &limited).await.refused(404, "not_found");
        World::shared()
            .event()
            .await
            .attendee("Eve", json!({}))
            .await
            .client
            .send(Method::PUT, &path(&room), None)
            .await
            .refused(404, "not_found");
        stop(&people[2], &limited).await;
        World::shared().anybody.send(Method::PUT, &path(&room), None).await.refused(401, "unauthenticated");
        World::shared().anybody.delete(&path(&room)).await.refused(401, "unauthenticated");
        World::shared().organizer.send(Method::PUT, &path(&room), None).await.refused(401, "unauthenticated");
        World::shared().organizer.delete(&format!("/rooms/{}", room.id)).await.ok();
        until("the room to be gone", s(5), async || (wait(&people[1], &room).await.status == 404).then_some(())).await;
    });
}

/// A seat with a body is offered when LiveKit has proven that the body is gone, and not before.
#[test]
fn the_seat_of_somebody_connected_is_offered_once_they_are_gone() {
    run(async {
        let event = World::shared().event().await;
        let (people, room) = event.with_room(2, json!({ "attendee_limit": 1 })).await;
        let id = entry();
        let inside = people[0].enter_live(&room, &id).await;
        let ear = people[1].listen_at_home().await;
        assert_eq!(place(wait(&people[1], &room).await), (1, 1, false));
        let left = Instant::now();
        people[0].leave(&room, &id).await;
        ear.frame("seat_free", s(15)).await;
        let told = left.elapsed();
        inside.socket.ended(s(5)).await;
        let next = people[1].enter_live(&room, &entry()).await;
        room.holds(&[&people[1]], 5).await;
        figure(&format!("queue: told of the seat of somebody connected {} ms after their leave", told.as_millis()));
        drop(next);
    });
}

/// Everybody who waits sees their own place go down, live.
#[test]
fn a_place_in_the_queue_is_live() {
    run(async {
        let (_, people, room, _) = queue(3).await;
        let socket = format!("/api/v1/features/{}/socket", room.feature);
        let ear = Ear::open(World::shared(), &socket, &people[3].token).await;
        let card_of =
            |frame: &Value| frame["cards"].as_array().and_then(|all| all.iter().find(|card| card["room"] == room.id.as_str()).cloned());
        let shows = async |what: &str, place: Option<i64>, waiting: i64| {
            let is = |card: &Value| card["my_place"].as_i64() == place && card["waiting"] == waiting;
            ear.hears(what, s(5), |frame| card_of(frame).filter(|card| is(card)).map(drop)).await;
        };
        shows("the third place", Some(3), 3).await;
        stop(&people[1], &room).await;
        shows("the second place", Some(2), 2).await;
        stop(&people[3], &room).await;
        shows("that it is theirs no more", None, 1).await;
    });
}
