//! Items: sessions, sponsors, pages.

use hallway_domain::params;
use serde::Deserialize;

use super::touch::{self, Rooms, Told};
use super::{Changes, Db, Statement};
use crate::error::Result;
use crate::wire::{ItemKind, Stream, StreamKind};

/// A row of `items`.
#[derive(Clone, Debug, Deserialize)]
pub struct Item {
    /// `itm_…`
    pub id: String,
    /// `evt_…`
    pub event: String,
    /// Session, sponsor or page.
    pub kind: ItemKind,
    /// Name people see.
    pub name: String,
    /// What it is about.
    pub description: Option<String>,
    /// Milliseconds.
    pub starts_at: Option<i64>,
    /// Milliseconds.
    pub ends_at: Option<i64>,
    /// Of a live stream.
    pub stream_kind: Option<StreamKind>,
    /// Its address.
    pub stream_url: Option<String>,
    /// Rooms linked to it.
    pub rooms: i64,
    /// Milliseconds.
    pub created_at: i64,
    /// Grows with every change.
    pub version: i64,
}

impl Item {
    /// The live stream, if there is one.
    pub fn stream(&self) -> Option<Stream> {
        let (kind, url) = self.stream_kind.zip(self.stream_url.clone())?;
        Some(Stream { kind, url })
    }
}

const SELECT: &str =
    "SELECT i.id, i.event, i.kind, i.name, i.description, i.starts_at, i.ends_at, i.stream_kind, i.stream_url, i.created_at,
    i.version, (SELECT COUNT(*) FROM room_links l JOIN rooms r ON r.id = l.room WHERE l.item = i.id AND r.deleted_at IS NULL) AS rooms
  FROM items i WHERE i.deleted_at IS NULL";

/// One item, for whoever is limited to the event `scope`.
pub async fn find(db: &Db, scope: Option<&str>, id: &str) -> Result<Option<Item>> {
    db.first(&format!("{SELECT} AND i.id = ?1 AND (?2 IS NULL OR i.event = ?2)"), params![id, scope]).await
}

/// The items of an event, of one kind or all; sessions by their start.
pub async fn list(db: &Db, event: &str, kind: Option<ItemKind>) -> Result<Vec<Item>> {
    page(db, event, kind, None, "", i64::from(i32::MAX)).await
}

/// Up to `limit` of them after the item `cursor`, with `q` in name or description.
pub async fn page(db: &Db, event: &str, kind: Option<ItemKind>, q: Option<&str>, cursor: &str, limit: i64) -> Result<Vec<Item>> {
    let sql = format!(
        "{SELECT} AND i.event = ?1 AND (?2 IS NULL OR i.kind = ?2)
         AND (?3 IS NULL OR instr(lower(i.name || ' ' || COALESCE(i.description, '')), lower(?3)) > 0)
         AND (?4 = '' OR (i.starts_at IS NULL, COALESCE(i.starts_at, 0), i.id) >
           (SELECT c.starts_at IS NULL, COALESCE(c.starts_at, 0), c.id FROM items c WHERE c.id = ?4 AND c.event = ?1))
         ORDER BY i.starts_at IS NULL, i.starts_at, i.id LIMIT ?5"
    );
    db.all(&sql, params![event, kind.map(ItemKind::word), q, cursor, limit]).await
}

/// A new item.
pub async fn insert(db: &Db, item: &Item) -> Result<()> {
    let sql = "INSERT INTO items (id, event, kind, name, description, starts_at, ends_at, stream_kind, stream_url, created_at)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)";
    let i = item;
    let values = params![
        &i.id,
        &i.event,
        i.kind.word(),
        &i.name,
        i.description.as_deref(),
        i.starts_at,
        i.ends_at,
        i.stream_kind.map(StreamKind::word),
        i.stream_url.as_deref(),
        i.created_at
    ];
    db.batch(vec![db.statement(sql, values)?]).await.map(drop)
}

/// Writes what differs. Its lobby hears of it.
pub async fn update(db: &Db, before: &Item, after: &Item, now: i64) -> Result<Vec<Told>> {
    let word = |item: &Item| item.stream_kind.map(StreamKind::word);
    let update = Changes::default()
        .set("kind", &before.kind.word(), &after.kind.word())
        .set("name", &before.name, &after.name)
        .set("description", &before.description, &after.description)
        .set("starts_at", &before.starts_at, &after.starts_at)
        .set("ends_at", &before.ends_at, &after.ends_at)
        .set("stream_kind", &word(before), &word(after))
        .set("stream_url", &before.stream_url, &after.stream_url)
        .statement(db, "items", &after.id, "")?;
    let mut batch: Vec<Statement> = update.into_iter().collect();
    if batch.is_empty() {
        return Ok(Vec::new());
    }
    batch.extend(touch::item(db, now, &after.id)?);
    touch::told(&db.batch(batch).await?)
}

/// Marks an item deleted. Its rooms are linked to it no more: those with no other item come back to their feature's list.
pub async fn delete(db: &Db, item: &Item, now: i64) -> Result<Vec<Told>> {
    let sql = "UPDATE items SET deleted_at = ?2 WHERE id = ?1 AND deleted_at IS NULL";
    let mut batch = vec![db.statement(sql, params![&item.id, now])?];
    batch.extend(touch::rooms(db, now, Rooms::OfItem(&item.id))?);
    batch.extend(touch::item(db, now, &item.id)?);
    touch::told(&db.batch(batch).await?)
}
