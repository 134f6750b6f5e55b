//! Imports: what was uploaded, and writing all of its rows in one transaction of few statements.

use hallway_domain::params;
use serde::{Deserialize, Serialize};

use super::touch::{self, Rooms, Told};
use super::{Db, Statement, list};
use crate::error::{Error, Result};

/// An upload.
#[derive(Clone, Debug, Deserialize)]
pub struct Import {
    /// `imp_…`
    pub id: String,
    /// `evt_…`
    pub event: String,
    /// `fea_…` of rooms; nothing: attendees.
    pub feature: Option<String>,
    /// The file's name.
    pub name: Option<String>,
    /// Milliseconds.
    pub created_at: i64,
    /// Milliseconds; after it nothing is left of it.
    pub expires_at: i64,
    /// Milliseconds.
    pub committed_at: Option<i64>,
    /// What the commit was answered with (JSON).
    pub outcome: Option<String>,
}

/// A new one.
pub async fn insert(db: &Db, import: &Import) -> Result<()> {
    let sql = "INSERT INTO imports (id, event, feature, name, created_at, expires_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    let i = import;
    let values = params![&i.id, &i.event, i.feature.as_deref(), i.name.as_deref(), i.created_at, i.expires_at];
    db.batch(vec![db.statement(sql, values)?]).await.map(drop)
}

/// One that is still kept, for an organizer whose key is limited to `scope`.
pub async fn find(db: &Db, scope: Option<&str>, id: &str, now: i64) -> Result<Option<Import>> {
    let sql = "SELECT id, event, feature, name, created_at, expires_at, committed_at, outcome FROM imports
               WHERE id = ?1 AND (?2 IS NULL OR event = ?2) AND expires_at > ?3";
    db.first(sql, params![id, scope, now]).await
}

/// The next batch writes this import, if nothing has yet; else the error says that something came between.
pub fn commit(db: &Db, id: &str, now: i64, outcome: &str) -> Result<()> {
    // What is no JSON breaks the statement, and with it the batch.
    let once = "SELECT 1 FROM imports WHERE id = ?1 AND json(CASE WHEN committed_at IS NULL THEN '1' ELSE 'done' END) IS NULL";
    db.along(db.statement(once, params![id])?);
    let done = "UPDATE imports SET committed_at = ?2, outcome = ?3 WHERE id = ?1";
    db.along(db.statement(done, params![id, now, outcome])?);
    Ok(())
}

/// Up to `limit` that are kept no longer.
pub async fn expired(db: &Db, now: i64, limit: i64) -> Result<Vec<String>> {
    #[derive(Deserialize)]
    struct Name {
        id: String,
    }
    let found: Vec<Name> = db.all("SELECT id FROM imports WHERE expires_at <= ?1 LIMIT ?2", params![now, limit]).await?;
    Ok(found.into_iter().map(|name| name.id).collect())
}

/// Nothing of it is left.
pub async fn forget(db: &Db, id: &str) -> Result<()> {
    db.batch(vec![db.statement("DELETE FROM imports WHERE id = ?1", params![id])?]).await.map(drop)
}

/// A room as a row of a file would have it.
#[derive(Debug, Serialize)]
pub struct RoomRow {
    /// `room_…`
    pub id: String,
    /// Name people see.
    pub name: String,
    /// Free text under it.
    pub description: Option<String>,
    /// Name of an icon.
    pub icon: Option<String>,
    /// Address of the cover image.
    pub image: Option<String>,
    /// Open for people.
    pub enabled: bool,
    /// Shown while closed.
    pub closed_reason: Option<String>,
    /// Attendee seats.
    pub attendee_limit: i64,
    /// Moderator seats.
    pub moderator_limit: i64,
    /// The LiveKit server of a new one.
    pub sfu: String,
    /// Attendees who moderate it.
    pub moderators: Vec<String>,
    /// Items it is linked to.
    pub items: Vec<String>,
    /// Groups it is limited to.
    pub groups: Vec<String>,
}

