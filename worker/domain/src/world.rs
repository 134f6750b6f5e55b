//! Tests only: a small world. Persons, Rooms and Lobbies are the real code on real SQL; the gate and LiveKit are
//! models ([`media`]). Every effect and every answer is a message on the [`World::wire`]: a test delivers it, keeps it
//! back, delivers it twice or loses it. The clock is a number.

mod check;
mod media;
mod rest;
mod watch;

use std::collections::BTreeMap;

pub(crate) use check::{Fault, Seat};
pub(crate) use media::{Gate, Media};

use crate::card::LiveCard;
use crate::catalogue::{LobbyEntry, RoomEntry};
use crate::room::{HoldAnswer, SeatState};
use crate::testing::{Db, profile, removal};
use crate::time::Millis;
use crate::{lobby, person, room};
use watch::Watch;

/// When every world begins.
pub(crate) const START: Millis = 1_700_000_000_000;

/// Something under way between two objects, or between a room and LiveKit.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Msg {
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
pub(crate) struct Token {
    pub(crate) room: usize,
    pub(crate) person: usize,
    pub(crate) epoch: i64,
}

pub(crate) struct World {
    pub(crate) now: Millis,
    pub(crate) persons: Vec<Db>,
    pub(crate) rooms: Vec<Db>,
    pub(crate) lobbies: Vec<Db>,
    pub(crate) entries: Vec<RoomEntry>,
    pub(crate) wire: Vec<Msg>,
    pub(crate) media: Media,
    pub(crate) tokens: Vec<Token>,
    /// The newest answer about a seat each Person gave.
    pub(crate) last: Vec<Option<person::Answer>>,
    pub(crate) watch: Watch,
    person_alarms: Vec<Option<Millis>>,
    room_alarms: Vec<Option<Millis>>,
}

pub(crate) fn index(id: &str) -> usize {
    id.rsplit('_').next().and_then(|n| n.parse().ok()).unwrap()
}
pub(crate) fn room_id(r: usize) -> String {
    format!("room_{r}")
}
pub(crate) fn person_id(p: usize) -> String {
    format!("att_{p}")
}

impl World {
    /// `persons` attendees nobody has seen yet, and these rooms, each in its own feature.
    pub(crate) fn new(persons: usize, rooms: Vec<RoomEntry>) -> World {
        let mut world = World {
            now: START,
            persons: (0..persons).map(|_| Db::new(person::SCHEMA)).collect(),
            rooms: rooms.iter().map(|_| Db::new(room::SCHEMA)).collect(),
            lobbies: rooms.iter().map(|_| Db::new(lobby::SCHEMA)).collect(),
            entries: rooms.clone(),
            wire: vec![],
            media: Media::default(),
            tokens: vec![],
            last: vec![None; persons],
            watch: Watch::new(rooms.len(), persons),
            person_alarms: vec![None; persons],
            room_alarms: vec![None; rooms.len()],
        };
        for p in 0..persons {
            world.person(p, person::Command::Learn { profile: profile(p) });
        }
        for (r, entry) in rooms.into_iter().enumerate() {
            world.room(r, room::Command::Learn { entry });
            world.lobby_learns(r);
        }
        world
    }

    fn lobby_learns(&self, r: usize) {
        let room = self.entries[r].clone();
        let entry = LobbyEntry {
            id: room.feature.clone(),
            event: room.event.clone(),
            name: "Rooms".into(),
            icon: None,
            groups: vec![],
            version: room.version,
            rooms: vec![room],
            deleted: false,
        };
        self.lobbies[r].transaction(|sql| lobby::handle(sql, self.now, lobby::Command::Learn { entry })).unwrap();
    }

    /// Change a room's entry as an organizer does: the next version reaches the room at once.
    pub(crate) fn edit(&mut self, r: usize, change: impl FnOnce(&mut RoomEntry)) {
        change(&mut self.entries[r]);
        self.entries[r].version += 1;
        self.room(r, room::Command::Learn { entry: self.entries[r].clone() });
        self.lobby_learns(r);
    }

