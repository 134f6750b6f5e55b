//! Answers to POSTs that came with an `Idempotency-Key`.

use hallway_domain::params;
use serde::Deserialize;

use super::{Db, changes, rows};
use crate::error::{Error, Result};

/// What is known of an earlier request of that name.
#[derive(Clone, Debug, Deserialize)]
pub struct Earlier {
    /// Hex SHA-256 of its address and body.
    pub request: String,
    /// Milliseconds.
    pub began_at: i64,
    /// Nothing while it is at work.
    pub status: Option<u16>,
    /// `ETag` of its answer.
    pub etag: Option<String>,
    /// Its content type.
    pub kind: Option<String>,
    /// Its body; nothing if that held a secret.
    pub body: Option<String>,
}

/// Notes a request that begins: nothing if it is the first of its name, else the one before.
pub async fn begin(db: &Db, key: &str, name: &str, request: &str, now: i64) -> Result<Option<Earlier>> {
    let insert = "INSERT INTO idempotency (key, name, request, began_at) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING";
    let read = "SELECT request, began_at, status, etag, kind, body FROM idempotency WHERE key = ?1 AND name = ?2";
    let insert = db.statement(insert, params![key, name, request, now])?;
    let results = db.batch(vec![insert, db.statement(read, params![key, name])?]).await?;
    let [inserted, read] = results.as_slice() else { return Err(Error::internal("two results expected")) };
    if changes(inserted) > 0 { Ok(None) } else { Ok(rows(read)?.into_iter().next()) }
}

/// Takes over from a request that began then and was never finished: whether nobody else did.
pub async fn take_over(db: &Db, key: &str, name: &str, began_at: i64, now: i64) -> Result<bool> {
    let sql = "UPDATE idempotency SET began_at = ?4 WHERE key = ?1 AND name = ?2 AND began_at = ?3 AND status IS NULL";
    let results = db.batch(vec![db.statement(sql, params![key, name, began_at, now])?]).await?;
    Ok(results.first().is_some_and(|result| changes(result) > 0))
}

/// Keeps the answer.
pub async fn finish(db: &Db, key: &str, name: &str, answer: &Earlier) -> Result<()> {
    let sql = "UPDATE idempotency SET status = ?3, etag = ?4, kind = ?5, body = ?6 WHERE key = ?1 AND name = ?2";
    let (etag, kind, body) = (answer.etag.as_deref(), answer.kind.as_deref(), answer.body.as_deref());
    let status = i64::from(answer.status.unwrap_or_default());
    db.batch(vec![db.statement(sql, params![key, name, status, etag, kind, body])?]).await.map(drop)
}

/// Forgets a request that changed nothing, so that it may be sent again.
pub async fn forget(db: &Db, key: &str, name: &str) -> Result<()> {
    let sql = "DELETE FROM idempotency WHERE key = ?1 AND name = ?2";
    db.batch(vec![db.statement(sql, params![key, name])?]).await.map(drop)
}

/// Drops what began before `then`.
pub async fn sweep(db: &Db, then: i64) -> Result<()> {
    let sql = "DELETE FROM idempotency WHERE began_at < ?1";
    db.batch(vec![db.statement(sql, params![then])?]).await.map(drop)
}
