//! An event with people and rooms, as a test needs it.

use futures_util::{StreamExt, stream};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::client::{Answer, Client};
use crate::ear::Ear;
use crate::gate::{Knock, Socket};
use crate::wait::{s, until};
use crate::world::World;

/// So many requests at a time when many are made.
const AT_ONCE: usize = 8;

/// A new `entry_id`.
pub fn entry() -> String {
    Uuid::new_v4().to_string()
}

/// One event of a world.
#[derive(Clone, Debug)]
pub struct Event {
    /// Where it is.
    pub world: &'static World,
    /// `evt_…`
    pub id: String,
}

impl Event {
    pub(crate) async fn new(world: &'static World) -> Event {
        let made = world.organizer.post("/events", &World::event_body()).await.ok();
        Event { world, id: id_of(&made) }
    }

    /// A set of attendees.
    pub async fn group(&self, name: &str) -> String {
        let path = format!("/events/{}/groups", self.id);
        id_of(&self.world.organizer.post(&path, &json!({ "name": name })).await.ok())
    }

    /// An attendee with a session; `more` adds to or changes the body.
    pub async fn attendee(&self, first_name: &str, more: Value) -> Person {
        let mut body =
            json!({ "first_name": first_name, "last_name": "Test", "email": format!("{}@example.org", Uuid::new_v4().simple()) });
        merge(&mut body, more);
        let path = format!("/events/{}/attendees", self.id);
        let made = self.world.organizer.post(&path, &body).await.ok();
        let link = text(&made["link"]);
        let session = self.world.anybody.post("/sessions", &json!({ "link": link })).await.ok();
        let token = text(&session["token"]);
        Person { world: self.world, id: id_of(&made), name: text(&made["name"]), client: self.world.anybody.bearer(&token), link, token }
    }

    /// `n` attendees with sessions.
    pub async fn attendees(&self, n: usize) -> Vec<Person> {
        let one = |n: usize| async move { self.attendee(&format!("Person {n}"), json!({})).await };
        stream::iter(0..n).map(one).buffered(AT_ONCE).collect().await
    }

    /// A feature for everybody; `more` adds to or changes the body.
    pub async fn feature(&self, more: Value) -> String {
        let mut body = json!({ "name": "Video Rooms" });
        merge(&mut body, more);
        let path = format!("/events/{}/features", self.id);
        id_of(&self.world.organizer.post(&path, &body).await.ok())
    }

    /// A session, sponsor or page.
    pub async fn item(&self, kind: &str, name: &str) -> String {
        let path = format!("/events/{}/items", self.id);
        id_of(&self.world.organizer.post(&path, &json!({ "kind": kind, "name": name })).await.ok())
    }

    /// An open room; `more` adds to or changes the body.
    pub async fn room(&self, feature: &str, more: Value) -> Room {
        let mut body = json!({ "name": "Lobby" });
        merge(&mut body, more);
        let made = self.world.organizer.post(&format!("/features/{feature}/rooms"), &body).await.ok();
        Room { world: self.world, id: id_of(&made), feature: feature.to_owned() }
    }

    /// Changes a room.
    pub async fn change(&self, room: &Room, patch: &Value) -> Value {
        self.world.organizer.patch(&format!("/rooms/{}", room.id), patch).await.ok()
    }

    /// What most tests begin with: `n` attendees, a feature and one open room.
    pub async fn with_room(&self, n: usize, room: Value) -> (Vec<Person>, Room) {
        let people = self.attendees(n).await;
        let feature = self.feature(json!({})).await;
        (people, self.room(&feature, room).await)
    }
}

/// One room.
#[derive(Clone, Debug)]
pub struct Room {
    world: &'static World,
    /// `room_…`
    pub id: String,
    /// `fea_…`
    pub feature: String,
}

impl Room {
    /// Its card as somebody sees it in the feature's list.
    pub async fn card(&self, viewer: &Person) -> Value {
        let cards = viewer.cards(&self.feature).await;
        let card = cards.iter().find(|card| card["room"] == self.id.as_str());
        card.unwrap_or_else(|| panic!("no card of {}: {cards:?}", self.id)).clone()
    }

    /// Waits until the card says so many attendees and moderators; how long it took.
    pub async fn counts(&self, viewer: &Person, attendees: i64, moderators: i64, seconds: u64) -> std::time::Duration {
        let (start, limit) = (std::time::Instant::now(), s(seconds));
        let same = async || {
            let card = self.card(viewer).await;
            let right = card["attendees"] == attendees && card["moderators"] == moderators;
            assert!(right || start.elapsed() < limit, "not {attendees} attendees and {moderators} moderators in {seconds} s: {card}");
            right.then_some(())
        };
        until("the card", limit + s(5), same).await.1
    }