/// An attendee as a row of a file would have them.
#[derive(Debug, Serialize)]
pub struct AttendeeRow {
    /// `att_…`
    pub id: String,
    /// First name.
    pub first_name: String,
    /// Last name.
    pub last_name: String,
    /// Lower case.
    pub email: String,
    /// Job title.
    pub title: Option<String>,
    /// Company.
    pub company: Option<String>,
    /// Address of the picture.
    pub avatar: Option<String>,
    /// Groups they are in.
    pub groups: Vec<String>,
}

/// Bytes of JSON in one value: D1 takes two million.
const CHUNK: usize = 1_000_000;

/// Rows as JSON lists of a size that D1 takes.
fn chunks<T: Serialize>(rows: &[T]) -> Result<Vec<String>> {
    let mut chunks = vec![];
    let mut chunk = String::new();
    for row in rows {
        let json = serde_json::to_string(row).map_err(|e| Error::internal(e.to_string()))?;
        if !chunk.is_empty() && chunk.len() + json.len() > CHUNK {
            chunks.push(std::mem::take(&mut chunk) + "]");
        }
        chunk.push(if chunk.is_empty() { '[' } else { ',' });
        chunk.push_str(&json);
    }
    if !chunk.is_empty() {
        chunks.push(chunk + "]");
    }
    Ok(chunks)
}

const NEW_ROOMS: &str = "INSERT INTO rooms (id, event, feature, name, description, icon, image, enabled, closed_reason,
      attendee_limit, moderator_limit, sfu, created_at, warm, position)
    SELECT v ->> 'id', ?2, ?3, v ->> 'name', v ->> 'description', v ->> 'icon', v ->> 'image', v ->> 'enabled', v ->> 'closed_reason',
      v ->> 'attendee_limit', v ->> 'moderator_limit', v ->> 'sfu', ?4, 0,
      (SELECT COALESCE(MAX(position) + 1, 0) FROM rooms WHERE feature = ?3 AND deleted_at IS NULL) + n
    FROM (SELECT key AS n, value AS v FROM json_each(?1))";

const CHANGED_ROOMS: &str = "UPDATE rooms SET name = v.name, description = v.description, icon = v.icon, image = v.image,
      enabled = v.enabled, closed_reason = v.closed_reason, close_now = iif(v.enabled, 0, rooms.close_now),
      attendee_limit = v.attendee_limit, moderator_limit = v.moderator_limit
    FROM (SELECT value ->> 'id' AS id, value ->> 'name' AS name, value ->> 'description' AS description, value ->> 'icon' AS icon,
        value ->> 'image' AS image, value ->> 'enabled' AS enabled, value ->> 'closed_reason' AS closed_reason,
        value ->> 'attendee_limit' AS attendee_limit, value ->> 'moderator_limit' AS moderator_limit FROM json_each(?1)) v
    WHERE rooms.id = v.id AND rooms.feature = ?2 AND rooms.deleted_at IS NULL";

/// What belongs to each room, and the field that lists it.
const OF_ROOMS: [(&str, &str, &str); 3] =
    [("room_moderators", "attendee", "moderators"), ("room_links", "item", "items"), ("room_groups", "grp", "groups")];

/// Makes and changes rooms of a feature, new ones at the end of its list in the order of the file.
pub async fn rooms(db: &Db, (event, feature): (&str, &str), new: &[RoomRow], changed: &[RoomRow], now: i64) -> Result<Vec<Told>> {
    let ids = |rows: &[RoomRow]| list(&rows.iter().map(|row| &row.id).collect::<Vec<_>>());
    let (made, others) = (ids(new), ids(changed));
    let mut batch: Vec<Statement> = vec![];
    if !changed.is_empty() {
        // Where they showed before.
        batch.extend(touch::rooms(db, now, Rooms::Listed(&others))?);
        for (table, ..) in OF_ROOMS {
            batch.push(db.statement(&format!("DELETE FROM {table} WHERE room IN (SELECT value FROM json_each(?1))"), params![&others])?);
        }
    }
    for rows in chunks(changed)? {
        batch.push(db.statement(CHANGED_ROOMS, params![&rows, feature])?);
        batch.extend(of_rooms(db, event, &rows)?);
    }
    for rows in chunks(new)? {
        batch.push(db.statement(NEW_ROOMS, params![&rows, event, feature, now])?);
        batch.extend(of_rooms(db, event, &rows)?);
    }
    if !changed.is_empty() {
        batch.extend(touch::rooms(db, now, Rooms::Listed(&others))?);
    }
    if !new.is_empty() {
        batch.extend(touch::places(db, now, Rooms::Listed(&made))?);
    }
    written(db, batch).await
}

