//! The sockets of lobbies: cards of a feature or an item, live. I8.

use std::time::{Duration, Instant};

use futures_util::future::join_all;
use hallway_tests::event::{Room, removal};
use hallway_tests::wait::{figure, s};
use hallway_tests::{Ear, Event, Knock, Person, World, entry, forge, run, until};
use serde_json::{Value, json};
use tokio_tungstenite::tungstenite::Message;
use xtask::stack::Options;

/// Promised from a change to the card of whoever looks.
const LIVE: Duration = Duration::from_secs(1);

/// The cards as the app has them: the newest hello, and what was told since. A gap is an error here: nothing breaks.
#[derive(Clone, Debug, Default)]
struct Book {
    seq: i64,
    place: Value,
    cards: Vec<Value>,
    frames: usize,
}

impl Book {
    fn read(frames: &[Value]) -> Book {
        frames.iter().filter(|frame| frame.is_object()).fold(Book::default(), Book::take)
    }

    fn take(mut self, frame: &Value) -> Book {
        let list = |name: &str| frame[name].as_array().cloned().unwrap_or_default();
        let seq = frame["seq"].as_i64().expect("a number");
        let frames = self.frames + 1;
        if frame["type"] == "hello" {
            return Book { seq, place: frame["place"].clone(), cards: list("cards"), frames };
        }
        assert_eq!(frame["type"], "cards", "{frame}");
        assert!(frame["after"].as_i64().expect("a number") <= self.seq, "a gap after {}: {frame}", self.seq);
        self.frames = frames;
        if seq <= self.seq {
            return self;
        }
        self.seq = seq;
        for card in list("cards") {
            match self.cards.iter_mut().find(|known| known["room"] == card["room"]) {
                Some(known) => *known = card,
                None => self.cards.push(card),
            }
        }
        self.cards.retain(|card| !list("gone").contains(&card["room"]));
        if frame["order"].is_array() {
            let order = list("order");
            assert_eq!(order.len(), self.cards.len(), "the order names what is there: {frame}");
            self.cards.sort_by_key(|card| order.iter().position(|room| *room == card["room"]));
        }
        if frame["place"].is_object() {
            self.place = frame["place"].clone();
        }
        self
    }

    fn card(&self, room: &Room) -> &Value {
        self.cards.iter().find(|card| card["room"] == room.id.as_str()).unwrap_or(&Value::Null)
    }

    fn names(&self) -> Vec<&str> {
        self.cards.iter().filter_map(|card| card["name"].as_str()).collect()
    }
}

async fn look(person: &Person, feature: &str) -> Ear {
    look_at(World::shared(), person, &format!("/api/v1/features/{feature}/socket")).await
}

async fn look_at(world: &World, person: &Person, path: &str) -> Ear {
    let ear = Ear::open(world, path, &person.token).await;
    ear.frame("hello", s(5)).await;
    ear
}

/// Waits until the cards are so; how long that took.
async fn shows(ear: &Ear, what: &str, is: impl Fn(&Book) -> bool) -> Duration {
    let start = Instant::now();
    let told = async || {
        let book = Book::read(&ear.frames());
        is(&book).then_some(())
    };
    hallway_tests::wait::until_asking_every(Duration::from_millis(5), what, s(10), told).await;
    start.elapsed()
}

fn refused(answer: Result<Ear, hallway_tests::Answer>, status: u16, code: &str) {
    answer.expect_err("let in").refused(status, code);
}

fn knock(path: &str, token: &str) -> Knock {
    Knock::at(&World::shared().url, path).plain().with_header("authorization", &format!("Bearer {token}"))
}

fn socket_of(feature: &str) -> String {
    format!("/api/v1/features/{feature}/socket")
}

