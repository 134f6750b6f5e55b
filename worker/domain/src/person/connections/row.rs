//! The table of a person's connections, and that of the requests they made within a day.

use super::pair::{Card, Pair, State};
use crate::bugs::{self, Bug};
use crate::person::{Effect, Frame, Work};
use crate::sql::{Row, SqlError};
use crate::time::{self, Millis};
use crate::{Error, params};

const COLUMNS: &str = "other, state, asker, rev, created_at, updated_at, card, email, blocked_at, act, withdraws, due, tries";
/// So many new requests a person makes within [`time::DAY`].
const ASKS: i64 = 30;
/// So many others hear of it at one ring.
const AT_ONCE: i64 = 20;

fn read(row: &Row) -> Result<Pair, Error> {
    let word = row.text(1)?;
    Ok(Pair {
        state: State::read(&word).ok_or_else(|| SqlError(format!("a connection that is {word}")))?,
        asker: row.opt_text(2)?,
        rev: row.int(3)?,
        created_at: row.int(4)?,
        updated_at: row.int(5)?,
        card: serde_json::from_str::<Card>(&row.text(6)?).map_err(|e| SqlError(e.to_string()))?,
        email: row.opt_text(7)?,
        blocked_at: row.opt_int(8)?,
        act: row.int(9)?,
        withdraws: row.flag(10)?,
        due: row.opt_int(11)?,
        tries: row.int(12)?,
    })
}

impl Work<'_> {
    pub(super) fn pair(&self, other: &str) -> Result<Option<Pair>, Error> {
        let row = self.sql.first(&format!("SELECT {COLUMNS} FROM connections WHERE other = ?"), params![other])?;
        row.as_ref().map(read).transpose()
    }

    pub(super) fn pairs(&self) -> Result<Vec<Pair>, Error> {
        let rows = self.sql.exec(&format!("SELECT {COLUMNS} FROM connections"), &[])?;
        rows.iter().map(read).collect()
    }

    pub(super) fn pairs_due(&self) -> Result<Vec<Pair>, Error> {
        let sql = format!("SELECT {COLUMNS} FROM connections WHERE due <= ? ORDER BY due LIMIT {AT_ONCE}");
        self.sql.exec(&sql, params![self.now])?.iter().map(read).collect()
    }

    /// Store it. The person's tabs hear of what they may see of the change.
    pub(super) fn put(&mut self, me: &str, pair: &Pair) -> Result<(), Error> {
        let before = self.pair(&pair.card.id)?;
        if before.as_ref() == Some(pair) {
            return Ok(());
        }
        let card = serde_json::to_string(&pair.card).map_err(|e| SqlError(e.to_string()))?;
        self.sql.exec(
            "INSERT INTO connections (other, state, asker, rev, created_at, updated_at, card, email, blocked_at, act, withdraws, due, tries)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)
             ON CONFLICT (other) DO UPDATE SET state = ?2, asker = ?3, rev = ?4, created_at = ?5, updated_at = ?6, card = ?7, email = ?8,
               blocked_at = ?9, act = ?10, withdraws = ?11, due = ?12, tries = ?13",
            params![
                &pair.card.id,
                pair.state.word(),
                pair.asker.clone(),
                pair.rev,
                pair.created_at,
                pair.updated_at,
                card,
                pair.email.clone(),
                pair.blocked_at,
                pair.act,
                pair.withdraws,
                pair.due,
                pair.tries
            ],
        )?;
        let was = before.as_ref().and_then(|pair| pair.view(me));
        let mut is = pair.view(me);
        if bugs::on(Bug::BlockedIsHeard) && before.as_ref().is_some_and(|old| old.rev != pair.rev) {
            is = Pair { blocked_at: None, ..pair.clone() }.view(me);
        }
        // Unblocked, and nobody ever asked: tabs that showed the block hear that nothing is left of it.
        let gone = was.clone().map(|c| super::Connection { state: super::Shown::Withdrawn, updated_at: self.now, ..c });
        if was != is
            && let Some(connection) = is.or(gone)
        {
            self.effects.push(Effect::Say { frame: Frame::Connection { connection: Box::new(connection) } });
        }
        Ok(())
    }

    /// Incoming requests without an answer.
    pub(in crate::person) fn pending(&self) -> Result<i64, Error> {
        let Some(me) = &self.profile else { return Ok(0) };
        let sql = "SELECT COUNT(*) FROM connections WHERE state = 'pending' AND asker <> ? AND blocked_at IS NULL";
        self.sql.number(sql, params![&me.id])
    }

    /// Count a new request; or how long to wait until one is allowed. One that was not answered is the same, asked again.
    pub(super) fn spend_ask(&self, other: &str, settled: bool) -> Result<Option<Millis>, Error> {
        self.sql.exec("DELETE FROM asks WHERE at <= ?", params![self.now - time::DAY])?;
        if self.sql.first("SELECT 1 FROM asks WHERE other = ? AND settled = 0", params![other])?.is_some() {
            return Ok(None);
        }
        if self.sql.number("SELECT COUNT(*) FROM asks", &[])? >= ASKS {
            let first = self.sql.number("SELECT MIN(at) FROM asks", &[])?;
            return Ok(Some(first + time::DAY - self.now));
        }
        let add = "INSERT INTO asks (other, at, settled) VALUES (?1, ?2, ?3) ON CONFLICT (other, at) DO UPDATE SET settled = ?3";
        self.sql.exec(add, params![other, self.now, settled])?;
        self.note_request()?;
        Ok(None)
    }

    /// The home has answered: it was a new request, or it was none and is not counted.
    pub(super) fn settle_ask(&self, other: &str, made: bool) -> Result<(), Error> {
        let sql = if made { "UPDATE asks SET settled = 1 WHERE other = ?" } else { "DELETE FROM asks WHERE other = ? AND settled = 0" };
        self.sql.exec(sql, params![other])?;
        Ok(())
    }
}
