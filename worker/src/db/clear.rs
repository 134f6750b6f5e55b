//! Clearing a rehearsal away. The statements are the domain's, so that the simulator runs the very same.

use hallway_domain::outbox::clear::{Whole, statements};

use super::touch::{self, Rooms, Told};
use super::{Db, changes};
use crate::error::Result;

/// Clears everything up to `now`; how many rooms it is of, and who must hear of it.
pub async fn clear(db: &Db, whole: Whole<'_>, now: i64) -> Result<(usize, Vec<Told>)> {
    let sql = statements(whole, now);
    let mut batch = sql.iter().map(|(sql, values)| db.statement(sql, values)).collect::<Result<Vec<_>>>()?;
    batch.extend(match whole {
        Whole::Room(room) => touch::rooms(db, now, Rooms::One(room))?,
        Whole::Feature(feature) => touch::rooms(db, now, Rooms::OfFeature(feature))?,
        Whole::Event(event) => touch::rooms(db, now, Rooms::OfEvent(event))?,
    });
    let results = db.batch(batch).await?;
    Ok((results.first().map(changes).unwrap_or_default(), touch::told(&results)?))
}