#[test]
fn alone_joins_and_leaves_are_on_the_card_within_a_second() {
    run(async {
        let event = World::shared().event().await;
        let (people, room) = event.with_room(3, json!({ "attendee_limit": 1 })).await;
        event.change(&room, &json!({ "moderators": [people[2].id] })).await;
        let viewer = event.attendee("Vera", json!({})).await;
        let (ear, own) = (look(&viewer, &room.feature).await, look(&people[0], &room.feature).await);
        let book = Book::read(&ear.frames());
        assert_eq!((book.place["id"].as_str(), book.card(&room)["action"].as_str()), (Some(room.feature.as_str()), Some("join")));
        let listed = viewer.client.get(&format!("/features/{}/cards", room.feature)).await.ok();
        assert_eq!((listed["seq"].as_i64(), listed["data"].as_array()), (Some(book.seq), Some(&book.cards)));

        let mut took = vec![];
        for _ in 0..5 {
            let id = entry();
            people[0].join(&room, &id).await.ok();
            let full = |book: &Book| book.card(&room)["state"] == "full" && book.card(&room)["action"] == "full";
            took.push(shows(&ear, "the full room", full).await);
            shows(&own, "their own way back", |book| book.card(&room)["action"] == "return").await;
            people[0].leave(&room, &id).await;
            took.push(shows(&ear, "the free seat", |book| book.card(&room)["action"] == "join").await);
            shows(&own, "their own way in", |book| book.card(&room)["action"] == "join").await;
        }
        took.sort();
        let worst = took.last().unwrap();
        assert!(*worst < LIVE, "{took:?}");
        figure(&format!("a card shows a join or leave after {} ms at worst of {} (promised 1000)", worst.as_millis(), took.len()));

        people[2].join(&room, &entry()).await.ok();
        shows(&ear, "the moderator", |book| {
            let card = book.card(&room);
            card["moderators"] == 1 && card["attendees"] == 0 && card["present"][0]["id"] == people[2].id.as_str()
        })
        .await;
        let theirs = look(&people[2], &room.feature).await;
        let book = Book::read(&theirs.frames());
        assert_eq!((&book.card(&room)["moderated_by_me"], &book.card(&room)["action"]), (&json!(true), &json!("return")));
    });
}

#[test]
fn alone_what_organizers_change_is_on_the_cards_at_once() {
    run(async {
        let world = World::shared();
        let event = world.event().await;
        let (people, room) = event.with_room(1, json!({ "name": "First" })).await;
        let ear = look(&people[0], &room.feature).await;
        let now = async |what: &str, is: &dyn Fn(&Book) -> bool| assert!(shows(&ear, what, is).await < LIVE, "{what} took too long");

        event.change(&room, &json!({ "enabled": false, "closed_reason": "Back at two" })).await;
        now("the closed room", &|book| {
            let card = book.card(&room);
            (&card["state"], &card["action"], &card["closed_reason"]) == (&json!("closed"), &json!("closed"), &json!("Back at two"))
        })
        .await;
        event.change(&room, &json!({ "enabled": true, "name": "Renamed", "attendee_limit": 5 })).await;
        now("the open room", &|book| {
            let card = book.card(&room);
            (&card["state"], &card["name"], &card["attendee_limit"]) == (&json!("open"), &json!("Renamed"), &json!(5))
        })
        .await;
        event.change(&room, &json!({ "moderators": [people[0].id] })).await;
        now("whose room it is", &|book| book.card(&room)["moderated_by_me"] == true).await;

        let new = event.room(&room.feature, json!({ "name": "New" })).await;
        now("a room nobody entered", &|book| book.names() == ["Renamed", "New"] && book.card(&new)["action"] == "join").await;
        world.organizer.patch(&format!("/features/{}", room.feature), &json!({ "name": "Corridor" })).await.ok();
        now("the place's name", &|book| book.place["name"] == "Corridor").await;
        world.organizer.delete(&format!("/rooms/{}", new.id)).await.ok();
        now("the room's end", &|book| book.names() == ["Renamed"]).await;
        let put_out = event.attendee("Otto", json!({})).await;
        put_out.join(&room, &entry()).await.ok();
        now("the new attendee", &|book| book.card(&room)["attendees"] == 1).await;
        world.organizer.post(&format!("/rooms/{}/removals", room.id), &removal(&put_out, json!({}))).await.ok();
        now("who was put out", &|book| book.card(&room)["attendees"] == 0).await;
    });
}

