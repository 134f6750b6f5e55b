//! The audit log: who changed what. An entry is written in the batch of the change itself ([`Db::along`]); what moderators
//! do in a room right after it ([`InRoom`]).

use hallway_domain::params;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::{Db, Statement};
use crate::app::App;
use crate::auth::Organizer;
use crate::error::Result;
use crate::ids::kind;

/// An entry that is to be written.
pub struct Entry<'a> {
    event: Option<&'a str>,
    actor: (&'a str, &'a str),
    action: &'static str,
    object: (&'a str, &'a str),
    changes: Option<Value>,
}

impl<'a> Entry<'a> {
    /// Something an organizer did to an object (its id and its name), as `room.changed`.
    pub fn of(organizer: &'a Organizer, event: &'a str, action: &'static str, object: &'a str, name: &'a str) -> Entry<'a> {
        Entry { event: Some(event), actor: (&organizer.key, &organizer.name), action, object: (object, name), changes: None }
    }

    /// Something that is of no event: keys for all of them.
    pub fn of_all(organizer: &'a Organizer, event: Option<&'a str>, action: &'static str, object: &'a str, name: &'a str) -> Entry<'a> {
        Entry { event, actor: (&organizer.key, &organizer.name), action, object: (object, name), changes: None }
    }

    /// Something somebody did who is named: a moderator, or an organizer through a room.
    pub fn by(actor: (&'a str, &'a str), event: &'a str, action: &'static str, object: &'a str, name: &'a str) -> Entry<'a> {
        Entry { event: Some(event), actor, action, object: (object, name), changes: None }
    }

    /// The fields that differ, with both values.
    pub fn between<T: serde::Serialize>(mut self, before: &T, after: &T) -> Entry<'a> {
        self.changes = differences(json!(before), json!(after));
        self
    }

    /// The names of the fields that differ, without their values: for what is personal.
    pub fn fields<T: serde::Serialize>(mut self, before: &T, after: &T) -> Entry<'a> {
        self.changes = differences(json!(before), json!(after)).map(|changes| match changes {
            Value::Object(fields) => fields.into_iter().map(|(name, _)| (name, json!({}))).collect(),
            other => other,
        });
        self
    }

    /// Anything else that belongs to the entry, as field → value.
    pub fn with(mut self, changes: Value) -> Entry<'a> {
        self.changes = Some(changes);
        self
    }

    /// The statement that writes it.
    pub fn statement(&self, app: &App, db: &Db) -> Result<Statement> {
        let sql = "INSERT INTO audit (id, event, at, actor, actor_name, action, object, object_name, changes, request)
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)";
        let changes = self.changes.as_ref().map(Value::to_string);
        let id = app.new_id::<kind::Audit>()?;
        let (actor, object) = (self.actor, self.object);
        let values =
            params![id, self.event, app.now(), actor.0, actor.1, self.action, object.0, object.1, changes.as_deref(), app.request_id()];
        db.statement(sql, values)
    }
}

/// Something a moderator, or an organizer through a room, did there. D1 is on no path of a room: it is written after the
/// answer, and is lost where D1 does not take it.
pub struct InRoom {
    /// `room_…`
    pub room: String,
    /// `att_…` or `key_…`
    pub actor: String,
    /// As `microphone.locked`.
    pub action: String,
    /// To whom; nothing: to everybody.
    pub person: Option<String>,
}

impl InRoom {
    /// Writes it, with the names as they are now.
    pub async fn write(&self, app: &App, db: &Db) -> Result<()> {
        let sql = "INSERT INTO audit (id, event, at, actor, actor_name, action, object, object_name, changes, request)
            SELECT ?1, r.event, ?2, ?3, COALESCE((SELECT trim(a.first_name || ' ' || a.last_name) FROM attendees a WHERE a.id = ?3),
                (SELECT k.name FROM api_keys k WHERE k.id = ?3), ''), ?4, r.id, r.name,
              (SELECT json_object('person', json_object('id', p.id, 'name', trim(p.first_name || ' ' || p.last_name)))
                 FROM attendees p WHERE p.id = ?5), ?6
            FROM rooms r WHERE r.id = ?7";
        let id = app.new_id::<kind::Audit>()?;
        let person = self.person.as_deref();
        let values = params![id, app.now(), &self.actor, &self.action, person, app.request_id(), &self.room];
        db.batch(vec![db.statement(sql, values)?]).await.map(drop)
    }
}

