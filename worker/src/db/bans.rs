//! The index of bans: what Rooms and Persons told of theirs. Nothing is decided from it.

use hallway_domain::ban::{Ban, Face, Scope};
use hallway_domain::catalogue::Named;
use hallway_domain::{outbox, params};
use serde::Deserialize;

use super::Db;
use crate::error::Result;

#[derive(Deserialize)]
struct Row {
    id: String,
    event: String,
    scope: Scope,
    feature: Option<String>,
    room: Option<String>,
    room_name: Option<String>,
    person: String,
    person_name: String,
    person_avatar: Option<String>,
    by_id: String,
    by_name: String,
    reason: Option<String>,
    at: i64,
    ends_at: Option<i64>,
    lifted_at: Option<i64>,
    lifted_by: Option<String>,
    lifted_by_name: Option<String>,
    deleted_messages: i64,
}

impl From<Row> for Ban {
    fn from(r: Row) -> Ban {
        let named = |id: Option<String>, name: Option<String>| id.zip(name).map(|(id, name)| Named { id, name });
        Ban {
            id: r.id,
            scope: r.scope,
            event: r.event,
            feature: r.feature,
            room: named(r.room, r.room_name),
            person: Face { id: r.person, name: r.person_name, avatar: r.person_avatar },
            by: Named { id: r.by_id, name: r.by_name },
            reason: r.reason,
            at: r.at,
            ends_at: r.ends_at,
            lifted_at: r.lifted_at,
            lifted_by: named(r.lifted_by, r.lifted_by_name),
            deleted_messages: r.deleted_messages,
        }
    }
}

/// The record as its owner has it now. A lifted one is never replaced by an older state.
pub async fn put(db: &Db, ban: &Ban) -> Result<()> {
    let both = [outbox::ban(ban), outbox::ban_forgets(ban)];
    db.batch(both.iter().map(|(sql, values)| db.statement(sql, values)).collect::<Result<_>>()?).await.map(drop)
}

/// Bans wider than a room that reach this feature, newest first.
pub async fn wide(db: &Db, event: &str, feature: &str) -> Result<Vec<Ban>> {
    let sql = "SELECT * FROM bans WHERE event = ?1 AND (scope = 'event' OR (scope = 'feature' AND feature = ?2))
               ORDER BY at DESC LIMIT 100";
    let rows: Vec<Row> = db.all(sql, params![event, feature]).await?;
    Ok(rows.into_iter().map(Ban::from).collect())
}

/// Which bans of an event.
#[derive(Default)]
pub struct Wanted<'a> {
    /// In force at this moment, or no more. Put out without a ban is never in force.
    pub active: Option<bool>,
    /// Only this person's.
    pub person: Option<&'a str>,
    /// The ban where the page before ended.
    pub cursor: &'a str,
    /// Bans at most.
    pub limit: i64,
}

/// The bans of an event, newest first.
pub async fn of_event(db: &Db, event: &str, wanted: &Wanted<'_>, now: i64) -> Result<Vec<Ban>> {
    let sql = "SELECT * FROM bans WHERE event = ?1
                 AND (?2 IS NULL OR ?2 = (lifted_at IS NULL AND COALESCE(ends_at, 0) > ?3))
                 AND (?4 IS NULL OR person = ?4)
                 AND (?5 = '' OR (at, id) < (SELECT c.at, c.id FROM bans c WHERE c.id = ?5 AND c.event = ?1))
               ORDER BY at DESC, id DESC LIMIT ?6";
    let values = params![event, wanted.active, now, wanted.person, wanted.cursor, wanted.limit];
    let rows: Vec<Row> = db.all(sql, values).await?;
    Ok(rows.into_iter().map(Ban::from).collect())
}