#[test]
fn a_linked_room_goes_to_its_item_live() {
    run(async {
        let event = World::shared().event().await;
        let (people, room) = event.with_room(2, json!({ "name": "Q&A" })).await;
        let item = event.item("session", "Talk").await;
        let feature = look(&people[0], &room.feature).await;
        let of_item = look_at(World::shared(), &people[0], &format!("/api/v1/items/{item}/socket")).await;
        assert_eq!(Book::read(&of_item.frames()).place["name"], "Talk");
        people[1].join(&room, &entry()).await.ok();
        shows(&feature, "the join", |book| book.card(&room)["attendees"] == 1).await;

        event.change(&room, &json!({ "items": [item] })).await;
        shows(&feature, "that the room left", |book| book.cards.is_empty()).await;
        shows(&of_item, "the room with its count", |book| book.card(&room)["attendees"] == 1).await;
        people[0].join(&room, &entry()).await.ok();
        shows(&of_item, "the way back", |book| book.card(&room)["action"] == "return").await;
        event.change(&room, &json!({ "items": [] })).await;
        shows(&of_item, "that the room left", |book| book.cards.is_empty()).await;
        shows(&feature, "the room with both", |book| book.card(&room)["attendees"] == 2).await;
    });
}

#[test]
fn who_is_not_meant_is_shown_out() {
    run(async {
        let world = World::shared();
        let event = world.event().await;
        let (group, other) = (event.group("Speakers").await, event.group("Staff").await);
        let member = event.attendee("Ada", json!({ "groups": [group, other] })).await;
        let guest = event.attendee("Ben", json!({})).await;
        let feature = event.feature(json!({})).await;
        event.room(&feature, json!({})).await;
        let item = event.item("page", "Page").await;
        let (ears, at_item) = ((look(&member, &feature).await, look(&guest, &feature).await), format!("/api/v1/items/{item}/socket"));

        world.organizer.patch(&format!("/features/{feature}"), &json!({ "groups": [group] })).await.ok();
        assert_eq!(ears.1.closed(s(5)).await, 4404);
        refused(Ear::knock(knock(&socket_of(&feature), &guest.token)).await, 404, "not_found");
        shows(&ears.0, "a second hello", |book| book.frames == 2 && book.cards.len() == 1).await;
        // A room of a limited feature, shown with an item that is everybody's.
        let limited = event.room(&feature, json!({ "name": "Limited", "items": [item] })).await;
        let (theirs, guests) = (look_at(world, &member, &at_item).await, look_at(world, &guest, &at_item).await);
        assert_eq!((Book::read(&theirs.frames()).names(), Book::read(&guests.frames()).names()), (vec!["Limited"], vec![]));
        member.join(&limited, &entry()).await.ok();
        shows(&theirs, "the join", |book| book.card(&limited)["action"] == "return").await;
        assert!(guests.frames().iter().all(|frame| !frame.to_string().contains(&limited.id)), "{:?}", guests.frames());

        // Who is in the group from now on sees it; who is no longer is shown out.
        world.organizer.patch(&format!("/attendees/{}", guest.id), &json!({ "groups": [group] })).await.ok();
        shows(&guests, "the room that is theirs now", |book| book.card(&limited)["attendees"] == 1).await;
        world.organizer.patch(&format!("/attendees/{}", member.id), &json!({ "groups": [other] })).await.ok();
        assert_eq!(ears.0.closed(s(5)).await, 4404);
        shows(&theirs, "that the room is not theirs", |book| book.cards.is_empty()).await;
    });
}

#[test]
fn a_socket_ends_with_its_session_its_link_and_a_word() {
    run(async {
        let world = World::shared();
        let event = world.event().await;
        let (people, room) = event.with_room(2, json!({})).await;
        let path = socket_of(&room.feature);
        let short = forge::session(&world.secrets.session, "attendee", &people[0].id, Some(&event.id), -3);
        let ends = Ear::open(world, &path, &short).await;
        let mut ears = vec![];
        for _ in 0..3 {
            ears.push(look(&people[1], &room.feature).await);
        }
        assert_eq!(ears[0].closed(s(5)).await, 4409, "the third replaced the first");
        ears[1].say(Message::text("ping")).await;
        ears[1].hears("pong", s(5), |frame| (frame == "pong").then_some(())).await;
        ears[1].say(Message::text("hi")).await;
        assert_eq!(ears[1].closed(s(20)).await, 1008);
        assert_eq!(ends.closed(s(15)).await, 4401);
        assert!(ears[2].is_open());
        world.organizer.post(&format!("/attendees/{}/revoke_link", people[1].id), &json!({})).await.ok();
        assert_eq!(ears[2].closed(s(5)).await, 4401);
        refused(Ear::knock(knock(&path, &people[1].token)).await, 401, "session_revoked");
    });
}