impl Entry<'_> {
    /// One statement that writes many.
    pub fn statement_of_all(entries: &[Entry<'_>], app: &App, db: &Db) -> Result<Statement> {
        let sql = "INSERT INTO audit (id, event, at, actor, actor_name, action, object, object_name, changes, request)
                   SELECT v ->> 0, v ->> 1, ?2, v ->> 2, v ->> 3, v ->> 4, v ->> 5, v ->> 6, v ->> 7, ?3
                   FROM (SELECT value AS v FROM json_each(?1))";
        let mut rows = Vec::with_capacity(entries.len());
        for e in entries {
            let changes = e.changes.as_ref().map(Value::to_string);
            rows.push(json!([app.new_id::<kind::Audit>()?, e.event, e.actor.0, e.actor.1, e.action, e.object.0, e.object.1, changes]));
        }
        db.statement(sql, params![Value::from(rows).to_string(), app.now(), app.request_id()])
    }
}

fn differences(before: Value, after: Value) -> Option<Value> {
    let (Value::Object(mut before), Value::Object(after)) = (before, after) else { return None };
    let mut changes = Map::new();
    for (name, to) in after {
        let from = before.remove(&name).unwrap_or(Value::Null);
        if from != to {
            changes.insert(name, json!({ "from": from, "to": to }));
        }
    }
    Some(Value::Object(changes))
}

/// An entry as it is read.
#[derive(Debug, Deserialize)]
pub struct Row {
    /// Sorts by age.
    pub id: String,
    /// Milliseconds.
    pub at: i64,
    /// `key_…` or `att_…`
    pub actor: String,
    /// Their name then.
    pub actor_name: String,
    /// What was done.
    pub action: String,
    /// To what.
    pub object: String,
    /// Its name then.
    pub object_name: String,
    /// JSON.
    pub changes: Option<String>,
}

/// What to look for.
#[derive(Default)]
pub struct Wanted<'a> {
    /// Where the page before ended.
    pub cursor: Option<(i64, &'a str)>,
    /// Only what was done to this one.
    pub object: Option<&'a str>,
    /// Only what this one did.
    pub actor: Option<&'a str>,
    /// Only actions that begin so, as `room.`.
    pub action: Option<&'a str>,
    /// Entries at most.
    pub limit: i64,
}

/// What organizers and moderators did in an event, newest first; removals and lifted bans are read from the bans.
pub async fn list(db: &Db, event: &str, wanted: &Wanted<'_>) -> Result<Vec<Row>> {
    let sql = "SELECT id, at, actor, actor_name, action, object, object_name, changes FROM (
         SELECT id, at, actor, actor_name, action, object, object_name, changes FROM audit WHERE event = ?1
         UNION ALL
         SELECT id, at, by_id, by_name, 'person.removed', person, person_name,
           json_object('scope', scope, 'room', json_object('id', room, 'name', room_name), 'until', ends_at, 'reason', reason,
             'deleted_messages', deleted_messages)
           FROM bans WHERE event = ?1
         UNION ALL
         SELECT id || '_lifted', lifted_at, lifted_by, lifted_by_name, 'ban.lifted', person, person_name,
           json_object('scope', scope, 'room', json_object('id', room, 'name', room_name))
           FROM bans WHERE event = ?1 AND lifted_at IS NOT NULL AND lifted_by IS NOT NULL AND lifted_by_name IS NOT NULL
         UNION ALL
         SELECT 'del_' || room || '_' || deleted_at || '_' || person, deleted_at, deleted_by,
           COALESCE((SELECT trim(a.first_name || ' ' || a.last_name) FROM attendees a WHERE a.id = deleted_by),
             (SELECT k.name FROM api_keys k WHERE k.id = deleted_by), ''), 'messages.deleted', person, name,
           json_object('room', json_object('id', room, 'name', (SELECT r.name FROM rooms r WHERE r.id = room)), 'messages', COUNT(*))
           FROM messages WHERE event = ?1 AND deleted_by IS NOT NULL AND deleted_by <> person
           GROUP BY room, person, deleted_by, deleted_at
       ) WHERE (?2 IS NULL OR (at, id) < (?2, ?3)) AND (?4 IS NULL OR object = ?4) AND (?5 IS NULL OR actor = ?5)
           AND (?6 IS NULL OR substr(action, 1, length(?6)) = ?6)
         ORDER BY at DESC, id DESC LIMIT ?7";
    let (at, id) = wanted.cursor.unzip();
    db.all(sql, params![event, at, id, wanted.object, wanted.actor, wanted.action, wanted.limit]).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_tells_the_fields_that_differ() {
        let (before, after) = (json!({ "name": "A", "icon": null, "x": 1 }), json!({ "name": "B", "icon": null, "x": 1 }));
        let organizer = Organizer { key: "key_1".to_owned(), name: "Ops".to_owned(), event: None, scopes: Vec::new() };
        let entry = || Entry::of(&organizer, "evt_1", "room.changed", "room_1", "B");
        assert_eq!(entry().between(&before, &after).changes, Some(json!({ "name": { "from": "A", "to": "B" } })));
        assert_eq!(entry().fields(&before, &after).changes, Some(json!({ "name": {} })));
    }
}
