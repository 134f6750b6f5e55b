//! Groups of attendees.

use hallway_domain::catalogue::Named;
use hallway_domain::params;
use serde::{Deserialize, Serialize};

use super::touch::{self, Told};
use super::{Changes, Db, list as ids};
use crate::error::Result;

/// A set of attendees.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Group {
    /// `grp_…`
    pub id: String,
    /// `evt_…`
    pub event: String,
    /// Name, unique in the event.
    pub name: String,
    /// How many are in it.
    pub members: i64,
    /// Grows with every change.
    #[serde(skip_serializing)]
    #[cfg_attr(feature = "openapi", schema(ignore))]
    pub version: i64,
}

const SELECT: &str = "SELECT g.id, g.event, g.name, g.version, (SELECT COUNT(*) FROM group_members m WHERE m.grp = g.id) AS members
  FROM groups g";

/// The groups of an event by name.
pub async fn list(db: &Db, event: &str) -> Result<Vec<Group>> {
    db.all(&format!("{SELECT} WHERE g.event = ?1 ORDER BY g.name"), params![event]).await
}

/// A group for an organizer whose key is limited to `scope`.
pub async fn find(db: &Db, scope: Option<&str>, id: &str) -> Result<Option<Group>> {
    db.first(&format!("{SELECT} WHERE g.id = ?1 AND (?2 IS NULL OR g.event = ?2)"), params![id, scope]).await
}

/// A new group.
pub async fn insert(db: &Db, group: &Group, now: i64) -> Result<()> {
    let sql = "INSERT INTO groups (id, event, name, created_at) VALUES (?1, ?2, ?3, ?4)";
    db.batch(vec![db.statement(sql, params![&group.id, &group.event, &group.name, now])?]).await.map(drop)
}

/// Another name.
pub async fn rename(db: &Db, before: &Group, name: &String) -> Result<()> {
    let update = Changes::default().set("name", &before.name, name).statement(db, "groups", &before.id, ", version = version + 1")?;
    db.batch(update.into_iter().collect()).await.map(drop)
}

/// What is limited to a group: features and rooms that are not deleted.
pub async fn used_by(db: &Db, group: &str) -> Result<Vec<Named>> {
    let sql = "SELECT f.id, f.name FROM feature_groups g JOIN features f ON f.id = g.feature WHERE g.grp = ?1 AND f.deleted_at IS NULL
               UNION ALL
               SELECT r.id, r.name FROM room_groups g JOIN rooms r ON r.id = g.room WHERE g.grp = ?1 AND r.deleted_at IS NULL
               LIMIT 100";
    db.all(sql, params![group]).await
}

/// Ends a group that limits nothing; its members hear of it. Whether it is gone.
pub async fn delete(db: &Db, group: &Group, now: i64) -> Result<Vec<Told>> {
    let members: Vec<String> = members(db, &group.id).await?;
    let sql = "DELETE FROM groups WHERE id = ?1";
    let mut batch = vec![db.statement(sql, params![&group.id])?];
    batch.extend(touch::persons(db, now, &members)?);
    touch::told(&db.batch(batch).await?)
}

async fn members(db: &Db, group: &str) -> Result<Vec<String>> {
    #[derive(Deserialize)]
    struct Member {
        attendee: String,
    }
    let rows: Vec<Member> = db.all("SELECT attendee FROM group_members WHERE grp = ?1", params![group]).await?;
    Ok(rows.into_iter().map(|row| row.attendee).collect())
}

/// Takes people in and lets others go; those whom it concerns hear of it.
pub async fn change_members(db: &Db, group: &Group, add: &[String], remove: &[String], now: i64) -> Result<Vec<Told>> {
    let members = members(db, &group.id).await?;
    let add: Vec<String> = add.iter().filter(|id| !members.contains(id)).cloned().collect();
    let remove: Vec<String> = remove.iter().filter(|id| members.contains(id)).cloned().collect();
    if add.is_empty() && remove.is_empty() {
        return Ok(Vec::new());
    }
    let join = "INSERT INTO group_members (event, grp, attendee) SELECT ?1, ?2, value FROM json_each(?3) WHERE true ON CONFLICT DO NOTHING";
    let leave = "DELETE FROM group_members WHERE grp = ?1 AND attendee IN (SELECT value FROM json_each(?2))";
    let mut batch = vec![
        db.statement(join, params![&group.event, &group.id, ids(&add)])?,
        db.statement(leave, params![&group.id, ids(&remove)])?,
        db.statement("UPDATE groups SET version = version + 1 WHERE id = ?1", params![&group.id])?,
    ];
    batch.extend(touch::persons(db, now, &[add, remove].concat())?);
    touch::told(&db.batch(batch).await?)
}
