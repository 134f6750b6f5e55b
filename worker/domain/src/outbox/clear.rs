//! A rehearsal is cleared away in D1: what happened up to a moment is deleted and the moment noted, so that the statements of
//! the outbox write nothing of it any more. Bans stay.

use crate::params;
use crate::sql::Value;
use crate::time::Millis;

/// Of what.
#[derive(Clone, Copy, Debug)]
pub enum Whole<'a> {
    /// One room.
    Room(&'a str),
    /// A feature with its rooms.
    Feature(&'a str),
    /// Everything of an event.
    Event(&'a str),
}

impl<'a> Whole<'a> {
    /// Which rows of `rooms`, deleted ones too, and which of `features`; the value is `?1`.
    fn parts(self) -> (&'static str, Option<&'static str>, &'a str) {
        match self {
            Whole::Room(room) => ("id = ?1", None, room),
            Whole::Feature(feature) => ("feature = ?1", Some("id = ?1"), feature),
            Whole::Event(event) => ("event = ?1", Some("event = ?1"), event),
        }
    }
}

/// What clears everything up to `now`, in one transaction. The first changes a row for each room.
pub fn statements(whole: Whole<'_>, now: Millis) -> Vec<(String, Vec<Value>)> {
    let (which, features, value) = whole.parts();
    let rooms = format!("room IN (SELECT id FROM rooms WHERE {which})");
    let mut sql = vec![
        format!("UPDATE rooms SET cleared_at = ?2 WHERE {which}"),
        format!("DELETE FROM messages WHERE {rooms} AND sent_at <= ?2"),
        format!("DELETE FROM visits WHERE {rooms} AND left_at <= ?2"),
        // Who is inside came right after it, as their room will say too.
        format!("UPDATE visits SET joined_at = ?2 + 1 WHERE {rooms} AND joined_at <= ?2"),
        format!("DELETE FROM refusals WHERE {rooms} AND at <= ?2"),
        format!("DELETE FROM clicks WHERE {rooms} AND at <= ?2"),
        format!("DELETE FROM requests WHERE {rooms} AND at <= ?2"),
    ];
    if let Some(features) = features {
        sql.push(format!("UPDATE features SET cleared_at = ?2 WHERE {features}"));
        sql.push(format!("DELETE FROM clicks WHERE feature IN (SELECT id FROM features WHERE {features}) AND room IS NULL AND at <= ?2"));
    }
    if matches!(whole, Whole::Event(_)) {
        sql.push("UPDATE events SET cleared_at = ?2 WHERE id = ?1".to_owned());
        sql.push("DELETE FROM requests WHERE event = ?1 AND room IS NULL AND at <= ?2".to_owned());
    }
    sql.into_iter().map(|sql| (sql, params![value, now].to_vec())).collect()
}
