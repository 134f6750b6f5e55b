//! What Rooms and Persons send to D1 for reports, and the statements that write it there.
//!
//! A row is sent until D1 has it, so it may come twice, late, or after a newer one: its key is the object's own, and a
//! statement never puts an older state over a newer one.

use serde::{Deserialize, Serialize};

use crate::ban::{Ban, Scope};
use crate::card::Role;
use crate::catalogue::Named;
use crate::params;
use crate::sql::{SqlError, Value};
use crate::time::Millis;

pub mod clear;

/// Rows of each kind in one batch.
pub const BATCH: i64 = 50;

/// Some of what D1 has not.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Batch {
    /// `evt_…`
    pub event: String,
    /// Ended ones, and those still going on.
    pub visits: Vec<Visit>,
    /// In the order of their changes.
    pub lines: Vec<Line>,
    /// Joins refused.
    pub refusals: Vec<Refusal>,
    /// Presses on Join, and features opened.
    pub clicks: Vec<Click>,
    /// Requests to connect.
    pub requests: Vec<Request>,
    /// There was more than fits into one batch.
    pub more: bool,
}

/// A stay in a room.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Visit {
    /// `room_…`
    pub room: String,
    /// `att_…`
    pub person: String,
    /// The epoch it began under.
    pub epoch: i64,
    /// `fea_…`
    pub feature: String,
    /// The seat they had in the end.
    pub role: Role,
    /// As they were called then.
    pub name: String,
    /// First confirmed connect.
    pub joined_at: Millis,
    /// Nothing while they are inside.
    pub left_at: Option<Millis>,
    /// Nobody saw the end.
    pub estimated: i64,
    /// Why it ended.
    pub ended: Option<String>,
}

/// A message of the chat as it is now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// `room_…`
    pub room: String,
    /// `fea_…`
    pub feature: String,
    /// Its place, for ever.
    pub seq: i64,
    /// The number of its last change.
    pub rev: i64,
    /// `msg_…`
    pub id: String,
    /// `att_…`
    pub person: String,
    /// As they were called then.
    pub name: String,
    /// The seat they had then.
    pub role: Role,
    /// Also of a deleted one: it may be brought back.
    pub text: String,
    /// When.
    pub sent_at: Millis,
    /// When it was deleted.
    pub deleted_at: Option<Millis>,
    /// `att_…` or `key_…`
    pub deleted_by: Option<String>,
}

/// A join that was refused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    /// `room_…`
    pub room: String,
    /// `att_…`
    pub person: String,
    /// The epoch the room spent; minus the time where no room was asked.
    pub epoch: i64,
    /// The room's; nothing where no room was asked: D1 knows it.
    pub feature: Option<String>,
    /// `full`, `closed`, `banned`
    pub why: String,
    /// When.
    pub at: Millis,
}

/// A press on Join, or a feature opened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Click {
    /// The client's.
    pub id: String,
    /// `fea_…`
    pub feature: String,
    /// For a press on Join.
    pub room: Option<String>,
    /// `att_…`
    pub person: String,
    /// When.
    pub at: Millis,
}

/// Somebody asked somebody to connect.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Request {
    /// Who asked (`att_…`).
    pub person: String,
    /// When; no two of one person are alike.
    pub at: Millis,
    /// The room they sat in.
    pub room: Option<String>,
}

/// What a batch had in it: exactly this is in D1 now.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// Person, opening epoch, when they came, and whether the visit was sent as ended.
    pub visits: Vec<(String, i64, Millis, bool)>,
    /// Every change of the chat up to this number.
    pub chat: Option<i64>,
    /// Room, person and epoch.
    pub refusals: Vec<(String, String, i64)>,
    /// Ids.
    pub clicks: Vec<String>,
    /// Times.
    pub requests: Vec<Millis>,
    /// There was more.
    pub more: bool,
}

impl Batch {
    /// Nothing to send.
    pub fn is_empty(&self) -> bool {
        self.visits.is_empty() && self.lines.is_empty() && self.refusals.is_empty() && self.clicks.is_empty() && self.requests.is_empty()
    }

    /// What to answer once D1 has it.
    pub fn receipt(&self) -> Receipt {
        Receipt {
            visits: self.visits.iter().map(|v| (v.person.clone(), v.epoch, v.joined_at, v.left_at.is_some())).collect(),
            chat: self.lines.iter().map(|line| line.rev).max(),
            refusals: self.refusals.iter().map(|r| (r.room.clone(), r.person.clone(), r.epoch)).collect(),
            clicks: self.clicks.iter().map(|click| click.id.clone()).collect(),
            requests: self.requests.iter().map(|request| request.at).collect(),
            more: self.more,
        }
    }
}

