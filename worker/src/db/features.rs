//! Features: instances of Video Rooms in an event.

use hallway_domain::params;
use serde::Deserialize;

use super::order::{self, List};
use super::touch::{self, Rooms, Told};
use super::{Changes, Db, Statement, json, list as ids, rows};
use crate::error::{Error, Result};

/// A row of `features`.
#[derive(Clone, Debug, Deserialize)]
pub struct Feature {
    /// `fea_…`
    pub id: String,
    /// `evt_…`
    pub event: String,
    /// Name people see.
    pub name: String,
    /// Name of an icon of the picker.
    pub icon: Option<String>,
    /// Address of its picture.
    pub image: Option<String>,
    /// Groups it is limited to; empty: everybody.
    #[serde(deserialize_with = "json")]
    pub groups: Vec<String>,
    /// Rooms it has, linked ones too; for attendees those in its list.
    pub rooms: i64,
    /// Milliseconds.
    pub created_at: i64,
    /// Grows with every change of it or of its rooms.
    pub version: i64,
}

const GROUPS: &str = "(SELECT json_group_array(grp) FROM feature_groups WHERE feature = f.id) AS groups";

fn select() -> String {
    format!(
        "SELECT f.id, f.event, f.name, f.icon, f.image, f.created_at, f.version, {GROUPS},
           (SELECT COUNT(*) FROM rooms r WHERE r.feature = f.id AND r.deleted_at IS NULL) AS rooms
         FROM features f WHERE f.deleted_at IS NULL"
    )
}

/// A feature for an organizer whose key is limited to `scope`.
pub async fn find(db: &Db, scope: Option<&str>, id: &str) -> Result<Option<Feature>> {
    let sql = format!("{} AND f.id = ?1 AND (?2 IS NULL OR f.event = ?2)", select());
    db.first(&sql, params![id, scope]).await
}

/// The features of an event in their order.
pub async fn list(db: &Db, event: &str) -> Result<Vec<Feature>> {
    db.all(&format!("{} AND f.event = ?1 ORDER BY f.position, f.id", select()), params![event]).await
}

/// The features an attendee's groups allow. A session of an older link than the person's ends here.
pub async fn for_attendee(db: &Db, event: &str, person: &str, link_version: i64) -> Result<Vec<Feature>> {
    #[derive(Deserialize)]
    struct Link {
        link_version: i64,
    }
    let link = "SELECT link_version FROM attendees WHERE id = ?1 AND event = ?2 AND deleted_at IS NULL";
    let visible = format!(
        "SELECT f.id, f.event, f.name, f.icon, f.image, f.created_at, f.version, {GROUPS},
           (SELECT COUNT(*) FROM rooms r WHERE r.feature = f.id AND r.deleted_at IS NULL AND NOT EXISTS
             (SELECT 1 FROM room_links l JOIN items i ON i.id = l.item WHERE l.room = r.id AND i.deleted_at IS NULL)
             AND (NOT EXISTS (SELECT 1 FROM room_groups g WHERE g.room = r.id)
               OR EXISTS (SELECT 1 FROM room_groups g JOIN group_members m ON m.grp = g.grp AND m.attendee = ?1
                           WHERE g.room = r.id AND (NOT EXISTS (SELECT 1 FROM feature_groups h WHERE h.feature = f.id)
                             OR EXISTS (SELECT 1 FROM feature_groups h WHERE h.feature = f.id AND h.grp = g.grp))))
           ) AS rooms
         FROM features f
         WHERE f.event = ?2 AND f.deleted_at IS NULL
           AND (NOT EXISTS (SELECT 1 FROM feature_groups g WHERE g.feature = f.id)
             OR EXISTS (SELECT 1 FROM feature_groups g JOIN group_members m ON m.grp = g.grp
                         WHERE g.feature = f.id AND m.attendee = ?1))
         ORDER BY f.position, f.id"
    );
    let values = params![person, event];
    let results = db.batch(vec![db.statement(link, values)?, db.statement(&visible, values)?]).await?;
    let [link, visible] = results.as_slice() else { return Err(Error::internal("two results expected")) };
    match rows::<Link>(link)?.first() {
        Some(link) if link.link_version == link_version => rows(visible),
        _ => Err(Error::session_revoked()),
    }
}

/// A new feature at the end. Nobody has asked for its lobby yet, so nobody needs telling.
pub async fn insert(db: &Db, feature: &Feature) -> Result<()> {
    let sql = "INSERT INTO features (id, event, name, icon, image, created_at, position)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, (SELECT COALESCE(MAX(position) + 1, 0) FROM features WHERE event = ?2 AND deleted_at IS NULL))";
    let f = feature;
    let values = params![&f.id, &f.event, &f.name, f.icon.as_deref(), f.image.as_deref(), f.created_at];
    let mut batch = vec![db.statement(sql, values)?];
    if !feature.groups.is_empty() {
        batch.extend(groups(db, feature)?);
    }
    db.batch(batch).await.map(drop)
}

/// Writes what differs. Its lobby, its rooms, and the lobbies these are linked to hear of it.
pub async fn update(db: &Db, before: &Feature, after: &Feature, now: i64) -> Result<Vec<Told>> {
    let update = Changes::default()
        .set("name", &before.name, &after.name)
        .set("icon", &before.icon, &after.icon)
        .set("image", &before.image, &after.image)
        .statement(db, "features", &after.id, "")?;
    let mut batch: Vec<Statement> = update.into_iter().collect();
    if before.groups != after.groups {
        batch.extend(groups(db, after)?);
    }
    if batch.is_empty() {
        return Ok(Vec::new());
    }
    // What rooms know of their feature is whom it is for.
    if before.groups != after.groups {
        batch.extend(touch::rooms(db, now, Rooms::OfFeature(&after.id))?);
    }
    batch.extend(touch::feature(db, now, &after.id)?);
    touch::told(&db.batch(batch).await?)
}

/// Marks a feature deleted with its rooms; they and their lobbies hear of it.
pub async fn delete(db: &Db, feature: &Feature, now: i64) -> Result<Vec<Told>> {
    let mut batch = touch::rooms(db, now, Rooms::OfFeature(&feature.id))?;
    let rooms = "UPDATE rooms SET deleted_at = ?2 WHERE feature = ?1 AND deleted_at IS NULL";
    batch.push(db.statement(rooms, params![&feature.id, now])?);
    let itself = "UPDATE features SET deleted_at = ?2 WHERE id = ?1 AND deleted_at IS NULL";
    batch.push(db.statement(itself, params![&feature.id, now])?);
    batch.extend(touch::feature(db, now, &feature.id)?);
    touch::told(&db.batch(batch).await?)
}

/// Puts these, in this order, before that one, or at the end. Attendees' lists are read from here: no object knows it.
pub async fn sort(db: &Db, event: &str, ids: &[String], before: Option<&str>) -> Result<()> {
    db.batch(vec![order::change(db, List::FeaturesOf(event), ids, before)?]).await.map(drop)
}

/// The named groups and no others.
fn groups(db: &Db, feature: &Feature) -> Result<[Statement; 2]> {
    let drop = "DELETE FROM feature_groups WHERE feature = ?1 AND grp NOT IN (SELECT value FROM json_each(?2))";
    let add = "INSERT INTO feature_groups (event, feature, grp)
               SELECT ?1, ?2, value FROM json_each(?3) WHERE true ON CONFLICT DO NOTHING";
    let named = ids(&feature.groups);
    let drop = db.statement(drop, params![&feature.id, &named])?;
    Ok([drop, db.statement(add, params![&feature.event, &feature.id, &named])?])
}
