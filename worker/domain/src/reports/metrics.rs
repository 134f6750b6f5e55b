//! Numbers of an event, its features and its rooms, and how they went over time. Everything is counted in SQL, in one pass
//! over each table; what comes back is small however large the event was.

use std::collections::BTreeMap;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::{Query, Range};
use crate::sql::SqlError;
use crate::time::Millis;
use crate::{Error, params};

/// So many points of time at most.
const POINTS: i64 = 200;
/// How long a step of time may be, in seconds.
const STEPS: [i64; 5] = [60, 300, 900, 3_600, 21_600];
/// The longest, whatever that makes of the points.
const DAY: i64 = 86_400;

/// What is counted of a room, a feature or an event.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Numbers {
    /// Presses on Join; of a feature and an event also the times a feature was opened.
    pub clicks: i64,
    /// Messages that were not deleted.
    pub chats: i64,
    /// Different people with a visit.
    pub people: i64,
    /// Visits that began in the range.
    pub visits: i64,
    /// How long these were together, in seconds; those still going on till now.
    pub seconds: i64,
    /// How long one was on average, in seconds; null without visits.
    pub average_seconds: Option<i64>,
    /// Most people inside at one moment.
    pub peak: i64,
    /// Requests to connect made by people sitting in the room; of an event also those made outside any room.
    pub connection_requests: i64,
    /// People put out by moderators and organizers, with a ban or without.
    pub removals: i64,
    /// Joins refused because the room was full: at most one a minute for each person.
    pub turned_away: i64,
}

/// A room's numbers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RoomNumbers {
    /// `room_…`
    pub id: String,
    /// Name people see.
    pub name: String,
    /// It is gone, its numbers stay.
    pub deleted: bool,
    /// What was counted.
    #[serde(flatten)]
    pub numbers: Numbers,
}

/// A feature's numbers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FeatureNumbers {
    /// `fea_…`
    pub id: String,
    /// Name people see.
    pub name: String,
    /// It is gone, its numbers stay.
    pub deleted: bool,
    /// What was counted.
    #[serde(flatten)]
    pub numbers: Numbers,
    /// Its rooms in their order; deleted ones last, if anything happened there.
    pub rooms: Vec<RoomNumbers>,
}

/// What happened in one step of time.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Step {
    /// Its beginning, in milliseconds.
    #[serde(skip)]
    pub at: Millis,
    /// Presses on Join and features opened.
    pub clicks: i64,
    /// Messages that were not deleted.
    pub chats: i64,
    /// Visits that began.
    pub visits: i64,
    /// Most people inside at one moment of it.
    pub inside: i64,
}

/// An event's numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Metrics {
    /// Of the whole event.
    pub numbers: Numbers,
    /// Of each feature in the organizers' order; deleted ones last, if anything happened there.
    pub features: Vec<FeatureNumbers>,
}

/// What is counted by feature and room; either may be nothing.
type Count = (Option<String>, Option<String>, i64);

/// Counts rows of a table by feature and room.
fn count(table: &str, time: &str, only: &str) -> String {
    format!(
        "SELECT json_group_array(json_array(feature, room, n)) AS it FROM (
           SELECT feature, room, COUNT(*) AS n FROM {table} WHERE event = ?1 AND {time} >= ?2 AND {time} < ?3 {only} GROUP BY feature, room)"
    )
}

/// Visits, people and seconds by `part`.
fn visits(part: &str) -> String {
    format!(
        "SELECT json_group_array(json_array(part, visits, people, seconds)) AS it FROM (
           SELECT {part} AS part, COUNT(*) AS visits, COUNT(DISTINCT person) AS people,
             SUM((COALESCE(left_at, MAX(?4, joined_at)) - joined_at) / 1000) AS seconds
           FROM visits WHERE event = ?1 AND joined_at >= ?2 AND joined_at < ?3 GROUP BY part)"
    )
}

