//! Objects with something due, for the cron watchdog behind their alarms. See `objects::sweep`.

use hallway_domain::params;
use serde::Deserialize;

use super::Db;
use crate::error::Result;

/// Objects looked at in one run of cron.
const AT_ONCE: i64 = 500;

/// Leaves an object's name; a second time changes nothing.
pub async fn note(db: &Db, object: &str, now: i64) -> Result<()> {
    let sql = "INSERT INTO awake (object, since) VALUES (?1, ?2) ON CONFLICT DO NOTHING";
    db.batch(vec![db.statement(sql, params![object, now])?]).await.map(drop)
}

/// The names left, longest first.
pub async fn all(db: &Db) -> Result<Vec<String>> {
    #[derive(Deserialize)]
    struct Name {
        object: String,
    }
    let names: Vec<Name> = db.all("SELECT object FROM awake ORDER BY since LIMIT ?1", params![AT_ONCE]).await?;
    Ok(names.into_iter().map(|name| name.object).collect())
}

/// The object has nothing due any more.
pub async fn forget(db: &Db, object: &str) -> Result<()> {
    db.batch(vec![db.statement("DELETE FROM awake WHERE object = ?1", params![object])?]).await.map(drop)
}