    /// Identities of everybody LiveKit has in it.
    pub async fn inside(&self) -> Vec<String> {
        self.world.livekit.identities(&self.id).await
    }

    /// Waits until LiveKit has exactly these people in it.
    pub async fn holds(&self, people: &[&Person], seconds: u64) {
        let mut wanted: Vec<&str> = people.iter().map(|person| person.id.as_str()).collect();
        wanted.sort_unstable();
        let what = format!("{} people in LiveKit's room", wanted.len());
        until(&what, s(seconds), async || {
            let mut inside = self.inside().await;
            inside.sort_unstable();
            (inside == wanted).then_some(())
        })
        .await;
    }
}

/// An attendee with a session.
#[derive(Clone, Debug)]
pub struct Person {
    world: &'static World,
    /// `att_…`
    pub id: String,
    /// First and last.
    pub name: String,
    /// The personal link.
    pub link: String,
    /// The session.
    pub token: String,
    /// Sends it as Bearer.
    pub client: Client,
}

impl Person {
    /// Presses Join.
    pub async fn join(&self, room: &Room, entry: &str) -> Answer {
        self.enter(room, &json!({ "entry_id": entry })).await
    }

    /// Has the pre-join dialog open.
    pub async fn hold(&self, room: &Room, entry: &str) -> Answer {
        self.enter(room, &json!({ "entry_id": entry, "hold": true })).await
    }

    /// Leaves the other room for this one.
    pub async fn move_to(&self, room: &Room, entry: &str) -> Answer {
        self.enter(room, &json!({ "entry_id": entry, "move": true })).await
    }

    async fn enter(&self, room: &Room, body: &Value) -> Answer {
        self.client.post(&format!("/rooms/{}/join", room.id), body).await
    }

    /// Leaves.
    pub async fn leave(&self, room: &Room, entry: &str) {
        self.client.post(&format!("/rooms/{}/leave", room.id), &json!({ "entry_id": entry })).await.ok();
    }

    /// Closes the tab: ten seconds to come back.
    pub async fn go_away(&self, room: &Room, entry: &str) {
        self.client.post(&format!("/rooms/{}/leave", room.id), &json!({ "entry_id": entry, "away": true })).await.ok();
    }

    /// Joins and connects; the socket is open and LiveKit has answered it.
    pub async fn enter_live(&self, room: &Room, entry: &str) -> Inside {
        let seat = self.join(room, entry).await.ok();
        let token = text(&seat["sfu"]["token"]);
        let socket = Knock::query(self.world, &token).open().await;
        socket.joined().await;
        Inside { token, socket }
    }

    /// Writes into the chat.
    pub async fn post(&self, room: &Room, id: &str, text: &str) -> Answer {
        self.client.post(&format!("/rooms/{}/messages", room.id), &json!({ "id": id, "text": text })).await
    }

    /// Reads the chat; `query` as in `?after=3`.
    pub async fn messages(&self, room: &Room, query: &str) -> Answer {
        self.client.get(&format!("/rooms/{}/messages{query}", room.id)).await
    }

    /// Puts somebody out, as moderator; `more` adds to or changes the body.
    pub async fn remove(&self, room: &Room, person: &Person, more: Value) -> Answer {
        self.client.post(&format!("/rooms/{}/removals", room.id), &removal(person, more)).await
    }

    /// Listens to a room.
    pub async fn listen(&self, room: &Room) -> Ear {
        Ear::open(self.world, &format!("/api/v1/rooms/{}/socket", room.id), &self.token).await
    }

    /// Listens to what concerns this person.
    pub async fn listen_at_home(&self) -> Ear {
        Ear::open(self.world, "/api/v1/me/socket", &self.token).await
    }

    /// The cards of a feature.
    pub async fn cards(&self, feature: &str) -> Vec<Value> {
        let list = self.client.get(&format!("/features/{feature}/cards")).await.ok();
        list["data"].as_array().expect("cards").clone()
    }
}

/// Somebody connected.
#[derive(Debug)]
pub struct Inside {
    /// The token of the join.
    pub token: String,
    /// Their signalling socket.
    pub socket: Socket,
}

/// A removal for ten minutes; `more` adds to or changes the body.
pub fn removal(person: &Person, more: Value) -> Value {
    let mut body = json!({ "id": entry(), "person": person.id, "ban": { "seconds": 600 } });
    merge(&mut body, more);
    body
}

/// The LiveKit token in the answer to a join.
#[track_caller]
pub fn token_of(answer: Answer) -> String {
    text(&answer.ok()["sfu"]["token"])
}

fn id_of(made: &Value) -> String {
    text(&made["id"])
}

#[track_caller]
fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("no text: {value}")).to_owned()
}

fn merge(body: &mut Value, more: Value) {
    if let (Value::Object(fields), Value::Object(more)) = (body, more) {
        fields.extend(more);
    }
}
