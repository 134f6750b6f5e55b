//! Rooms, with their moderators and links.

use hallway_domain::catalogue::{Named, RoomEntry};
use hallway_domain::params;
use serde::Deserialize;

use super::touch::{self, Rooms, Told};
use super::{Changes, Db, Statement, flag, json, list};
use crate::error::Result;

#[derive(Deserialize)]
pub(super) struct Row {
    id: String,
    event: String,
    feature: String,
    name: String,
    description: Option<String>,
    icon: Option<String>,
    image: Option<String>,
    #[serde(deserialize_with = "flag")]
    enabled: bool,
    closed_reason: Option<String>,
    #[serde(deserialize_with = "flag")]
    close_now: bool,
    attendee_limit: i64,
    moderator_limit: i64,
    #[serde(deserialize_with = "json")]
    moderators: Vec<Named>,
    #[serde(deserialize_with = "json")]
    groups: Vec<String>,
    #[serde(deserialize_with = "json")]
    items: Vec<String>,
    sfu: String,
    position: i64,
    version: i64,
    #[serde(deserialize_with = "flag")]
    deleted: bool,
    time_zone: String,
    event_ends_at: i64,
}

impl From<Row> for RoomEntry {
    fn from(row: Row) -> RoomEntry {
        RoomEntry {
            id: row.id,
            event: row.event,
            feature: row.feature,
            name: row.name,
            description: row.description,
            icon: row.icon,
            image: row.image,
            enabled: row.enabled,
            closed_reason: row.closed_reason,
            attendee_limit: row.attendee_limit,
            moderator_limit: row.moderator_limit,
            moderators: row.moderators,
            groups: row.groups,
            items: row.items,
            sfu: row.sfu,
            position: row.position,
            version: row.version,
            deleted: row.deleted,
            close_now: row.close_now,
            time_zone: row.time_zone,
            event_ends_at: row.event_ends_at,
        }
    }
}

/// A whole entry of rooms `r` in one statement: lists come as JSON.
pub(super) const ENTRY: &str = "SELECT r.id, r.event, r.feature, r.name, r.description, r.icon, r.image, r.enabled,
    r.closed_reason, r.close_now, r.attendee_limit, r.moderator_limit, r.sfu, r.position, r.version,
    r.deleted_at IS NOT NULL AS deleted, e.time_zone, e.ends_at AS event_ends_at,
    (SELECT json_group_array(json_object('id', a.id, 'name', trim(a.first_name || ' ' || a.last_name)))
       FROM room_moderators m JOIN attendees a ON a.id = m.attendee
      WHERE m.room = r.id AND a.deleted_at IS NULL) AS moderators,
    (SELECT json_group_array(g.grp) FROM feature_groups g WHERE g.feature = r.feature) AS groups,
    (SELECT json_group_array(l.item) FROM room_links l JOIN items i ON i.id = l.item
      WHERE l.room = r.id AND i.deleted_at IS NULL) AS items
  FROM rooms r JOIN events e ON e.id = r.event";

/// What a Room reads when it is cold, deleted or not.
pub async fn entry(db: &Db, id: &str) -> Result<Option<RoomEntry>> {
    let row: Option<Row> = db.first(&format!("{ENTRY} WHERE r.id = ?1"), params![id]).await?;
    Ok(row.map(RoomEntry::from))
}

/// A room for an organizer whose key is limited to `scope`.
pub async fn find(db: &Db, scope: Option<&str>, id: &str) -> Result<Option<RoomEntry>> {
    let sql = format!("{ENTRY} WHERE r.id = ?1 AND r.deleted_at IS NULL AND (?2 IS NULL OR r.event = ?2)");
    let row: Option<Row> = db.first(&sql, params![id, scope]).await?;
    Ok(row.map(RoomEntry::from))
}

/// Every room of a feature, linked ones too, in its order.
pub async fn of_feature(db: &Db, event: &str, feature: &str) -> Result<Vec<RoomEntry>> {
    let sql = format!("{ENTRY} WHERE r.feature = ?1 AND r.event = ?2 AND r.deleted_at IS NULL ORDER BY r.position, r.id");
    let rows: Vec<Row> = db.all(&sql, params![feature, event]).await?;
    Ok(rows.into_iter().map(RoomEntry::from).collect())
}

