//! Organizers' keys.

use hallway_domain::params;
use serde::Deserialize;

use super::Db;
use crate::error::Result;

/// A key that is in force.
#[derive(Clone, Debug, Deserialize)]
pub struct Key {
    /// `key_…`
    pub id: String,
    /// What the organizer calls it.
    pub name: String,
    /// The one event it is good for; nothing: all.
    pub event: Option<String>,
}

/// The key with that hash (hex SHA-256 of its whole text).
pub async fn by_hash(db: &Db, hash: &str) -> Result<Option<Key>> {
    db.first("SELECT id, name, event FROM api_keys WHERE hash = ?1 AND revoked_at IS NULL", params![hash]).await
}

/// The key with that id.
pub async fn find(db: &Db, id: &str) -> Result<Option<Key>> {
    db.first("SELECT id, name, event FROM api_keys WHERE id = ?1 AND revoked_at IS NULL", params![id]).await
}
