//! LiveKit is made to agree with the seats, and only what it proves frees one. PROTOCOL 4.

use super::row::{Seat, SeatState};
use super::{Effect, Present, SeatRev, Work};
use crate::bugs::{self, Bug};
use crate::catalogue::RoomEntry;
use crate::time;
use crate::{Error, params};

impl Work<'_> {
    /// RemoveParticipant answered; only a 200 says anything, and only about what was there when it was asked.
    pub(super) fn body_removed(&mut self, person: &str, rev: i64, open: bool, ok: bool) -> Result<(), Error> {
        if !ok && !bugs::on(Bug::NotFoundProves) {
            return Ok(());
        }
        let Some(mut seat) = Seat::of(self.sql, person)? else { return self.drop_job("remove", person) };
        if !seat.state.is_draining() {
            return self.drop_job("remove", person);
        }
        let rev = if bugs::on(Bug::RevNotCompared) { seat.rev } else { rev };
        let quiet = seat.confirmed && seat.crev <= rev;
        if quiet {
            seat.confirmed = false;
            seat.save(self.sql)?;
        }
        if seat.rev == rev && !open && !self.has_attempt(person)? {
            self.proven(seat)
        } else if quiet {
            self.tell_quiet(&seat)
        } else {
            Ok(())
        }
    }

    /// ListParticipants answered for pass number `pass`.
    pub(super) fn bodies_listed(&mut self, pass: i64, revs: &[SeatRev], present: &[Present]) -> Result<(), Error> {
        let row = self.sql.first("SELECT pass, pass_started_at FROM meta", &[])?;
        let Some(row) = row else { return Ok(()) };
        let started_at = row.int(1)?;
        if row.int(0)? != pass {
            return Ok(());
        }
        self.rights_listed(started_at, revs, present)?;
        let present: Vec<String> = present.iter().map(|one| one.person.clone()).collect();
        self.visits_listed(started_at, &present)?;
        for identity in &present {
            self.found(identity)?;
        }
        for seat in Seat::all(self.sql)? {
            if !seat.dirty || present.contains(&seat.person) {
                continue;
            }
            // An attempt was open at the start, or has changed since: this list proves nothing about the seat.
            if !revs.iter().any(|r| r.person == seat.person && (r.rev == seat.rev || bugs::on(Bug::RevNotCompared))) {
                continue;
            }
            match seat.clean_at {
                None if bugs::on(Bug::OneListProves) => self.proven(seat)?,
                None => {
                    self.sql.exec("UPDATE seats SET clean_at = ? WHERE person = ?", params![self.now, &seat.person])?;
                    // Neither later nor sooner: a pass within the gap would be no second list.
                    self.sql.exec("UPDATE jobs SET due = ? WHERE kind = 'list'", params![self.now + time::LIST_GAP])?;
                }
                Some(clean_at) if started_at >= clean_at + time::LIST_GAP => self.proven(seat)?,
                Some(_) => {}
            }
        }
        Ok(())
    }

    /// Somebody is in LiveKit's room: fine with an open or held seat, else they are put out.
    fn found(&mut self, identity: &str) -> Result<(), Error> {
        match Seat::of(self.sql, identity)? {
            Some(seat) => {
                if seat.clean_at.is_some() {
                    self.sql.exec("UPDATE seats SET clean_at = NULL WHERE person = ?", params![identity])?;
                }
                if seat.state.is_draining() { self.ask_removal(&seat) } else { Ok(()) }
            }
            None => {
                self.schedule("remove", identity, self.now + time::backoff(0))?;
                self.effects.push(Effect::RemoveBody { person: identity.to_owned(), rev: 0, open: false });
                Ok(())
            }
        }
    }

    /// No body of this person is in LiveKit, and none can appear.
    fn proven(&mut self, seat: Seat) -> Result<(), Error> {
        let person = seat.person.clone();
        self.empty(seat)?;
        self.body_gone(&person)
    }

    fn empty(&mut self, mut seat: Seat) -> Result<(), Error> {
        seat.dirty = false;
        seat.confirmed = false;
        seat.clean_at = None;
        match seat.state {
            SeatState::Leaving | SeatState::Evicting => {
                seat.save(self.sql)?;
                self.free(&seat)
            }
            SeatState::Live if bugs::on(Bug::NoGrace) => {
                self.spend(&seat.person)?;
                seat.save(self.sql)?;
                self.free(&seat)
            }
            SeatState::Live => {
                seat.state = SeatState::Granted;
                seat.until = Some(self.now + time::GRACE);
                seat.save(self.sql)
            }
            SeatState::Held | SeatState::Granted => seat.save(self.sql),
        }
    }

    fn tell_quiet(&mut self, seat: &Seat) -> Result<(), Error> {
        let epoch = self.sql.number("SELECT COALESCE(MAX(epoch), 0) FROM people WHERE person = ?", params![&seat.person])?;
        self.effects.push(Effect::Freed { person: seat.person.clone(), epoch, quiet: true });
        Ok(())
    }

    /// A webhook says something happened: look, but not twice within a second.
    pub(super) fn hint(&mut self) -> Result<(), Error> {
        let last = self.sql.number("SELECT pass_started_at FROM meta", &[])?;
        // Also in a room without seats: whoever is in LiveKit then is a stranger.
        self.sql.exec("UPDATE meta SET linger_until = ?1 WHERE linger_until < ?1", params![self.now + time::LIST_GAP])?;
        self.schedule("list", "", (last + time::PASS_HINT).max(self.now))
    }

    /// Everything that is due.
    pub(super) fn alarm(&mut self, room: &RoomEntry) -> Result<(), Error> {
        self.repeat_removals()?;
        self.repeat_permits()?;
        // Before the card: it shows what the clock did to the lock and the queue.
        self.unlock_if_empty(room)?;
        self.give_out(room)?;
        self.tell_words(room)?;
        self.push_cards(room)?;
        self.push_bans(room)?;
        self.send_due(room)?;
        self.end_sessions()?;
        if self.is_due("list", "")? { self.start_pass() } else { Ok(()) }
    }

    fn repeat_removals(&mut self) -> Result<(), Error> {
        for row in self.sql.exec("SELECT key, tries FROM jobs WHERE kind = 'remove' AND due <= ?", params![self.now])? {
            let (person, tries) = (row.text(0)?, row.int(1)?);
            let effect = match Seat::of(self.sql, &person)? {
                Some(seat) if seat.state.is_draining() => {
                    Effect::RemoveBody { person: person.clone(), rev: seat.rev, open: self.has_attempt(&person)? }
                }
                Some(_) => {
                    self.drop_job("remove", &person)?;
                    continue;
                }
                // A stranger: the next list asks again if this did not help.
                None => {
                    self.drop_job("remove", &person)?;
                    Effect::RemoveBody { person: person.clone(), rev: 0, open: false }
                }
            };
            self.sql.exec(
                "UPDATE jobs SET due = ?, tries = tries + 1 WHERE kind = 'remove' AND key = ?",
                params![self.now + time::backoff(tries + 1), &person],
            )?;
            self.effects.push(effect);
        }
        Ok(())
    }

    /// Ask LiveKit who is there. One pass at a time: an older one's answer is ignored from now on.
    fn start_pass(&mut self) -> Result<(), Error> {
        let seats = Seat::all(self.sql)?;
        let dirty: Vec<&Seat> = seats.iter().filter(|s| s.dirty).collect();
        let linger = self.sql.number("SELECT linger_until FROM meta", &[])?;
        if dirty.is_empty() && self.now >= linger {
            return self.drop_job("list", "");
        }
        let linger = if dirty.is_empty() { linger } else { self.now + time::LINGER };
        self.sql.exec("UPDATE meta SET pass = pass + 1, pass_started_at = ?1, clock = ?1, linger_until = ?2", params![self.now, linger])?;
        let mut revs = vec![];
        for seat in &dirty {
            if !self.has_attempt(&seat.person)? || bugs::on(Bug::ListBegunInAttemptProves) {
                revs.push(SeatRev { person: seat.person.clone(), rev: seat.rev });
            }
        }
        let soon = dirty.iter().any(|s| s.state.is_draining() || s.clean_at.is_some());
        let gap = if soon || self.stage.is_some() { time::PASS_STAGE } else { time::PASS };
        self.sql.exec("UPDATE jobs SET due = ? WHERE kind = 'list'", params![self.now + gap])?;
        let pass = self.sql.number("SELECT pass FROM meta", &[])?;
        self.effects.push(Effect::ListBodies { pass, revs });
        Ok(())
    }
}
