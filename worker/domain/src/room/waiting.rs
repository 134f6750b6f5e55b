//! The queue for attendee seats: first come, first served. A seat is offered for a while and counts as taken meanwhile; an
//! offer nobody takes goes to the next one. At the end of every command no seat is free while somebody waits.

use serde::{Deserialize, Serialize};

use super::row::Seat;
use super::seats::role_of;
use super::{Effect, FeatureBan, HoldAnswer, Work};
use crate::bugs::{self, Bug};
use crate::card::{Role, Waiter};
use crate::catalogue::{Named, Profile, RoomEntry};
use crate::sql::{Row, Sql, SqlError};
use crate::time::{self, Millis};
use crate::{Error, params};

/// At most so many wait for one room.
const QUEUE: i64 = 100;

/// To Wait.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum WaitAnswer {
    /// In the queue, newly or already.
    Waiting { place: Place },
    /// As a join would be.
    Refused { answer: Box<HoldAnswer> },
    /// Moderates this room: its moderator seats have no queue.
    NotNeeded,
    /// Has a seat here.
    AlreadyHere,
    /// A hundred wait already.
    QueueFull,
}

/// A place in the queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// 1 is the next.
    pub place: i64,
    /// How many wait, those with an offer too.
    pub waiting: i64,
    /// A seat is kept for them till then.
    pub offer_until: Option<Millis>,
}

/// What a Person is told of an offer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Word {
    /// A seat is kept till then.
    Offered { until: Millis },
    /// It was kept in vain: they do not wait any more.
    Lapsed,
    /// There is none now: taken, given up, or withdrawn; then they keep their place.
    Over,
}

/// What most commands need not look up: read along with the clock.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Queue {
    /// Somebody may wait.
    pub(super) waits: bool,
    /// A hand may be up.
    pub(super) hands: bool,
    /// Nobody new gets in but moderators.
    pub(super) locked: bool,
    /// A seat is open no longer, by this command.
    pub(super) emptied: bool,
    /// A Person must be told something.
    pub(super) told: bool,
}

impl Queue {
    /// The columns [`Queue::read`] expects, of `meta`.
    pub(super) const COLUMNS: &str = "locked, EXISTS (SELECT 1 FROM waiting), EXISTS (SELECT 1 FROM hands)";

    pub(super) fn read(row: &Row, at: usize) -> Result<Queue, Error> {
        Ok(Queue { locked: row.flag(at)?, waits: row.flag(at + 1)?, hands: row.flag(at + 2)?, ..Queue::default() })
    }
}

/// Everybody who waits, in order.
pub(super) fn waiters(sql: &dyn Sql) -> Result<Vec<Waiter>, Error> {
    let rows = sql.exec("SELECT person, offer_until FROM waiting ORDER BY seq", &[])?;
    rows.iter().map(|row| Ok(Waiter { id: row.text(0)?, offer_until: row.opt_int(1)? })).collect()
}

