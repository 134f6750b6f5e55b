//! Rooms, with their moderators and links.

use hallway_domain::catalogue::{Named, RoomEntry, within};
use hallway_domain::params;
use serde::{Deserialize, Serialize};

use super::touch::{self, Rooms, Told};
use super::{Changes, Db, Statement, flag, json, list, rows};
use crate::error::Result;
use crate::wire::ItemKind;

/// A room as its organizer has it: the entry, and what no object needs to know.
#[derive(Clone, Debug)]
pub struct Room {
    /// What its object and lobbies know.
    pub entry: RoomEntry,
    /// The room's own limit, whatever its feature's is.
    pub groups: Vec<String>,
    /// The moderators of the entry.
    pub moderators: Vec<Moderator>,
    /// The items of the entry.
    pub links: Vec<Link>,
    /// Milliseconds.
    pub created_at: i64,
}

/// Somebody who moderates a room, as its organizer sees them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Moderator {
    /// `att_…`
    pub id: String,
    /// First and last name.
    pub name: String,
    /// Lower case, unique in the event.
    pub email: String,
    /// Address of the picture.
    pub avatar: Option<String>,
}

/// An item a room is linked to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Link {
    /// `itm_…`
    pub id: String,
    /// Session, sponsor or page.
    pub kind: ItemKind,
    /// Name people see.
    pub name: String,
}

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
    own_groups: Vec<String>,
    #[serde(deserialize_with = "json")]
    feature_groups: Vec<String>,
    #[serde(deserialize_with = "json")]
    items: Vec<String>,
    sfu: String,
    position: i64,
    version: i64,
    #[serde(deserialize_with = "flag")]
    deleted: bool,
    time_zone: String,
    event_ends_at: i64,
    cleared_at: i64,
    // Only of `MORE`.
    #[serde(default)]
    created_at: i64,
    #[serde(default, deserialize_with = "json")]
    people: Vec<Moderator>,
    #[serde(default, deserialize_with = "json")]
    links: Vec<Link>,
}

impl From<Row> for Room {
    fn from(mut row: Row) -> Room {
        let (moderators, links) = (std::mem::take(&mut row.people), std::mem::take(&mut row.links));
        Room { groups: row.own_groups.clone(), moderators, links, created_at: row.created_at, entry: row.into() }
    }
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
            groups: within(row.own_groups, row.feature_groups),
            items: row.items,
            sfu: row.sfu,
            position: row.position,
            version: row.version,
            deleted: row.deleted,
            close_now: row.close_now,
            time_zone: row.time_zone,
            event_ends_at: row.event_ends_at,
            cleared_at: row.cleared_at,
        }
    }
}

/// A whole entry of rooms `r` in one statement: lists come as JSON. `more`: [`MORE`] or nothing.
pub(super) fn select(more: &str) -> String {
    format!(
        "SELECT r.id, r.event, r.feature, r.name, r.description, r.icon, r.image, r.enabled,
    r.closed_reason, r.close_now, r.attendee_limit, r.moderator_limit, r.sfu, r.position, r.version,
    r.deleted_at IS NOT NULL AS deleted, e.time_zone, e.ends_at AS event_ends_at, r.cleared_at,
    (SELECT json_group_array(json_object('id', a.id, 'name', trim(a.first_name || ' ' || a.last_name)))
       FROM room_moderators m JOIN attendees a ON a.id = m.attendee
      WHERE m.room = r.id AND a.deleted_at IS NULL) AS moderators,
    (SELECT json_group_array(g.grp) FROM room_groups g WHERE g.room = r.id) AS own_groups,
    (SELECT json_group_array(g.grp) FROM feature_groups g WHERE g.feature = r.feature) AS feature_groups,
    (SELECT json_group_array(l.item) FROM room_links l JOIN items i ON i.id = l.item
      WHERE l.room = r.id AND i.deleted_at IS NULL) AS items{more}
  FROM rooms r JOIN events e ON e.id = r.event"
    )
}

/// What only organizers see.
const MORE: &str = ", r.created_at,
    (SELECT json_group_array(json_object('id', a.id, 'name', trim(a.first_name || ' ' || a.last_name), 'email', a.email,
         'avatar', a.avatar))
       FROM room_moderators m JOIN attendees a ON a.id = m.attendee
      WHERE m.room = r.id AND a.deleted_at IS NULL) AS people,
    (SELECT json_group_array(json_object('id', i.id, 'kind', i.kind, 'name', i.name))
       FROM room_links l JOIN items i ON i.id = l.item
      WHERE l.room = r.id AND i.deleted_at IS NULL) AS links";

/// What a Room reads when it is cold, deleted or not. From now on it hears of changes: whichever comes first, this reading or
/// a change, the object ends up with the change.
pub async fn warm(db: &Db, id: &str) -> Result<Option<RoomEntry>> {
    let mark = db.statement("UPDATE rooms SET warm = 1 WHERE id = ?1 AND warm = 0", params![id])?;
    let read = db.statement(&format!("{} WHERE r.id = ?1", select("")), params![id])?;
    let results = db.batch(vec![mark, read]).await?;
    let found: Vec<Row> = results.last().map(rows).transpose()?.unwrap_or_default();
    Ok(found.into_iter().next().map(RoomEntry::from))
}

/// What a warm Room is told.
pub async fn entry(db: &Db, id: &str) -> Result<Option<RoomEntry>> {
    let row: Option<Row> = db.first(&format!("{} WHERE r.id = ?1", select("")), params![id]).await?;
    Ok(row.map(RoomEntry::from))
}

