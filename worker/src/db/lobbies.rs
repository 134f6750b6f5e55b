//! What a Lobby knows of its place: a feature or an item, and the rooms whose cards show there.

use hallway_domain::catalogue::{LobbyEntry, RoomEntry};
use hallway_domain::params;
use serde::Deserialize;

use super::{Db, flag, json, rooms, rows};
use crate::error::Result;
use crate::ids::{Kind, kind};

#[derive(Deserialize)]
struct Place {
    id: String,
    event: String,
    name: String,
    icon: Option<String>,
    image: Option<String>,
    #[serde(deserialize_with = "json")]
    groups: Vec<String>,
    version: i64,
    #[serde(deserialize_with = "flag")]
    deleted: bool,
}

const FEATURE: &str = "SELECT id, event, name, icon, image, version, deleted_at IS NOT NULL AS deleted,
    (SELECT json_group_array(grp) FROM feature_groups WHERE feature = f.id) AS groups
  FROM features f WHERE id = ?1";

const ITEM: &str = "SELECT id, event, name, NULL AS icon, NULL AS image, version, deleted_at IS NOT NULL AS deleted, '[]' AS groups
  FROM items WHERE id = ?1";

/// A linked room shows with its items and not with its feature.
const IN_FEATURE: &str = "WHERE r.feature = ?1 AND r.deleted_at IS NULL
    AND NOT EXISTS (SELECT 1 FROM room_links l JOIN items i ON i.id = l.item WHERE l.room = r.id AND i.deleted_at IS NULL)
  ORDER BY r.position, r.id";

const IN_ITEM: &str = "JOIN room_links k ON k.room = r.id WHERE k.item = ?1 AND r.deleted_at IS NULL
  ORDER BY r.position, r.id";

/// The lobby of a feature (`fea_…`) or an item (`itm_…`), deleted or not; both parts are of one moment.
pub async fn entry(db: &Db, id: &str) -> Result<Option<LobbyEntry>> {
    let (place, shown) = match id.starts_with(kind::Item::PREFIX) {
        true => (ITEM, IN_ITEM),
        false => (FEATURE, IN_FEATURE),
    };
    let shown = format!("{} {shown}", rooms::select(""));
    let results = db.batch(vec![db.statement(place, params![id])?, db.statement(&shown, params![id])?]).await?;
    let [place, shown] = results.as_slice() else { return Ok(None) };
    let Some(place) = rows::<Place>(place)?.into_iter().next() else { return Ok(None) };
    let shown = rows::<rooms::Row>(shown)?.into_iter().map(RoomEntry::from).collect();
    Ok(Some(LobbyEntry {
        id: place.id,
        event: place.event,
        name: place.name,
        icon: place.icon,
        image: place.image,
        groups: place.groups,
        rooms: shown,
        version: place.version,
        deleted: place.deleted,
    }))
}
