//! What Rooms and Persons send for reports. The statements are the domain's, so that the simulator runs the very same.

use hallway_domain::outbox::{self, Batch};
use hallway_domain::params;
use serde::Deserialize;

use super::Db;
use crate::error::{Error, Result};

/// Writes a batch: all of it or nothing, and any number of times.
pub async fn put(db: &Db, batch: &Batch) -> Result<()> {
    let statements = outbox::statements(batch).map_err(|e| Error::internal(e.to_string()))?;
    let statements = statements.iter().map(|(sql, values)| db.statement(sql, values)).collect::<Result<_>>()?;
    db.batch(statements).await.map(drop)
}

/// Objects of an event that may have something D1 has not.
#[derive(Debug, Default)]
pub struct Owing {
    /// Every room, the deleted too.
    pub rooms: Vec<String>,
    /// People whose object has something due.
    pub persons: Vec<String>,
}

/// Whom to ask before a report of this event.
pub async fn owing(db: &Db, event: &str) -> Result<Owing> {
    #[derive(Deserialize)]
    struct Name {
        id: String,
    }
    let rooms: Vec<Name> = db.all("SELECT id FROM rooms WHERE event = ?1", params![event]).await?;
    let sql = "SELECT id FROM awake JOIN attendees ON attendees.id = awake.object WHERE event = ?1";
    let persons: Vec<Name> = db.all(sql, params![event]).await?;
    let ids = |names: Vec<Name>| names.into_iter().map(|name| name.id).collect();
    Ok(Owing { rooms: ids(rooms), persons: ids(persons) })
}