#[test]
fn strangers_and_plain_requests_get_no_socket() {
    run(async {
        let world = World::shared();
        let event = world.event().await;
        let (people, room) = event.with_room(1, json!({})).await;
        let (item, stranger) = (event.item("session", "Talk").await, world.event().await.attendee("Eve", json!({})).await);
        for path in [socket_of(&room.feature), format!("/api/v1/items/{item}/socket")] {
            refused(Ear::knock(Knock::at(&world.url, &path).plain()).await, 401, "unauthenticated");
            refused(Ear::knock(knock(&path, &stranger.token)).await, 404, "not_found");
            let cookie = |origin: &str| Knock::at(&world.url, &path).plain().with_cookie(&people[0].token, origin);
            refused(Ear::knock(cookie("https://evil.example")).await, 403, "bad_origin");
            Ear::knock(cookie(&world.url)).await.expect("our own page").frame("hello", s(5)).await;
            knock(&path, &people[0].token).without_upgrade().refused().await.refused(400, "malformed");
        }
        let nobody = "0192f0c1e2a37b4c8d5e6f7081920a1b";
        refused(Ear::knock(knock(&socket_of(&format!("fea_{nobody}")), &people[0].token)).await, 404, "not_found");
    });
}

/// Many groups travel with a socket, and a person in all of them may look.
#[test]
fn somebody_in_many_groups_may_look() {
    run(async {
        let event = World::shared().event().await;
        let mut groups = vec![];
        for n in 0..50 {
            groups.push(event.group(&format!("Group {n}")).await);
        }
        let person = event.attendee("Ada", json!({ "groups": groups })).await;
        let feature = event.feature(json!({ "groups": [groups[49]] })).await;
        look(&person, &feature).await;
    });
}

/// Two hundred look at one feature: how long until the last has heard of a join.
#[test]
fn alone_two_hundred_hear_of_one_change() {
    run(async {
        let event = World::shared().event().await;
        let (people, room) = event.with_room(101, json!({})).await;
        let mut ears = vec![];
        for half in [&people[1..], &people[1..]] {
            for some in half.chunks(10) {
                ears.extend(join_all(some.iter().map(|person| look(person, &room.feature))).await);
            }
        }
        assert_eq!(ears.len(), 200);
        let start = Instant::now();
        people[0].join(&room, &entry()).await.ok();
        let answered = start.elapsed();
        let all = async || ears.iter().all(|ear| Book::read(&ear.frames()).card(&room)["attendees"] == 1).then_some(());
        hallway_tests::wait::until_asking_every(Duration::from_millis(5), "everybody to hear", s(10), all).await;
        let last = start.elapsed() - answered;
        assert!(last < 2 * LIVE, "{last:?}");
        figure(&format!("the last of 200 listeners hears of a join after {} ms (promised 1000)", last.as_millis()));
    });
}

async fn crowd(event: &Event, n: usize, path: &str) -> (Vec<Person>, Vec<Ear>) {
    let people = event.attendees(n).await;
    let mut ears = vec![];
    for person in &people {
        ears.push(look_at(event.world, person, path).await);
    }
    (people, ears)
}

/// The shards there are, from the objects' own databases.
fn shards(world: &World) -> Vec<String> {
    let state = world.stack().dir.join("state").join("v3").join("do");
    let folders = std::fs::read_dir(state).unwrap().map(|folder| folder.unwrap().path());
    let files = folders.filter(|folder| folder.to_string_lossy().ends_with("Lobby")).flat_map(|folder| std::fs::read_dir(folder).unwrap());
    let databases = files.map(|file| file.unwrap().path()).filter(|path| path.extension().is_some_and(|extension| extension == "sqlite"));
    let name = |path| {
        let database = rusqlite::Connection::open(path).unwrap();
        database.query_row("SELECT shard FROM live_meta", [], |row| row.get::<_, Option<String>>(0)).ok().flatten()
    };
    databases.filter_map(name).collect()
}

