//! A seat's row, read and written.

use serde::{Deserialize, Serialize};

use crate::Error;
use crate::card::Role;
use crate::catalogue::Profile;
use crate::params;
use crate::sql::{Row, Sql, SqlError, Value};
use crate::time::Millis;

/// Where a seat is on its way. All of them count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum SeatState {
    /// Kept for somebody who may not enter yet.
    Held,
    /// May enter.
    Granted,
    /// Inside.
    Live,
    /// Going; may come back.
    Leaving,
    /// Being put out; may not.
    Evicting,
}

impl SeatState {
    pub(super) fn word(self) -> &'static str {
        match self {
            SeatState::Held => "held",
            SeatState::Granted => "granted",
            SeatState::Live => "live",
            SeatState::Leaving => "leaving",
            SeatState::Evicting => "evicting",
        }
    }
    fn parse(word: &str) -> Result<Self, Error> {
        Ok(match word {
            "held" => SeatState::Held,
            "granted" => SeatState::Granted,
            "live" => SeatState::Live,
            "leaving" => SeatState::Leaving,
            "evicting" => SeatState::Evicting,
            other => return Err(SqlError(format!("no seat state: {other}"))),
        })
    }
    /// Its holder may connect.
    pub fn is_open(self) -> bool {
        matches!(self, SeatState::Granted | SeatState::Live)
    }
    /// Waits for the proof that its body is gone.
    pub fn is_draining(self) -> bool {
        matches!(self, SeatState::Leaving | SeatState::Evicting)
    }
}

/// One row of `seats`.
#[derive(Clone, Debug)]
pub(super) struct Seat {
    pub(super) person: String,
    pub(super) role: Role,
    pub(super) epoch: i64,
    pub(super) state: SeatState,
    pub(super) until: Option<Millis>,
    pub(super) dirty: bool,
    pub(super) confirmed: bool,
    pub(super) clean_at: Option<Millis>,
    pub(super) rev: i64,
    pub(super) crev: i64,
    pub(super) profile: Profile,
}

const COLUMNS: &str = "person, role, epoch, state, until, dirty, confirmed, clean_at, rev, crev, profile";

fn read(row: &Row) -> Result<Seat, Error> {
    Ok(Seat {
        person: row.text(0)?,
        role: Role::parse(&row.text(1)?)?,
        epoch: row.int(2)?,
        state: SeatState::parse(&row.text(3)?)?,
        until: row.opt_int(4)?,
        dirty: row.flag(5)?,
        confirmed: row.flag(6)?,
        clean_at: row.opt_int(7)?,
        rev: row.int(8)?,
        crev: row.int(9)?,
        profile: serde_json::from_str(&row.text(10)?).map_err(|e| SqlError(e.to_string()))?,
    })
}

impl Seat {
    pub(super) fn all(sql: &dyn Sql) -> Result<Vec<Seat>, Error> {
        sql.exec(&format!("SELECT {COLUMNS} FROM seats ORDER BY person"), &[])?.iter().map(read).collect()
    }

    pub(super) fn of(sql: &dyn Sql, person: &str) -> Result<Option<Seat>, Error> {
        sql.first(&format!("SELECT {COLUMNS} FROM seats WHERE person = ?"), params![person])?.as_ref().map(read).transpose()
    }

    /// A new row. The schema refuses one too many.
    pub(super) fn insert(&self, sql: &dyn Sql) -> Result<(), Error> {
        sql.exec(&format!("INSERT INTO seats ({COLUMNS}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)"), &self.params()?)?;
        Ok(())
    }

    /// Write a changed row. Not an upsert: SQLite runs the insert triggers of an upsert before it looks for the old
    /// row, and in a full room they would refuse it.
    pub(super) fn save(&self, sql: &dyn Sql) -> Result<(), Error> {
        sql.exec(
            "UPDATE seats SET role = ?2, epoch = ?3, state = ?4, until = ?5, dirty = ?6, confirmed = ?7, clean_at = ?8,
             rev = ?9, crev = ?10, profile = ?11 WHERE person = ?1",
            &self.params()?,
        )?;
        Ok(())
    }

    fn params(&self) -> Result<Vec<Value>, Error> {
        let profile = serde_json::to_string(&self.profile).map_err(|e| SqlError(e.to_string()))?;
        Ok(params![
            &self.person,
            self.role.word(),
            self.epoch,
            self.state.word(),
            self.until,
            self.dirty,
            self.confirmed,
            self.clean_at,
            self.rev,
            self.crev,
            profile
        ]
        .to_vec())
    }
}
