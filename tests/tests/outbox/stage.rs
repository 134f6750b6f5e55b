//! Ten people who do something at random, and crashes among them; each act goes into the [`Log`].

use std::collections::{BTreeMap, BTreeSet};

use hallway_tests::event::{Room, token_of};
use hallway_tests::wait::s;
use hallway_tests::{Answer, Event, Knock, Person, Socket, World, entry, until};
use serde_json::{Value, json};

use super::log::{LOST, Line, Log, SKEW, Stay, flush, now, tables};

/// Somebody in a room.
struct Here {
    room: usize,
    entry: String,
    token: String,
    socket: Socket,
    /// A body without media lasts a minute.
    since: i64,
}

/// An event, its people and rooms. Person 0 moderates all rooms and stays outside; room 0 has two seats.
pub(super) struct Stage {
    pub(super) event: Event,
    pub(super) people: Vec<Person>,
    pub(super) rooms: Vec<Room>,
    here: BTreeMap<usize, Here>,
    pub(super) log: Log,
    luck: u64,
    /// Those who vanished and do nothing any more.
    gone: BTreeSet<usize>,
}

impl Stage {
    pub(super) async fn new(world: &'static World, luck: u64) -> Stage {
        Stage::with(world, luck, 10).await
    }
    pub(super) async fn small(world: &'static World, luck: u64) -> Stage {
        Stage::with(world, luck, 4).await
    }

    async fn with(world: &'static World, luck: u64, people: usize) -> Stage {
        let event = world.event().await;
        let people = event.attendees(people).await;
        let feature = event.feature(json!({})).await;
        let mut rooms = vec![];
        for limit in [2, 13, 13] {
            rooms.push(event.room(&feature, json!({ "attendee_limit": limit, "moderators": [people[0].id] })).await);
        }
        Stage { event, people, rooms, here: BTreeMap::new(), log: Log::default(), luck, gone: BTreeSet::new() }
    }

