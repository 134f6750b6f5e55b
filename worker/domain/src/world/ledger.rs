//! The world's own log of what happened, and D1's tables, which must say the same in the end. The log is made of what
//! seats and answers look like from outside; D1 is filled by the very statements the Worker runs.

use std::collections::BTreeMap;

use super::check::must;
use super::{Fault, RoomLook, World, index, person_id, room_id};
use crate::ban::Ban;
use crate::outbox::clear::Whole;
use crate::outbox::{self, Batch};
use crate::room::{Answer, Command, HoldAnswer, SeatState};
use crate::sql::{Row, Sql};
use crate::testing::Db;
use crate::time::{self, Millis};
use crate::{Error, params};

/// The files of `schema/catalogue`, in order.
const CATALOGUE: &[&str] = &[
    include_str!("../../../../schema/catalogue/0001_init.sql"),
    include_str!("../../../../schema/catalogue/0002_bans.sql"),
    include_str!("../../../../schema/catalogue/0003_outbox.sql"),
    include_str!("../../../../schema/catalogue/0004_admin.sql"),
    include_str!("../../../../schema/catalogue/0005_rooms_more.sql"),
    include_str!("../../../../schema/catalogue/0009_keeping.sql"),
    include_str!("../../../../schema/catalogue/0010_reports.sql"),
];

/// Somebody was in a room, by the room's clock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stay {
    pub joined_at: Millis,
    /// The seat closed; nothing: it is open.
    pub closed_at: Option<Millis>,
}

impl Stay {
    /// What is left of it when whatever happened up to then is cleared away.
    fn since(&self, cleared_at: Millis) -> Option<Stay> {
        let after = cleared_at == 0 || self.closed_at.is_none_or(|closed| closed > cleared_at);
        let from = if cleared_at > 0 { cleared_at + 1 } else { 0 };
        after.then(|| Stay { joined_at: self.joined_at.max(from), closed_at: self.closed_at })
    }
}

/// A join a room refused.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Refused {
    room: usize,
    person: usize,
    epoch: i64,
    why: &'static str,
    at: Millis,
}

#[derive(Default)]
pub struct Ledger {
    /// By room and person.
    stays: BTreeMap<(usize, usize), Vec<Stay>>,
    refused: Vec<Refused>,
}

impl Ledger {
    /// What one command to a room did to its seats.
    pub(super) fn note(&mut self, r: usize, clock: Millis, before: &RoomLook, after: &RoomLook) {
        let people: Vec<usize> = before.seats.keys().chain(after.seats.keys()).copied().collect();
        for p in people {
            let stays = self.stays.entry((r, p)).or_default();
            let (old, new) = (before.seats.get(&p), after.seats.get(&p));
            let trying = before.attempts.iter().any(|(who, until)| *who == p && *until > clock);
            let lapsed =
                old != new && !trying && old.is_some_and(|s| s.state == SeatState::Granted && s.until.is_some_and(|until| until <= clock));
            let open = new.is_some_and(|s| s.state.is_open());
            if let Some(stay) = stays.last_mut().filter(|stay| stay.closed_at.is_none() && (lapsed || !open)) {
                stay.closed_at = Some(clock.max(stay.joined_at));
            }
            let inside = new.is_some_and(|s| s.state == SeatState::Live);
            if inside && stays.last().is_none_or(|stay| stay.closed_at.is_some()) {
                stays.push(Stay { joined_at: clock, closed_at: None });
            }
        }
    }

    /// The room has heard that its rehearsal is over: who is inside came right after it.
    pub(super) fn cleared(&mut self, r: usize, until: Millis) {
        let open = self.stays.iter_mut().filter(|((room, _), _)| *room == r).flat_map(|(_, stays)| stays.last_mut());
        open.filter(|stay| stay.closed_at.is_none()).for_each(|stay| stay.joined_at = stay.joined_at.max(until + 1));
    }

    /// What a room answered somebody who wants in.
    pub(super) fn answered(&mut self, r: usize, clock: Millis, command: &Command, answer: &Answer) {
        let (Command::Hold { person, epoch, .. }, Answer::Hold { answer }) = (command, answer) else { return };
        let why = match answer {
            HoldAnswer::Full { .. } => "full",
            HoldAnswer::Locked => "locked",
            HoldAnswer::Closed { .. } => "closed",
            HoldAnswer::Banned { .. } => "banned",
            _ => return,
        };
        self.refused.push(Refused { room: r, person: index(&person.id), epoch: *epoch, why, at: clock });
    }

    fn of(&self, r: usize) -> impl Iterator<Item = (usize, &Vec<Stay>)> {
        self.stays.iter().filter(move |((room, _), _)| *room == r).map(|((_, p), stays)| (*p, stays))
    }

