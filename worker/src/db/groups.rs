//! Groups of attendees.

use hallway_domain::params;
use serde::{Deserialize, Serialize};

use super::Db;
use crate::error::Result;

/// A set of attendees.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Group {
    /// `grp_…`
    pub id: String,
    /// Name, unique in the event.
    pub name: String,
}

/// The groups of an event by name.
pub async fn list(db: &Db, event: &str) -> Result<Vec<Group>> {
    db.all("SELECT id, name FROM groups WHERE event = ?1 ORDER BY name", params![event]).await
}

/// A new group.
pub async fn insert(db: &Db, event: &str, group: &Group, now: i64) -> Result<()> {
    let sql = "INSERT INTO groups (id, event, name, created_at) VALUES (?1, ?2, ?3, ?4)";
    db.batch(vec![db.statement(sql, params![&group.id, event, &group.name, now])?]).await.map(drop)
}
