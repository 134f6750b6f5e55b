//! Clicks, requests to connect, and joins an event ban refused: counted here, and sent to D1 by the person's own outbox.

use super::{Answer, Effect, Work};
use crate::bugs::{self, Bug};
use crate::outbox::{BATCH, Batch, Click, Receipt, Refusal, Request};
use crate::sql::SqlError;
use crate::time;
use crate::{Error, params};

/// So many rooms a minute can refuse one person by an event ban and be counted: the room of an address may be any text.
const REFUSALS: i64 = 10;

impl Work<'_> {
    /// A press on Join in a room, or a feature opened. The same id again is the same click.
    pub(super) fn click(&mut self, id: &str, feature: &str, room: Option<&str>) -> Result<Answer, Error> {
        if self.sql.first("SELECT 1 FROM clicks WHERE id = ?", params![id])?.is_some() {
            return Ok(Answer::Done);
        }
        let full_at = self.sql.number("SELECT clicks_full_at FROM outbox", &[])?.max(self.now);
        let wait = full_at - self.now - (time::CLICK_BURST - 1) * time::CLICK_REFILL;
        if wait > 0 {
            return Ok(Answer::Wait { millis: wait });
        }
        self.sql.exec("UPDATE outbox SET clicks_full_at = ?", params![full_at + time::CLICK_REFILL])?;
        self.sql.exec("INSERT INTO clicks (id, feature, room, at) VALUES (?, ?, ?, ?)", params![id, feature, room, self.now])?;
        self.send_soon()?;
        Ok(Answer::Done)
    }

    /// An event ban refused a join. One a minute for each room.
    pub(super) fn note_refusal(&self, room: &str) -> Result<(), Error> {
        let since = self.now - time::REFUSAL;
        let counted = self.sql.number("SELECT COUNT(*) FROM refusals WHERE at > ?", params![since])?;
        let known = self.sql.first("SELECT 1 FROM refusals WHERE room = ? AND at > ?", params![room, since])?;
        if known.is_some() || counted >= REFUSALS {
            return Ok(());
        }
        self.sql.exec("DELETE FROM refusals WHERE sent = 1 AND at <= ?", params![since])?;
        self.sql.exec("INSERT INTO refusals (room, at) VALUES (?, ?)", params![room, self.now])?;
        self.send_soon()
    }

    /// They ask somebody to connect, from the room they sit in or from outside.
    pub(super) fn note_request(&self) -> Result<(), Error> {
        let room = self.me.cur.as_ref().filter(|_| self.me.wants).map(|cur| cur.room.clone());
        let at = self.now.max(self.sql.number("SELECT requested_at + 1 FROM outbox", &[])?);
        self.sql.exec("UPDATE outbox SET requested_at = ?", params![at])?;
        self.sql.exec("INSERT INTO requests (at, room) VALUES (?, ?)", params![at, room])?;
        self.send_soon()
    }

    fn send_soon(&self) -> Result<(), Error> {
        self.sql.exec("UPDATE outbox SET due = ? WHERE due IS NULL", params![self.now + time::OUTBOX])?;
        Ok(())
    }

    /// Send what is due.
    pub(super) fn send_due(&mut self) -> Result<(), Error> {
        let due = self.sql.first("SELECT 1 FROM outbox WHERE due <= ?", params![self.now])?;
        if due.is_some() { self.send() } else { Ok(()) }
    }

    /// Send now, whenever it is due; also the records of bans.
    pub(super) fn flush(&mut self) -> Result<Answer, Error> {
        self.sql.exec("UPDATE wide_bans SET index_due = ?1 WHERE index_due > ?1", params![self.now])?;
        self.push_bans()?;
        self.send()?;
        self.outbox()
    }

    fn outbox(&self) -> Result<Answer, Error> {
        let owed = "SELECT (SELECT due FROM outbox) IS NOT NULL OR EXISTS (SELECT 1 FROM wide_bans WHERE index_due IS NOT NULL)";
        Ok(Answer::Outbox { unsent: self.sql.number(owed, &[])? != 0 })
    }

    fn send(&mut self) -> Result<(), Error> {
        let batch = self.batch()?;
        if batch.is_empty() {
            self.sql.exec("UPDATE outbox SET due = NULL, tries = 0 WHERE due IS NOT NULL", &[])?;
            return Ok(());
        }
        let tries = self.sql.number("SELECT tries FROM outbox", &[])?;
        self.sql.exec("UPDATE outbox SET due = ?, tries = ?", params![self.now + time::slow_backoff(tries), tries + 1])?;
        if bugs::on(Bug::ClicksForgottenWhenSent) {
            self.sql.exec("DELETE FROM clicks", &[])?;
        }
        self.effects.push(Effect::Flush { batch: Box::new(batch) });
        Ok(())
    }

    /// D1 has it.
    pub(super) fn flushed(&mut self, sent: &Receipt) -> Result<Answer, Error> {
        for id in &sent.clicks {
            self.sql.exec("DELETE FROM clicks WHERE id = ?", params![id])?;
        }
        for at in &sent.requests {
            self.sql.exec("DELETE FROM requests WHERE at = ?", params![*at])?;
        }
        for (room, _, epoch) in &sent.refusals {
            self.sql.exec("UPDATE refusals SET sent = 1 WHERE room = ? AND at = ?", params![room, -epoch])?;
        }
        if self.batch()?.is_empty() {
            self.sql.exec("UPDATE outbox SET due = NULL, tries = 0", &[])?;
        } else {
            self.sql.exec("UPDATE outbox SET due = ?, tries = 0", params![self.now + time::OUTBOX])?;
            if sent.more {
                self.send()?;
            }
        }
        self.outbox()
    }

    fn batch(&self) -> Result<Batch, Error> {
        let rows = self.sql.exec("SELECT id, feature, room, at FROM clicks LIMIT ?", params![BATCH])?;
        let refused = self.sql.exec("SELECT room, at FROM refusals WHERE sent = 0 LIMIT ?", params![BATCH])?;
        let requests = self.sql.exec("SELECT at, room FROM requests LIMIT ?", params![BATCH])?;
        if rows.is_empty() && refused.is_empty() && requests.is_empty() {
            return Ok(Batch::default());
        }
        let me = self.profile.as_ref().ok_or_else(|| SqlError("clicks of nobody".into()))?;
        let click = |row: &crate::sql::Row| {
            Ok(Click { id: row.text(0)?, feature: row.text(1)?, room: row.opt_text(2)?, person: me.id.clone(), at: row.int(3)? })
        };
        let refusal = |row: &crate::sql::Row| {
            let (person, why, at) = (me.id.clone(), "banned".to_owned(), row.int(1)?);
            Ok(Refusal { room: row.text(0)?, person, epoch: -at, feature: None, why, at })
        };
        let request = |row: &crate::sql::Row| Ok(Request { person: me.id.clone(), at: row.int(0)?, room: row.opt_text(1)? });
        let full = usize::try_from(BATCH).unwrap_or_default();
        Ok(Batch {
            event: me.event.clone(),
            clicks: rows.iter().map(click).collect::<Result<_, Error>>()?,
            refusals: refused.iter().map(refusal).collect::<Result<_, Error>>()?,
            requests: requests.iter().map(request).collect::<Result<_, Error>>()?,
            more: [rows.len(), refused.len(), requests.len()].contains(&full),
            ..Batch::default()
        })
    }
}
