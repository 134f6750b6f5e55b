//! The participant list: a line of it for each visit, in the order in which people came, a page at a time.

use serde::Deserialize;

use super::{Of, Query, Range, whose};
use crate::time::Millis;

/// A visit with whose it was, as they are called now.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Line {
    /// Milliseconds.
    pub joined_at: Millis,
    /// `room_…`
    pub room: String,
    /// `att_…`
    pub person: String,
    /// The one it began under.
    pub epoch: i64,
    /// First name, last name, e-mail, title, company; of somebody who was deleted, that they were.
    pub who: [Option<String>; 5],
    /// Milliseconds; nothing while they are inside.
    pub left_at: Option<Millis>,
    /// Which visit of theirs to this room it was, from 1.
    pub visit: i64,
    /// The seat they had in the end.
    pub role: String,
    /// Why it ended.
    pub ended: Option<String>,
    /// 1: nobody saw the end.
    pub estimated: i64,
    /// The feature's name.
    pub feature: Option<String>,
    /// The room's name.
    pub room_name: Option<String>,
}

/// After which line a page goes on.
pub type Place = (Millis, String, String, i64);

impl Line {
    /// The next page begins after it.
    pub fn place(&self) -> Place {
        (self.joined_at, self.room.clone(), self.person.clone(), self.epoch)
    }

    /// How long it was, in whole seconds; nothing while they are inside.
    pub fn seconds(&self) -> Option<i64> {
        self.left_at.map(|left| (left - self.joined_at) / 1_000)
    }
}

/// The next lines: so many at most, each row a [`Line`] as JSON.
pub fn page(event: &str, of: Of<'_>, range: Range, after: Option<&Place>, limit: i64) -> Query {
    let (whose, values) = whose(event, of);
    let (from, to) = range.bounds();
    // A person's epochs grow, so their visits to a room are numbered by these.
    let sql = format!(
        "SELECT json_object('joined_at', t.joined_at, 'room', t.room, 'person', t.person, 'epoch', t.epoch,
           'who', json_array(COALESCE(a.first_name, t.name), COALESCE(a.last_name, ''), a.email, a.title, a.company),
           'left_at', t.left_at, 'role', t.role, 'ended', t.ended, 'estimated', t.estimated, 'feature', f.name, 'room_name', r.name,
           'visit', (SELECT COUNT(*) FROM visits e WHERE e.room = t.room AND e.person = t.person AND e.epoch <= t.epoch)) AS line
         FROM visits t
           LEFT JOIN attendees a ON a.id = t.person
           LEFT JOIN rooms r ON r.id = t.room
           LEFT JOIN features f ON f.id = t.feature
         WHERE {whose} AND (t.joined_at, t.room, t.person, t.epoch) > (?5, ?6, ?7, ?8) AND t.joined_at >= ?3 AND t.joined_at < ?4
         ORDER BY t.joined_at, t.room, t.person, t.epoch LIMIT ?9"
    );
    let (at, room, person, epoch) = after.cloned().unwrap_or((-1, String::new(), String::new(), -1));
    let [event, part] = values;
    (sql, vec![event, part, from.into(), to.into(), at.into(), room.into(), person.into(), epoch.into(), limit.into()])
}
