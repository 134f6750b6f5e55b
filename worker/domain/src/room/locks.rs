//! Locks: what attendees may not use, each of them or all; and muting, which they may undo themselves. Moderators are never
//! meant.

use super::row::Seat;
use super::{Audience, Denied, Effect, Floor, Frame, Lock, Tool, Work};
use crate::ban::By;
use crate::catalogue::{Named, RoomEntry};
use crate::sql::SqlError;
use crate::{Error, params};

/// In the table: nobody named.
const EVERYBODY: &str = "";

impl Tool {
    /// As it is written.
    pub fn word(self) -> &'static str {
        match self {
            Tool::Microphone => "microphone",
            Tool::Camera => "camera",
            Tool::Share => "share",
            Tool::Chat => "chat",
        }
    }
    fn parse(word: &str) -> Result<Tool, Error> {
        Ok(match word {
            "microphone" => Tool::Microphone,
            "camera" => Tool::Camera,
            "share" => Tool::Share,
            "chat" => Tool::Chat,
            other => return Err(SqlError(format!("no such tool: {other}"))),
        })
    }
}

impl Work<'_> {
    /// Lock or unlock something, for one person or for everybody. Said twice, it is once.
    pub(super) fn lock(&mut self, room: &RoomEntry, by: &By, lock: &Lock, locked: bool) -> Result<Result<Floor, Denied>, Error> {
        if let Err(denied) = self.moderator(room, by) {
            return Ok(Err(denied));
        }
        if let Some(person) = &lock.person {
            if room.moderators.iter().any(|m| m.id == *person) {
                return Ok(Err(Denied::MeansModerator));
            }
            if locked && self.sql.first("SELECT 1 FROM people WHERE person = ?", params![person])?.is_none() {
                return Ok(Err(Denied::Unknown));
            }
        }
        let key = params![lock.what.word(), lock.person.as_deref().unwrap_or(EVERYBODY)];
        let was = self.sql.first("SELECT 1 FROM locks WHERE what = ? AND person = ?", key)?.is_some();
        if was != locked {
            match locked {
                true => self.sql.exec("INSERT INTO locks (what, person, at) VALUES (?, ?, ?)", &[key, params![self.now]].concat())?,
                false => self.sql.exec("DELETE FROM locks WHERE what = ? AND person = ?", key)?,
            };
            (self.floor_used, self.floor_changed) = (true, true);
            self.locks_changed(room)?;
        }
        Ok(Ok(self.floor()?))
    }

    /// The holder may be one who may not share any more; everybody's rights may be others.
    pub(super) fn locks_changed(&mut self, room: &RoomEntry) -> Result<(), Error> {
        if let Some(held) = self.stage.clone()
            && self.is_locked(room, Tool::Share, &held.holder)?
        {
            self.end_stage()?;
        }
        self.permit_all()
    }

    /// What this person may not use.
    pub(super) fn locked_for(&self, person: &str) -> Result<Vec<Tool>, Error> {
        if !self.floor_used {
            return Ok(vec![]);
        }
        let rows = self.sql.exec("SELECT DISTINCT what FROM locks WHERE person IN (?, ?)", params![EVERYBODY, person])?;
        if rows.is_empty() || super::entry::load(self.sql)?.is_some_and(|room| room.moderators.iter().any(|m| m.id == person)) {
            return Ok(vec![]);
        }
        rows.iter().map(|row| Tool::parse(&row.text(0)?)).collect()
    }

    /// Whether this person may not use it.
    pub(super) fn is_locked(&self, room: &RoomEntry, what: Tool, person: &str) -> Result<bool, Error> {
        Ok(!room.moderators.iter().any(|m| m.id == person) && self.locked_for(person)?.contains(&what))
    }

    /// All locks, those of everybody first.
    pub(super) fn locks(&self) -> Result<Vec<Lock>, Error> {
        if !self.floor_used {
            return Ok(vec![]);
        }
        let rows = self.sql.exec("SELECT person, what FROM locks ORDER BY person, at, what", &[])?;
        let lock = |row: &crate::sql::Row| {
            Ok(Lock { person: Some(row.text(0)?).filter(|person| person != EVERYBODY), what: Tool::parse(&row.text(1)?)? })
        };
        rows.iter().map(lock).collect()
    }

    /// Whose microphone or camera is to be muted, and who says so. LiveKit is asked next.
    pub(super) fn mute(&self, room: &RoomEntry, by: &By, person: Option<&str>) -> Result<Result<(Vec<String>, Named), Denied>, Error> {
        let moderator = match self.moderator(room, by) {
            Ok(named) => named,
            Err(denied) => return Ok(Err(denied)),
        };
        let moderates = |person: &str| room.moderators.iter().any(|m| m.id == person);
        if person.is_some_and(moderates) {
            return Ok(Err(Denied::MeansModerator));
        }
        let here = Seat::all(self.sql)?.into_iter().filter(|seat| seat.state.is_open()).map(|seat| seat.person);
        let people: Vec<String> = here.filter(|p| person.map_or_else(|| !moderates(p), |one| one == p)).collect();
        if person.is_some() && people.is_empty() {
            return Ok(Err(Denied::Unknown));
        }
        Ok(Ok((people, moderator)))
    }

    /// LiveKit has muted these: they hear of it.
    pub(super) fn muted(&mut self, people: Vec<String>, by: Named, what: Tool) {
        if !people.is_empty() {
            self.effects.push(Effect::Say { to: Audience::Only { people }, frame: Frame::Muted { by, what } });
        }
    }
}
