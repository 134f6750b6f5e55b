//! Room: seats, attempts, bans of one room, and what LiveKit is told about them. PROTOCOL 2, 4, 5.
//!
//! One file per concern: [`seats`] (hold, release, remove, leases), [`door`] (the gate's three calls), [`reconcile`]
//! (LiveKit's answers, alarm), [`entry`] (the catalogue's changes), [`view`] (what people see).

mod door;
mod entry;
mod jobs;
mod reconcile;
mod row;
mod seats;
#[cfg(test)]
mod tests;
mod view;

use serde::{Deserialize, Serialize};

pub use row::SeatState;
pub use view::{PersonHere, RoomView};

use crate::card::{LiveCard, Role};
use crate::catalogue::{Profile, RoomEntry};
use crate::sql::Sql;
use crate::time::{self, Millis};
use crate::{Error, Outcome, params};

/// The files of `schema/room`, in order.
pub const SCHEMA: &[&str] = &[include_str!("../../../../schema/room/0001_init.sql")];

/// Everything that can be asked of a Room.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Command {
    /// The catalogue's entry, by push or by a cold object's own read. Older versions are ignored.
    Learn { entry: RoomEntry },
    /// A Person asks for a seat (`grant`: and may enter now).
    Hold { person: Profile, epoch: i64, grant: bool, feature_bans: Vec<FeatureBan> },
    /// A Person gives up every epoch below `fence`.
    Release { person: String, fence: i64, evict: bool },
    /// Put somebody out; with `ends_at` they stay out until then. The commit is the acknowledgement.
    Remove { id: String, person: String, by: String, reason: Option<String>, ends_at: Option<Millis> },
    /// The gate wants to open an upstream socket for this person and epoch.
    Connect { conn: String, person: String, epoch: i64 },
    /// LiveKit answered 101: may the client have its own?
    Connected { conn: String },
    /// LiveKit refused by a definite HTTP answer. A time-out is not that.
    Failed { conn: String },
    /// Would a connect be let in? Changes nothing.
    Check { person: String, epoch: i64 },
    /// LiveKit's answer to RemoveParticipant; `rev` and `open` as in the effect, `ok` for 200 only.
    BodyRemoved { person: String, rev: i64, open: bool, ok: bool },
    /// LiveKit's answer to ListParticipants; `pass` and `revs` as in the effect.
    BodiesListed { pass: i64, revs: Vec<SeatRev>, present: Vec<String> },
    /// A webhook: look now.
    Hint,
    /// A lobby has the card of this revision.
    CardTaken { place: String, rev: i64 },
    /// The room as this person may see it. Changes nothing.
    View { viewer: String },
    /// The alarm rang, or cron came by.
    Alarm,
}

/// A person's ban from one feature, travelling with a hold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeatureBan {
    /// `fea_…`
    pub feature: String,
    /// End, exclusive.
    pub ends_at: Millis,
}

/// A seat's revision when LiveKit was asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeatRev {
    /// `att_…`
    pub person: String,
    /// Grows with every change of the person's attempts.
    pub rev: i64,
}

/// What a Room answers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Answer {
    /// Nothing to say.
    Done,
    /// To Hold.
    Hold { answer: HoldAnswer },
    /// To Release.
    Release { answer: ReleaseAnswer },
    /// To Connect, Connected and Check.
    Door { admit: bool, superseded: bool, sfu: String, holder: Option<Holder> },
    /// To View; nothing where the room does not exist for this person.
    View { seat: Option<SeatView>, room: Option<Box<RoomView>> },
    /// The object does not know its room yet: read D1, say Learn, ask again.
    Cold,
    /// To Alarm: nothing is due any more.
    Resting,
}

/// Who is let in, as the room knows them now: what the others see in LiveKit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holder {
    /// Full name.
    pub name: String,
    /// Attendee or moderator.
    pub role: Role,
}

/// The seat as its holder sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeatView {
    /// Attendee or moderator.
    pub role: Role,
    /// Held, granted or live for an open seat.
    pub state: SeatState,
    /// When an unused seat lapses.
    pub until: Option<Millis>,
}

/// To Hold. Each refusal but `Stale` spends the epoch.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum HoldAnswer {
    /// A seat; enter when granted or live.
    Seat { seat: SeatView, sfu: String, room: Box<RoomView> },
    /// No seat of this role is free.
    Full { attendee_limit: i64 },
    /// Closed by the organizer.
    Closed { reason: Option<String> },
    /// No such room for this person.
    NotFound,
    /// Put out until then; `scope` is `room` or `feature`.
    Banned { until: Millis, scope: String },
    /// Being put out at this moment.
    Evicting,
    /// A newer decision of the Person's was here before.
    Stale,
}

