//! For tests and the simulator: a small world. Persons, Rooms and Lobbies are the real code on real SQL; the gate and
//! LiveKit are models ([`media`]). Every effect and every answer is a message on the [`World::wire`]: a test delivers it,
//! keeps it back, delivers it twice or loses it. The simulator has a network of its own and takes effects as they come
//! ([`World::room_decides`], [`World::person_decides`]). The clock is a number.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests and the simulator only")]

mod check;
mod floor;
mod ledger;
mod look;
mod media;
mod pairs;
mod queue;
mod rest;
mod watch;

use std::collections::BTreeMap;

pub use check::Fault;
pub use ledger::{Ledger, Stay};
pub use look::{Permit, PersonLook, RoomLook, Seat};
pub use media::{Body, Conn, Gate, Media, News};

use crate::card::LiveCard;
use crate::catalogue::{LobbyEntry, Profile, RoomEntry};
use crate::room::{HoldAnswer, SeatState};
use crate::sql::Sql;
use crate::testing::{Db, organizer, profile, removal};
use crate::time::Millis;
use crate::{Error, Outcome, lobby, params, person, room};
pub use watch::Watch;

/// When every world begins.
pub const START: Millis = 1_700_000_000_000;

/// Something under way between two objects, or between a room and LiveKit.
#[derive(Clone, Debug, PartialEq)]
pub enum Msg {
    /// A Person's hold or release, on its way to the room.
    FromPerson(usize, person::Effect),
    /// A room's answer on its way to a Person.
    ToPerson(usize, person::Command),
    /// A room's question to LiveKit, card for a lobby, or news for a Person.
    FromRoom(usize, room::Effect),
    /// LiveKit's or a lobby's answer to a room.
    ToRoom(usize, room::Command),
}

/// A LiveKit token somebody got: it is never forgotten, and never revoked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    pub room: usize,
    pub person: usize,
    pub epoch: i64,
}

pub struct World {
    pub now: Millis,
    pub persons: Vec<Db>,
    pub rooms: Vec<Db>,
    pub lobbies: Vec<Db>,
    /// What objects have sent to D1, and what they should have.
    pub d1: Db,
    pub ledger: Ledger,
    /// The catalogue, as organizers wrote it.
    pub entries: Vec<RoomEntry>,
    pub profiles: Vec<Profile>,
    pub wire: Vec<Msg>,
    /// What the last command to a room had to say to its sockets.
    pub said: Vec<room::Effect>,
    pub media: Media,
    pub tokens: Vec<Token>,
    /// The newest answer about a seat each Person gave.
    pub last: Vec<Option<person::Answer>>,
    pub watch: Watch,
    pub person_looks: Vec<PersonLook>,
    pub room_looks: Vec<RoomLook>,
    /// Attendee and moderator seats each room has, as it knows; and may have taken: more only since before they were fewer.
    pub limits: Vec<[i64; 2]>,
    pub allowed: Vec<[i64; 2]>,
    /// Whether each room takes people, as it knows.
    pub open: Vec<bool>,
    /// How far each object's clock is ahead of the true time.
    pub person_skew: Vec<Millis>,
    pub room_skew: Vec<Millis>,
}

pub fn index(id: &str) -> usize {
    id.rsplit('_').next().and_then(|n| n.parse().ok()).unwrap()
}
pub fn room_id(r: usize) -> String {
    format!("room_{r}")
}
pub fn person_id(p: usize) -> String {
    format!("att_{p}")
}

impl World {
    /// `persons` attendees and these rooms; every object knows its entry.
    pub fn new(persons: usize, rooms: Vec<RoomEntry>) -> World {
        let mut world = World::cold((0..persons).map(profile).collect(), rooms);
        for p in 0..persons {
            world.person(p, person::Command::Learn { profile: world.profiles[p].clone() });
        }
        for r in 0..world.rooms.len() {
            world.room(r, room::Command::Learn { entry: world.entries[r].clone() });
            world.lobby_learns(index(&world.entries[r].feature));
        }
        world
    }