/// Everybody who comes and goes within the range, those there before at its beginning. Who goes at the moment another comes
/// makes room for them; within a range without length is nobody.
const MOVES: &str = "SELECT feature, room, MAX(joined_at, ?2) AS at, 1 AS d FROM visits
       WHERE event = ?1 AND ?2 < ?3 AND joined_at < ?3 AND COALESCE(left_at, ?3) > ?2
     UNION ALL SELECT feature, room, left_at, -1 FROM visits WHERE event = ?1 AND joined_at < ?3 AND left_at > ?2 AND left_at < ?3";

/// Most people inside by `part`.
fn peaks(part: &str) -> String {
    format!(
        "SELECT json_group_array(json_array(part, peak)) AS it FROM (
           SELECT part, MAX(inside) AS peak FROM (
             SELECT {part} AS part, SUM(d) OVER (PARTITION BY {part} ORDER BY at, d ROWS UNBOUNDED PRECEDING) AS inside FROM ({MOVES}))
           GROUP BY part)"
    )
}

/// With numbers that stay whole: D1 binds all as doubles.
fn whole(sql: &str) -> String {
    (2..=5).fold(sql.to_owned(), |sql, n| sql.replace(&format!("?{n}"), &format!("CAST(?{n} AS INTEGER)")))
}

/// The queries that [`read`] makes numbers of; each answers one row of one column.
pub fn queries(event: &str, range: Range, now: Millis) -> Vec<Query> {
    let (from, to) = range.bounds();
    let bounded = |sql: String| (whole(&sql), params![event, from, to].to_vec());
    let until_now = |sql: String| (whole(&sql), params![event, from, to, now].to_vec());
    vec![
        (CATALOGUE.to_owned(), params![event].to_vec()),
        bounded(count("clicks", "at", "")),
        bounded(count("messages", "sent_at", "AND deleted_at IS NULL")),
        bounded(count("requests", "at", "")),
        bounded(REMOVALS.to_owned()),
        bounded(count("refusals", "at", "AND why = 'full'")),
        until_now(visits("room")),
        until_now(visits("feature")),
        until_now(visits("event")),
        bounded(peaks("room")),
        bounded(peaks("feature")),
        bounded(peaks("0")),
    ]
}

/// Features and their rooms in the organizers' order, deleted ones last.
const CATALOGUE: &str = "SELECT json_group_array(json_array(id, name, gone, json(rooms))) AS it FROM (
    SELECT f.id, f.name, f.deleted_at IS NOT NULL AS gone, (
      SELECT json_group_array(json_array(id, name, gone)) FROM (
        SELECT r.id, r.name, r.deleted_at IS NOT NULL AS gone FROM rooms r WHERE r.event = ?1 AND r.feature = f.id
        ORDER BY gone, r.position, r.id)) AS rooms
    FROM features f WHERE f.event = ?1 ORDER BY gone, f.position, f.id)";

/// A ban wider than a room has the room it was made in, or none.
const REMOVALS: &str = "SELECT json_group_array(json_array(feature, room, n)) AS it FROM (
    SELECT COALESCE(r.feature, b.feature) AS feature, r.id AS room, COUNT(*) AS n FROM bans b LEFT JOIN rooms r ON r.id = b.room
    WHERE b.event = ?1 AND b.at >= ?2 AND b.at < ?3 GROUP BY 1, 2)";

fn parsed<T: DeserializeOwned>(texts: &mut impl Iterator<Item = String>) -> Result<T, Error> {
    let text = texts.next().ok_or_else(|| SqlError("an answer is missing".into()))?;
    serde_json::from_str(&text).map_err(|e| SqlError(format!("metrics: {e}")))
}

#[derive(Deserialize)]
struct Room(String, String, i64);
#[derive(Deserialize)]
struct Feature(String, String, i64, Vec<Room>);

/// By the id of a room or feature; under nothing what belongs to none.
#[derive(Default)]
struct Parts(BTreeMap<Option<String>, Numbers>);

