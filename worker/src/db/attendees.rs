//! Attendees and the groups they are in.

use std::collections::HashMap;

use hallway_domain::catalogue::Profile;
use hallway_domain::params;
use serde::Deserialize;

use super::touch::{self, Rooms, Told};
use super::{Changes, Db, Statement, flag, json, list as ids};
use crate::error::Result;

/// A row of `attendees`, as organizers know it.
#[derive(Clone, Debug, Deserialize)]
pub struct Attendee {
    /// `att_…`
    pub id: String,
    /// `evt_…`
    pub event: String,
    /// First name.
    pub first_name: String,
    /// Last name.
    pub last_name: String,
    /// Lower case, unique in the event.
    pub email: String,
    /// Job title.
    pub title: Option<String>,
    /// Company.
    pub company: Option<String>,
    /// Address of the picture.
    pub avatar: Option<String>,
    /// Groups the person is in.
    #[serde(deserialize_with = "json")]
    pub groups: Vec<String>,
    /// Raised to revoke the personal link.
    pub link_version: i64,
    /// Milliseconds.
    pub created_at: i64,
    /// Grows with every change that concerns the person.
    pub version: i64,
}

impl Attendee {
    /// First and last name as one line.
    pub fn name(&self) -> String {
        format!("{} {}", self.first_name, self.last_name).trim().to_owned()
    }
}

const GROUPS: &str = "(SELECT json_group_array(grp) FROM group_members WHERE attendee = a.id) AS groups";

fn select() -> String {
    format!(
        "SELECT a.id, a.event, a.first_name, a.last_name, a.email, a.title, a.company, a.avatar, a.link_version,
           a.created_at, a.version, {GROUPS}
         FROM attendees a WHERE a.deleted_at IS NULL"
    )
}

#[derive(Deserialize)]
struct ProfileRow {
    id: String,
    event: String,
    first_name: String,
    last_name: String,
    email: String,
    title: Option<String>,
    company: Option<String>,
    avatar: Option<String>,
    #[serde(deserialize_with = "json")]
    groups: Vec<String>,
    link_version: i64,
    version: i64,
    #[serde(deserialize_with = "flag")]
    deleted: bool,
    region: Option<String>,
}

impl From<ProfileRow> for Profile {
    fn from(r: ProfileRow) -> Profile {
        Profile {
            id: r.id,
            event: r.event,
            first_name: r.first_name,
            last_name: r.last_name,
            email: Some(r.email),
            title: r.title,
            company: r.company,
            avatar: r.avatar,
            groups: r.groups,
            link_version: r.link_version,
            version: r.version,
            deleted: r.deleted,
            region: r.region,
        }
    }
}

/// What a Person reads when it is cold, deleted or not.
pub async fn profile(db: &Db, id: &str) -> Result<Option<Profile>> {
    Ok(profiles(db, &[id.to_owned()]).await?.into_iter().next())
}

/// What many Persons read.
pub async fn profiles(db: &Db, persons: &[String]) -> Result<Vec<Profile>> {
    let sql = format!(
        "SELECT a.id, a.event, a.first_name, a.last_name, a.email, a.title, a.company, a.avatar, a.link_version, a.version,
           a.deleted_at IS NOT NULL AS deleted, e.region, {GROUPS}
         FROM attendees a JOIN events e ON e.id = a.event WHERE a.id IN (SELECT value FROM json_each(?1))"
    );
    let rows: Vec<ProfileRow> = db.all(&sql, params![ids(persons)]).await?;
    Ok(rows.into_iter().map(Profile::from).collect())
}

/// An attendee for an organizer whose key is limited to `scope`.
pub async fn find(db: &Db, scope: Option<&str>, id: &str) -> Result<Option<Attendee>> {
    let sql = format!("{} AND a.id = ?1 AND (?2 IS NULL OR a.event = ?2)", select());
    db.first(&sql, params![id, scope]).await
}

/// Up to `limit` people of events that keep nobody any longer.
pub async fn overdue(db: &Db, now: i64, limit: i64) -> Result<Vec<Attendee>> {
    let over = "SELECT id FROM events WHERE ends_at + retention_days * 86400000 <= ?1";
    db.all(&format!("{} AND a.event IN ({over}) LIMIT ?2", select()), params![now, limit]).await
}

/// Up to `limit` attendees of an event after `cursor`, oldest first, with `q` in name, e-mail, title or company, and in
/// this group.
pub async fn list(db: &Db, event: &str, q: Option<&str>, group: Option<&str>, cursor: &str, limit: i64) -> Result<Vec<Attendee>> {
    let sql = format!(
        "{} AND a.event = ?1 AND a.id > ?2
         AND (?3 IS NULL OR instr(lower(a.first_name || ' ' || a.last_name || ' ' || a.email || ' '
               || COALESCE(a.title, '') || ' ' || COALESCE(a.company, '')), lower(?3)) > 0)
         AND (?4 IS NULL OR EXISTS (SELECT 1 FROM group_members m WHERE m.attendee = a.id AND m.grp = ?4))
         ORDER BY a.id LIMIT ?5",
        select()
    );
    db.all(&sql, params![event, cursor, q, group, limit]).await
}