/// A visit that ended stays ended; one still going on says nothing new. Who was deleted is not named again. Of what was cleared
/// away as a rehearsal nothing comes back: a visit that went on counts from then, and its room says so anew.
const VISITS: &str = "INSERT INTO visits (room, person, epoch, event, feature, role, name, joined_at, left_at, estimated, ended)
    SELECT v ->> 'room', v ->> 'person', v ->> 'epoch', ?1, v ->> 'feature', v ->> 'role',
      iif(gone.id IS NULL, v ->> 'name', 'Deleted attendee'), MAX(v ->> 'joined_at', COALESCE(rooms.cleared_at, 0) + 1), v ->> 'left_at',
      v ->> 'estimated', v ->> 'ended'
    FROM (SELECT value AS v FROM json_each(?2)) LEFT JOIN attendees gone ON gone.id = v ->> 'person' AND gone.deleted_at IS NOT NULL
      LEFT JOIN rooms ON rooms.id = v ->> 'room'
    WHERE COALESCE(v ->> 'left_at', v ->> 'joined_at') > COALESCE(rooms.cleared_at, 0)
    ON CONFLICT (room, person, epoch) DO UPDATE SET role = excluded.role, name = excluded.name, left_at = excluded.left_at,
      estimated = excluded.estimated, ended = excluded.ended
    WHERE visits.left_at IS NULL AND excluded.left_at IS NOT NULL";

/// The end of a visit that was still open here when what it was part of was cleared away.
const CLEARED: &str = "DELETE FROM visits WHERE (room, person, epoch) IN (
      SELECT v ->> 'room', v ->> 'person', v ->> 'epoch'
      FROM (SELECT value AS v FROM json_each(?2)) JOIN rooms ON rooms.id = v ->> 'room' AND rooms.event = ?1
      WHERE v ->> 'left_at' <= rooms.cleared_at)";

/// Only a later change of a message changes it. Of somebody who was deleted no word comes back.
const MESSAGES: &str =
    "INSERT INTO messages (room, seq, rev, id, event, feature, person, name, role, text, sent_at, deleted_at, deleted_by)
    SELECT v ->> 'room', v ->> 'seq', v ->> 'rev', v ->> 'id', ?1, v ->> 'feature', v ->> 'person',
      iif(gone.id IS NULL, v ->> 'name', 'Deleted attendee'), v ->> 'role', iif(gone.id IS NULL, v ->> 'text', ''), v ->> 'sent_at',
      COALESCE(v ->> 'deleted_at', gone.deleted_at), COALESCE(v ->> 'deleted_by', gone.id)
    FROM (SELECT value AS v FROM json_each(?2)) LEFT JOIN attendees gone ON gone.id = v ->> 'person' AND gone.deleted_at IS NOT NULL
      LEFT JOIN rooms ON rooms.id = v ->> 'room'
    WHERE v ->> 'sent_at' > COALESCE(rooms.cleared_at, 0)
    ON CONFLICT (room, seq) DO UPDATE SET rev = excluded.rev, name = excluded.name, text = excluded.text,
      deleted_at = excluded.deleted_at, deleted_by = excluded.deleted_by
    WHERE excluded.rev > messages.rev";

/// A room that still names somebody who was deleted is to forget them, too.
const FORGETS: &str = "INSERT INTO forgets (room, person, due_at)
    SELECT DISTINCT v ->> 'room', gone.id, 0
    FROM (SELECT value AS v FROM json_each(?2)) JOIN attendees gone ON gone.id = v ->> 'person' AND gone.deleted_at IS NOT NULL
    WHERE gone.event = ?1 AND v ->> 'name' <> 'Deleted attendee'
    ON CONFLICT DO NOTHING";

/// A Person bars from rooms it never asked: only those of the event count.
const REFUSALS: &str = "INSERT INTO refusals (room, person, epoch, event, feature, why, at)
    SELECT v ->> 'room', v ->> 'person', v ->> 'epoch', ?1, COALESCE(v ->> 'feature', rooms.feature), v ->> 'why', v ->> 'at'
    FROM (SELECT value AS v FROM json_each(?2)) LEFT JOIN rooms ON rooms.id = v ->> 'room' AND rooms.event = ?1
    WHERE COALESCE(v ->> 'feature', rooms.feature) IS NOT NULL AND v ->> 'at' > COALESCE(rooms.cleared_at, 0)
    ON CONFLICT (room, person, epoch) DO NOTHING";

const CLICKS: &str = "INSERT INTO clicks (id, event, feature, room, person, at)
    SELECT v ->> 'id', ?1, v ->> 'feature', v ->> 'room', v ->> 'person', v ->> 'at'
    FROM (SELECT value AS v FROM json_each(?2))
      LEFT JOIN rooms ON rooms.id = v ->> 'room' LEFT JOIN features ON features.id = v ->> 'feature'
    WHERE v ->> 'at' > COALESCE(rooms.cleared_at, features.cleared_at, 0)
    ON CONFLICT (id) DO NOTHING";