    /// The same, and no object knows anything yet.
    pub fn cold(profiles: Vec<Profile>, rooms: Vec<RoomEntry>) -> World {
        let persons = profiles.len();
        let features = rooms.iter().map(|room| index(&room.feature) + 1).max().unwrap_or(0);
        World {
            now: START,
            persons: (0..persons).map(|_| Db::new(person::SCHEMA)).collect(),
            rooms: rooms.iter().map(|_| Db::new(room::SCHEMA)).collect(),
            lobbies: (0..features).map(|_| Db::new(lobby::SCHEMA)).collect(),
            d1: World::new_d1(&rooms),
            ledger: Ledger::default(),
            person_looks: vec![PersonLook::default(); persons],
            room_looks: vec![RoomLook::default(); rooms.len()],
            limits: vec![[0, 0]; rooms.len()],
            open: vec![false; rooms.len()],
            allowed: rooms.iter().map(|room| [room.attendee_limit, room.moderator_limit]).collect(),
            person_skew: vec![0; persons],
            room_skew: vec![0; rooms.len()],
            watch: Watch::new(),
            entries: rooms,
            profiles,
            wire: vec![],
            said: vec![],
            media: Media::default(),
            tokens: vec![],
            last: vec![None; persons],
        }
    }

    /// A room's clock, and a Person's.
    pub fn room_clock(&self, r: usize) -> Millis {
        self.now + self.room_skew[r]
    }
    pub fn person_clock(&self, p: usize) -> Millis {
        self.now + self.person_skew[p]
    }

    /// The catalogue's entry of a lobby: one feature with its rooms.
    pub fn lobby_entry(&self, f: usize) -> LobbyEntry {
        let id = format!("fea_{f}");
        let of_feature = || self.entries.iter().filter(|room| room.feature == id);
        let version = of_feature().map(|room| room.version).sum();
        // One before the first stands for a room that shows elsewhere.
        let mut rooms: Vec<RoomEntry> = of_feature().filter(|room| room.position >= 0).cloned().collect();
        rooms.sort_by_key(|room| room.position);
        let limited = of_feature().all(|room| !room.groups.is_empty());
        let groups = of_feature().next().map(|room| room.groups.clone()).filter(|_| limited).unwrap_or_default();
        LobbyEntry { id, event: "evt_1".into(), name: "Rooms".into(), icon: None, image: None, groups, rooms, version, deleted: false }
    }

    pub fn lobby(&self, f: usize, command: lobby::Command) -> lobby::Answer {
        self.lobbies[f].transaction(|sql| lobby::handle(sql, self.now, lobby::Here::default(), command)).unwrap().answer
    }

    fn lobby_learns(&self, f: usize) {
        self.lobby(f, lobby::Command::Learn { entry: self.lobby_entry(f) });
    }

    /// Change a room's entry as an organizer does: the next version reaches the room at once.
    pub fn edit(&mut self, r: usize, change: impl FnOnce(&mut RoomEntry)) {
        change(&mut self.entries[r]);
        self.entries[r].version += 1;
        self.room(r, room::Command::Learn { entry: self.entries[r].clone() });
        self.lobby_learns(index(&self.entries[r].feature));
    }

    /// One command to a room, now; its effects go on the wire.
    pub fn room(&mut self, r: usize, command: room::Command) -> room::Answer {
        let out = self.room_decides(r, command).unwrap();
        let (said, sent): (Vec<room::Effect>, Vec<room::Effect>) = out.effects.into_iter().partition(|e| e.is_for_sockets());
        self.said = said;
        self.wire.extend(sent.into_iter().map(|e| Msg::FromRoom(r, e)));
        out.answer
    }