fn of_rooms(db: &Db, event: &str, rows: &str) -> Result<Vec<Statement>> {
    let add = |(table, column, field): (&str, &str, &str)| {
        let sql = format!(
            "INSERT INTO {table} (event, room, {column})
             SELECT ?2, r.value ->> 'id', m.value FROM json_each(?1) r, json_each(r.value -> '{field}') m WHERE true ON CONFLICT DO NOTHING"
        );
        db.statement(&sql, params![rows, event])
    };
    OF_ROOMS.into_iter().map(add).collect()
}

const NEW_PEOPLE: &str = "INSERT INTO attendees (id, event, first_name, last_name, email, title, company, avatar, created_at)
    SELECT v ->> 'id', ?2, v ->> 'first_name', v ->> 'last_name', v ->> 'email', v ->> 'title', v ->> 'company', v ->> 'avatar', ?3
    FROM (SELECT value AS v FROM json_each(?1))";

const CHANGED_PEOPLE: &str = "UPDATE attendees SET first_name = v.first_name, last_name = v.last_name, email = v.email,
      title = v.title, company = v.company, avatar = v.avatar
    FROM (SELECT value ->> 'id' AS id, value ->> 'first_name' AS first_name, value ->> 'last_name' AS last_name, value ->> 'email' AS email,
        value ->> 'title' AS title, value ->> 'company' AS company, value ->> 'avatar' AS avatar FROM json_each(?1)) v
    WHERE attendees.id = v.id AND attendees.event = ?2 AND attendees.deleted_at IS NULL";

/// Adds and changes people of an event. They hear of it, and so do the rooms that those moderate whose name changes.
pub async fn attendees(
    db: &Db,
    event: &str,
    new: &[AttendeeRow],
    changed: &[AttendeeRow],
    renamed: &[String],
    now: i64,
) -> Result<Vec<Told>> {
    let mut batch: Vec<Statement> = vec![];
    let ids: Vec<String> = changed.iter().map(|row| row.id.clone()).collect();
    if !changed.is_empty() {
        let left = "DELETE FROM group_members WHERE attendee IN (SELECT value FROM json_each(?1))";
        batch.push(db.statement(left, params![list(&ids)])?);
    }
    let joined = "INSERT INTO group_members (event, attendee, grp)
        SELECT ?2, r.value ->> 'id', m.value FROM json_each(?1) r, json_each(r.value -> 'groups') m WHERE true ON CONFLICT DO NOTHING";
    for rows in chunks(changed)? {
        batch.push(db.statement(CHANGED_PEOPLE, params![&rows, event])?);
        batch.push(db.statement(joined, params![&rows, event])?);
    }
    for rows in chunks(new)? {
        batch.push(db.statement(NEW_PEOPLE, params![&rows, event, now])?);
        batch.push(db.statement(joined, params![&rows, event])?);
    }
    if !changed.is_empty() {
        batch.extend(touch::persons(db, now, &ids)?);
    }
    if !renamed.is_empty() {
        batch.extend(touch::rooms(db, now, Rooms::OfModerators(&list(renamed)))?);
    }
    written(db, batch).await
}

/// The import's own statements go along, so there is a batch also where no row changes anything.
async fn written(db: &Db, mut batch: Vec<Statement>) -> Result<Vec<Told>> {
    if batch.is_empty() {
        batch.push(db.statement("SELECT 1 WHERE false", &[])?);
    }
    touch::told(&db.batch(batch).await?)
}
