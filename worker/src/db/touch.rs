//! Which objects a change concerns: their versions grow and a push for each is written, in the change's own batch.

use std::collections::HashSet;

use hallway_domain::params;
use serde::Deserialize;
use worker::D1Result;

use super::{Db, Statement, rows};
use crate::error::Result;

/// The rooms a change concerns, as they are when the batch gets there.
#[derive(Clone, Copy)]
pub enum Rooms<'a> {
    /// One room.
    One(&'a str),
    /// These, as a JSON list.
    Listed(&'a str),
    /// Every room of a feature.
    OfFeature(&'a str),
    /// Every room linked to an item.
    OfItem(&'a str),
    /// Every room somebody moderates.
    OfModerator(&'a str),
    /// Every room these moderate, as a JSON list.
    OfModerators(&'a str),
    /// Every room of an event.
    OfEvent(&'a str),
}

impl<'a> Rooms<'a> {
    /// The subquery that names them, and its value `?1`.
    fn parts(self) -> (&'static str, &'a str) {
        match self {
            Rooms::One(room) => ("SELECT ?1", room),
            Rooms::Listed(rooms) => ("SELECT value FROM json_each(?1)", rooms),
            Rooms::OfFeature(feature) => ("SELECT id FROM rooms WHERE feature = ?1 AND deleted_at IS NULL", feature),
            Rooms::OfEvent(event) => ("SELECT id FROM rooms WHERE event = ?1 AND deleted_at IS NULL", event),
            Rooms::OfItem(item) => {
                ("SELECT l.room FROM room_links l JOIN rooms r ON r.id = l.room WHERE l.item = ?1 AND r.deleted_at IS NULL", item)
            }
            Rooms::OfModerators(people) => (
                "SELECT m.room FROM room_moderators m JOIN rooms r ON r.id = m.room
                  WHERE m.attendee IN (SELECT value FROM json_each(?1)) AND r.deleted_at IS NULL",
                people,
            ),
            Rooms::OfModerator(person) => (
                "SELECT m.room FROM room_moderators m JOIN rooms r ON r.id = m.room
                  WHERE m.attendee = ?1 AND r.deleted_at IS NULL",
                person,
            ),
        }
    }
}

/// An object that must hear of a change.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Told {
    /// What it is.
    pub kind: super::pushes::Kind,
    /// Its id.
    pub object: String,
}

/// A push is tried at once; cron waits so long before it tries too.
pub const HEAD_START: i64 = 15_000;

const KEEP: &str = "ON CONFLICT (kind, object) DO UPDATE
   SET version = max(version, excluded.version), due_at = excluded.due_at, tries = 0
   RETURNING kind, object";

/// Rooms whose objects have a copy, and the lobbies of every place they show in: the feature's and their items'. The last statement's
/// result names them all. Run it before *and* after a change of links, so that both places hear.
pub fn rooms(db: &Db, now: i64, which: Rooms<'_>) -> Result<Vec<Statement>> {
    concerned(db, now, which, "SELECT 'room' AS kind, id AS object, version AS version, ?2 AS due_at FROM rooms WHERE warm = 1 AND id IN")
}

/// The lobbies new rooms show in. The rooms themselves are cold and will read their rows.
pub fn places(db: &Db, now: i64, which: Rooms<'_>) -> Result<Vec<Statement>> {
    concerned(db, now, which, "SELECT '' AS kind, '' AS object, 0 AS version, ?2 AS due_at WHERE '' IN")
}

fn concerned(db: &Db, now: i64, which: Rooms<'_>, rooms: &str) -> Result<Vec<Statement>> {
    let (chosen, value) = which.parts();
    let bump = |sql: String| db.statement(&sql, params![value]);
    let features = format!("SELECT feature FROM rooms WHERE id IN ({chosen})");
    let items = format!("SELECT item FROM room_links WHERE room IN ({chosen})");
    let push = format!(
        "INSERT INTO pushes (kind, object, version, due_at)
         SELECT * FROM (
           {rooms} ({chosen})
           UNION ALL SELECT 'lobby', id, version, ?2 FROM features WHERE id IN ({features})
           UNION ALL SELECT 'lobby', id, version, ?2 FROM items WHERE id IN ({items})
         ) WHERE true {KEEP}"
    );
    Ok(vec![
        bump(format!("UPDATE rooms SET version = version + 1 WHERE id IN ({chosen})"))?,
        bump(format!("UPDATE features SET version = version + 1 WHERE id IN ({features})"))?,
        bump(format!("UPDATE items SET version = version + 1 WHERE id IN ({items})"))?,
        db.statement(&push, params![value, now + HEAD_START])?,
    ])
}

/// The lobbies that show a feature's rooms in their order: its own, and those of items with more than one room. The rooms
/// themselves do not know where they stand.
pub fn order(db: &Db, now: i64, feature: &str) -> Result<[Statement; 3]> {
    let items = "SELECT l.item FROM room_links l WHERE l.item IN
         (SELECT k.item FROM room_links k JOIN rooms r ON r.id = k.room WHERE r.feature = ?1 AND r.deleted_at IS NULL)
       GROUP BY l.item HAVING COUNT(*) > 1";
    let push = format!(
        "INSERT INTO pushes (kind, object, version, due_at)
         SELECT * FROM (
           SELECT 'lobby' AS kind, id AS object, version AS version, ?2 AS due_at FROM features WHERE id = ?1
           UNION ALL SELECT 'lobby', id, version, ?2 FROM items WHERE id IN ({items})
         ) WHERE true {KEEP}"
    );
    Ok([
        db.statement("UPDATE features SET version = version + 1 WHERE id = ?1", params![feature])?,
        db.statement(&format!("UPDATE items SET version = version + 1 WHERE id IN ({items})"), params![feature])?,
        db.statement(&push, params![feature, now + HEAD_START])?,
    ])
}

/// The lobby of a feature.
pub fn feature(db: &Db, now: i64, feature: &str) -> Result<[Statement; 2]> {
    one(db, now, "lobby", "features", feature)
}

/// A person.
pub fn person(db: &Db, now: i64, person: &str) -> Result<[Statement; 2]> {
    one(db, now, "person", "attendees", person)
}

/// Several persons.
pub fn persons(db: &Db, now: i64, persons: &[String]) -> Result<[Statement; 2]> {
    let bump = "UPDATE attendees SET version = version + 1 WHERE id IN (SELECT value FROM json_each(?1))";
    let push = format!(
        "INSERT INTO pushes (kind, object, version, due_at)
         SELECT 'person', id, version, ?2 FROM attendees WHERE id IN (SELECT value FROM json_each(?1)) {KEEP}"
    );
    let all = super::list(persons);
    Ok([db.statement(bump, params![&all])?, db.statement(&push, params![&all, now + HEAD_START])?])
}

/// The lobby of an item.
pub fn item(db: &Db, now: i64, item: &str) -> Result<[Statement; 2]> {
    one(db, now, "lobby", "items", item)
}

fn one(db: &Db, now: i64, kind: &'static str, table: &'static str, id: &str) -> Result<[Statement; 2]> {
    let bump = format!("UPDATE {table} SET version = version + 1 WHERE id = ?1");
    let push =
        format!("INSERT INTO pushes (kind, object, version, due_at) SELECT '{kind}', id, version, ?2 FROM {table} WHERE id = ?1 {KEEP}");
    Ok([db.statement(&bump, params![id])?, db.statement(&push, params![id, now + HEAD_START])?])
}

/// The objects a batch's results name, each once; its other statements give no rows.
pub fn told(results: &[D1Result]) -> Result<Vec<Told>> {
    let (mut all, mut known) = (Vec::new(), HashSet::new());
    for result in results {
        all.extend(rows::<Told>(result)?.into_iter().filter(|one| known.insert(one.object.clone())));
    }
    Ok(all)
}