/// What many Rooms read, deleted or not.
pub async fn entries(db: &Db, ids: &[String]) -> Result<Vec<RoomEntry>> {
    let sql = format!("{} WHERE r.id IN (SELECT value FROM json_each(?1))", select(""));
    let rows: Vec<Row> = db.all(&sql, params![list(ids)]).await?;
    Ok(rows.into_iter().map(RoomEntry::from).collect())
}

/// A room for an organizer whose key is limited to `scope`.
pub async fn find(db: &Db, scope: Option<&str>, id: &str) -> Result<Option<Room>> {
    let sql = format!("{} WHERE r.id = ?1 AND r.deleted_at IS NULL AND (?2 IS NULL OR r.event = ?2)", select(MORE));
    let row: Option<Row> = db.first(&sql, params![id, scope]).await?;
    Ok(row.map(Room::from))
}

/// Which rooms of a feature.
#[derive(Default)]
pub struct Filter<'a> {
    /// Part of a name or description.
    pub q: Option<&'a str>,
    /// Open ones, or closed ones.
    pub enabled: Option<bool>,
    /// With moderators, or without.
    pub moderated: Option<bool>,
    /// Linked to items, or in the feature's list.
    pub linked: Option<bool>,
}

/// Up to `limit` rooms of a feature after the room `cursor`, linked ones too, in its order.
pub async fn of_feature(db: &Db, event: &str, feature: &str, filter: &Filter<'_>, cursor: &str, limit: i64) -> Result<Vec<Room>> {
    let sql = format!(
        "{} WHERE r.feature = ?1 AND r.event = ?2 AND r.deleted_at IS NULL
         AND (?3 IS NULL OR instr(lower(r.name || ' ' || COALESCE(r.description, '')), lower(?3)) > 0)
         AND (?4 IS NULL OR r.enabled = ?4)
         AND (?5 IS NULL OR ?5 = EXISTS
           (SELECT 1 FROM room_moderators m JOIN attendees a ON a.id = m.attendee WHERE m.room = r.id AND a.deleted_at IS NULL))
         AND (?6 IS NULL OR ?6 = EXISTS
           (SELECT 1 FROM room_links l JOIN items i ON i.id = l.item WHERE l.room = r.id AND i.deleted_at IS NULL))
         AND (?7 = '' OR (r.position, r.id) > (SELECT c.position, c.id FROM rooms c WHERE c.id = ?7 AND c.feature = ?1))
         ORDER BY r.position, r.id LIMIT ?8",
        select(MORE)
    );
    let values = params![feature, event, filter.q, filter.enabled, filter.moderated, filter.linked, cursor, limit];
    let rows: Vec<Row> = db.all(&sql, values).await?;
    Ok(rows.into_iter().map(Room::from).collect())
}

/// Those of `ids` that are rooms of this feature, in its order, deleted or not.
pub async fn named(db: &Db, feature: &str, ids: &[String]) -> Result<Vec<Room>> {
    let sql = format!("{} WHERE r.feature = ?1 AND r.id IN (SELECT value FROM json_each(?2)) ORDER BY r.position, r.id", select(MORE));
    let rows: Vec<Row> = db.all(&sql, params![feature, list(ids)]).await?;
    Ok(rows.into_iter().map(Room::from).collect())
}

/// The ids of a feature's rooms in its order.
pub async fn order(db: &Db, feature: &str) -> Result<Vec<String>> {
    Ok(shown(db, feature).await?.into_iter().map(|room| room.id).collect())
}

/// A room, and one of the items it shows with, if it is linked.
#[derive(Debug, Deserialize)]
pub struct Shown {
    /// `room_…`
    pub id: String,
    /// `itm_…`
    pub item: Option<String>,
}

/// Where a feature's rooms show, in its order.
pub async fn shown(db: &Db, feature: &str) -> Result<Vec<Shown>> {
    let sql = "SELECT r.id, (SELECT MIN(l.item) FROM room_links l JOIN items i ON i.id = l.item
                              WHERE l.room = r.id AND i.deleted_at IS NULL) AS item
               FROM rooms r WHERE r.feature = ?1 AND r.deleted_at IS NULL ORDER BY r.position, r.id";
    db.all(sql, params![feature]).await
}

/// A new room at the end of its feature's list. The lobbies it shows in hear of it.
pub async fn insert(db: &Db, room: &RoomEntry, own_groups: &[String], now: i64) -> Result<Vec<Told>> {
    let sql = "INSERT INTO rooms (id, event, feature, name, description, icon, image, enabled, closed_reason,
                 attendee_limit, moderator_limit, sfu, created_at, warm, position)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, 0,
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
    if !own_groups.is_empty() {
        batch.extend(groups(db, room, own_groups)?);
    }
    batch.extend(touch::places(db, now, Rooms::One(&room.id))?);
    touch::told(&db.batch(batch).await?)
}

/// Writes what differs. The room, and the lobbies it showed in before and shows in after, hear of it.
pub async fn update(db: &Db, before: &Room, after: &Room, now: i64) -> Result<Vec<Told>> {
    let (old, new) = (before, after);
    let (before, after) = (&before.entry, &after.entry);
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
    if old.groups != new.groups {
        batch.extend(groups(db, after, &new.groups)?);
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

/// Only the named groups.
fn groups(db: &Db, room: &RoomEntry, own: &[String]) -> Result<[Statement; 2]> {
    let drop = "DELETE FROM room_groups WHERE room = ?1 AND grp NOT IN (SELECT value FROM json_each(?2))";
    let add = "INSERT INTO room_groups (event, room, grp)
               SELECT ?1, ?2, value FROM json_each(?3) WHERE true ON CONFLICT DO NOTHING";
    let ids = list(own);
    Ok([db.statement(drop, params![&room.id, &ids])?, db.statement(add, params![&room.event, &room.id, &ids])?])
}