/// A new room at the end of its feature's list. The lobbies it shows in hear of it.
pub async fn insert(db: &Db, room: &RoomEntry, now: i64) -> Result<Vec<Told>> {
    let sql = "INSERT INTO rooms (id, event, feature, name, description, icon, image, enabled, closed_reason,
                 attendee_limit, moderator_limit, sfu, created_at, position)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13,
                 (SELECT COALESCE(MAX(position) + 1, 0) FROM rooms WHERE feature = ?3 AND deleted_at IS NULL))";
    let r = room;
    let values = params![
        &r.id,
        &r.event,
        &r.feature,
        &r.name,
        r.description.as_deref(),
        r.icon.as_deref(),
        r.image.as_deref(),
        r.enabled,
        r.closed_reason.as_deref(),
        r.attendee_limit,
        r.moderator_limit,
        &r.sfu,
        now
    ];
    let mut batch = vec![db.statement(sql, values)?];
    if !room.moderators.is_empty() {
        batch.extend(moderators(db, room)?);
    }
    if !room.items.is_empty() {
        batch.extend(links(db, room)?);
    }
    batch.extend(touch::places(db, now, &room.id)?);
    touch::told(&db.batch(batch).await?)
}

/// Writes what differs. The room, and the lobbies it showed in before and shows in after, hear of it.
pub async fn update(db: &Db, before: &RoomEntry, after: &RoomEntry, now: i64) -> Result<Vec<Told>> {
    let update = Changes::default()
        .set("name", &before.name, &after.name)
        .set("description", &before.description, &after.description)
        .set("icon", &before.icon, &after.icon)
        .set("image", &before.image, &after.image)
        .set("enabled", &before.enabled, &after.enabled)
        .set("closed_reason", &before.closed_reason, &after.closed_reason)
        .set("close_now", &before.close_now, &after.close_now)
        .set("attendee_limit", &before.attendee_limit, &after.attendee_limit)
        .set("moderator_limit", &before.moderator_limit, &after.moderator_limit)
        .statement(db, "rooms", &after.id, "")?;
    let mut batch: Vec<Statement> = update.into_iter().collect();
    if before.moderators != after.moderators {
        batch.extend(moderators(db, after)?);
    }
    if before.items != after.items {
        batch.extend(touch::rooms(db, now, Rooms::One(&after.id))?);
        batch.extend(links(db, after)?);
    }
    if batch.is_empty() {
        return Ok(Vec::new());
    }
    batch.extend(touch::rooms(db, now, Rooms::One(&after.id))?);
    touch::told(&db.batch(batch).await?)
}

/// Marks a room deleted; it and its lobbies hear of it.
pub async fn delete(db: &Db, room: &RoomEntry, now: i64) -> Result<Vec<Told>> {
    let sql = "UPDATE rooms SET deleted_at = ?2 WHERE id = ?1 AND deleted_at IS NULL";
    let mut batch = vec![db.statement(sql, params![&room.id, now])?];
    batch.extend(touch::rooms(db, now, Rooms::One(&room.id))?);
    touch::told(&db.batch(batch).await?)
}

/// The named moderators and no others.
fn moderators(db: &Db, room: &RoomEntry) -> Result<[Statement; 2]> {
    let ids: Vec<&str> = room.moderators.iter().map(|m| m.id.as_str()).collect();
    let drop = "DELETE FROM room_moderators WHERE room = ?1 AND attendee NOT IN (SELECT value FROM json_each(?2))";
    let add = "INSERT INTO room_moderators (event, room, attendee)
               SELECT ?1, ?2, value FROM json_each(?3) WHERE true ON CONFLICT DO NOTHING";
    let ids = list(&ids);
    Ok([db.statement(drop, params![&room.id, &ids])?, db.statement(add, params![&room.event, &room.id, &ids])?])
}

/// The named links and no others.
fn links(db: &Db, room: &RoomEntry) -> Result<[Statement; 2]> {
    let drop = "DELETE FROM room_links WHERE room = ?1 AND item NOT IN (SELECT value FROM json_each(?2))";
    let add = "INSERT INTO room_links (event, room, item)
               SELECT ?1, ?2, value FROM json_each(?3) WHERE true ON CONFLICT DO NOTHING";
    let ids = list(&room.items);
    Ok([db.statement(drop, params![&room.id, &ids])?, db.statement(add, params![&room.event, &room.id, &ids])?])
}