/// Three listeners fill a lobby here: ten people are spread over the place's own lobby and its shards.
#[test]
fn shards_tell_everybody_everything() {
    let world = World::own(Options { vars: [("LOBBY_LISTENERS".to_owned(), "3".to_owned())].into(), ..Options::default() });
    run(async {
        let event = world.event().await;
        let group = event.group("Speakers").await;
        let (people, room) = event.with_room(1, json!({ "name": "First" })).await;
        let path = socket_of(&room.feature);
        let (crowd, ears) = crowd(&event, 10, &path).await;
        let shards = shards(world);
        assert!(shards.len() >= 3, "ten do not fit into fewer: {shards:?}");
        let id = entry();
        people[0].join(&room, &id).await.ok();
        for ear in &ears {
            assert!(shows(ear, "the join", |book| book.card(&room)["attendees"] == 1).await < LIVE);
        }
        crowd[9].join(&room, &entry()).await.ok();
        shows(&ears[9], "the way back", |book| book.card(&room)["action"] == "return").await;
        let second = event.room(&room.feature, json!({ "name": "Second" })).await;
        world.organizer.delete(&format!("/rooms/{}", room.id)).await.ok();
        for ear in &ears {
            shows(ear, "one room for another", |book| book.names() == ["Second"] && !book.card(&second).is_null()).await;
        }
        // Revoked at a shard; and out of reach for all but those of a group.
        world.organizer.post(&format!("/attendees/{}/revoke_link", crowd[8].id), &json!({})).await.ok();
        assert_eq!(ears[8].closed(s(5)).await, 4401);
        world.organizer.patch(&format!("/attendees/{}", crowd[9].id), &json!({ "groups": [group] })).await.ok();
        shows(&ears[9], "a second hello", |book| book.cards.len() == 1).await;
        world.organizer.patch(&format!("/features/{}", room.feature), &json!({ "groups": [group] })).await.ok();
        for (n, ear) in ears.iter().enumerate().filter(|(n, _)| *n != 8 && *n != 9) {
            assert_eq!(ear.closed(s(10)).await, 4404, "listener {n}");
        }
        assert!(ears[9].is_open());
        drop(ears);
        // No route changes the order yet.
        let third = event.room(&room.feature, json!({ "name": "Third" })).await;
        world.catalogue().execute("UPDATE rooms SET position = position + 5 WHERE id = ?1", [&second.id]).unwrap();
        // Nobody listens there any more, and somebody does again.
        world.organizer.patch(&format!("/features/{}", room.feature), &json!({ "groups": [] })).await.ok();
        let again = self::crowd(&event, 6, &path).await;
        again.0[0].join(&second, &entry()).await.ok();
        for ear in &again.1 {
            shows(ear, "the join", |book| book.card(&second)["attendees"] == 1).await;
        }

        assert!(again.1.iter().all(|ear| Book::read(&ear.frames()).names() == ["Third", "Second"]));
        world.catalogue().execute("UPDATE rooms SET position = position + 9 WHERE id = ?1", [&third.id]).unwrap();
        world.organizer.patch(&format!("/features/{}", room.feature), &json!({ "name": "Corridor" })).await.ok();
        for ear in &again.1 {
            shows(ear, "the new order", |book| book.names() == ["Second", "Third"] && book.place["name"] == "Corridor").await;
        }

        // The Worker restarts: sockets break, whoever comes back finds the truth.
        world.stack().restart_worker().unwrap();
        for ear in &again.1 {
            assert_eq!(ear.closed(s(20)).await, 1006);
        }
        again.0[1].join(&second, &entry()).await.ok();
        for person in &again.0 {
            let ear = look_at(world, person, &path).await;
            shows(&ear, "both of them", |book| book.card(&second)["attendees"] == 2).await;
        }
    });
}

/// Only time shows it: the object sleeps after ten seconds, and the sockets stay.
#[test]
fn cards_go_on_after_the_lobby_slept_within_20_s() {
    run(async {
        let event = World::shared().event().await;
        let (people, room) = event.with_room(2, json!({})).await;
        let ear = look(&people[1], &room.feature).await;
        let instance = async || World::shared().anybody.get(&format!("/debug/instances/LOBBY/{}", room.feature)).await.text;
        let before = instance().await;
        tokio::time::sleep(Duration::from_secs(13)).await;
        assert_ne!(before, instance().await, "it did not sleep");
        people[0].join(&room, &entry()).await.ok();
        shows(&ear, "the join", |book| book.card(&room)["attendees"] == 1).await;
        let ((), _) = until("its list", s(5), async || (room.card(&people[1]).await["attendees"] == 1).then_some(())).await;
    });
}