    /// Who is in this room has one open visit, from the moment they came; nobody else has.
    pub(super) fn check_room(&self, r: usize, look: &RoomLook) -> Result<(), Fault> {
        for (p, stays) in self.of(r) {
            let now = stays.last().filter(|stay| stay.closed_at.is_none()).map(|stay| stay.joined_at);
            let open: Vec<Millis> = look.open_visits.iter().filter(|visit| visit.0 == p).map(|visit| visit.1).collect();
            must!(open == Vec::from_iter(now), "I4: person {p} is in room {r} since {now:?}, open visits since {open:?}");
        }
        let stranger = look.open_visits.iter().find(|visit| !self.stays.contains_key(&(r, visit.0)));
        must!(stranger.is_none(), "I4: a visit of somebody who never was in room {r}: {stranger:?}");
        Ok(())
    }
}

impl World {
    /// D1 as the organizers' catalogue fills it, as far as the outbox looks at it.
    pub(super) fn new_d1(rooms: &[crate::catalogue::RoomEntry]) -> Db {
        let db = Db::new(CATALOGUE);
        db.exec("INSERT INTO events (id, name, time_zone, starts_at, ends_at, created_at) VALUES ('evt_1', '', 'UTC', 0, 1, 0)", &[])
            .unwrap();
        for room in rooms {
            let feature = "INSERT INTO features (id, event, name, created_at) VALUES (?, 'evt_1', '', 0) ON CONFLICT DO NOTHING";
            db.exec(feature, params![&room.feature]).unwrap();
            let one = "INSERT INTO rooms (id, event, feature, name, sfu, created_at) VALUES (?, 'evt_1', ?, '', 'main', 0)";
            db.exec(one, params![&room.id, &room.feature]).unwrap();
        }
        db
    }

    /// A batch takes effect in D1: all of it or nothing.
    pub fn write_to_d1(&self, batch: &Batch) -> Result<(), Error> {
        self.d1.transaction(|sql| {
            for (statement, values) in outbox::statements(batch)? {
                sql.exec(statement, &values)?;
            }
            Ok(())
        })
    }

    /// D1's index of bans takes this one.
    pub fn write_ban_to_d1(&self, ban: &Ban) -> Result<(), Error> {
        let (statement, values) = outbox::ban(ban);
        self.d1.transaction(|sql| sql.exec(statement, &values).map(drop))
    }

    /// The clock a room's next command sees.
    pub(super) fn decides_at(&self, r: usize) -> Millis {
        self.room_clock(r).max(self.rooms[r].count("SELECT clock FROM meta"))
    }

    /// Everything was sent: D1's tables are the log.
    pub fn d1_is_true(&self) -> Result<(), Fault> {
        for r in 0..self.rooms.len() {
            self.visits_are_true(r)?;
            self.messages_are_true(r)?;
            let unsent = self.rooms[r].count("SELECT COUNT(*) FROM visits WHERE sent = 0")
                + self.rooms[r].count("SELECT COUNT(*) FROM refusals WHERE sent = 0");
            must!(unsent == 0, "I4: {unsent} rows of room {r} were never sent");
        }
        for (p, db) in self.persons.iter().enumerate() {
            let unsent = db.count(
                "SELECT (SELECT COUNT(*) FROM clicks) + (SELECT COUNT(*) FROM refusals WHERE sent = 0) + (SELECT COUNT(*) FROM requests)",
            );
            must!(unsent == 0, "I4: {unsent} rows of person {p} were never sent");
        }
        self.refusals_are_true()?;
        self.bans_are_true()
    }

    fn rows(&self, sql: &str, values: &[crate::sql::Value]) -> Vec<Row> {
        self.d1.exec(sql, values).unwrap()
    }

