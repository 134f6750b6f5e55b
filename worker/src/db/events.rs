//! Events. `scope` is the event a key is limited to; nothing: all.

use hallway_domain::params;
use serde::Deserialize;

use super::touch::{self, Rooms, Told};
use super::{Changes, Db, Statement};
use crate::error::Result;

/// A row of `events`.
#[derive(Clone, Debug, Deserialize)]
pub struct Event {
    /// `evt_…`
    pub id: String,
    /// Name people see.
    pub name: String,
    /// IANA name.
    pub time_zone: String,
    /// Milliseconds.
    pub starts_at: i64,
    /// Milliseconds.
    pub ends_at: i64,
    /// Location hint for the event's objects.
    pub region: Option<String>,
    /// So many days after the end everybody of it is deleted; nothing: nobody is.
    pub retention_days: Option<i64>,
    /// Milliseconds.
    pub created_at: i64,
    /// Grows with every change.
    pub version: i64,
}

const COLUMNS: &str = "id, name, time_zone, starts_at, ends_at, region, retention_days, created_at, version";

/// One event.
pub async fn find(db: &Db, scope: Option<&str>, id: &str) -> Result<Option<Event>> {
    let sql = format!("SELECT {COLUMNS} FROM events WHERE id = ?1 AND (?2 IS NULL OR id = ?2)");
    db.first(&sql, params![id, scope]).await
}

/// Up to `limit` events after `cursor`, oldest first.
pub async fn list(db: &Db, scope: Option<&str>, cursor: &str, limit: i64) -> Result<Vec<Event>> {
    let sql = format!("SELECT {COLUMNS} FROM events WHERE id > ?1 AND (?2 IS NULL OR id = ?2) ORDER BY id LIMIT ?3");
    db.all(&sql, params![cursor, scope, limit]).await
}

/// A new event.
pub async fn insert(db: &Db, event: &Event) -> Result<()> {
    let sql = "INSERT INTO events (id, name, time_zone, starts_at, ends_at, region, retention_days, created_at)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
    let e = event;
    let values = params![&e.id, &e.name, &e.time_zone, e.starts_at, e.ends_at, e.region.as_deref(), e.retention_days, e.created_at];
    db.batch(vec![db.statement(sql, values)?]).await.map(drop)
}

/// Writes what differs. Persons keep the region they read, as a hint for rooms made later; rooms hear of the time zone
/// and of the end, for bans end there.
pub async fn update(db: &Db, before: &Event, after: &Event, now: i64) -> Result<Vec<Told>> {
    let update = Changes::default()
        .set("name", &before.name, &after.name)
        .set("time_zone", &before.time_zone, &after.time_zone)
        .set("starts_at", &before.starts_at, &after.starts_at)
        .set("ends_at", &before.ends_at, &after.ends_at)
        .set("region", &before.region, &after.region)
        .set("retention_days", &before.retention_days, &after.retention_days)
        .statement(db, "events", &after.id, ", version = version + 1")?;
    let mut batch: Vec<Statement> = update.into_iter().collect();
    if (&before.time_zone, before.ends_at) != (&after.time_zone, after.ends_at) {
        batch.extend(touch::rooms(db, now, Rooms::OfEvent(&after.id))?);
    }
    touch::told(&db.batch(batch).await?)
}

/// Where an event's objects should live (a location hint), if the organizer said so.
pub async fn region(db: &Db, id: &str) -> Result<Option<String>> {
    #[derive(Deserialize)]
    struct Region {
        region: Option<String>,
    }
    let row: Option<Region> = db.first("SELECT region FROM events WHERE id = ?1", params![id]).await?;
    Ok(row.and_then(|row| row.region))
}