    /// One command to a room, now.
    pub(crate) fn room(&mut self, r: usize, command: room::Command) -> room::Answer {
        self.watch.about_to(&command, r, self.now);
        let put_out = self.new_removal(r, &command);
        let out = self.rooms[r].transaction(|sql| room::handle(sql, self.now, command)).unwrap();
        if let Some((person, ends_at)) = put_out {
            let seen = self.rooms[r].count(&format!("SELECT COALESCE(MAX(epoch), 0) FROM people WHERE person = '{person}'"));
            self.watch.bar(r, index(&person), seen, ends_at);
        }
        self.room_alarms[r] = out.alarm;
        self.wire.extend(out.effects.into_iter().filter(|e| !e.is_for_sockets()).map(|e| Msg::FromRoom(r, e)));
        let seats = self.seats(r);
        self.watch.edges(r, &seats);
        out.answer
    }

    /// Whom a removal that this room does not know yet puts out, and till when.
    fn new_removal(&self, r: usize, command: &room::Command) -> Option<(String, Option<Millis>)> {
        let room::Command::Remove { id, person, ends_at, .. } = command else { return None };
        let known = self.rooms[r].count(&format!("SELECT COUNT(*) FROM removals WHERE id = '{id}'"));
        (known == 0).then(|| (person.clone(), *ends_at))
    }

    /// One command to a Person, now.
    pub(crate) fn person(&mut self, p: usize, command: person::Command) -> person::Answer {
        let out = self.persons[p].transaction(|sql| person::handle(sql, self.now, command)).unwrap();
        self.person_alarms[p] = out.alarm;
        self.wire.extend(out.effects.into_iter().filter(|e| !e.is_for_sockets()).map(|e| Msg::FromPerson(p, e)));
        if let person::Answer::Seat { epoch, answer, .. } = &out.answer
            && let HoldAnswer::Seat { seat, room, .. } = answer.as_ref()
            && seat.state.is_open()
        {
            let token = Token { room: index(&room.id), person: p, epoch: *epoch };
            if !self.tokens.contains(&token) {
                self.tokens.push(token);
            }
        }
        if matches!(out.answer, person::Answer::Seat { .. } | person::Answer::Refused { .. }) {
            // As in a journey: a refusal is the end for the caller.
            if !matches!(self.last[p], Some(person::Answer::Refused { .. })) {
                self.last[p] = Some(out.answer.clone());
            }
        }
        self.wide_bans_answered(p);
        out.answer
    }

    /// A ban wider than a room counts from its answer: when no room is left to answer it.
    fn wide_bans_answered(&mut self, p: usize) {
        let stands = self.persons[p]
            .transaction(|sql| {
                sql.exec("SELECT id, feature, ends_at, fence FROM wide_bans WHERE id NOT IN (SELECT ban FROM wide_pending)", &[])
            })
            .unwrap();
        for row in stands {
            let feature = row.opt_text(1).unwrap();
            for r in 0..self.rooms.len() {
                if feature.as_ref().is_none_or(|f| *f == self.entries[r].feature) {
                    self.watch.bar(r, p, row.int(3).unwrap() - 1, Some(row.int(2).unwrap()));
                }
            }
        }
    }

    /// Take the oldest message for which `pick` says yes off the wire.
    pub(crate) fn take(&mut self, pick: impl Fn(&Msg) -> bool) -> Msg {
        let at = self.wire.iter().position(pick);
        self.wire.remove(at.unwrap_or_else(|| panic!("no such message on the wire: {:#?}", self.wire)))
    }