impl Parts {
    fn of(&mut self, id: Option<String>) -> &mut Numbers {
        self.0.entry(id).or_default()
    }
    fn take(&mut self, id: &str) -> Option<Numbers> {
        self.0.remove(&Some(id.to_owned()))
    }
}

/// Makes numbers of what the queries answered, in their order.
pub fn read(answers: Vec<String>) -> Result<Metrics, Error> {
    let mut texts = answers.into_iter();
    let texts = &mut texts;
    let catalogue: Vec<Feature> = parsed(texts)?;
    let (mut all, mut features, mut rooms) = (Numbers::default(), Parts::default(), Parts::default());
    let counted: [fn(&mut Numbers) -> &mut i64; 5] =
        [|n| &mut n.clicks, |n| &mut n.chats, |n| &mut n.connection_requests, |n| &mut n.removals, |n| &mut n.turned_away];
    for field in counted {
        for (feature, room, n) in parsed::<Vec<Count>>(texts)? {
            *field(&mut all) += n;
            *field(features.of(feature)) += n;
            *field(rooms.of(room)) += n;
        }
    }
    let visits = |numbers: &mut Numbers, visits: i64, people: i64, seconds: i64| {
        (numbers.visits, numbers.people, numbers.seconds) = (visits, people, seconds);
        numbers.average_seconds = (visits > 0).then(|| (seconds + visits / 2) / visits.max(1));
    };
    for parts in [&mut rooms, &mut features] {
        for (part, n, people, seconds) in parsed::<Vec<(String, i64, i64, i64)>>(texts)? {
            visits(parts.of(Some(part)), n, people, seconds);
        }
    }
    for (_, n, people, seconds) in parsed::<Vec<(String, i64, i64, i64)>>(texts)? {
        visits(&mut all, n, people, seconds);
    }
    for parts in [&mut rooms, &mut features] {
        for (part, peak) in parsed::<Vec<(String, i64)>>(texts)? {
            parts.of(Some(part)).peak = peak;
        }
    }
    all.peak = parsed::<Vec<(i64, i64)>>(texts)?.first().map_or(0, |(_, peak)| *peak);
    Ok(Metrics { numbers: all, features: named(catalogue, &mut features, &mut rooms) })
}

fn named(catalogue: Vec<Feature>, features: &mut Parts, rooms: &mut Parts) -> Vec<FeatureNumbers> {
    let known = |deleted: bool, numbers: Option<Numbers>| if deleted { numbers } else { Some(numbers.unwrap_or_default()) };
    let of_feature = |Feature(id, name, gone, inside): Feature| {
        let of_room = |Room(id, name, gone): Room| {
            let deleted = gone != 0;
            known(deleted, rooms.take(&id)).map(|numbers| RoomNumbers { id, name, deleted, numbers })
        };
        let rooms = inside.into_iter().filter_map(of_room).collect();
        let deleted = gone != 0;
        known(deleted, features.take(&id)).map(|numbers| FeatureNumbers { id, name, deleted, numbers, rooms })
    };
    catalogue.into_iter().filter_map(of_feature).collect()
}

/// Between which moments something happened; both nothing: nothing did.
pub fn span(event: &str, range: Range, now: Millis) -> Query {
    let (from, to) = range.bounds();
    let sql = "SELECT json_array(MIN(a), MAX(z)) AS it FROM (
        SELECT MIN(at) AS a, MAX(at) AS z FROM clicks WHERE event = ?1 AND at >= ?2 AND at < ?3
        UNION ALL SELECT MIN(sent_at), MAX(sent_at) FROM messages WHERE event = ?1 AND sent_at >= ?2 AND sent_at < ?3 AND deleted_at IS NULL
        UNION ALL SELECT MIN(MAX(joined_at, ?2)), MAX(MIN(COALESCE(left_at, MAX(?4, joined_at)), ?3 - 1)) FROM visits
          WHERE event = ?1 AND ?2 < ?3 AND joined_at < ?3 AND MAX(COALESCE(left_at, ?3), joined_at + 1) > ?2)";
    (whole(sql), params![event, from, to, now].to_vec())
}

