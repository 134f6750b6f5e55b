//! What D1's tables say of an event: chats and visits line by line, and numbers. Read only, of the rows the outbox wrote.
//!
//! Each query has one column of JSON, so that the same SQL runs on D1 and, in tests, on rusqlite, and a row crosses into
//! the Worker as one text.

pub mod chat;
pub mod metrics;
pub mod participants;

use crate::sql::Value;
use crate::time::Millis;

/// Of what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Of<'a> {
    /// `room_…`
    Room(&'a str),
    /// `fea_…`
    Feature(&'a str),
    /// `evt_…`
    Event(&'a str),
}

/// From when (included) till when (excluded); nothing: no bound.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Range {
    /// Not before.
    pub from: Option<Millis>,
    /// Before.
    pub to: Option<Millis>,
}

impl Range {
    /// Both as numbers that bound nothing where nothing was said.
    fn bounds(self) -> (Millis, Millis) {
        (self.from.unwrap_or(0), self.to.unwrap_or(FOR_EVER))
    }
}

/// After everything that happens; a Durable Object's and D1's numbers are doubles.
const FOR_EVER: Millis = 9_007_199_254_740_991;

/// A statement with its values.
pub type Query = (String, Vec<Value>);

/// Whose rows: `?1` is the event, `?2` the feature or room.
fn whose(event: &str, of: Of<'_>) -> (&'static str, [Value; 2]) {
    match of {
        Of::Room(room) => ("t.event = ?1 AND t.room = ?2", [event.into(), room.into()]),
        Of::Feature(feature) => ("t.event = ?1 AND t.feature = ?2", [event.into(), feature.into()]),
        Of::Event(_) => ("t.event = ?1 AND ?2 IS NULL", [event.into(), Value::Null]),
    }
}

#[cfg(test)]
mod tests;
