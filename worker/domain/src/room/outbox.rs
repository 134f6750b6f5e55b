//! The outbox: visits, the chat and refused joins reach D1 by job, however long it is away. The rows here are the truth;
//! a receipt marks what D1 has as it was sent, and what changed since is sent again.

use super::{Answer, Effect, HoldAnswer, Work};
use crate::bugs::{self, Bug};
use crate::card::Role;
use crate::catalogue::RoomEntry;
use crate::outbox::{BATCH, Batch, Line, Receipt, Refusal, Visit};
use crate::sql::Row;
use crate::time;
use crate::{Error, params};

impl Work<'_> {
    /// Something changed that D1 must hear of. What waits already, waits on: while D1 is away nobody hurries it.
    pub(super) fn send_soon(&self) -> Result<(), Error> {
        self.sql.exec(
            "INSERT INTO jobs (kind, key, due) VALUES ('outbox', '', ?) ON CONFLICT (kind, key) DO NOTHING",
            params![self.now + time::OUTBOX],
        )?;
        Ok(())
    }

    /// A join was refused. One a minute for each person and reason: who hammers must not fill D1.
    pub(super) fn note_refusal(&self, person: &str, epoch: i64, answer: &HoldAnswer) -> Result<(), Error> {
        let why = match answer {
            HoldAnswer::Full { .. } => "full",
            HoldAnswer::Closed { .. } => "closed",
            HoldAnswer::Locked => "locked",
            HoldAnswer::Banned { .. } => "banned",
            _ => return Ok(()),
        };
        let since = self.now - time::REFUSAL;
        if self.sql.first("SELECT 1 FROM refusals WHERE person = ? AND why = ? AND at > ?", params![person, why, since])?.is_some() {
            return Ok(());
        }
        self.sql.exec("DELETE FROM refusals WHERE sent = 1 AND at <= ?", params![since])?;
        self.sql.exec("INSERT INTO refusals (person, epoch, why, at) VALUES (?, ?, ?, ?)", params![person, epoch, why, self.now])?;
        self.send_soon()
    }

    /// Send what is due.
    pub(super) fn send_due(&mut self, room: &RoomEntry) -> Result<(), Error> {
        if self.is_due("outbox", "")? { self.send(room) } else { Ok(()) }
    }

    /// Send now, whenever it is due; also the records of bans.
    pub(super) fn flush(&mut self, room: &RoomEntry) -> Result<Answer, Error> {
        self.sql.exec("UPDATE jobs SET due = ? WHERE kind = 'ban' AND due > ?1", params![self.now])?;
        self.push_bans(room)?;
        self.send(room)?;
        self.outbox()
    }

    /// Whether D1 misses anything.
    pub(super) fn outbox(&self) -> Result<Answer, Error> {
        let unsent = self.sql.first("SELECT 1 FROM jobs WHERE kind IN ('outbox', 'ban') LIMIT 1", &[])?.is_some();
        Ok(Answer::Outbox { unsent })
    }

    /// Send the next batch; the job stays until a receipt came for all there is.
    fn send(&mut self, room: &RoomEntry) -> Result<(), Error> {
        let batch = self.batch(room)?;
        if batch.is_empty() {
            return self.drop_job("outbox", "");
        }
        let tries = self.sql.number("SELECT COALESCE(MAX(tries), 0) FROM jobs WHERE kind = 'outbox'", &[])?;
        self.sql.exec(
            "INSERT INTO jobs (kind, key, due, tries) VALUES ('outbox', '', ?1, ?2)
             ON CONFLICT (kind, key) DO UPDATE SET due = ?1, tries = ?2",
            params![self.now + time::slow_backoff(tries), tries + 1],
        )?;
        if bugs::on(Bug::CursorMovesBeforeAck) {
            self.sql.exec("UPDATE meta SET chat_sent = MAX(chat_sent, ?)", params![batch.receipt().chat.unwrap_or(0)])?;
        }
        self.effects.push(Effect::Flush { batch });
        Ok(())
    }

    /// D1 has it.
    pub(super) fn flushed(&mut self, room: &RoomEntry, sent: &Receipt) -> Result<Answer, Error> {
        for (person, epoch, joined_at, ended) in &sent.visits {
            if *ended || bugs::on(Bug::AckForgetsChanges) {
                self.sql.exec("DELETE FROM visits WHERE person = ? AND epoch = ? AND left_at IS NOT NULL", params![person, *epoch])?;
            }
            let heard = "UPDATE visits SET sent = 1 WHERE person = ? AND epoch = ? AND joined_at = ? AND left_at IS NULL";
            self.sql.exec(heard, params![person, *epoch, *joined_at])?;
        }
        for (_, person, epoch) in &sent.refusals {
            self.sql.exec("UPDATE refusals SET sent = 1 WHERE person = ? AND epoch = ?", params![person, *epoch])?;
        }
        if let Some(number) = sent.chat {
            self.sql.exec("UPDATE meta SET chat_sent = ?1 WHERE chat_sent < ?1", params![number])?;
        }
        let rest = self.batch(room)?;
        if rest.is_empty() {
            self.drop_job("outbox", "")?;
        } else {
            self.sql.exec("UPDATE jobs SET due = ?, tries = 0 WHERE kind = 'outbox'", params![self.now + time::OUTBOX])?;
            if sent.more {
                self.send(room)?;
            }
        }
        self.outbox()
    }

    fn batch(&self, room: &RoomEntry) -> Result<Batch, Error> {
        let columns = "person, epoch, role, name, joined_at, left_at, estimated, ended";
        let visits = format!("SELECT {columns} FROM visits WHERE sent = 0 LIMIT ?");
        let visits = self.sql.exec(&visits, params![BATCH])?.iter().map(|row| visit(room, row)).collect::<Result<Vec<_>, _>>()?;
        let columns = "seq, rev, id, person, name, role, text, sent_at, deleted_at, deleted_by";
        let lines = format!(
            "WITH sent AS (SELECT chat_sent AS n FROM meta) SELECT {columns} FROM
             (SELECT * FROM messages WHERE seq > (SELECT n FROM sent) AND rev = seq
              UNION ALL SELECT * FROM messages WHERE rev > (SELECT n FROM sent) AND rev <> seq AND cleared = 0) ORDER BY rev LIMIT ?"
        );
        let lines = self.sql.exec(&lines, params![BATCH])?.iter().map(|row| line(room, row)).collect::<Result<Vec<_>, _>>()?;
        let refusals = "SELECT person, epoch, why, at FROM refusals WHERE sent = 0 LIMIT ?";
        let refusals = self.sql.exec(refusals, params![BATCH])?.iter().map(|row| refusal(room, row)).collect::<Result<Vec<_>, _>>()?;
        let full = usize::try_from(BATCH).unwrap_or_default();
        let more = [visits.len(), lines.len(), refusals.len()].contains(&full);
        Ok(Batch { event: room.event.clone(), visits, lines, refusals, more, ..Batch::default() })
    }
}

