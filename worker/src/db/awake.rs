//! Objects with something due, for the cron watchdog behind their alarms. See `objects::sweep`.

use hallway_domain::params;
use serde::Deserialize;

use super::Db;
use crate::error::Result;

/// Objects looked at in one run of cron.
const AT_ONCE: i64 = 500;

/// An object that left its name.
#[derive(Debug, Deserialize)]
pub struct Name {
    /// `room_…` or `att_…`
    pub object: String,
    /// When it last said so, or was last knocked at; milliseconds.
    pub since: i64,
}

/// Leaves an object's name, or says again that it is needed.
pub async fn note(db: &Db, object: &str, now: i64) -> Result<()> {
    let sql = "INSERT INTO awake (object, since) VALUES (?1, ?2) ON CONFLICT (object) DO UPDATE SET since = ?2";
    db.batch(vec![db.statement(sql, params![object, now])?]).await.map(drop)
}

/// The names left, longest first.
pub async fn all(db: &Db) -> Result<Vec<Name>> {
    db.all("SELECT object, since FROM awake ORDER BY since LIMIT ?1", params![AT_ONCE]).await
}

/// The object had nothing due when it was knocked at; a name left since then stays.
pub async fn forget(db: &Db, name: &Name) -> Result<()> {
    let sql = "DELETE FROM awake WHERE object = ?1 AND since = ?2";
    db.batch(vec![db.statement(sql, params![&name.object, name.since])?]).await.map(drop)
}