const REQUESTS: &str = "INSERT INTO requests (person, at, event, feature, room)
    SELECT v ->> 'person', v ->> 'at', ?1, rooms.feature, v ->> 'room'
    FROM (SELECT value AS v FROM json_each(?2)) JOIN events ON events.id = ?1
      LEFT JOIN rooms ON rooms.id = v ->> 'room'
    WHERE v ->> 'at' > COALESCE(rooms.cleared_at, events.cleared_at)
    ON CONFLICT (person, at) DO NOTHING";

/// What writes a batch into D1: to be run in one transaction, any number of times.
pub fn statements(batch: &Batch) -> Result<Vec<(&'static str, Vec<Value>)>, SqlError> {
    let mut out = vec![];
    add(&mut out, batch, VISITS, &batch.visits)?;
    add(&mut out, batch, CLEARED, &batch.visits)?;
    add(&mut out, batch, MESSAGES, &batch.lines)?;
    add(&mut out, batch, REFUSALS, &batch.refusals)?;
    add(&mut out, batch, CLICKS, &batch.clicks)?;
    add(&mut out, batch, REQUESTS, &batch.requests)?;
    add(&mut out, batch, FORGETS, &batch.visits)?;
    add(&mut out, batch, FORGETS, &batch.lines)?;
    Ok(out)
}

/// One statement for all rows of a kind: one value, whatever D1 allows.
fn add<T: Serialize>(out: &mut Vec<(&'static str, Vec<Value>)>, batch: &Batch, sql: &'static str, rows: &[T]) -> Result<(), SqlError> {
    if !rows.is_empty() {
        let rows = serde_json::to_string(rows).map_err(|e| SqlError(e.to_string()))?;
        out.push((sql, vec![Value::from(&batch.event), Value::from(rows)]));
    }
    Ok(())
}

/// The index of bans: the record as its owner has it now, without the names of those who were deleted. A lifted one is never replaced by an older state.
pub fn ban(ban: &Ban) -> (&'static str, Vec<Value>) {
    let sql = "INSERT INTO bans (id, event, scope, feature, room, room_name, person, person_name, person_avatar, by_id, by_name,
                 reason, at, ends_at, deleted_messages, lifted_at, lifted_by, lifted_by_name)
               SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, iif(gone.id IS NULL, ?8, 'Deleted attendee'), iif(gone.id IS NULL, ?9, NULL), ?10,
                 iif(moderator.id IS NULL, ?11, 'Deleted attendee'), iif(gone.id IS NULL, ?12, NULL), ?13, ?14, ?15, ?16, ?17,
                 iif(lifter.id IS NULL, ?18, 'Deleted attendee')
               FROM (SELECT 1) LEFT JOIN attendees gone ON gone.id = ?7 AND gone.deleted_at IS NOT NULL
                 LEFT JOIN attendees moderator ON moderator.id = ?10 AND moderator.deleted_at IS NOT NULL
                 LEFT JOIN attendees lifter ON lifter.id = ?17 AND lifter.deleted_at IS NOT NULL
               WHERE true
               ON CONFLICT (id) DO UPDATE SET lifted_at = excluded.lifted_at, lifted_by = excluded.lifted_by,
                 lifted_by_name = excluded.lifted_by_name, deleted_messages = excluded.deleted_messages
               WHERE lifted_at IS NULL";
    let id = |named: &Option<Named>| named.as_ref().map(|n| n.id.clone());
    let name = |named: &Option<Named>| named.as_ref().map(|n| n.name.clone());
    let values = params![
        &ban.id,
        &ban.event,
        ban.scope.word(),
        ban.feature.clone(),
        id(&ban.room),
        name(&ban.room),
        &ban.person.id,
        &ban.person.name,
        ban.person.avatar.clone(),
        &ban.by.id,
        &ban.by.name,
        ban.reason.clone(),
        ban.at,
        ban.ends_at,
        ban.deleted_messages,
        ban.lifted_at,
        id(&ban.lifted_by),
        name(&ban.lifted_by)
    ];
    (sql, values.to_vec())
}

/// The room of this record, if it names somebody who was deleted, is to forget them.
pub fn ban_forgets(ban: &Ban) -> (&'static str, Vec<Value>) {
    let sql = "INSERT INTO forgets (room, person, due_at)
               SELECT ?1, id, 0 FROM attendees WHERE id = ?2 AND deleted_at IS NOT NULL AND ?1 IS NOT NULL AND ?3 <> 'Deleted attendee'
               ON CONFLICT DO NOTHING";
    let room = ban.room.as_ref().filter(|_| ban.scope == Scope::Room).map(|room| room.id.clone());
    (sql, params![room, &ban.person.id, &ban.person.name].to_vec())
}

#[cfg(test)]
mod tests;
