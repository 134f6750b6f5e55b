//! The stage: at most one person shares their screen. It is claimed, granted once LiveKit has obeyed, and ends by word, by a
//! lock, by departure, or when no screen of the holder's is live. I6.

use super::permits::Present;
use super::row::Seat;
use super::{Denied, Stage, StageState, Tool, Work};
use crate::ban::By;
use crate::bugs::{self, Bug};
use crate::catalogue::{Named, RoomEntry};
use crate::sql::Row;
use crate::time::{self, Millis};
use crate::{Error, params};

/// The row, read with every command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Held {
    pub(super) holder: String,
    pub(super) since: Millis,
    /// It ends then; nothing: their screen is live.
    pub(super) until: Option<Millis>,
    pub(super) granted_at: Option<Millis>,
    /// The holder has no socket: it ends then, whatever LiveKit still shows of a client that is dead.
    deaf_until: Option<Millis>,
}

impl Held {
    /// From the columns holder, since, until, granted_at and deaf_until, the first of them number `at`.
    pub(super) fn read(row: &Row, at: usize) -> Result<Option<Held>, Error> {
        let Some(holder) = row.opt_text(at)? else { return Ok(None) };
        Ok(Some(Held {
            holder,
            since: row.int(at + 1)?,
            until: row.opt_int(at + 2)?,
            granted_at: row.opt_int(at + 3)?,
            deaf_until: row.opt_int(at + 4)?,
        }))
    }

    /// When it ends by itself.
    pub(super) fn ends_at(&self) -> Option<Millis> {
        self.until.into_iter().chain(self.deaf_until).min()
    }
}