    /// One of `0..n`. The same luck is the same story.
    fn below(&mut self, n: usize) -> usize {
        self.luck = self.luck.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.luck >> 33).unwrap() % n
    }

    /// Every object is warm afterwards, the moderator's too.
    pub(super) async fn everybody_comes_once(&mut self) {
        for p in 1..self.people.len() {
            let room = 1 + p % 2;
            self.come(p, room).await;
        }
        for room in 0..self.rooms.len() {
            let id = entry();
            self.people[0].hold(&self.rooms[room], &id).await.ok();
            self.people[0].leave(&self.rooms[room], &id).await;
            self.click(0, room, room > 0).await;
        }
    }

    pub(super) async fn something(&mut self) {
        let old = self.here.iter().find(|(_, here)| here.since + 35_000 < now()).map(|(p, _)| *p);
        if let Some(p) = old {
            self.reload(p).await;
        }
        let (p, room) = (1 + self.below(self.people.len() - 1), self.below(self.rooms.len()));
        if self.gone.contains(&p) {
            return;
        }
        let there = self.here.get(&p).map(|here| here.room);
        match (self.below(100), there) {
            (0..35, None) => self.come(p, room).await,
            (0..15, Some(at)) if at != room => self.move_to(p, room).await,
            (15..25, Some(_)) => self.leave(p).await,
            (25..32, Some(_)) => self.reload(p).await,
            (32..38, Some(at)) => self.remove(p, at).await,
            (38..70, Some(at)) => self.write(p, at).await,
            (70..80, _) => self.delete_one().await,
            (80..95, _) => {
                let of_room = self.below(2) == 0;
                self.click(p, room, of_room).await;
            }
            _ => self.come_anew(p, room).await,
        }
    }

    /// Join, whoever is elsewhere not: the answer says what is to be logged.
    async fn come(&mut self, p: usize, room: usize) {
        let id = entry();
        let began = now();
        let (answer, _) = until("an answer that is no `try again`", s(30), async || {
            let answer = self.people[p].join(&self.rooms[room], &id).await;
            is_final(&answer).then_some(answer)
        })
        .await;
        self.entered(p, room, id, began, answer).await;
    }

    /// The other tab takes over, if there is a stay; else as [`Stage::come`].
    async fn come_anew(&mut self, p: usize, room: usize) {
        let Some(old) = self.here.remove(&p) else { return self.come(p, room).await };
        let id = entry();
        let token = token_of(self.people[p].join(&self.rooms[old.room], &id).await);
        self.connect(p, old.room, id, token).await;
    }

    async fn move_to(&mut self, p: usize, room: usize) {
        let Some(old) = self.here.remove(&p) else { return };
        let id = entry();
        let began = now();
        let (answer, _) = until("the end of a move", s(30), async || {
            let answer = self.people[p].move_to(&self.rooms[room], &id).await;
            is_final(&answer).then_some(answer)
        })
        .await;
        if answer.status == 200 {
            self.log.closes(p, (began, now()), "left");
            self.entered(p, room, id, began, answer).await;
        } else {
            // Refused: the person stays where they are.
            self.refused(p, room, began, &answer);
            self.here.insert(p, old);
        }
    }

    async fn entered(&mut self, p: usize, room: usize, id: String, began: i64, answer: Answer) {
        if answer.status != 200 {
            return self.refused(p, room, began, &answer);
        }
        let began = now();
        self.connect(p, room, id, token_of(answer)).await;
        self.log.stays.push(Stay { person: p, room, joined: (began, now()), proof: began, left: None });
    }

    async fn connect(&mut self, p: usize, room: usize, entry: String, token: String) {
        let since = now();
        let socket = Knock::query(self.event.world, &token).open().await;
        socket.joined().await;
        if let Some(stay) = self.log.open(p) {
            stay.proof = since;
        }
        self.here.insert(p, Here { room, entry, token, socket, since });
    }

    fn refused(&mut self, p: usize, room: usize, began: i64, answer: &Answer) {
        let why = match answer.code() {
            "room_full" => "full",
            "banned" => "banned",
            _ => panic!("why? {answer}"),
        };
        let key = (self.rooms[room].id.clone(), self.people[p].id.clone(), why);
        let entry = self.log.refused.entry(key).or_insert((began, began));
        entry.1 = now();
    }

    async fn reload(&mut self, p: usize) {
        let Some(old) = self.here.remove(&p) else { return };
        let token = token_of(self.people[p].join(&self.rooms[old.room], &old.entry).await);
        self.connect(p, old.room, old.entry, token).await;
    }

    async fn leave(&mut self, p: usize) {
        let Some(here) = self.here.remove(&p) else { return };
        let began = now();
        self.people[p].leave(&self.rooms[here.room], &here.entry).await;
        self.log.closes(p, (began, now()), "left");
    }

    async fn remove(&mut self, p: usize, room: usize) {
        // Connected until they are put out: else LiveKit may see them gone first, and the end is a guess.
        let _here = self.here.remove(&p);
        let takes_messages = self.below(2) == 0;
        let began = now();
        let ban =
            json!({ "delete_messages": takes_messages, "ban": if self.below(2) == 0 { Value::Null } else { json!({ "seconds": 600 }) } });
        let ban = self.people[0].remove(&self.rooms[room], &self.people[p], ban).await.ok();
        self.log.closes(p, (began, now()), "removed");
        let id = ban["id"].as_str().unwrap().to_owned();
        if takes_messages {
            self.log.lines.iter_mut().filter(|line| line.person == p && line.room == room).for_each(|line| line.deleted = true);
        }
        let lifted = self.below(2) == 0;
        if lifted {
            self.people[0].client.delete(&format!("/bans/{id}?restore_messages=false")).await.ok();
        }
        self.log.bans.insert(id, lifted);
    }

    async fn write(&mut self, p: usize, room: usize) {
        let (id, text) = (entry(), format!("Line \"{}\" 🚪", self.log.lines.len()));
        // Twice is once.
        for _ in 0..2 {
            self.people[p].post(&self.rooms[room], &id, &text).await.ok();
        }
        self.log.lines.push(Line { room, id: format!("msg_{}", id.replace('-', "")), person: p, text, deleted: false });
    }

    async fn delete_one(&mut self) {
        let shown: Vec<usize> = (0..self.log.lines.len()).filter(|n| !self.log.lines[*n].deleted).collect();
        if shown.is_empty() {
            return;
        }
        let one = shown[self.below(shown.len())];
        let line = &mut self.log.lines[one];
        let path = format!("/rooms/{}/messages/{}", self.rooms[line.room].id, line.id);
        self.people[0].client.delete(&path).await.ok();
        line.deleted = true;
    }

    async fn click(&mut self, p: usize, room: usize, of_room: bool) {
        let id = entry();
        let body = if of_room {
            json!({ "id": id, "room": self.rooms[room].id })
        } else {
            json!({ "id": id, "feature": self.rooms[room].feature })
        };
        for _ in 0..2 {
            self.people[p].client.post("/clicks", &body).await.ok();
        }
        self.log.clicks.insert(id.replace('-', ""), of_room.then_some(room));
    }

    /// No room is asked any more, and the refusals are counted all the same.
    pub(super) async fn bar_somebody_from_the_event(&mut self) {
        let p = self.people.len() - 1;
        let began = now();
        let ban = hallway_tests::event::removal(&self.people[p], json!({ "scope": "event" }));
        let (ban, _) = until("the ban", s(30), async || {
            let answer = self.event.world.organizer.post(&format!("/rooms/{}/removals", self.rooms[1].id), &ban).await;
            answer.status.is_success().then(|| answer.ok())
        })
        .await;
        if self.here.remove(&p).is_some() {
            self.log.closes(p, (began, now()), "removed");
        }
        self.log.bans.insert(ban["id"].as_str().unwrap().to_owned(), false);
        for room in [1, 2, 1] {
            self.come(p, room).await;
        }
    }

    pub(super) async fn try_to_flush(&self) -> Answer {
        self.event.world.anybody.post("/debug/flush", &json!({ "event": self.event.id })).await
    }

    pub(super) async fn flush(&self) {
        flush(&self.event).await;
    }

    /// The Worker restarts; whoever was inside comes back with the same token.
    pub(super) async fn restart(&mut self) {
        self.event.world.stack().restart_worker().unwrap();
        let old = std::mem::take(&mut self.here);
        for (p, here) in old {
            here.socket.ended(s(20)).await;
            self.connect(p, here.room, here.entry, here.token).await;
        }
    }

    /// LiveKit dies, and knows nothing when it is back. Of those inside one in three leaves while it is away, one vanishes for
    /// good, one comes back.
    pub(super) async fn livekit_crashes(&mut self) {
        self.event.world.stack().kill_livekit().unwrap();
        let crashed = now();
        let inside: Vec<usize> = self.here.keys().copied().collect();
        let (mut left, mut back) = (vec![], vec![]);
        for (n, p) in inside.into_iter().enumerate() {
            match n % 3 {
                0 => left.push(p),
                1 => {
                    self.here.remove(&p);
                    self.log.closes(p, (crashed, crashed + LOST), "lost");
                    self.gone.insert(p);
                }
                _ => back.push(p),
            }
        }
        for p in left {
            self.leave(p).await;
        }
        self.event.world.stack().start_livekit().unwrap();
        for p in back {
            self.reload(p).await;
        }
    }

    /// Everybody goes, and every visit is closed.
    pub(super) async fn everybody_leaves(&mut self) {
        for p in self.here.keys().copied().collect::<Vec<_>>() {
            self.leave(p).await;
        }
        until("every visit to be closed", s(180), async || {
            flush(&self.event).await;
            let visits = tables(&self.event).await["visits"].as_array().unwrap().clone();
            visits.iter().all(|visit| !visit["left_at"].is_null()).then_some(())
        })
        .await;
    }

    /// How many visits and seconds there were by this log: at least and at most; and the lines that stand.
    pub(super) fn sums(&self) -> (usize, (i64, i64), Vec<String>) {
        let (mut least, mut most) = (0, 0);
        for stay in &self.log.stays {
            let (left, why) = stay.left.unwrap_or(((now(), now()), "left"));
            // Of somebody who was lost in a crash the last proof is from before it.
            let (from, till) = if why == "lost" { (stay.proof, left.0) } else { left };
            least += (from - SKEW - stay.joined.1 - SKEW).max(0) / 1_000;
            most += (till + SKEW - stay.joined.0 + SKEW) / 1_000 + 1;
        }
        let mut lines: Vec<String> = self.log.lines.iter().filter(|line| !line.deleted).map(|line| line.text.clone()).collect();
        lines.sort();
        (self.log.stays.len(), (least, most), lines)
    }

    /// `evt_…`
    pub(super) fn event(&self) -> &Event {
        &self.event
    }

    pub(super) async fn d1_is_the_log(&self) {
        if let Err(wrong) = Log::matches(self).await {
            panic!("{wrong}");
        }
    }
}

impl Stage {
    pub(super) fn room(&self, id: &Value) -> Option<usize> {
        self.rooms.iter().position(|room| *id == room.id.as_str())
    }
}

/// LiveKit's proof that somebody is gone is waited for, and whoever was put out is in that room until then.
fn is_final(answer: &Answer) -> bool {
    answer.status != 503 && answer.code() != "in_another_room"
}
