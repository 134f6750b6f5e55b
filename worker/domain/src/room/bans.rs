//! Removals and bans of this room: put somebody out, list, lift. PROTOCOL 4 (remove).

use super::row::{Seat, SeatState};
use super::{Audience, Denied, Effect, Frame, Why, Word, Work};
use crate::ban::{Ban, Barred, By, Face, Scope};
use crate::bugs::{self, Bug};
use crate::catalogue::{Named, RoomEntry};
use crate::sql::Row;
use crate::time::Millis;
use crate::{Error, params};

/// What a moderator asks for.
pub(super) struct Removal<'a> {
    pub(super) id: &'a str,
    pub(super) person: &'a str,
    pub(super) by: &'a By,
    pub(super) reason: Option<String>,
    pub(super) ends_at: Option<Millis>,
    pub(super) delete_messages: bool,
    /// As the catalogue knows them: for somebody this room has no seat of.
    pub(super) face: Option<Face>,
}

/// The longest list of bans there is.
const LISTED: i64 = 100;
const COLUMNS: &str = "id, person, name, avatar, removed_by, by_name, reason, at, ends_at, lifted_at, lifted_by, lifted_by_name, deleted";

impl Work<'_> {
    /// Who acts, by name, if they moderate this room.
    pub(super) fn moderates(&self, room: &RoomEntry, by: &By) -> Option<Named> {
        match by {
            By::Attendee { id, .. } => room.moderators.iter().find(|m| m.id == *id).cloned(),
            By::Organizer { key } => Some(key.clone()),
        }
    }

    /// The acting moderator's name, or why not.
    pub(super) fn moderator(&self, room: &RoomEntry, by: &By) -> Result<Named, Denied> {
        match by {
            _ if room.deleted => Err(Denied::NotFound),
            By::Attendee { event, .. } if *event != room.event => Err(Denied::NotFound),
            _ => self.moderates(room, by).ok_or(Denied::NotModerator),
        }
    }

    /// Put somebody out. Sent twice, it is one removal. The commit is the acknowledgement.
    pub(super) fn remove(&mut self, room: &RoomEntry, removal: Removal<'_>) -> Result<Result<Ban, Denied>, Error> {
        let Removal { id, person, by, reason, ends_at, delete_messages, face } = removal;
        let moderator = match self.moderator(room, by) {
            Ok(named) => named,
            Err(denied) => return Ok(Err(denied)),
        };
        if let Some(ban) = self.ban(room, id)? {
            return Ok(if ban.by.id == moderator.id { Ok(ban) } else { Err(Denied::Taken) });
        }
        if moderator.id == person {
            return Ok(Err(Denied::Oneself));
        }
        if matches!(by, By::Attendee { .. }) && room.moderators.iter().any(|m| m.id == person) {
            return Ok(Err(Denied::TargetModerates));
        }
        let seat = Seat::of(self.sql, person)?;
        let Some(face) = seat.as_ref().map(|s| Face::from(&s.profile)).or(face) else { return Ok(Err(Denied::Unknown)) };
        let deleted = if delete_messages { self.delete_all_of(person, &moderator.id, id)? } else { 0 };
        self.sql.exec(
            "INSERT INTO removals (id, person, name, avatar, removed_by, by_name, reason, at, ends_at, deleted)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            params![id, person, &face.name, face.avatar, &moderator.id, &moderator.name, reason, self.now, ends_at, deleted],
        )?;
        let ban = self.ban(room, id)?.ok_or_else(|| crate::sql::SqlError("a removal that is not there".into()))?;
        // Told first, put out after: the socket that says why closes with it.
        self.effects.push(Effect::Say {
            to: Audience::Only { people: vec![person.to_owned()] },
            frame: Frame::Removed { ban: Box::new(ban.clone()) },
        });
        if !bugs::on(Bug::RemovedGoOnHearing) {
            self.effects.push(Effect::HangUp { person: person.to_owned(), why: Why::Removed });
        }
        self.leave_queue(person, Word::Over)?;
        self.put_out(person)?;
        // Not with the next card: the others are waiting for this moment to end.
        let people = self.view(room, "")?.people;
        self.effects.push(Effect::Say { to: Audience::All, frame: Frame::People { people } });
        self.effects.push(Effect::TellRemoved { ban: ban.clone() });
        self.bans_changed(room, &ban)?;
        Ok(Ok(ban))
    }

    /// End this stay without a way back under the same epoch: a removal, or a room closed at once.
    pub(super) fn put_out(&mut self, person: &str) -> Result<(), Error> {
        if !bugs::on(Bug::RemovalSpendsNothing) {
            self.spend(person)?;
        }
        let Some(seat) = Seat::of(self.sql, person)? else { return Ok(()) };
        if !seat.dirty {
            self.free(&seat)
        } else if seat.state == SeatState::Evicting {
            Ok(())
        } else {
            self.drain(seat, SeatState::Evicting)
        }
    }

    /// Let them back in before the end; `restore`: with the messages that went.
    pub(super) fn lift(&mut self, room: &RoomEntry, id: &str, by: &By, restore: bool) -> Result<Result<Ban, Denied>, Error> {
        let moderator = match self.moderator(room, by) {
            Ok(named) => named,
            Err(denied) => return Ok(Err(denied)),
        };
        let Some(ban) = self.ban(room, id)? else { return Ok(Err(Denied::NotFound)) };
        if restore {
            self.restore_messages(id)?;
        }
        if ban.lifted_at.is_some() {
            return Ok(Ok(ban));
        }
        self.sql.exec(
            "UPDATE removals SET lifted_at = ?, lifted_by = ?, lifted_by_name = ? WHERE id = ?",
            params![self.now, &moderator.id, &moderator.name, id],
        )?;
        let ban = Ban { lifted_at: Some(self.now), lifted_by: Some(moderator), ..ban };
        if ban.ends_at.is_some_and(|end| end > self.now) {
            self.effects.push(Effect::TellLifted { ban: ban.clone() });
        }
        self.bans_changed(room, &ban)?;
        Ok(Ok(ban))
    }

    /// The newest removals, also those that are over.
    pub(super) fn bans(&self, room: &RoomEntry, by: &By) -> Result<Result<Vec<Ban>, Denied>, Error> {
        if let Err(denied) = self.moderator(room, by) {
            return Ok(Err(denied));
        }
        let rows = self.sql.exec(&format!("SELECT {COLUMNS} FROM removals ORDER BY at DESC, id LIMIT ?"), params![LISTED])?;
        Ok(Ok(rows.iter().map(|row| read(room, row)).collect::<Result<_, _>>()?))
    }

    pub(super) fn ban(&self, room: &RoomEntry, id: &str) -> Result<Option<Ban>, Error> {
        let row = self.sql.first(&format!("SELECT {COLUMNS} FROM removals WHERE id = ?"), params![id])?;
        row.as_ref().map(|row| read(room, row)).transpose()
    }

    /// The ban of this room that ends last, if one runs.
    pub(super) fn barred(&self, person: &str) -> Result<Option<Barred>, Error> {
        let row = self.sql.first(
            "SELECT ends_at, removed_by, by_name, reason FROM removals
             WHERE person = ? AND ends_at > ? AND (lifted_at IS NULL OR ?) ORDER BY ends_at DESC LIMIT 1",
            params![person, self.now, bugs::on(Bug::LiftedStillBars)],
        )?;
        let barred = |r: Row| {
            let by = Named { id: r.text(1)?, name: r.text(2)? };
            Ok(Barred { until: r.int(0)?, scope: Scope::Room, by, reason: r.opt_text(3)? })
        };
        row.map(barred).transpose()
    }

    /// The index must hear of it, and the moderators inside.
    fn bans_changed(&mut self, room: &RoomEntry, ban: &Ban) -> Result<(), Error> {
        self.schedule("ban", &ban.id, self.now)?;
        let people: Vec<String> = room.moderators.iter().map(|m| m.id.clone()).collect();
        self.effects.push(Effect::Say { to: Audience::Only { people }, frame: Frame::Bans });
        Ok(())
    }

    /// Tell the index what is due.
    pub(super) fn push_bans(&mut self, room: &RoomEntry) -> Result<(), Error> {
        for row in self.sql.exec("SELECT key, tries FROM jobs WHERE kind = 'ban' AND due <= ?", params![self.now])? {
            let (id, tries) = (row.text(0)?, row.int(1)?);
            let Some(ban) = self.ban(room, &id)? else {
                self.drop_job("ban", &id)?;
                continue;
            };
            self.sql.exec(
                "UPDATE jobs SET due = ?, tries = tries + 1 WHERE kind = 'ban' AND key = ?",
                params![self.now + crate::time::slow_backoff(tries), &id],
            )?;
            self.effects.push(Effect::IndexBan { ban });
        }
        Ok(())
    }

    /// The index has it, unless it was lifted since.
    pub(super) fn ban_indexed(&self, room: &RoomEntry, id: &str, lifted: bool) -> Result<(), Error> {
        match self.ban(room, id)? {
            Some(ban) if ban.lifted_at.is_some() != lifted => Ok(()),
            _ => self.drop_job("ban", id),
        }
    }
}

fn read(room: &RoomEntry, row: &Row) -> Result<Ban, Error> {
    let lifted_by = row.opt_text(10)?.zip(row.opt_text(11)?).map(|(id, name)| Named { id, name });
    Ok(Ban {
        id: row.text(0)?,
        scope: Scope::Room,
        event: room.event.clone(),
        feature: Some(room.feature.clone()),
        room: Some(Named { id: room.id.clone(), name: room.name.clone() }),
        person: Face { id: row.text(1)?, name: row.text(2)?, avatar: row.opt_text(3)? },
        by: Named { id: row.text(4)?, name: row.text(5)? },
        reason: row.opt_text(6)?,
        at: row.int(7)?,
        ends_at: row.opt_int(8)?,
        lifted_at: row.opt_int(9)?,
        lifted_by,
        deleted_messages: row.int(12)?,
    })
}