impl Work<'_> {
    /// Get in line. Again is the same place.
    pub(super) fn wait(&mut self, room: &RoomEntry, who: &Profile, gen_no: i64, bans: &[FeatureBan]) -> Result<WaitAnswer, Error> {
        if let Some(answer) = self.kept_out(room, who, bans)? {
            self.leave_queue(&who.id, Word::Over)?;
            return Ok(WaitAnswer::Refused { answer: Box::new(answer) });
        }
        if role_of(room, &who.id) == Role::Moderator {
            return Ok(WaitAnswer::NotNeeded);
        }
        if Seat::of(self.sql, &who.id)?.is_some_and(|seat| !seat.state.is_draining()) {
            return Ok(WaitAnswer::AlreadyHere);
        }
        let profile = serde_json::to_string(who).map_err(|e| SqlError(e.to_string()))?;
        let known = "UPDATE waiting SET gen = MAX(gen, ?), profile = ? WHERE person = ? RETURNING seq";
        if self.sql.exec(known, params![gen_no, &profile, &who.id])?.is_empty() {
            if let Some(answer) = self.no_entry(room, Role::Attendee) {
                return Ok(WaitAnswer::Refused { answer: Box::new(answer) });
            }
            if self.sql.number("SELECT COUNT(*) FROM waiting", &[])? >= QUEUE {
                return Ok(WaitAnswer::QueueFull);
            }
            self.sql.exec(
                "INSERT INTO waiting (person, gen, since, profile) VALUES (?, ?, ?, ?)",
                params![&who.id, gen_no, self.now, profile],
            )?;
            self.queue.waits = true;
            self.mark_card(room)?;
            self.give_out(room)?;
        }
        self.place_of(&who.id)
    }

    fn place_of(&self, person: &str) -> Result<WaitAnswer, Error> {
        let all = waiters(self.sql)?;
        let at = all.iter().position(|waiter| waiter.id == person);
        let found = at.and_then(|at| all.get(at).map(|waiter| (at, waiter)));
        let (at, waiter) = found.ok_or_else(|| SqlError("a waiter who is not there".into()))?;
        let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
        Ok(WaitAnswer::Waiting { place: Place { place: count(at + 1), waiting: count(all.len()), offer_until: waiter.offer_until } })
    }

    /// Out of the queue: they do not want to wait (a newer wish than `gen_no` stands), or may not, as they are now.
    pub(super) fn unwait(&mut self, room: &RoomEntry, who: &Profile, gen_no: i64, leaves: bool, bans: &[FeatureBan]) -> Result<(), Error> {
        let newer = "SELECT 1 FROM waiting WHERE person = ? AND gen > ?";
        let gives_up = leaves && self.sql.first(newer, params![&who.id, gen_no])?.is_none();
        if gives_up || self.kept_out(room, who, bans)?.is_some() {
            return self.leave_queue(&who.id, Word::Over);
        }
        let profile = serde_json::to_string(who).map_err(|e| SqlError(e.to_string()))?;
        self.sql.exec("UPDATE waiting SET profile = ? WHERE person = ?", params![profile, &who.id])?;
        Ok(())
    }

    /// Whoever it was waits no longer.
    pub(super) fn leave_queue(&mut self, person: &str, word: Word) -> Result<(), Error> {
        if !self.queue.waits {
            return Ok(());
        }
        let gone = self.sql.first("DELETE FROM waiting WHERE person = ? RETURNING offer_until", params![person])?;
        let Some(gone) = gone else { return Ok(()) };
        if gone.opt_int(0)?.is_some() {
            self.word(person, word)?;
        }
        self.mark_cards()
    }

    /// Offers that ran out, before anything else is decided.
    pub(super) fn offers_lapse(&mut self) -> Result<(), Error> {
        if !self.queue.waits {
            return Ok(());
        }
        for row in self.sql.exec("SELECT person FROM waiting WHERE offer_until <= ?", params![self.now])? {
            let person = row.text(0)?;
            if bugs::on(Bug::LapsedWaitsOn) {
                self.sql.exec("UPDATE waiting SET offer_until = NULL WHERE person = ?", params![&person])?;
                self.word(&person, Word::Over)?;
            } else {
                self.leave_queue(&person, Word::Lapsed)?;
            }
        }
        Ok(())
    }

    /// The catalogue's entry is a new one: who has no business in the queue any more?
    pub(super) fn sift_queue(&mut self, room: &RoomEntry) -> Result<(), Error> {
        if !self.queue.waits {
            return Ok(());
        }
        for row in self.sql.exec("SELECT person, profile FROM waiting", &[])? {
            let person = row.text(0)?;
            let profile: Profile = serde_json::from_str(&row.text(1)?).map_err(|e| SqlError(e.to_string()))?;
            if room.deleted || !room.open_to(&profile.groups) || role_of(room, &person) == Role::Moderator {
                self.leave_queue(&person, Word::Over)?;
            }
        }
        Ok(())
    }

    /// At the end of every command: an empty room is locked no longer, free seats are offered, and Persons are told.
    pub(super) fn see_to_queue(&mut self) -> Result<(), Error> {
        if (self.queue.locked && self.queue.emptied) || self.queue.waits || self.queue.told {
            let Some(room) = super::entry::load(self.sql)? else { return Ok(()) };
            self.unlock_if_empty(&room)?;
            self.give_out(&room)?;
            self.tell_words(&room)?;
        }
        Ok(())
    }

    /// Offer what is free to whoever waits longest; take back what there is no more. Places are kept.
    pub(super) fn give_out(&mut self, room: &RoomEntry) -> Result<(), Error> {
        if !self.queue.waits || (bugs::on(Bug::OnlyLeavingOffers) && !self.queue.emptied) {
            return Ok(());
        }
        let taken = "SELECT (SELECT COUNT(*) FROM seats WHERE role = 'attendee'), COUNT(offer_until) FROM waiting";
        let row = self.sql.first(taken, &[])?.ok_or_else(|| SqlError("no count".into()))?;
        let (seats, offers) = (row.int(0)?, row.int(1)?);
        let open = self.no_entry(room, Role::Attendee).is_none() && !room.deleted;
        let wanted = if open { (room.attendee_limit - seats).max(0) } else { 0 };
        if offers > wanted {
            let newest = "SELECT person FROM waiting WHERE offer_until IS NOT NULL ORDER BY seq DESC LIMIT ?";
            for row in self.sql.exec(newest, params![offers - wanted])? {
                self.offer(&row.text(0)?, None)?;
            }
            return self.mark_card(room);
        }
        let order = if bugs::on(Bug::LastComeFirstServed) { "DESC" } else { "ASC" };
        let next = format!("SELECT person FROM waiting WHERE offer_until IS NULL ORDER BY seq {order} LIMIT ?");
        let next = if wanted > offers { self.sql.exec(&next, params![wanted - offers])? } else { vec![] };
        for row in &next {
            self.offer(&row.text(0)?, Some(self.now + time::OFFER))?;
        }
        if next.is_empty() { Ok(()) } else { self.mark_card(room) }
    }

    fn offer(&mut self, person: &str, until: Option<Millis>) -> Result<(), Error> {
        self.sql.exec("UPDATE waiting SET offer_until = ? WHERE person = ?", params![until, person])?;
        self.word(person, until.map_or(Word::Over, |until| Word::Offered { until }))
    }

    /// The newest word for a Person: it takes the place of what they were not told yet.
    fn word(&mut self, person: &str, word: Word) -> Result<(), Error> {
        if word == Word::Lapsed && bugs::on(Bug::LapsedNotTold) {
            return Ok(());
        }
        let rev = self.sql.number("UPDATE meta SET word_rev = word_rev + 1 RETURNING word_rev", &[])?;
        let (name, until) = match word {
            Word::Offered { until } => ("offered", Some(until)),
            Word::Lapsed => ("lapsed", None),
            Word::Over => ("over", None),
        };
        self.sql.exec(
            "INSERT INTO words (person, rev, word, until) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (person) DO UPDATE SET rev = ?2, word = ?3, until = ?4",
            params![person, rev, name, until],
        )?;
        self.sql.exec(
            "INSERT INTO jobs (kind, key, due) VALUES ('wait', ?1, ?2)
             ON CONFLICT (kind, key) DO UPDATE SET due = ?2, tries = 0",
            params![person, self.now],
        )?;
        self.queue.told = true;
        Ok(())
    }

    /// Tell Persons what is due; again until they have it.
    pub(super) fn tell_words(&mut self, room: &RoomEntry) -> Result<(), Error> {
        let due = "SELECT person, rev, word, until, tries FROM jobs JOIN words ON person = key WHERE kind = 'wait' AND due <= ?";
        for row in self.sql.exec(due, params![self.now])? {
            let (person, tries) = (row.text(0)?, row.int(4)?);
            self.sql.exec(
                "UPDATE jobs SET due = ?, tries = ? WHERE kind = 'wait' AND key = ?",
                params![self.now + time::backoff(tries), tries + 1, &person],
            )?;
            let word = match (row.text(2)?.as_str(), row.opt_int(3)?) {
                ("offered", Some(until)) => Word::Offered { until },
                ("lapsed", _) => Word::Lapsed,
                _ => Word::Over,
            };
            let named = Named { id: room.id.clone(), name: room.name.clone() };
            self.effects.push(Effect::TellWord { person, rev: row.int(1)?, room: named, feature: room.feature.clone(), word });
        }
        self.queue.told = false;
        Ok(())
    }

    /// The Person has this word.
    pub(super) fn word_told(&self, person: &str, rev: i64) -> Result<(), Error> {
        let told = self.sql.exec("DELETE FROM words WHERE person = ? AND rev = ? RETURNING rev", params![person, rev])?;
        if told.is_empty() { Ok(()) } else { self.drop_job("wait", person) }
    }
}