/// The names behind ids of one event, in the order asked for.
pub async fn named(db: &Db, event: &str, people: &[String]) -> Result<Vec<hallway_domain::catalogue::Named>> {
    let sql = "SELECT a.id, trim(a.first_name || ' ' || a.last_name) AS name
               FROM json_each(?1) j JOIN attendees a ON a.id = j.value
               WHERE a.event = ?2 AND a.deleted_at IS NULL ORDER BY j.key";
    db.all(sql, params![ids(people), event]).await
}

/// Those of an event with one of these ids or addresses.
pub async fn meant(db: &Db, event: &str, people: &[String], emails: &[String]) -> Result<Vec<Attendee>> {
    let sql = format!(
        "{} AND a.event = ?1 AND (a.id IN (SELECT value FROM json_each(?2)) OR a.email IN (SELECT value FROM json_each(?3)))",
        select()
    );
    db.all(&sql, params![event, ids(people), ids(emails)]).await
}

/// The ids of those of an event with these addresses, by address.
pub async fn by_email(db: &Db, event: &str, emails: &[String]) -> Result<HashMap<String, String>> {
    #[derive(Deserialize)]
    struct Found {
        email: String,
        id: String,
    }
    let sql = "SELECT email, id FROM attendees WHERE event = ?1 AND deleted_at IS NULL AND email IN (SELECT value FROM json_each(?2))";
    let found: Vec<Found> = db.all(sql, params![event, ids(emails)]).await?;
    Ok(found.into_iter().map(|one| (one.email, one.id)).collect())
}

/// A new attendee. Their object is cold and will read the row itself.
pub async fn insert(db: &Db, attendee: &Attendee) -> Result<()> {
    let sql = "INSERT INTO attendees (id, event, first_name, last_name, email, title, company, avatar, created_at)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
    let a = attendee;
    let values = params![
        &a.id,
        &a.event,
        &a.first_name,
        &a.last_name,
        &a.email,
        a.title.as_deref(),
        a.company.as_deref(),
        a.avatar.as_deref(),
        a.created_at
    ];
    let mut batch = vec![db.statement(sql, values)?];
    if !attendee.groups.is_empty() {
        batch.extend(groups(db, attendee)?);
    }
    db.batch(batch).await.map(drop)
}

/// Writes what differs. The person hears of it, and so do the rooms they moderate if these show another name.
pub async fn update(db: &Db, before: &Attendee, after: &Attendee, now: i64) -> Result<Vec<Told>> {
    let update = Changes::default()
        .set("first_name", &before.first_name, &after.first_name)
        .set("last_name", &before.last_name, &after.last_name)
        .set("email", &before.email, &after.email)
        .set("title", &before.title, &after.title)
        .set("company", &before.company, &after.company)
        .set("avatar", &before.avatar, &after.avatar)
        .statement(db, "attendees", &after.id, "")?;
    let mut batch: Vec<Statement> = update.into_iter().collect();
    if before.groups != after.groups {
        batch.extend(groups(db, after)?);
    }
    if batch.is_empty() {
        return Ok(Vec::new());
    }
    batch.extend(touch::person(db, now, &after.id)?);
    if (&before.first_name, &before.last_name) != (&after.first_name, &after.last_name) {
        batch.extend(touch::rooms(db, now, Rooms::OfModerator(&after.id))?);
    }
    touch::told(&db.batch(batch).await?)
}

/// Ends the personal link and every session made with it.
pub async fn revoke_link(db: &Db, id: &str, now: i64) -> Result<Vec<Told>> {
    let sql = "UPDATE attendees SET link_version = link_version + 1 WHERE id = ?1 AND deleted_at IS NULL";
    let mut batch = vec![db.statement(sql, params![id])?];
    batch.extend(touch::person(db, now, id)?);
    touch::told(&db.batch(batch).await?)
}

/// The named groups and no others.
fn groups(db: &Db, attendee: &Attendee) -> Result<[Statement; 2]> {
    let drop = "DELETE FROM group_members WHERE attendee = ?1 AND grp NOT IN (SELECT value FROM json_each(?2))";
    let add = "INSERT INTO group_members (event, attendee, grp)
               SELECT ?1, ?2, value FROM json_each(?3) WHERE true ON CONFLICT DO NOTHING";
    let named = ids(&attendee.groups);
    let drop = db.statement(drop, params![&attendee.id, &named])?;
    Ok([drop, db.statement(add, params![&attendee.event, &attendee.id, &named])?])
}
