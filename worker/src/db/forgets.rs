//! Rooms that must still forget somebody who was deleted. See `objects::forget` for who tells them.

use hallway_domain::params;
use serde::Deserialize;

use super::Db;
use crate::error::Result;

/// A room that must forget somebody.
#[derive(Clone, Debug, Deserialize)]
pub struct Forget {
    /// `room_…`
    pub room: String,
    /// `att_…`
    pub person: String,
    /// How often it was tried.
    pub tries: i64,
}

/// Up to `limit` whose time has come, oldest first.
pub async fn due(db: &Db, now: i64, limit: i64) -> Result<Vec<Forget>> {
    db.all("SELECT room, person, tries FROM forgets WHERE due_at <= ?1 ORDER BY due_at LIMIT ?2", params![now, limit]).await
}

/// Up to `limit` of one person.
pub async fn of(db: &Db, person: &str, limit: i64) -> Result<Vec<Forget>> {
    db.all("SELECT room, person, tries FROM forgets WHERE person = ?1 LIMIT ?2", params![person, limit]).await
}

/// The room has forgotten them.
pub async fn done(db: &Db, forget: &Forget) -> Result<()> {
    let sql = "DELETE FROM forgets WHERE room = ?1 AND person = ?2";
    db.batch(vec![db.statement(sql, params![&forget.room, &forget.person])?]).await.map(drop)
}

/// The room did not answer: try again at `due_at`.
pub async fn failed(db: &Db, forget: &Forget, due_at: i64) -> Result<()> {
    let sql = "UPDATE forgets SET tries = tries + 1, due_at = ?3 WHERE room = ?1 AND person = ?2";
    db.batch(vec![db.statement(sql, params![&forget.room, &forget.person, due_at])?]).await.map(drop)
}