/// To Release.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReleaseAnswer {
    /// No body at all.
    Gone,
    /// No body with a client behind it; the person may be let in elsewhere.
    Quiet,
    /// LiveKit has not yet proven it.
    Draining,
    /// The Person has decided anew since.
    Stale,
}

/// What the shell does after the commit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Effect {
    /// RemoveParticipant at LiveKit; answer with [`Command::BodyRemoved`].
    RemoveBody { person: String, rev: i64, open: bool },
    /// ListParticipants at LiveKit; answer with [`Command::BodiesListed`].
    ListBodies { pass: i64, revs: Vec<SeatRev> },
    /// Give a lobby this card; answer with [`Command::CardTaken`].
    PushCard { place: String, rev: i64, card: LiveCard },
    /// Tell a Person that a seat went (`quiet`: that no client is behind its body). May be lost.
    Freed { person: String, epoch: i64, quiet: bool },
}

/// A command at work: the transaction, its one clock reading, and what it decided so far.
struct Work<'a> {
    sql: &'a dyn Sql,
    now: Millis,
    effects: Vec<Effect>,
}

/// Decide one command inside a transaction. `clock` is the object's clock in milliseconds.
pub fn handle(sql: &dyn Sql, clock: Millis, command: Command) -> Result<Outcome<Answer, Effect>, Error> {
    let now = reading(sql, clock)?;
    let mut work = Work { sql, now, effects: vec![] };
    let rang = command == Command::Alarm;
    let mut answer = work.decide(command)?;
    let alarm = work.next_alarm()?;
    if rang && alarm.is_none() {
        answer = Answer::Resting;
    }
    Ok(Outcome { answer, effects: work.effects, alarm })
}

/// One clock reading per command, never earlier than the last one stored. Each pass stores it too.
fn reading(sql: &dyn Sql, clock: Millis) -> Result<Millis, Error> {
    let stored = sql.number("SELECT clock FROM meta", &[])?;
    if time::is_old(stored, clock) {
        sql.exec("UPDATE meta SET clock = ?", params![clock])?;
    }
    Ok(clock.max(stored))
}

/// The room's id; nothing while it is cold.
pub fn own_id(sql: &dyn Sql) -> Result<Option<String>, Error> {
    Ok(entry::load(sql)?.map(|e| e.id))
}

/// The member of the LiveKit pool this room is pinned to.
pub fn pinned_to(sql: &dyn Sql) -> Result<Option<String>, Error> {
    Ok(entry::load(sql)?.map(|e| e.sfu))
}

impl Work<'_> {
    fn decide(&mut self, command: Command) -> Result<Answer, Error> {
        if let Command::Learn { entry } = command {
            self.settle()?;
            self.learn(entry)?;
            return Ok(Answer::Done);
        }
        let Some(entry) = entry::load(self.sql)? else { return Ok(Answer::Cold) };
        if let Command::View { viewer } = &command {
            return self.view_for(&entry, viewer);
        }
        self.settle()?;
        Ok(match command {
            Command::Hold { person, epoch, grant, feature_bans } => {
                Answer::Hold { answer: self.hold(&entry, &person, epoch, grant, &feature_bans)? }
            }
            Command::Release { person, fence, evict } => Answer::Release { answer: self.release(&person, fence, evict)? },
            Command::Remove { id, person, by, reason, ends_at } => {
                self.remove(&id, &person, &by, reason, ends_at)?;
                Answer::Done
            }
            Command::Connect { conn, person, epoch } => self.connect(&entry, &conn, &person, epoch)?,
            Command::Connected { conn } => self.connected(&entry, &conn)?,
            Command::Failed { conn } => {
                self.failed(&conn)?;
                Answer::Done
            }
            Command::Check { person, epoch } => self.check(&entry, &person, epoch)?,
            Command::BodyRemoved { person, rev, open, ok } => {
                self.body_removed(&person, rev, open, ok)?;
                Answer::Done
            }
            Command::BodiesListed { pass, revs, present } => {
                self.bodies_listed(pass, &revs, &present)?;
                Answer::Done
            }
            Command::Hint => {
                self.hint()?;
                Answer::Done
            }
            Command::CardTaken { place, rev } => {
                self.card_taken(&place, rev)?;
                Answer::Done
            }
            Command::Alarm => {
                self.alarm(&entry)?;
                Answer::Done
            }
            Command::Learn { .. } | Command::View { .. } => Answer::Done,
        })
    }
}