    /// One command to a room, now. An error is the schema's: the code should have refused before.
    pub fn room_decides(&mut self, r: usize, command: room::Command) -> Result<Outcome<room::Answer, room::Effect>, Error> {
        let clock = self.room_clock(r);
        let put_out = self.new_removal(r, &command);
        let lifts = matches!(command, room::Command::Lift { .. });
        let learns = matches!(command, room::Command::Learn { .. });
        let known_cleared = self.known(r).map_or(0, |entry| entry.cleared_at);
        let asked = command.clone();
        self.watch.about_to(command.clone(), r, clock);
        let out = self.rooms[r].transaction(|sql| room::handle(sql, clock, command));
        let out = out.inspect_err(|error| self.watch.say(format!("room {r}: the schema had to say no: {error}")))?;
        if let Some((person, ends_at)) = put_out.filter(|_| matches!(out.answer, room::Answer::Ban { .. })) {
            let seen = self.rooms[r].count(&format!("SELECT COALESCE(MAX(epoch), 0) FROM people WHERE person = '{person}'"));
            self.watch.bar(r, index(&person), seen, ends_at);
        }
        for effect in &out.effects {
            if let room::Effect::Permit { call, .. } = effect {
                self.media.calls.insert((r, *call), self.now);
            }
        }
        let decides_at = self.decides_at(r);
        let look = RoomLook::of(&self.rooms[r], out.alarm);
        self.watch.edges(&self.room_looks[r].seats, &look.seats);
        let before = std::mem::take(&mut self.room_looks[r]);
        self.queue_moved(r, decides_at, &asked, &before, &look);
        self.room_looks[r] = before;
        self.ledger.note(r, decides_at, &self.room_looks[r], &look);
        self.ledger.answered(r, decides_at, &asked, &out.answer);
        if let Some(entry) = self.known(r).filter(|entry| entry.cleared_at > known_cleared) {
            self.ledger.cleared(r, entry.cleared_at);
        }
        self.room_looks[r] = look;
        if learns && let Some(entry) = self.known(r) {
            self.limits[r] = [entry.attendee_limit, entry.moderator_limit];
            self.open[r] = entry.enabled && !entry.deleted;
        }
        let taken = self.room_looks[r].taken();
        self.allowed[r] = [0, 1].map(|role| self.limits[r][role].max(taken[role].min(self.allowed[r][role])));
        if let (true, room::Answer::Ban { ban }) = (lifts, &out.answer) {
            self.lifted(r, index(&ban.person.id));
        }
        Ok(out)
    }

    /// Nobody is kept out any more but by the bans that are left.
    fn lifted(&mut self, r: usize, p: usize) {
        let here = format!("SELECT COALESCE(MAX(ends_at), 0) FROM removals WHERE person = '{}' AND lifted_at IS NULL", person_id(p));
        let here = self.rooms[r].count(&here);
        let reaches = |feature: &Option<String>| feature.as_ref().is_none_or(|f| *f == self.entries[r].feature);
        let wide = self.person_looks[p].standing.iter().filter(|(feature, ..)| reaches(feature)).map(|(_, ends_at, _)| *ends_at).max();
        self.watch.lift(r, p, here.max(wide.unwrap_or(0)));
    }

    /// Whom a removal that this room does not know yet puts out, and till when.
    fn new_removal(&self, r: usize, command: &room::Command) -> Option<(String, Option<Millis>)> {
        let room::Command::Remove { id, person, ends_at, .. } = command else { return None };
        let known = self.rooms[r].count(&format!("SELECT COUNT(*) FROM removals WHERE id = '{id}'"));
        (known == 0).then(|| (person.clone(), *ends_at))
    }

    /// One command to a Person, now; its effects go on the wire.
    pub fn person(&mut self, p: usize, command: person::Command) -> person::Answer {
        let out = self.person_decides(p, command).unwrap();
        self.wire.extend(out.effects.into_iter().filter(|e| !e.is_for_sockets()).map(|e| Msg::FromPerson(p, e)));
        if matches!(out.answer, person::Answer::Seat { .. } | person::Answer::Refused { .. }) {
            // As in a journey: a refusal is the end for the caller.
            if !matches!(self.last[p], Some(person::Answer::Refused { .. })) {
                self.last[p] = Some(out.answer.clone());
            }
        }
        out.answer
    }

