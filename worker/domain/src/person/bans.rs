//! Bans wider than a room: of a feature, or of the whole event. PROTOCOL 3 (wide_ban).

use super::{Answer, Effect, Frame, Work};
use crate::ban::{Ban, Barred, Face, Scope};
use crate::bugs::{self, Bug};
use crate::catalogue::Named;
use crate::room::FeatureBan;
use crate::sql::{Row, SqlError};
use crate::time::{self, Millis};
use crate::{Error, params};

/// What an organizer asks for.
pub(super) struct WideBan {
    pub(super) id: String,
    /// Without one, the whole event.
    pub(super) feature: Option<String>,
    /// Where it was made.
    pub(super) room: Option<Named>,
    pub(super) ends_at: Millis,
    pub(super) by: Named,
    pub(super) reason: Option<String>,
    /// Messages that went with it, in the room where it was made.
    pub(super) deleted_messages: i64,
}

const COLUMNS: &str =
    "id, feature, room, room_name, banned_by, by_name, reason, at, ends_at, lifted_at, lifted_by, lifted_by_name, deleted";

impl Work<'_> {
    /// Bar first, then owe every room that may hold a seat an eviction. Sent twice, it is one ban.
    pub(super) fn wide_ban(&mut self, ban: WideBan) -> Result<Answer, Error> {
        if self.wide(&ban.id)?.is_some() {
            self.send_releases()?;
            return Ok(Answer::Pending);
        }
        // The epoch end_everywhere is about to take: the fence of all it owes.
        let fence = self.me.epoch + 1;
        let (room, room_name) = ban.room.map_or((None, None), |r| (Some(r.id), Some(r.name)));
        self.sql.exec(
            "INSERT INTO wide_bans (id, feature, room, room_name, ends_at, banned_by, by_name, reason, fence, at, deleted, index_due)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?10)",
            params![
                &ban.id,
                ban.feature.clone(),
                room,
                room_name,
                ban.ends_at,
                ban.by.id,
                ban.by.name,
                ban.reason,
                fence,
                self.now,
                ban.deleted_messages
            ],
        )?;
        self.bar()?;
        self.end_everywhere(ban.feature.as_deref())?;
        self.sql.exec("INSERT INTO wide_pending (ban, room) SELECT ?, room FROM releases", params![&ban.id])?;
        if let Some(ban) = self.wide(&ban.id)? {
            self.effects.push(Effect::Say { frame: Frame::Removed { ban: Box::new(ban) } });
        }
        Ok(Answer::Pending)
    }

    /// Let them back in before the end. Lifted twice is once.
    pub(super) fn lift(&mut self, id: &str, by: &Named) -> Result<Answer, Error> {
        let Some(ban) = self.wide(id)? else { return Ok(Answer::NoBan) };
        if ban.lifted_at.is_some() {
            return Ok(Answer::Ban { ban: Box::new(ban) });
        }
        self.sql.exec(
            "UPDATE wide_bans SET lifted_at = ?1, lifted_by = ?2, lifted_by_name = ?3, index_due = ?1, index_tries = 0 WHERE id = ?4",
            params![self.now, &by.id, &by.name, id],
        )?;
        self.bar()?;
        let ban = Ban { lifted_at: Some(self.now), lifted_by: Some(by.clone()), ..ban };
        if ban.ends_at.is_some_and(|end| end > self.now) {
            self.effects.push(Effect::Say { frame: Frame::BanLifted { ban: ban.id.clone(), room: ban.room.clone() } });
        }
        Ok(Answer::Ban { ban: Box::new(ban) })
    }

    /// The end of the event ban that ends last, kept where `enter` looks.
    fn bar(&mut self) -> Result<(), Error> {
        let until = self.sql.first("SELECT MAX(ends_at) FROM wide_bans WHERE feature IS NULL AND lifted_at IS NULL", &[])?;
        self.me.banned_until = until.map_or(Ok(None), |r| r.opt_int(0))?;
        Ok(())
    }

    /// Why somebody barred from the event is not let in.
    pub(super) fn barred(&self) -> Result<Option<Box<Barred>>, Error> {
        let Some(until) = self.me.banned_until.filter(|&t| t > self.now) else { return Ok(None) };
        let row = self.sql.first(
            "SELECT banned_by, by_name, reason FROM wide_bans WHERE feature IS NULL AND lifted_at IS NULL AND ends_at = ?",
            params![until],
        )?;
        let row = row.ok_or_else(|| SqlError("an event ban that is not there".into()))?;
        let by = Named { id: row.text(0)?, name: row.text(1)? };
        Ok(Some(Box::new(Barred { until, scope: Scope::Event, by, reason: row.opt_text(2)? })))
    }

    /// Put the person out of every room that may hold a seat (or only of those that may be of one feature), under a
    /// fence that no older call passes: a wide ban, a revoked link, a person taken out of the event.
    pub(super) fn end_everywhere(&mut self, feature: Option<&str>) -> Result<(), Error> {
        self.me.epoch += 1;
        let fence = self.me.epoch;
        // The room of the present stay is known with its feature; of any other room Person cannot say, so it is owed too.
        let spared = feature.is_some() && self.me.cur_feature.is_some() && self.me.cur_feature.as_deref() != feature;
        if !spared && let Some(cur) = self.me.cur.take() {
            self.owe_at(&cur.room, fence, true)?;
        }
        if let Some(next) = self.me.next.take() {
            self.me.next_at = None;
            self.owe_at(&next.room, fence, true)?;
        }
        self.sql.exec("UPDATE releases SET fence = ?, evict = 1, due = ?, tries = 0", params![fence, self.now])?;
        // Of a feature's ban each room sees for itself whether it is meant.
        self.queues_must_hear(feature.is_none())?;
        self.send_releases()
    }

    /// A room answered something at or above a ban's fence: it has written it.
    pub(super) fn heard(&self, room: &str, epoch: i64) -> Result<(), Error> {
        self.sql
            .exec("DELETE FROM wide_pending WHERE room = ? AND ban IN (SELECT id FROM wide_bans WHERE fence <= ?)", params![room, epoch])?;
        Ok(())
    }

    pub(super) fn feature_bans(&self) -> Result<Vec<FeatureBan>, Error> {
        if bugs::on(Bug::FeatureBanStaysHome) {
            return Ok(vec![]);
        }
        self.sql
            .exec(
                "SELECT feature, ends_at, banned_by, by_name, reason FROM wide_bans
                 WHERE feature IS NOT NULL AND ends_at > ? AND lifted_at IS NULL",
                params![self.now],
            )?
            .iter()
            .map(|r| {
                let by = Named { id: r.text(2)?, name: r.text(3)? };
                Ok(FeatureBan { feature: r.text(0)?, ends_at: r.int(1)?, by, reason: r.opt_text(4)? })
            })
            .collect()
    }

    /// Have all rooms answered this ban?
    pub(super) fn stands(&self, id: &str) -> Result<Answer, Error> {
        let waiting = self.sql.first("SELECT 1 FROM wide_pending WHERE ban = ? LIMIT 1", params![id])?.is_some();
        Ok(match self.wide(id)? {
            Some(ban) if !waiting => Answer::Ban { ban: Box::new(ban) },
            Some(_) => Answer::Pending,
            None => Answer::NoBan,
        })
    }

    fn wide(&self, id: &str) -> Result<Option<Ban>, Error> {
        let row = self.sql.first(&format!("SELECT {COLUMNS} FROM wide_bans WHERE id = ?"), params![id])?;
        row.as_ref().map(|row| self.read_ban(row)).transpose()
    }

    fn read_ban(&self, row: &Row) -> Result<Ban, Error> {
        let named = |id: Option<String>, name: Option<String>| id.zip(name).map(|(id, name)| Named { id, name });
        let me = self.profile.as_ref().ok_or_else(|| SqlError("a ban of nobody".into()))?;
        let feature = row.opt_text(1)?;
        Ok(Ban {
            id: row.text(0)?,
            scope: if feature.is_some() { Scope::Feature } else { Scope::Event },
            event: me.event.clone(),
            feature,
            room: named(row.opt_text(2)?, row.opt_text(3)?),
            person: Face::from(me),
            by: Named { id: row.text(4)?, name: row.text(5)? },
            reason: row.opt_text(6)?,
            at: row.int(7)?,
            ends_at: row.opt_int(8)?,
            lifted_at: row.opt_int(9)?,
            lifted_by: named(row.opt_text(10)?, row.opt_text(11)?),
            deleted_messages: row.int(12)?,
        })
    }

    /// Tell the index in D1 what it has not heard of.
    pub(super) fn push_bans(&mut self) -> Result<(), Error> {
        let rows = self.sql.exec(&format!("SELECT {COLUMNS}, index_tries FROM wide_bans WHERE index_due <= ?"), params![self.now])?;
        for row in rows {
            let (ban, tries) = (self.read_ban(&row)?, row.int(13)?);
            self.sql.exec(
                "UPDATE wide_bans SET index_due = ?, index_tries = index_tries + 1 WHERE id = ?",
                params![self.now + time::slow_backoff(tries), &ban.id],
            )?;
            self.effects.push(Effect::IndexBan { ban: Box::new(ban) });
        }
        Ok(())
    }

    /// The person was deleted: what was said about them goes, also where the index has not heard of it.
    pub(super) fn forget_reasons(&self) -> Result<(), Error> {
        self.sql.exec("UPDATE wide_bans SET reason = NULL", &[])?;
        Ok(())
    }

    /// The index has it, unless it was lifted since.
    pub(super) fn ban_indexed(&self, id: &str, lifted: bool) -> Result<(), Error> {
        self.sql.exec("UPDATE wide_bans SET index_due = NULL WHERE id = ? AND (lifted_at IS NOT NULL) = ?", params![id, lifted])?;
        Ok(())
    }
}
