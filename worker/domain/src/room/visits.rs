//! Visits: who was here from when till when, for reports. A stay begins with the first confirmed connect and ends with the
//! seat being open no longer; in between come and go connections, tokens and tabs.

use super::row::Seat;
use super::{Command, Work};
use crate::bugs::{self, Bug};
use crate::catalogue::RoomEntry;
use crate::sql::Row;
use crate::time::{self, Millis};
use crate::{Error, params};

/// Why seats close during a command. Moves are `Left`: a release does not say why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cause {
    Left,
    Removed,
    Lost,
    Closed,
    Deleted,
    NoLongerModerator,
    NotForYou,
}

impl Cause {
    /// Before a command's own work the clock's is done, and what that closes was lost.
    pub(super) fn by(command: &Command) -> Cause {
        match command {
            Command::Release { evict: true, .. } | Command::Remove { .. } | Command::Forget { .. } => Cause::Removed,
            Command::Release { .. } => Cause::Left,
            _ => Cause::Lost,
        }
    }

    /// A new entry closed the seat of somebody with that role there.
    fn by_entry(room: &RoomEntry, seat: &Seat) -> Cause {
        match () {
            () if room.deleted => Cause::Deleted,
            () if room.close_now && !room.enabled => Cause::Closed,
            () if !room.open_to(&seat.profile.groups) => Cause::NotForYou,
            () => Cause::NoLongerModerator,
        }
    }

    fn word(self) -> &'static str {
        match self {
            Cause::Left => "left",
            Cause::Removed => "removed",
            Cause::Lost => "lost",
            Cause::Closed => "closed",
            Cause::Deleted => "deleted",
            Cause::NoLongerModerator => "no_longer_moderator",
            Cause::NotForYou => "not_for_you",
        }
    }
}

impl Work<'_> {
    /// A client of this seat was let in: a stay begins, or goes on.
    pub(super) fn visit_goes_on(&mut self, seat: &Seat) -> Result<(), Error> {
        let anew = bugs::on(Bug::TakeOverOpensVisit);
        let open = self.sql.exec(
            "UPDATE visits SET proof_at = ?1, seen_at = NULL WHERE person = ?2 AND left_at IS NULL AND (epoch = ?3 OR NOT ?4) RETURNING epoch",
            params![self.now, &seat.person, seat.epoch, anew],
        )?;
        if !open.is_empty() {
            return Ok(());
        }
        self.sql.exec(
            "INSERT INTO visits (person, epoch, role, name, joined_at, proof_at) VALUES (?1, ?2, ?3, ?4, ?5, ?5)
             ON CONFLICT (person, epoch) DO NOTHING",
            params![&seat.person, seat.epoch, seat.role.word(), seat.profile.name(), self.now],
        )?;
        self.send_soon()
    }

    /// The seat is open no longer, or about to be: every way out of a room comes by here.
    pub(super) fn visit_ends(&mut self, seat: &Seat) -> Result<(), Error> {
        let open = "SELECT proof_at, seen_at, listed_at, joined_at FROM visits, meta WHERE person = ? AND left_at IS NULL";
        let Some(row) = self.sql.first(open, params![&seat.person])? else { return Ok(()) };
        let ended = match &self.learned {
            Some(entry) => Cause::by_entry(entry, seat),
            None => self.ending,
        };
        let (left_at, estimated) = self.end_of(&row, ended)?;
        self.sql.exec(
            "UPDATE visits SET left_at = ?, estimated = ?, ended = ?, role = ?, name = ?, sent = ? WHERE person = ? AND left_at IS NULL",
            params![
                left_at,
                estimated,
                ended.word(),
                seat.role.word(),
                seat.profile.name(),
                bugs::on(Bug::EndOfVisitNotSent),
                &seat.person
            ],
        )?;
        self.send_soon()
    }

    /// When a stay ended, and whether that is a guess: what LiveKit has not seen for long may have been over long ago.
    fn end_of(&self, row: &Row, ended: Cause) -> Result<(Millis, bool), Error> {
        let seen_at = row.opt_int(1)?;
        let proof = seen_at.unwrap_or(row.int(0)?.max(row.int(2)?));
        let known = match ended {
            Cause::Lost => false,
            // Their own doing: they were there to do it.
            Cause::Left => seen_at.is_none(),
            _ => seen_at.is_none() && self.now < proof + time::PROOF,
        };
        let known = known || bugs::on(Bug::VanishedStayTillLate);
        // An object that moves may find its clock a little back.
        let (at, guess) = if known { (self.now, false) } else { (proof, true) };
        Ok((at.max(row.int(3)?), guess))
    }

    /// LiveKit was asked at `asked_at`, and has these bodies. Whoever has none was last proven there some time before.
    pub(super) fn visits_listed(&self, asked_at: Millis, present: &[String]) -> Result<(), Error> {
        let rows = self.sql.exec("SELECT person, seen_at FROM visits WHERE left_at IS NULL", &[])?;
        for row in &rows {
            let (person, missing) = (row.text(0)?, row.opt_int(1)?.is_some());
            let found = present.contains(&person);
            if found && missing {
                self.sql.exec("UPDATE visits SET seen_at = NULL WHERE person = ? AND left_at IS NULL", params![person])?;
            } else if !found && !missing {
                self.sql.exec(
                    "UPDATE visits SET seen_at = MAX(proof_at, (SELECT listed_at FROM meta))
                     WHERE person = ? AND left_at IS NULL AND proof_at < ?",
                    params![person, asked_at],
                )?;
            }
        }
        if !rows.is_empty() {
            self.sql.exec("UPDATE meta SET listed_at = ?", params![asked_at])?;
        }
        Ok(())
    }
}