    /// One command to a Person, now. Whoever gets an open seat gets a token.
    pub fn person_decides(&mut self, p: usize, command: person::Command) -> Result<Outcome<person::Answer, person::Effect>, Error> {
        let clock = self.person_clock(p);
        let not_its_own = self.leave_of_another(p, &command, clock);
        let lifts = matches!(command, person::Command::Lift { .. });
        let out = self.persons[p].transaction(|sql| person::handle(sql, clock, command));
        let out = out.inspect_err(|error| self.watch.say(format!("person {p}: the schema had to say no: {error}")))?;
        if let person::Answer::Seat { epoch, answer, .. } = &out.answer
            && let HoldAnswer::Seat { seat, room, .. } = answer.as_ref()
            && seat.state.is_open()
        {
            let token = Token { room: index(&room.id), person: p, epoch: *epoch };
            if !self.tokens.contains(&token) {
                self.tokens.push(token);
            }
        }
        let look = PersonLook::of(&self.persons[p], out.alarm);
        if not_its_own && look.epoch != self.person_looks[p].epoch {
            self.watch.say(format!("leave of an older entry of person {p} did something"));
        }
        self.person_looks[p] = look;
        if lifts {
            (0..self.rooms.len()).for_each(|r| self.lifted(r, p));
        }
        self.wide_bans_answered(p);
        Ok(out)
    }

    /// A leave under an entry that is neither where the person is nor where they go: it must do nothing.
    fn leave_of_another(&self, p: usize, command: &person::Command, clock: Millis) -> bool {
        let person::Command::Leave { id: Some(id), .. } = command else { return false };
        let look = &self.person_looks[p];
        let own = [&look.cur, &look.next].into_iter().flatten().any(|claim| claim.1 == *id);
        let gives_up = look.next_at.is_some_and(|at| at + crate::time::NEXT <= clock);
        !own && !gives_up
    }

    /// A ban wider than a room counts from its answer: when no room is left to answer it.
    fn wide_bans_answered(&mut self, p: usize) {
        for (feature, ends_at, fence) in &self.person_looks[p].standing {
            for r in 0..self.rooms.len() {
                if feature.as_ref().is_none_or(|f| *f == self.entries[r].feature) {
                    self.watch.bar(r, p, fence - 1, Some(*ends_at));
                }
            }
        }
    }

    /// Take the oldest message for which `pick` says yes off the wire.
    pub fn take(&mut self, pick: impl Fn(&Msg) -> bool) -> Msg {
        let at = self.wire.iter().position(pick);
        self.wire.remove(at.unwrap_or_else(|| panic!("no such message on the wire: {:#?}", self.wire)))
    }

