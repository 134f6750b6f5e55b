//! Reading for reports and metrics. The queries are the domain's, where they are tested; here they meet D1.

use hallway_domain::params;
use hallway_domain::reports::metrics::{self, Cut, Metrics, Step};
use hallway_domain::reports::{Of, Query, Range};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::outbox::Owing;
use super::{Db, rows};
use crate::error::{Error, Result};

#[derive(Deserialize)]
struct Line {
    line: String,
}

/// A page of a report.
pub async fn page<T: DeserializeOwned>(db: &Db, (sql, values): Query) -> Result<Vec<T>> {
    let lines: Vec<Line> = db.all(&sql, &values).await?;
    let parsed = lines.iter().map(|row| serde_json::from_str(&row.line).map_err(|e| Error::internal(format!("report: {e}"))));
    parsed.collect()
}

/// An event's numbers, and how they went over time: from when, in steps of how many seconds.
pub async fn numbers(db: &Db, event: &str, range: Range, now: i64) -> Result<(Metrics, Option<Cut>, Vec<Step>)> {
    let mut queries = metrics::queries(event, range, now);
    queries.push(metrics::span(event, range, now));
    let mut answers = ask(db, &queries).await?;
    let cut = Cut::of(&answers.pop().unwrap_or_default()).map_err(broken)?;
    let metrics = metrics::read(answers).map_err(broken)?;
    let steps = match cut {
        Some(cut) => metrics::over_time(cut, ask(db, &metrics::step_queries(event, range, cut)).await?).map_err(broken)?,
        None => vec![],
    };
    Ok((metrics, cut, steps))
}

/// Queries of one text each, in one moment of D1.
async fn ask(db: &Db, queries: &[Query]) -> Result<Vec<String>> {
    #[derive(Deserialize)]
    struct Answer {
        it: String,
    }
    let statements = queries.iter().map(|(sql, values)| db.statement(sql, values)).collect::<Result<_>>()?;
    let read = |result| rows::<Answer>(result)?.pop().map(|row| row.it).ok_or_else(|| Error::internal("metrics: no row"));
    db.batch(statements).await?.iter().map(read).collect()
}

fn broken(error: hallway_domain::Error) -> Error {
    Error::internal(error.to_string())
}

/// So many objects are asked before an answer; a Worker has a thousand calls in one.
const ASKED: i64 = 400;

/// Rooms that have ever been opened, those with something due first: before a report, where nothing may be missing.
pub async fn opened_rooms(db: &Db, event: &str, of: Of<'_>) -> Result<Owing> {
    let (part, value) = match of {
        Of::Room(room) => ("id = ?2", room),
        Of::Feature(feature) => ("feature = ?2", feature),
        Of::Event(event) => ("event = ?2", event),
    };
    let sql = format!(
        "SELECT id FROM rooms LEFT JOIN awake ON awake.object = rooms.id WHERE event = ?1 AND {part} AND warm = 1
         ORDER BY awake.since IS NULL LIMIT ?3"
    );
    Ok(Owing { rooms: ids(db.all(&sql, params![event, value, ASKED]).await?), persons: vec![] })
}

/// Rooms and people with something due, for whoever has not sent all has: before numbers, which are asked for again and again.
pub async fn owing(db: &Db, event: &str) -> Result<Owing> {
    let of = |table: &str| format!("SELECT id FROM awake JOIN {table} t ON t.id = awake.object WHERE t.event = ?1 LIMIT ?2");
    let rooms = db.all(&of("rooms"), params![event, ASKED]).await?;
    let persons = db.all(&of("attendees"), params![event, ASKED]).await?;
    Ok(Owing { rooms: ids(rooms), persons: ids(persons) })
}

#[derive(Deserialize)]
struct Name {
    id: String,
}

fn ids(names: Vec<Name>) -> Vec<String> {
    names.into_iter().map(|name| name.id).collect()
}