    fn visits_are_true(&self, r: usize) -> Result<(), Fault> {
        let sql = "SELECT joined_at, left_at, estimated FROM visits WHERE room = ? AND person = ? ORDER BY joined_at, epoch";
        let cleared_at = self.cleared_at(r);
        for (p, stays) in self.ledger.of(r) {
            let rows = self.rows(sql, params![room_id(r), person_id(p)]);
            let stays: Vec<Stay> = stays.iter().filter_map(|stay| stay.since(cleared_at)).collect();
            // A guessed end may lie in a rehearsal although its stay was noticed to be over after it.
            let doubtful = stays.iter().filter(|stay| cleared_at > 0 && stay.joined_at == cleared_at + 1).count();
            must!(
                rows.len() <= stays.len() && rows.len() + doubtful >= stays.len(),
                "I4: person {p} was in room {r} {} times, D1 has {} visits: {stays:?}, {rows:?}",
                stays.len(),
                rows.len()
            );
            for (row, stay) in rows.iter().zip(&stays[stays.len() - rows.len()..]) {
                let (joined_at, left_at, guess) = (row.int(0).unwrap(), row.opt_int(1).unwrap(), row.flag(2).unwrap());
                must!(joined_at == stay.joined_at, "I4: D1 has person {p} come to room {r} at {joined_at}: {stay:?}");
                let fits = match (left_at, stay.closed_at) {
                    (Some(left), Some(closed)) if guess => joined_at <= left && left <= closed,
                    (left, closed) => left == closed,
                };
                must!(fits, "I4: D1 has person {p} leave room {r} at {left_at:?}, a guess: {guess}: {stay:?}");
            }
        }
        let all = self.rows("SELECT COUNT(*) FROM visits WHERE room = ?", params![room_id(r)])[0].int(0).unwrap();
        let stays: usize = self.ledger.of(r).map(|(_, stays)| stays.len()).sum();
        must!(all == stays as i64 || cleared_at > 0, "I4: D1 has {all} visits of room {r}, there were {stays}");
        Ok(())
    }

    /// When this room's rehearsal was cleared away.
    pub fn cleared_at(&self, r: usize) -> Millis {
        self.rows("SELECT cleared_at FROM rooms WHERE id = ?", params![room_id(r)])[0].int(0).unwrap()
    }

    /// An organizer clears a room's rehearsal away: D1's part of it.
    pub fn clear_in_d1(&mut self, r: usize, now: Millis) -> Result<(), Error> {
        self.entries[r].cleared_at = now;
        self.d1.transaction(|sql| {
            for (statement, values) in outbox::clear::statements(Whole::Room(&room_id(r)), now) {
                sql.exec(&statement, &values)?;
            }
            Ok(())
        })
    }

    /// As the room has them now; that the room has all that were acknowledged is looked at elsewhere.
    fn messages_are_true(&self, r: usize) -> Result<(), Fault> {
        let columns = "seq, rev, id, person, name, role, text, sent_at, deleted_at, deleted_by";
        let here = self.rooms[r].exec(&format!("SELECT {columns} FROM messages WHERE cleared = 0 ORDER BY seq"), &[]).unwrap();
        let there = self.rows(&format!("SELECT {columns} FROM messages WHERE room = ? ORDER BY seq"), params![room_id(r)]);
        let wrong = here.iter().zip(&there).find(|(a, b)| a != b);
        must!(
            here.len() == there.len() && wrong.is_none(),
            "I4: room {r} has {} messages, D1 {}; first: {wrong:?}",
            here.len(),
            there.len()
        );
        Ok(())
    }

    /// Each refusal is counted, with others of the same minute perhaps (clocks go back a little), and none that never was.
    fn refusals_are_true(&self) -> Result<(), Fault> {
        let rows = self.rows("SELECT room, person, epoch, why, at FROM refusals WHERE epoch > 0", &[]);
        let after = |one: &Refused| one.at > self.cleared_at(one.room) + time::REFUSAL || self.cleared_at(one.room) == 0;
        let rows: Vec<Refused> = rows
            .iter()
            .map(|row| Refused {
                room: index(&row.text(0).unwrap()),
                person: index(&row.text(1).unwrap()),
                epoch: row.int(2).unwrap(),
                why: ["full", "closed", "locked", "banned"].into_iter().find(|why| *why == row.text(3).unwrap()).unwrap_or("?"),
                at: row.int(4).unwrap(),
            })
            .collect();
        let invented = rows.iter().find(|row| !self.ledger.refused.contains(row));
        must!(invented.is_none(), "I4: D1 has a refusal that never was: {invented:?}");
        for one in self.ledger.refused.iter().filter(|one| after(one)) {
            let same = |row: &&Refused| row.room == one.room && row.person == one.person && row.why == one.why;
            let counted = rows.iter().filter(same).any(|row| (one.at - row.at).abs() < time::REFUSAL);
            must!(counted, "I4: D1 misses a refusal: {one:?}");
        }
        Ok(())
    }

    fn bans_are_true(&self) -> Result<(), Fault> {
        let mut here: Vec<Row> = vec![];
        for db in &self.rooms {
            here.extend(db.exec("SELECT id, lifted_at FROM removals", &[]).unwrap());
        }
        for db in &self.persons {
            here.extend(db.exec("SELECT id, lifted_at FROM wide_bans", &[]).unwrap());
        }
        let there = self.rows("SELECT id, lifted_at FROM bans", &[]);
        let missing = here.iter().find(|row| !there.contains(row));
        must!(
            missing.is_none() && here.len() == there.len(),
            "I4: of {} bans D1 has {}; first missing: {missing:?}",
            here.len(),
            there.len()
        );
        Ok(())
    }
}