    /// The message arrives; what comes of it goes on the wire.
    pub fn deliver(&mut self, msg: Msg) {
        match msg {
            Msg::FromPerson(p, person::Effect::Hold { room, epoch, grant, again, person, feature_bans }) => {
                let answer = self.room(index(&room), room::Command::Hold { person: *person, epoch, grant, feature_bans });
                let room::Answer::Hold { answer } = answer else { panic!("{answer:?}") };
                self.wire.push(Msg::ToPerson(p, person::Command::HoldAnswered { room, epoch, again, answer: Box::new(answer) }));
            }
            Msg::FromPerson(p, person::Effect::Release { room, fence, evict }) => {
                let answer = self.room(index(&room), room::Command::Release { person: person_id(p), fence, evict });
                let room::Answer::Release { answer } = answer else { panic!("{answer:?}") };
                self.wire.push(Msg::ToPerson(p, person::Command::Released { room, fence, answer }));
            }
            Msg::FromPerson(p, person::Effect::Wait { room, gen_no, person, feature_bans }) => {
                let answer = self.room(index(&room), room::Command::Wait { person: *person, gen_no, feature_bans });
                let room::Answer::Waiting { answer } = answer else { panic!("{answer:?}") };
                self.wire.push(Msg::ToPerson(p, person::Command::WaitAnswered { room, answer }));
            }
            Msg::FromPerson(p, person::Effect::Unwait { room, gen_no, leaves, person, feature_bans }) => {
                let version = person.version;
                self.room(index(&room), room::Command::Unwait { person: *person, gen_no, leaves, feature_bans });
                self.wire.push(Msg::ToPerson(p, person::Command::Unwaited { room, gen_no, leaves, version }));
            }
            Msg::FromPerson(p, person::Effect::Act { home, act }) => {
                let number = act.number;
                let answer = self.person(index(&home), person::Command::Act { act });
                let person::Answer::Acted { copy, verdict } = answer else { panic!("{answer:?}") };
                self.wire.push(Msg::ToPerson(p, person::Command::Acted { number, copy, verdict }));
            }
            Msg::FromPerson(p, person::Effect::TellPair { other, copy }) => {
                let answer = self.person(index(&other), person::Command::Told { copy });
                let person::Answer::Heard { rev, card } = answer else { panic!("{answer:?}") };
                self.wire.push(Msg::ToPerson(p, person::Command::Heard { rev, card }));
            }
            Msg::FromPerson(p, person::Effect::Flush { batch }) => {
                self.write_to_d1(&batch).unwrap();
                self.wire.push(Msg::ToPerson(p, person::Command::Flushed { sent: batch.receipt() }));
            }
            Msg::FromPerson(p, person::Effect::IndexBan { ban }) => {
                self.write_ban_to_d1(&ban).unwrap();
                self.wire.push(Msg::ToPerson(p, person::Command::BanIndexed { id: ban.id, lifted: ban.lifted_at.is_some() }));
            }
            Msg::FromPerson(p, person::Effect::TellLobby { place, gen_no, viewer, deleted }) => {
                let version = viewer.version;
                let f = index(lobby::primary_of(&place).unwrap_or(&place));
                self.lobby(f, lobby::Command::Viewer { viewer, gen_no, deleted });
                self.wire.push(Msg::ToPerson(p, person::Command::LobbyTold { place, gen_no, version, nobody: true }));
            }
            Msg::FromPerson(_, person::Effect::Say { .. } | person::Effect::HangUp | person::Effect::HangUpExpired) => {}
            Msg::FromRoom(r, room::Effect::Flush { batch }) => {
                self.write_to_d1(&batch).unwrap();
                self.wire.push(Msg::ToRoom(r, room::Command::Flushed { sent: batch.receipt() }));
            }
            Msg::FromRoom(r, room::Effect::IndexBan { ban }) => {
                self.write_ban_to_d1(&ban).unwrap();
                self.wire.push(Msg::ToRoom(r, room::Command::BanIndexed { id: ban.id, lifted: ban.lifted_at.is_some() }));
            }
            Msg::FromRoom(_, room::Effect::TellRemoved { ban }) => {
                self.person(index(&ban.person.id), person::Command::Removed { ban });
            }
            Msg::FromRoom(_, room::Effect::TellLifted { ban }) => {
                self.person(index(&ban.person.id), person::Command::Lifted { ban });
            }
            Msg::FromRoom(r, room::Effect::TellWord { person, rev, room, feature, word }) => {
                self.person(index(&person), person::Command::Word { rev, room, feature, word });
                self.wire.push(Msg::ToRoom(r, room::Command::WordTold { person, rev }));
            }
            Msg::FromRoom(r, room::Effect::Freed { person, epoch, quiet }) => {
                self.person(index(&person), person::Command::Freed { room: room_id(r), epoch, quiet });
            }
            Msg::FromRoom(r, room::Effect::PushCard { place, rev, card }) => {
                self.lobby(index(&place), lobby::Command::Card { room: room_id(r), rev, card });
                self.wire.push(Msg::ToRoom(r, room::Command::CardTaken { place, rev }));
            }
            Msg::FromRoom(r, effect) => {
                if let Some(answer) = self.ask_livekit(r, &effect) {
                    self.wire.push(Msg::ToRoom(r, answer));
                }
            }
            Msg::ToPerson(p, command) => drop(self.person(p, command)),
            Msg::ToRoom(r, command) => drop(self.room(r, command)),
        }
    }

