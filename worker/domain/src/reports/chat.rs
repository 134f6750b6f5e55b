//! The chat report: a line of it for each message, in the order of their times, a page at a time.

use serde::Deserialize;

use super::{Of, Query, Range, whose};
use crate::time::Millis;

/// A message with who wrote it, as they are called now.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Line {
    /// Milliseconds.
    pub sent_at: Millis,
    /// `room_…`
    pub room: String,
    /// Its place in the room's chat.
    pub seq: i64,
    /// First name, last name, e-mail, title, company; of somebody who was deleted, that they were.
    pub who: [Option<String>; 5],
    /// What was written.
    pub text: String,
    /// The seat they had then.
    pub role: String,
    /// The feature's name.
    pub feature: Option<String>,
    /// The room's name.
    pub room_name: Option<String>,
    /// Milliseconds.
    pub deleted_at: Option<Millis>,
    /// The name of a person or of an organizer's key.
    pub deleted_by: Option<String>,
}

/// After which line a page goes on.
pub type Place = (Millis, String, i64);

impl Line {
    /// The next page begins after it.
    pub fn place(&self) -> Place {
        (self.sent_at, self.room.clone(), self.seq)
    }
}

/// The next lines: so many at most, each row a [`Line`] as JSON. `deleted`: deleted ones too.
pub fn page(event: &str, of: Of<'_>, range: Range, deleted: bool, after: Option<&Place>, limit: i64) -> Query {
    let (whose, values) = whose(event, of);
    let (from, to) = range.bounds();
    let kept = if deleted { "" } else { "AND t.deleted_at IS NULL" };
    // In a room numbers and times grow together, and its rows lie in the order of their numbers.
    let (past, order) = match of {
        Of::Room(_) => ("t.seq > ?7 AND ?5 IS NOT NULL AND ?6 IS NOT NULL", "t.seq"),
        Of::Feature(_) | Of::Event(_) => ("(t.sent_at, t.room, t.seq) > (?5, ?6, ?7)", "t.sent_at, t.room, t.seq"),
    };
    let sql = format!(
        "SELECT json_object('sent_at', t.sent_at, 'room', t.room, 'seq', t.seq,
           'who', json_array(COALESCE(a.first_name, t.name), COALESCE(a.last_name, ''), a.email, a.title, a.company),
           'text', t.text, 'role', t.role, 'feature', f.name, 'room_name', r.name, 'deleted_at', t.deleted_at,
           'deleted_by', COALESCE(d.first_name || ' ' || d.last_name, k.name, t.deleted_by)) AS line
         FROM messages t
           LEFT JOIN attendees a ON a.id = t.person
           LEFT JOIN rooms r ON r.id = t.room
           LEFT JOIN features f ON f.id = t.feature
           LEFT JOIN attendees d ON d.id = t.deleted_by
           LEFT JOIN api_keys k ON k.id = t.deleted_by
         WHERE {whose} AND {past} AND t.sent_at >= ?3 AND t.sent_at < ?4 {kept}
         ORDER BY {order} LIMIT ?8"
    );
    let (at, room, seq) = after.cloned().unwrap_or((-1, String::new(), -1));
    let [event, part] = values;
    (sql, vec![event, part, from.into(), to.into(), at.into(), room.into(), seq.into(), limit.into()])
}
