//! Objects that must still hear of a change. See `objects::push` for who tells them.

use hallway_domain::params;
use serde::{Deserialize, Serialize};

use super::Db;
use crate::error::Result;

/// The three kinds of objects.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// One per room.
    Room,
    /// One per attendee.
    Person,
    /// One per feature and per item.
    Lobby,
}

impl Kind {
    /// The word in the database.
    pub fn word(self) -> &'static str {
        match self {
            Kind::Room => "room",
            Kind::Person => "person",
            Kind::Lobby => "lobby",
        }
    }
}

/// A pending push.
#[derive(Clone, Debug, Deserialize)]
pub struct Push {
    /// What the object is.
    pub kind: Kind,
    /// Its id.
    pub object: String,
    /// The version it must reach.
    pub version: i64,
    /// How often it was tried.
    pub tries: i64,
}

/// Up to `limit` pushes whose time has come, oldest first.
pub async fn due(db: &Db, now: i64, limit: i64) -> Result<Vec<Push>> {
    let sql = "SELECT kind, object, version, tries FROM pushes WHERE due_at <= ?1 ORDER BY due_at LIMIT ?2";
    db.all(sql, params![now, limit]).await
}

/// The object has this version (or a newer one); a change that came after stays pending.
pub async fn done(db: &Db, kind: Kind, object: &str, version: i64) -> Result<()> {
    let sql = "DELETE FROM pushes WHERE kind = ?1 AND object = ?2 AND version <= ?3";
    db.batch(vec![db.statement(sql, params![kind.word(), object, version])?]).await.map(drop)
}

/// These objects have these versions, or newer ones.
pub async fn all_done(db: &Db, kind: Kind, objects: &[(String, i64)]) -> Result<()> {
    let sql = "DELETE FROM pushes WHERE kind = ?1 AND EXISTS
                 (SELECT 1 FROM json_each(?2) j WHERE j.value ->> 0 = pushes.object AND j.value ->> 1 >= pushes.version)";
    let objects = serde_json::json!(objects).to_string();
    db.batch(vec![db.statement(sql, params![kind.word(), objects])?]).await.map(drop)
}

/// The object did not answer: try again at `due_at`.
pub async fn failed(db: &Db, kind: Kind, object: &str, due_at: i64) -> Result<()> {
    let sql = "UPDATE pushes SET tries = tries + 1, due_at = ?3 WHERE kind = ?1 AND object = ?2";
    db.batch(vec![db.statement(sql, params![kind.word(), object, due_at])?]).await.map(drop)
}