impl Work<'_> {
    /// Take the stage, or keep it. `take_over`: from whoever has it.
    pub(super) fn claim(&mut self, room: &RoomEntry, person: &str, take_over: bool) -> Result<Result<Stage, Denied>, Error> {
        let seat = match self.seated(room, person)? {
            Ok(seat) => seat,
            Err(denied) => return Ok(Err(denied)),
        };
        if take_over && !room.moderators.iter().any(|m| m.id == person) {
            return Ok(Err(Denied::NotModerator));
        }
        if self.is_locked(room, Tool::Share, person)? {
            return Ok(Err(Denied::Locked { what: Tool::Share }));
        }
        match self.stage.clone() {
            Some(held) if held.holder == person => {
                self.keep_stage(held)?;
                self.hears(person)?;
            }
            Some(held) if !take_over => {
                let holder = self.named(&held.holder)?;
                return Ok(Err(Denied::StageTaken { holder }));
            }
            _ => self.take_stage(person)?,
        }
        self.permit(person)?;
        let holder = Named { id: seat.person, name: seat.profile.name() };
        Ok(self.stage.as_ref().map(|held| held.shown(holder)).ok_or(Denied::NotFound))
    }

    fn take_stage(&mut self, person: &str) -> Result<(), Error> {
        self.end_stage()?;
        let held =
            Held { holder: person.to_owned(), since: self.now, until: Some(self.now + time::STAGE), granted_at: None, deaf_until: None };
        self.sql.exec("INSERT INTO stage (one, holder, since, until) VALUES (1, ?, ?, ?)", params![person, held.since, held.until])?;
        self.stage = Some(held);
        (self.floor_used, self.floor_changed) = (true, true);
        self.schedule("list", "", self.now + time::PASS_STAGE)
    }

    /// Their last socket has closed: a browser that was killed says no more than that, long before LiveKit notices.
    pub(super) fn deaf(&mut self, person: &str) -> Result<(), Error> {
        let deaf_until = Some(self.now + time::DEAF);
        let Some(held) = self.stage.clone().filter(|held| held.holder == person && held.deaf_until.is_none()) else { return Ok(()) };
        self.save_stage(Held { deaf_until, ..held })
    }

    /// The holder is there: a socket of theirs opens, or they say so.
    pub(super) fn hears(&mut self, person: &str) -> Result<(), Error> {
        let Some(held) = self.stage.clone().filter(|held| held.holder == person && held.deaf_until.is_some()) else { return Ok(()) };
        self.save_stage(Held { deaf_until: None, ..held })
    }

    /// While the browser's picker is open the claim is repeated; once a screen is live it needs no more word.
    fn keep_stage(&mut self, held: Held) -> Result<(), Error> {
        let Some(until) = held.until else { return Ok(()) };
        let longer = (self.now + time::STAGE).min(held.since + time::PICKER);
        // Whoever waits asks often; a second more or less is no row.
        if longer < until + 1_000 {
            return Ok(());
        }
        self.save_stage(Held { until: Some(longer), ..held })
    }

    /// Give it up: the holder, or a moderator for anybody. Nobody's is no error.
    pub(super) fn unclaim(&mut self, room: &RoomEntry, by: &By) -> Result<Option<Denied>, Error> {
        if self.moderates(room, by).is_none() {
            if let Err(denied) = self.seated(room, by.id())? {
                return Ok(Some(denied));
            }
            if self.stage.as_ref().is_some_and(|held| held.holder != by.id()) {
                return Ok(Some(Denied::NotModerator));
            }
        }
        self.end_stage()?;
        Ok(None)
    }

    /// The stage is nobody's from now on; LiveKit takes the screen back.
    pub(super) fn end_stage(&mut self) -> Result<(), Error> {
        let Some(held) = self.stage.take() else { return Ok(()) };
        self.sql.exec("DELETE FROM stage", &[])?;
        self.floor_changed = true;
        self.permit(&held.holder)
    }

    /// Their seat is open no longer.
    pub(super) fn off_stage(&mut self, person: &str) -> Result<(), Error> {
        let theirs = self.stage.as_ref().is_some_and(|held| held.holder == person) && !bugs::on(Bug::StageStaysWithTheGone);
        if theirs { self.end_stage() } else { Ok(()) }
    }

    /// What the clock decides.
    pub(super) fn settle_stage(&mut self) -> Result<(), Error> {
        let over = self.stage.as_ref().and_then(Held::ends_at).is_some_and(|at| at <= self.now);
        if over && !bugs::on(Bug::StageNeverLapses) { self.end_stage() } else { Ok(()) }
    }

    /// LiveKit lets them share.
    pub(super) fn stage_granted(&mut self, person: &str) -> Result<(), Error> {
        let Some(held) = self.stage.clone().filter(|held| held.holder == person && held.granted_at.is_none()) else { return Ok(()) };
        self.floor_changed = true;
        self.save_stage(Held { granted_at: Some(self.now), ..held })
    }

    /// The holder comes with a new connection: their screen has a moment to come back.
    pub(super) fn stage_reconnects(&mut self, person: &str) -> Result<(), Error> {
        let Some(held) = self.stage.clone().filter(|held| held.holder == person && held.until.is_none()) else { return Ok(()) };
        self.save_stage(Held { until: Some(self.now + time::STAGE), ..held })
    }

    /// A pass says whether the holder's screen is live. Seen once and then gone ends the stage.
    pub(super) fn stage_listed(&mut self, started_at: Millis, present: &[Present]) -> Result<(), Error> {
        let Some(held) = self.stage.clone() else { return Ok(()) };
        // An older list may show a screen that was taken away before.
        if held.granted_at.is_none_or(|at| started_at < at) {
            return Ok(());
        }
        let live = present.iter().any(|one| one.person == held.holder && one.screen);
        match (live, held.until) {
            (true, Some(_)) => self.save_stage(Held { until: None, ..held }),
            (false, None) => self.end_stage(),
            _ => Ok(()),
        }
    }

    fn save_stage(&mut self, held: Held) -> Result<(), Error> {
        self.sql
            .exec("UPDATE stage SET until = ?, granted_at = ?, deaf_until = ?", params![held.until, held.granted_at, held.deaf_until])?;
        self.stage = Some(held);
        Ok(())
    }

    /// The stage as people see it.
    pub(super) fn stage_shown(&self) -> Result<Option<Stage>, Error> {
        let Some(held) = &self.stage else { return Ok(None) };
        Ok(Some(held.shown(self.named(&held.holder)?)))
    }

    fn named(&self, person: &str) -> Result<Named, Error> {
        let name = Seat::of(self.sql, person)?.map(|seat| seat.profile.name()).unwrap_or_default();
        Ok(Named { id: person.to_owned(), name })
    }
}

impl Held {
    fn shown(&self, holder: Named) -> Stage {
        let state = if self.granted_at.is_some() { StageState::Granted } else { StageState::Claimed };
        Stage { holder, state, since: self.since }
    }
}
