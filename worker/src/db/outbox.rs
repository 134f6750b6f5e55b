//! What Rooms and Persons send for reports. The statements are the domain's, so that the simulator runs the very same.

use hallway_domain::outbox::{self, Batch};

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
    /// Rooms, deleted ones too.
    pub rooms: Vec<String>,
    /// People whose object has something due.
    pub persons: Vec<String>,
}
