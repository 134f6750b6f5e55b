//! What was done, kept by the test, and what the tables must say of it.

use std::collections::BTreeMap;
use std::time::{SystemTime, UNIX_EPOCH};

use hallway_tests::wait::s;
use hallway_tests::{Event, until};
use serde_json::{Value, json};

use super::stage::Stage;

/// The clocks of the test and of the Worker are one; what it reads is a little older than what we do.
pub(super) const SKEW: i64 = 250;

/// A body is proven to be gone, and the seat's grace over, so long after a crash at the latest.
pub(super) const LOST: i64 = 90_000;

/// Milliseconds since 1970.
pub(super) fn now() -> i64 {
    i64::try_from(SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_millis()).unwrap()
}

/// Has all objects of an event send what they have not, until none has anything.
pub(super) async fn flush(event: &Event) {
    until("an empty outbox", s(60), async || {
        let left = event.world.anybody.post("/debug/flush", &json!({ "event": event.id })).await;
        (left.status == 200 && left.body == json!([])).then_some(())
    })
    .await;
}

/// D1's tables, of this event.
pub(super) async fn tables(event: &Event) -> Value {
    event.world.anybody.get(&format!("/debug/outbox/{}", event.id)).await.ok()
}

/// Something that took place between two readings of our clock.
pub(super) type Moment = (i64, i64);

#[derive(Debug)]
pub(super) struct Stay {
    pub(super) person: usize,
    pub(super) room: usize,
    pub(super) joined: Moment,
    /// The newest connect: nobody was proven to be there after it, if the body died since.
    pub(super) proof: i64,
    /// And why.
    pub(super) left: Option<(Moment, &'static str)>,
}

#[derive(Debug)]
pub(super) struct Line {
    pub(super) room: usize,
    pub(super) id: String,
    pub(super) person: usize,
    pub(super) text: String,
    pub(super) deleted: bool,
}

/// What was done, and what was answered.
#[derive(Debug, Default)]
pub(super) struct Log {
    pub(super) stays: Vec<Stay>,
    pub(super) lines: Vec<Line>,
    /// Room, person and why: when first and last.
    pub(super) refused: BTreeMap<(String, String, &'static str), Moment>,
    /// By id: the room, if it was a press on Join.
    pub(super) clicks: BTreeMap<String, Option<usize>>,
    /// By id: lifted or not.
    pub(super) bans: BTreeMap<String, bool>,
}

impl Log {
    pub(super) fn open(&mut self, p: usize) -> Option<&mut Stay> {
        self.stays.iter_mut().find(|stay| stay.person == p && stay.left.is_none())
    }

    pub(super) fn closes(&mut self, p: usize, at: Moment, why: &'static str) {
        self.open(p).unwrap_or_else(|| panic!("person {p} was nowhere")).left = Some((at, why));
    }

    /// Whether D1 says just this.
    pub(super) async fn matches(stage: &Stage) -> Result<(), String> {
        let d1 = tables(&stage.event).await;
        let rows = |table: &str| d1[table].as_array().unwrap().clone();
        stage.log.visits(stage, rows("visits"))?;
        stage.log.messages(stage, rows("messages"))?;
        stage.log.refusals(stage, &rows("refusals"))?;
        let clicks: BTreeMap<String, Option<usize>> =
            rows("clicks").iter().map(|row| (text(&row["id"]), stage.room(&row["room"]))).collect();
        same("clicks", rows("clicks").len(), &clicks, &stage.log.clicks)?;
        let bans: BTreeMap<String, bool> = rows("bans").iter().map(|row| (text(&row["id"]), !row["lifted_at"].is_null())).collect();
        same("bans", rows("bans").len(), &bans, &stage.log.bans)
    }

    /// A row for each stay and no other, with its person, room and times.
    fn visits(&self, stage: &Stage, mut rows: Vec<Value>) -> Result<(), String> {
        let ms = |value: &Value| value.as_i64().unwrap_or_default();
        for stay in &self.stays {
            let fits = |row: &Value| {
                row["person"] == stage.people[stay.person].id.as_str()
                    && row["room"] == stage.rooms[stay.room].id.as_str()
                    && within(ms(&row["joined_at"]), stay.joined)
            };
            let found = rows.iter().position(fits).ok_or_else(|| format!("no visit in D1 for {stay:?}: {rows:?}"))?;
            let row = rows.remove(found);
            let left = row["left_at"].as_i64();
            let late = stay.left.map_or_else(now, |(at, _)| at.1) - stay.proof > 50_000;
            let right = match (left, stay.left) {
                (Some(left), _) if late && row["estimated"] == 1 => left + SKEW >= stay.proof,
                (Some(left), Some((at, why))) => row["estimated"] == 0 && within(left, at) && row["ended"] == why,
                (left, expected) => left.is_none() && expected.is_none(),
            };
            let named = row["name"] == stage.people[stay.person].name.as_str() && row["role"] == "attendee";
            if !right || !named || row["feature"] != stage.rooms[0].feature.as_str() {
                return Err(format!("{stay:?} is {row} in D1"));
            }
        }
        if rows.is_empty() { Ok(()) } else { Err(format!("visits that never were: {rows:?}")) }
    }

    fn messages(&self, stage: &Stage, rows: Vec<Value>) -> Result<(), String> {
        let of = |id: &str, room: &str, person: &str, said: &str, deleted: bool| {
            (id.to_owned(), [room, person, said].map(str::to_owned), deleted)
        };
        let mut there: Vec<_> = rows
            .iter()
            .map(|row| of(&text(&row["id"]), &text(&row["room"]), &text(&row["person"]), &text(&row["text"]), !row["deleted_at"].is_null()))
            .collect();
        let mut here: Vec<_> =
            self.lines.iter().map(|l| of(&l.id, &stage.rooms[l.room].id, &stage.people[l.person].id, &l.text, l.deleted)).collect();
        there.sort();
        here.sort();
        if here == there { Ok(()) } else { Err(format!("messages: {there:?}\nshould be {here:?}")) }
    }

    /// One for each person, room and reason, or one a minute.
    fn refusals(&self, stage: &Stage, rows: &[Value]) -> Result<(), String> {
        let mut counted: BTreeMap<(String, String, String), i64> = BTreeMap::new();
        for row in rows {
            *counted.entry((text(&row["room"]), text(&row["person"]), text(&row["why"]))).or_default() += 1;
        }
        for ((room, person, why), (first, last)) in &self.refused {
            let n = counted.remove(&(room.clone(), person.clone(), (*why).to_owned())).unwrap_or_default();
            if n < 1 || n > 1 + (last - first) / 60_000 {
                return Err(format!("{n} refusals of {person} in {room} for {why}, {} s long", (last - first) / 1_000));
            }
        }
        let whole = rows.iter().all(|row| row["feature"] == stage.rooms[0].feature.as_str());
        if counted.is_empty() && whole { Ok(()) } else { Err(format!("refusals that never were: {counted:?}")) }
    }
}

fn within(at: i64, (from, to): Moment) -> bool {
    from - SKEW <= at && at <= to + SKEW
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn same<T: PartialEq + std::fmt::Debug>(
    what: &str,
    rows: usize,
    there: &BTreeMap<String, T>,
    here: &BTreeMap<String, T>,
) -> Result<(), String> {
    if there == here && rows == here.len() { Ok(()) } else { Err(format!("{what}: {rows} rows, {there:?}\nshould be {here:?}")) }
}