    /// The message arrives; what comes of it goes on the wire.
    pub(crate) fn deliver(&mut self, msg: Msg) {
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
            Msg::FromPerson(p, person::Effect::IndexBan { ban }) => {
                self.wire.push(Msg::ToPerson(p, person::Command::BanIndexed { id: ban.id, lifted: ban.lifted_at.is_some() }));
            }
            Msg::FromPerson(_, person::Effect::Say { .. } | person::Effect::HangUp | person::Effect::HangUpExpired) => {}
            Msg::FromRoom(r, room::Effect::IndexBan { ban }) => {
                self.wire.push(Msg::ToRoom(r, room::Command::BanIndexed { id: ban.id, lifted: ban.lifted_at.is_some() }));
            }
            Msg::FromRoom(_, room::Effect::TellRemoved { ban }) => {
                self.person(index(&ban.person.id), person::Command::Removed { ban });
            }
            Msg::FromRoom(_, room::Effect::TellLifted { ban }) => {
                self.person(index(&ban.person.id), person::Command::Lifted { ban });
            }
            Msg::FromRoom(r, room::Effect::Freed { person, epoch, quiet }) => {
                self.person(index(&person), person::Command::Freed { room: room_id(r), epoch, quiet });
            }
            Msg::FromRoom(r, room::Effect::PushCard { place, rev, card }) => {
                let command = lobby::Command::Card { room: room_id(r), rev, card };
                self.lobbies[index(&place)].transaction(|sql| lobby::handle(sql, self.now, command)).unwrap();
                self.wire.push(Msg::ToRoom(r, room::Command::CardTaken { place, rev }));
            }
            Msg::FromRoom(r, effect) => {
                if let Some(answer) = self.media.ask(r, &effect) {
                    self.wire.push(Msg::ToRoom(r, answer));
                }
            }
            Msg::ToPerson(p, command) => drop(self.person(p, command)),
            Msg::ToRoom(r, command) => drop(self.room(r, command)),
        }
    }

    /// Deliver what is on the wire, oldest first, until nothing is.
    pub(crate) fn flow(&mut self) {
        for _ in 0..500 {
            if self.wire.is_empty() {
                return;
            }
            let msg = self.wire.remove(0);
            self.deliver(msg);
        }
        panic!("messages never end: {:#?}", self.wire);
    }

    pub(crate) fn enter(&mut self, p: usize, r: usize, id: &str, hold: bool, moving: bool) -> person::Answer {
        self.last[p] = None;
        let answer = self.person(p, person::Command::Enter { room: room_id(r), id: id.into(), hold, moving, link_version: 1 });
        if !matches!(answer, person::Answer::Pending) {
            self.last[p] = Some(answer.clone());
        }
        answer
    }

    /// Press Join (moving if need be) and let everything arrive. The answer the caller would see.
    pub(crate) fn join(&mut self, p: usize, r: usize, id: &str) -> Option<person::Answer> {
        self.enter(p, r, id, false, true);
        self.flow();
        self.last[p].clone()
    }

    pub(crate) fn leave(&mut self, p: usize, r: usize, id: &str) {
        self.person(p, person::Command::Leave { room: room_id(r), id: Some(id.into()), away: false, link_version: None });
    }

    pub(crate) fn remove(&mut self, r: usize, p: usize, id: &str, ban: Option<Millis>) {
        let ends_at = ban.map(|ms| self.now + ms);
        self.room(r, removal(id, p, ends_at));
    }

    /// The oldest RemoveParticipant reaches LiveKit, and its answer the room.
    pub(crate) fn deliver_removal(&mut self) {
        let asked = self.take(|m| matches!(m, Msg::FromRoom(_, room::Effect::RemoveBody { .. })));
        self.deliver(asked);
        let answer = self.take(|m| matches!(m, Msg::ToRoom(_, room::Command::BodyRemoved { .. })));
        self.deliver(answer);
    }

    pub(crate) fn ring_room(&mut self, r: usize) {
        self.room(r, room::Command::Alarm);
    }
    pub(crate) fn ring_person(&mut self, p: usize) {
        self.person(p, person::Command::Alarm);
    }

    pub(crate) fn state(&self, r: usize, p: usize) -> Option<SeatState> {
        self.seats(r).get(&p).map(|s| s.state)
    }
    pub(crate) fn seat(&self, r: usize, p: usize) -> Seat {
        self.seats(r).get(&p).cloned().unwrap_or_else(|| panic!("person {p} has no seat in room {r}"))
    }
    pub(crate) fn seats(&self, r: usize) -> BTreeMap<usize, Seat> {
        check::seats(&self.rooms[r])
    }

    /// What the lobby shows of a room.
    pub(crate) fn card(&self, r: usize) -> LiveCard {
        let out = self.lobbies[r].transaction(|sql| lobby::handle(sql, self.now, lobby::Command::List)).unwrap();
        let lobby::Answer::Cards { cards, .. } = out.answer else { panic!("cold lobby") };
        cards[0].1.clone()
    }
    /// Whether the newest answer let this person in.
    pub(crate) fn got_in(&self, p: usize) -> bool {
        matches!(&self.last[p], Some(person::Answer::Seat { answer, .. })
            if matches!(answer.as_ref(), HoldAnswer::Seat { seat, .. } if seat.state.is_open()))
    }
}
