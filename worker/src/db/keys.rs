//! Organizers' keys, and how much they are used.

use hallway_domain::params;
use serde::Deserialize;

use super::{Db, Statement, json, rows};
use crate::error::{Error, Result};
use crate::scopes::Scope;

/// Calls are counted in windows of a minute.
pub const WINDOW: i64 = 60_000;

/// A key that is in force, with its calls in the current window.
#[derive(Clone, Debug, Deserialize)]
pub struct Key {
    /// `key_…`
    pub id: String,
    /// What the organizer calls it.
    pub name: String,
    /// The one event it is good for; nothing: all.
    pub event: Option<String>,
    /// What it may do beside reading.
    #[serde(deserialize_with = "json")]
    pub scopes: Vec<Scope>,
    /// Calls in the current window, this one too.
    pub calls: i64,
}

/// The key with that hash (hex SHA-256 of its whole text); one more call.
pub async fn by_hash(db: &Db, hash: &str, now: i64) -> Result<Option<Key>> {
    used(db, "hash", hash, now).await
}

/// The key with that id; one more call.
pub async fn by_id(db: &Db, id: &str, now: i64) -> Result<Option<Key>> {
    used(db, "id", id, now).await
}

async fn used(db: &Db, column: &'static str, value: &str, now: i64) -> Result<Option<Key>> {
    let count = format!(
        "INSERT INTO key_use (key, last_used_at, window_began, calls)
         SELECT id, ?2, ?3, 1 FROM api_keys WHERE {column} = ?1 AND revoked_at IS NULL
         ON CONFLICT (key) DO UPDATE SET
           calls = CASE window_began WHEN excluded.window_began THEN calls + 1 ELSE 1 END,
           window_began = excluded.window_began, last_used_at = excluded.last_used_at"
    );
    let read = format!(
        "SELECT k.id, k.name, k.event, k.scopes, u.calls FROM api_keys k JOIN key_use u ON u.key = k.id
         WHERE k.{column} = ?1 AND k.revoked_at IS NULL"
    );
    let count = db.statement(&count, params![value, now, window(now)])?;
    let results = db.batch(vec![count, db.statement(&read, params![value])?]).await?;
    let [_, read] = results.as_slice() else { return Err(Error::internal("two results expected")) };
    Ok(rows(read)?.into_iter().next())
}

/// When the window began that `now` is in.
pub fn window(now: i64) -> i64 {
    now - now.rem_euclid(WINDOW)
}

/// A key as organizers see it.
#[derive(Clone, Debug, Deserialize)]
pub struct Listed {
    /// `key_…`
    pub id: String,
    /// What the organizer calls it.
    pub name: String,
    /// The one event it is good for.
    pub event: Option<String>,
    /// What it may do beside reading.
    #[serde(deserialize_with = "json")]
    pub scopes: Vec<Scope>,
    /// Milliseconds.
    pub created_at: i64,
    /// Milliseconds.
    pub last_used_at: Option<i64>,
    /// Milliseconds.
    pub revoked_at: Option<i64>,
}

const LISTED: &str = "SELECT k.id, k.name, k.event, k.scopes, k.created_at, k.revoked_at, u.last_used_at
    FROM api_keys k LEFT JOIN key_use u ON u.key = k.id WHERE (?1 IS NULL OR k.event = ?1)";

/// Up to `limit` keys after `cursor`, newest first; those of one event for a key that is limited to it.
pub async fn list(db: &Db, scope: Option<&str>, cursor: &str, limit: i64) -> Result<Vec<Listed>> {
    let sql = format!("{LISTED} AND (?2 = '' OR k.id < ?2) ORDER BY k.id DESC LIMIT ?3");
    db.all(&sql, params![scope, cursor, limit]).await
}

/// One key, in force or not.
pub async fn find(db: &Db, scope: Option<&str>, id: &str) -> Result<Option<Listed>> {
    db.first(&format!("{LISTED} AND k.id = ?2"), params![scope, id]).await
}

/// A new key; of its text only the hash is kept.
pub async fn insert(db: &Db, key: &Listed, hash: &str) -> Result<()> {
    let sql = "INSERT INTO api_keys (id, hash, name, event, scopes, created_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    let scopes = serde_json::json!(key.scopes).to_string();
    let values = params![&key.id, hash, &key.name, key.event.as_deref(), scopes, key.created_at];
    db.batch(vec![db.statement(sql, values)?]).await.map(drop)
}

/// Ends a key, and the sessions made with it, for good.
pub async fn revoke(db: &Db, id: &str, now: i64) -> Result<()> {
    let sql = "UPDATE api_keys SET revoked_at = ?2 WHERE id = ?1 AND revoked_at IS NULL";
    let statement: Statement = db.statement(sql, params![id, now])?;
    db.batch(vec![statement]).await.map(drop)
}
