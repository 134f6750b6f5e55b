//! Items: sessions, sponsors, pages.

use hallway_domain::params;
use serde::Deserialize;

use super::Db;
use crate::error::Result;
use crate::wire::ItemKind;

/// A row of `items`.
#[derive(Clone, Debug, Deserialize)]
pub struct Item {
    /// `itm_…`
    pub id: String,
    /// Session, sponsor or page.
    pub kind: ItemKind,
    /// Name people see.
    pub name: String,
    /// Milliseconds.
    pub starts_at: Option<i64>,
    /// Milliseconds.
    pub ends_at: Option<i64>,
    /// Milliseconds.
    pub created_at: i64,
}

const COLUMNS: &str = "id, kind, name, starts_at, ends_at, created_at";

/// One item of an event.
pub async fn find(db: &Db, event: &str, id: &str) -> Result<Option<Item>> {
    let sql = format!("SELECT {COLUMNS} FROM items WHERE id = ?1 AND event = ?2 AND deleted_at IS NULL");
    db.first(&sql, params![id, event]).await
}

/// The items of an event, of one kind or all; sessions by their start.
pub async fn list(db: &Db, event: &str, kind: Option<ItemKind>) -> Result<Vec<Item>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM items WHERE event = ?1 AND deleted_at IS NULL AND (?2 IS NULL OR kind = ?2)
         ORDER BY starts_at IS NULL, starts_at, id"
    );
    db.all(&sql, params![event, kind.map(ItemKind::word)]).await
}

/// A new item.
pub async fn insert(db: &Db, event: &str, item: &Item) -> Result<()> {
    let sql = "INSERT INTO items (id, event, kind, name, starts_at, ends_at, created_at)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
    let i = item;
    let values = params![&i.id, event, i.kind.word(), &i.name, i.starts_at, i.ends_at, i.created_at];
    db.batch(vec![db.statement(sql, values)?]).await.map(drop)
}
