//! Clearing a rehearsal away: what happened up to a moment is deleted, and the moment noted, so that nothing of it comes
//! back with an outbox that is late (`hallway_domain::outbox`). Bans stay.

use hallway_domain::params;

use super::touch::{self, Rooms, Told};
use super::{Db, Statement, changes};
use crate::error::Result;

/// Of what.
#[derive(Clone, Copy)]
pub enum Whole<'a> {
    /// One room.
    Room(&'a str),
    /// A feature with its rooms.
    Feature(&'a str),
    /// Everything of an event.
    Event(&'a str),
}

impl<'a> Whole<'a> {
    /// Which rows of `rooms`; its value is `?1`. Deleted rooms are of it, too.
    fn rooms(self) -> (&'static str, &'a str) {
        match self {
            Whole::Room(room) => ("id = ?1", room),
            Whole::Feature(feature) => ("feature = ?1", feature),
            Whole::Event(event) => ("event = ?1", event),
        }
    }
}

/// Clears everything up to `now`; how many rooms it is of, and who must hear of it.
pub async fn clear(db: &Db, whole: Whole<'_>, now: i64) -> Result<(usize, Vec<Told>)> {
    let (which, value) = whole.rooms();
    let of = |sql: &str| db.statement(sql, params![value, now]);
    let rooms = format!("SELECT id FROM rooms WHERE {which}");
    let mut batch = vec![of(&format!("UPDATE rooms SET cleared_at = ?2 WHERE {which}"))?];
    for sql in [
        format!("DELETE FROM messages WHERE room IN ({rooms}) AND sent_at <= ?2"),
        format!("DELETE FROM visits WHERE room IN ({rooms}) AND left_at <= ?2"),
        // Who is inside now was there from now on.
        format!("UPDATE visits SET joined_at = ?2 WHERE room IN ({rooms}) AND left_at IS NULL AND joined_at < ?2"),
        format!("DELETE FROM refusals WHERE room IN ({rooms}) AND at <= ?2"),
        format!("DELETE FROM clicks WHERE room IN ({rooms}) AND at <= ?2"),
    ] {
        batch.push(of(&sql)?);
    }
    batch.extend(beside_rooms(db, whole, now)?);
    batch.extend(match whole {
        Whole::Room(room) => touch::rooms(db, now, Rooms::One(room))?,
        Whole::Feature(feature) => touch::rooms(db, now, Rooms::OfFeature(feature))?,
        Whole::Event(event) => touch::rooms(db, now, Rooms::OfEvent(event))?,
    });
    let results = db.batch(batch).await?;
    Ok((results.first().map(changes).unwrap_or_default(), touch::told(&results)?))
}

/// What happened in a feature and in no room of it.
fn beside_rooms(db: &Db, whole: Whole<'_>, now: i64) -> Result<Vec<Statement>> {
    let (features, value) = match whole {
        Whole::Room(_) => return Ok(Vec::new()),
        Whole::Feature(feature) => ("id = ?1", feature),
        Whole::Event(event) => ("event = ?1", event),
    };
    let mut sql = vec![
        format!("UPDATE features SET cleared_at = ?2 WHERE {features}"),
        format!("DELETE FROM clicks WHERE feature IN (SELECT id FROM features WHERE {features}) AND room IS NULL AND at <= ?2"),
    ];
    if matches!(whole, Whole::Event(_)) {
        sql.push("UPDATE events SET cleared_at = ?2 WHERE id = ?1".to_owned());
    }
    sql.iter().map(|sql| db.statement(sql, params![value, now])).collect()
}
