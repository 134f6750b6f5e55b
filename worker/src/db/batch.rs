//! The same change of many rooms of a feature at once: a handful of statements, one transaction.

use hallway_domain::params;
use serde_json::{Map, Value, json};

use super::order::{self, List};
use super::touch::{self, Rooms, Told};
use super::{Db, Statement, list};
use crate::error::Result;

/// What is to be so in all of them.
#[derive(Clone, Debug, Default)]
pub struct Batch {
    /// Open or closed; closed with whether people inside leave now.
    pub enabled: Option<(bool, bool)>,
    /// Shown while closed.
    pub closed_reason: Option<Option<String>>,
    /// The rooms' own groups, these and no others.
    pub groups: Option<Vec<String>>,
    /// Attendees who moderate them too.
    pub add_moderators: Vec<String>,
    /// Attendees who moderate them no more.
    pub remove_moderators: Vec<String>,
    /// Gone, or back again.
    pub deleted: Option<bool>,
}

impl Batch {
    /// What the audit log says of it: what is to be so, by field.
    pub fn noted(&self) -> Value {
        let mut fields = Map::new();
        let mut say = |name: &str, value: Value| fields.insert(name.to_owned(), json!({ "to": value }));
        if let Some((enabled, close_now)) = self.enabled {
            say("enabled", json!(enabled));
            say("close_now", json!(close_now));
        }
        if let Some(reason) = &self.closed_reason {
            say("closed_reason", json!(reason));
        }
        if let Some(groups) = &self.groups {
            say("groups", json!(groups));
        }
        if !self.add_moderators.is_empty() {
            say("added_moderators", json!(self.add_moderators));
        }
        if !self.remove_moderators.is_empty() {
            say("removed_moderators", json!(self.remove_moderators));
        }
        Value::Object(fields)
    }
}

/// Writes it for these rooms of one event; they and their lobbies hear of it.
pub async fn change(db: &Db, event: &str, rooms: &[String], batch: &Batch, now: i64) -> Result<Vec<Told>> {
    if rooms.is_empty() {
        return Ok(Vec::new());
    }
    let rooms = list(rooms);
    let mut all: Vec<Statement> = columns(db, event, &rooms, batch, now)?;
    if let Some(groups) = &batch.groups {
        all.extend(only_groups(db, event, &rooms, groups)?);
    }
    if !batch.remove_moderators.is_empty() {
        let sql = "DELETE FROM room_moderators WHERE event = ?1 AND room IN (SELECT value FROM json_each(?2))
                     AND attendee IN (SELECT value FROM json_each(?3))";
        all.push(db.statement(sql, params![event, &rooms, list(&batch.remove_moderators)])?);
    }
    if !batch.add_moderators.is_empty() {
        let sql = "INSERT INTO room_moderators (event, room, attendee)
                   SELECT ?1, r.value, a.value FROM json_each(?2) r JOIN json_each(?3) a WHERE true ON CONFLICT DO NOTHING";
        all.push(db.statement(sql, params![event, &rooms, list(&batch.add_moderators)])?);
    }
    all.extend(touch::rooms(db, now, Rooms::Listed(&rooms))?);
    touch::told(&db.batch(all).await?)
}

fn columns(db: &Db, event: &str, rooms: &str, batch: &Batch, now: i64) -> Result<Vec<Statement>> {
    let which = "WHERE event = ?1 AND id IN (SELECT value FROM json_each(?2))";
    let mut all = Vec::new();
    if let Some((enabled, close_now)) = batch.enabled {
        // Once said, people leave until the room opens again.
        let sql = format!("UPDATE rooms SET enabled = ?3, close_now = CASE WHEN ?3 THEN 0 ELSE max(close_now, ?4) END {which}");
        all.push(db.statement(&sql, params![event, rooms, enabled, close_now])?);
    }
    if let Some(reason) = &batch.closed_reason {
        all.push(db.statement(&format!("UPDATE rooms SET closed_reason = ?3 {which}"), params![event, rooms, reason.as_deref()])?);
    }
    if let Some(deleted) = batch.deleted {
        let at = deleted.then_some(now);
        let sql = format!("UPDATE rooms SET deleted_at = ?3 {which} AND (deleted_at IS NULL) = (?3 IS NOT NULL)");
        all.push(db.statement(&sql, params![event, rooms, at])?);
    }
    Ok(all)
}

fn only_groups(db: &Db, event: &str, rooms: &str, groups: &[String]) -> Result<[Statement; 2]> {
    let drop = "DELETE FROM room_groups WHERE event = ?1 AND room IN (SELECT value FROM json_each(?2))
                  AND grp NOT IN (SELECT value FROM json_each(?3))";
    let add = "INSERT INTO room_groups (event, room, grp)
               SELECT ?1, r.value, g.value FROM json_each(?2) r JOIN json_each(?3) g WHERE true ON CONFLICT DO NOTHING";
    let groups = list(groups);
    Ok([db.statement(drop, params![event, rooms, &groups])?, db.statement(add, params![event, rooms, &groups])?])
}

/// Puts rooms of a feature, in this order, before that one or at the end. The lobbies that show them hear of it.
pub async fn sort(db: &Db, feature: &str, ids: &[String], before: Option<&str>, now: i64) -> Result<Vec<Told>> {
    let mut all = vec![order::change(db, List::RoomsOf(feature), ids, before)?];
    all.extend(touch::order(db, now, feature)?);
    touch::told(&db.batch(all).await?)
}