    /// Deliver what is on the wire, oldest first, until nothing is.
    pub fn flow(&mut self) {
        for _ in 0..500 {
            if self.wire.is_empty() {
                return;
            }
            let msg = self.wire.remove(0);
            self.deliver(msg);
        }
        panic!("messages never end: {:#?}", self.wire);
    }

    pub fn enter(&mut self, p: usize, r: usize, id: &str, hold: bool, moving: bool) -> person::Answer {
        self.last[p] = None;
        let answer = self.person(
            p,
            person::Command::Enter { room: room_id(r), id: id.into(), hold, moving, link_version: self.profiles[p].link_version },
        );
        if !matches!(answer, person::Answer::Pending) {
            self.last[p] = Some(answer.clone());
        }
        answer
    }

    /// Press Join (moving if need be) and let everything arrive. The answer the caller would see.
    pub fn join(&mut self, p: usize, r: usize, id: &str) -> Option<person::Answer> {
        self.enter(p, r, id, false, true);
        self.flow();
        self.last[p].clone()
    }

    pub fn leave(&mut self, p: usize, r: usize, id: &str) {
        self.person(p, person::Command::Leave { room: room_id(r), id: Some(id.into()), away: false, link_version: None });
    }

    pub fn remove(&mut self, r: usize, p: usize, id: &str, ban: Option<Millis>) {
        let ends_at = ban.map(|ms| self.now + ms);
        self.room(r, removal(id, p, ends_at));
    }

    /// An organizer locks a room, or unlocks it.
    pub fn lock(&mut self, r: usize, locked: bool) {
        self.room(r, room::Command::LockRoom { by: organizer(), locked });
    }

    /// The oldest RemoveParticipant reaches LiveKit, and its answer the room.
    pub fn deliver_removal(&mut self) {
        let asked = self.take(|m| matches!(m, Msg::FromRoom(_, room::Effect::RemoveBody { .. })));
        self.deliver(asked);
        let answer = self.take(|m| matches!(m, Msg::ToRoom(_, room::Command::BodyRemoved { .. })));
        self.deliver(answer);
    }

    pub fn ring_room(&mut self, r: usize) {
        self.room(r, room::Command::Alarm);
    }
    pub fn ring_person(&mut self, p: usize) {
        self.person(p, person::Command::Alarm);
    }

    /// The entry a room goes by.
    pub fn known(&self, r: usize) -> Option<RoomEntry> {
        let row = self.rooms[r].first("SELECT entry FROM room", &[]).unwrap()?;
        Some(serde_json::from_str(&row.text(0).unwrap()).unwrap())
    }
    pub fn is_cold(&self, r: usize) -> bool {
        self.rooms[r].count("SELECT COUNT(*) FROM room") == 0
    }
    pub fn state(&self, r: usize, p: usize) -> Option<SeatState> {
        self.seats(r).get(&p).map(|s| s.state)
    }
    pub fn seat(&self, r: usize, p: usize) -> Seat {
        self.seats(r).get(&p).cloned().unwrap_or_else(|| panic!("person {p} has no seat in room {r}"))
    }
    pub fn seats(&self, r: usize) -> BTreeMap<usize, Seat> {
        self.room_looks[r].seats.clone()
    }

    /// What the lobby shows of a room.
    pub fn card(&self, r: usize) -> LiveCard {
        let lobby = &self.lobbies[index(&self.entries[r].feature)];
        let row = lobby.first("SELECT card FROM live WHERE room = ?", params![room_id(r)]).unwrap();
        row.map_or_else(LiveCard::default, |row| serde_json::from_str(&row.text(0).unwrap()).unwrap())
    }
    /// Whether the newest answer let this person in.
    pub fn got_in(&self, p: usize) -> bool {
        matches!(&self.last[p], Some(person::Answer::Seat { answer, .. })
            if matches!(answer.as_ref(), HoldAnswer::Seat { seat, .. } if seat.state.is_open()))
    }
}