fn visit(room: &RoomEntry, row: &Row) -> Result<Visit, Error> {
    Ok(Visit {
        room: room.id.clone(),
        feature: room.feature.clone(),
        person: row.text(0)?,
        epoch: row.int(1)?,
        role: Role::parse(&row.text(2)?)?,
        name: row.text(3)?,
        joined_at: row.int(4)?,
        left_at: row.opt_int(5)?,
        estimated: row.int(6)?,
        ended: row.opt_text(7)?,
    })
}

fn line(room: &RoomEntry, row: &Row) -> Result<Line, Error> {
    Ok(Line {
        room: room.id.clone(),
        feature: room.feature.clone(),
        seq: row.int(0)?,
        rev: row.int(1)?,
        id: row.text(2)?,
        person: row.text(3)?,
        name: row.text(4)?,
        role: Role::parse(&row.text(5)?)?,
        text: row.text(6)?,
        sent_at: row.int(7)?,
        deleted_at: row.opt_int(8)?,
        deleted_by: row.opt_text(9)?,
    })
}

fn refusal(room: &RoomEntry, row: &Row) -> Result<Refusal, Error> {
    Ok(Refusal {
        room: room.id.clone(),
        feature: Some(room.feature.clone()),
        person: row.text(0)?,
        epoch: row.int(1)?,
        why: row.text(2)?,
        at: row.int(3)?,
    })
}
