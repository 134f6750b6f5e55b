//! The gate's calls: attempt before, confirm after the 101. PROTOCOL 4.

use super::row::{Seat, SeatState};
use super::{Answer, Holder, Rights, Work};
use crate::bugs::{self, Bug};
use crate::catalogue::RoomEntry;
use crate::time;
use crate::{Error, params};

/// One row of `attempts`.
struct Attempt {
    person: String,
    epoch: i64,
    rights: Rights,
    fresh: bool,
}

impl Work<'_> {
    /// Does this person hold an open seat of this epoch?
    pub(super) fn check(&self, room: &RoomEntry, person: &str, epoch: i64) -> Result<Answer, Error> {
        let seat = Seat::of(self.sql, person)?;
        let admit = seat.as_ref().is_some_and(|s| s.state.is_open() && s.epoch == epoch) && self.barred(person)?.is_none();
        let newest = self.sql.number("SELECT COALESCE(MAX(epoch), 0) FROM people WHERE person = ?", params![person])?;
        let rights = if admit { self.wanted_at_door(person)? } else { Rights::default() };
        let holder = seat.filter(|_| admit).map(|s| Holder { name: s.profile.name(), role: s.role, rights });
        Ok(Answer::Door { admit, superseded: !admit && epoch < newest, sfu: room.sfu.clone(), holder })
    }

    /// Write the attempt: from here on a body may appear, and the seat is dirty.
    pub(super) fn connect(&mut self, room: &RoomEntry, conn: &str, person: &str, epoch: i64) -> Result<Answer, Error> {
        let epoch = if bugs::on(Bug::ConnectTakesAnyEpoch) { self.seat_epoch(person)? } else { epoch };
        let mut answer = self.check(room, person, epoch)?;
        if let Answer::Door { admit: true, holder: Some(holder), .. } = &mut answer {
            let life = if bugs::on(Bug::AttemptsDieWithLeases) { time::LEASE } else { time::ATTEMPT };
            self.sql.exec(
                "INSERT INTO attempts (conn, person, epoch, until, rights, fresh)
                 VALUES (?1, ?2, ?3, ?4, ?5, (SELECT dirty = 0 FROM seats WHERE person = ?2))",
                params![conn, person, epoch, self.now + life, holder.rights.sum()],
            )?;
            if bugs::on(Bug::LockForgottenOnReload) {
                holder.rights = Rights::default();
            }
            self.stage_reconnects(person)?;
            self.sql.exec("UPDATE seats SET dirty = 1, rev = rev + 1, clean_at = NULL WHERE person = ?", params![person])?;
            self.schedule("list", "", self.now + time::PASS)?;
        }
        Ok(answer)
    }

    /// LiveKit has said 101. Yes only if nothing has changed since the attempt.
    pub(super) fn connected(&mut self, room: &RoomEntry, conn: &str) -> Result<Answer, Error> {
        let no = Answer::Door { admit: false, superseded: false, sfu: room.sfu.clone(), holder: None };
        let Some(Attempt { person, epoch, rights, fresh }) = self.close_attempt(conn)? else { return Ok(no) };
        let epoch = if bugs::on(Bug::ConfirmTakesAnyEpoch) { self.seat_epoch(&person)? } else { epoch };
        let answer = self.check(room, &person, epoch)?;
        let fresh = fresh && self.no_other_body(&person)?;
        if let Answer::Door { admit: true, .. } = answer {
            let Some(mut seat) = Seat::of(self.sql, &person)? else { return Ok(no) };
            seat.state = SeatState::Live;
            seat.until = None;
            seat.confirmed = true;
            seat.crev = seat.rev;
            seat.save(self.sql)?;
            self.visit_goes_on(&seat)?;
        }
        // Also for one that is not let in: its body may be there.
        self.connected_with(&person, rights, fresh)?;
        Ok(answer)
    }

    /// LiveKit definitely refused: no body will come of this attempt.
    pub(super) fn failed(&mut self, conn: &str) -> Result<(), Error> {
        match self.close_attempt(conn)? {
            Some(attempt) if attempt.rights.share => self.permit(&attempt.person),
            _ => Ok(()),
        }
    }

    /// Nobody else has connected as this person, or is about to.
    fn no_other_body(&self, person: &str) -> Result<bool, Error> {
        Ok(self.floor_used && Seat::of(self.sql, person)?.is_some_and(|seat| !seat.confirmed) && !self.has_attempt(person)?)
    }

    /// What the two bugs that ignore an epoch compare with instead.
    fn seat_epoch(&self, person: &str) -> Result<i64, Error> {
        Ok(Seat::of(self.sql, person)?.map_or(0, |seat| seat.epoch))
    }

    fn close_attempt(&mut self, conn: &str) -> Result<Option<Attempt>, Error> {
        let row = self.sql.first("SELECT person, epoch, rights, fresh FROM attempts WHERE conn = ?", params![conn])?;
        let Some(row) = row else { return Ok(None) };
        let attempt = Attempt { person: row.text(0)?, epoch: row.int(1)?, rights: Rights::of(row.int(2)?), fresh: row.flag(3)? };
        self.sql.exec("DELETE FROM attempts WHERE conn = ?", params![conn])?;
        self.touch(&attempt.person)?;
        Ok(Some(attempt))
    }
}