/// How time is cut: from when, in steps of how many milliseconds, and how many of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cut {
    /// The first step's beginning: a whole number of steps since 1970.
    pub from: Millis,
    /// Milliseconds.
    pub step: Millis,
    /// How many steps.
    pub steps: i64,
}

impl Cut {
    /// Of the answer to [`span`].
    pub fn of(span: &str) -> Result<Option<Cut>, Error> {
        let ends: (Option<Millis>, Option<Millis>) = serde_json::from_str(span).map_err(|e| SqlError(format!("span: {e}")))?;
        let (Some(first), Some(last)) = ends else { return Ok(None) };
        let steps = |step: Millis| (first.div_euclid(step), last.max(first).div_euclid(step) - first.div_euclid(step) + 1);
        let step = STEPS.iter().map(|seconds| seconds * 1_000).find(|step| steps(*step).1 <= POINTS).unwrap_or(DAY * 1_000);
        let (begin, n) = steps(step);
        Ok(Some(Cut { from: begin * step, step, steps: n.min(POINTS * 5) }))
    }
}

/// What happened step by step; [`over_time`] reads the answers.
pub fn step_queries(event: &str, range: Range, cut: Cut) -> Vec<Query> {
    let (from, to) = range.bounds();
    let values = params![event, from, to, cut.from, cut.step].to_vec();
    let counted = |table: &str, time: &str, only: &str| {
        format!(
            "SELECT json_group_array(json_array(step, n)) AS it FROM (
               SELECT ({time} - ?4) / ?5 AS step, COUNT(*) AS n FROM {table}
               WHERE event = ?1 AND {time} >= ?2 AND {time} < ?3 {only} GROUP BY step)"
        )
    };
    let inside = format!(
        "SELECT json_group_array(json_array(step, peak, net)) AS it FROM (
           SELECT step, MAX(inside) AS peak, SUM(d) AS net FROM (
             SELECT (at - ?4) / ?5 AS step, d, SUM(d) OVER (ORDER BY at, d ROWS UNBOUNDED PRECEDING) AS inside FROM ({MOVES}))
           GROUP BY step ORDER BY step)"
    );
    [counted("clicks", "at", ""), counted("messages", "sent_at", "AND deleted_at IS NULL"), counted("visits", "joined_at", ""), inside]
        .into_iter()
        .map(|sql| (whole(&sql), values.clone()))
        .collect()
}

/// One step after the other without a gap.
pub fn over_time(cut: Cut, answers: Vec<String>) -> Result<Vec<Step>, Error> {
    let mut texts = answers.into_iter();
    let texts = &mut texts;
    let mut steps: Vec<Step> = (0..cut.steps).map(|n| Step { at: cut.from + n * cut.step, ..Step::default() }).collect();
    let counted: [fn(&mut Step) -> &mut i64; 3] = [|s| &mut s.clicks, |s| &mut s.chats, |s| &mut s.visits];
    for field in counted {
        for (step, n) in parsed::<Vec<(i64, i64)>>(texts)? {
            if let Some(at) = usize::try_from(step).ok().and_then(|step| steps.get_mut(step)) {
                *field(at) = n;
            }
        }
    }
    let moved: BTreeMap<i64, (i64, i64)> =
        parsed::<Vec<(i64, i64, i64)>>(texts)?.into_iter().map(|(step, peak, net)| (step, (peak, net))).collect();
    let mut here = 0;
    for (step, at) in (0..).zip(&mut steps) {
        let (peak, net) = moved.get(&step).copied().unwrap_or((here, 0));
        // Who was there before stays until they go.
        at.inside = peak.max(here);
        here += net;
    }
    Ok(steps)
}
