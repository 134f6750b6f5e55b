//! Room: seats, attempts, bans of one room, and what LiveKit is told about them. PROTOCOL 2, 4, 5.
//!
//! One file per concern: [`seats`] (hold, release, leases), [`bans`] (remove, lift), [`door`] (the gate's three calls),
//! [`reconcile`] (LiveKit's answers, alarm), [`chat`], [`clear`] (the rehearsal is over), [`forget`] (somebody was deleted), [`listen`] (the sockets), [`entry`] (the catalogue's changes),
//! [`floor`] (stage, hands, locks), [`stage`], [`locks`], [`permits`] (what LiveKit lets each body publish),
//! [`floor`] (stage, hands, locks), [`hands`], [`lock`] (nobody new), [`waiting`] (the queue for seats),
//! [`view`] (what people see), [`visits`] (who was here), [`outbox`] (what D1 gets of it all).

mod bans;
mod chat;
mod clear;
mod door;
mod entry;
mod floor;
mod forget;
mod hands;
mod jobs;
mod listen;
mod lock;
mod locks;
mod outbox;
mod permits;
mod reconcile;
mod row;
mod seats;
mod stage;
#[cfg(test)]
mod tests;
mod view;
mod visits;
mod waiting;

use serde::{Deserialize, Serialize};

pub use chat::{Log, Message, Read};
pub use floor::{Floor, Hand, Lock, Stage, StageState, Tool};
pub use listen::{Audience, Ended, Facts, Frame, Hello, Why};
pub use permits::{Present, Rights};
pub use row::SeatState;
pub use view::{PersonHere, RoomView};
pub use waiting::{Place, WaitAnswer, Word};

use crate::ban::{Ban, Barred, By, Face};
use crate::card::{LiveCard, Role};
use crate::catalogue::{Named, Profile, RoomEntry};
use crate::outbox::{Batch, Receipt};
use crate::sql::{Sql, SqlError};
use crate::time::{self, Millis};
use crate::{Error, Outcome, params};

/// The files of `schema/room`, in order.
pub const SCHEMA: &[&str] = &[
    include_str!("../../../../schema/room/0001_init.sql"),
    include_str!("../../../../schema/room/0002_chat_and_bans.sql"),
    include_str!("../../../../schema/room/0003_visits_and_outbox.sql"),
    include_str!("../../../../schema/room/0004_floor.sql"),
    include_str!("../../../../schema/room/0005_waiting.sql"),
    include_str!("../../../../schema/room/0006_deaf.sql"),
    include_str!("../../../../schema/room/0007_clear.sql"),
];

/// Everything that can be asked of a Room.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Command {
    /// The catalogue's entry, by push or by a cold object's own read. Older versions are ignored.
    Learn { entry: RoomEntry },
    /// A Person asks for a seat (`grant`: and may enter now).
    Hold { person: Profile, epoch: i64, grant: bool, feature_bans: Vec<FeatureBan> },
    /// Somebody gets in line for a seat. `gen_no`: the Person's number of the wish.
    Wait { person: Profile, gen_no: i64, feature_bans: Vec<FeatureBan> },
    /// `leaves`: they do not want to wait any more, unless they wish anew under a newer number; else: may they still?
    Unwait { person: Profile, gen_no: i64, leaves: bool, feature_bans: Vec<FeatureBan> },
    /// A Person has this word.
    WordTold { person: String, rev: i64 },
    /// Raise or lower one's own hand.
    RaiseHand { event: String, person: String, raised: bool },
    /// Lower somebody's hand, or without a name all.
    LowerHands { by: By, person: Option<String> },
    /// Let nobody new in but moderators, or let people in again.
    LockRoom { by: By, locked: bool },
    /// A Person gives up every epoch below `fence`.
    Release { person: String, fence: i64, evict: bool },
    /// Put somebody out; with `ends_at` they stay out until then. The commit is the acknowledgement. `face`: as the
    /// catalogue has them, needed for somebody without a seat here.
    Remove {
        id: String,
        person: String,
        by: By,
        reason: Option<String>,
        ends_at: Option<Millis>,
        delete_messages: bool,
        face: Option<Face>,
    },
    /// Let somebody back in before their ban ends; `restore`: and bring back the messages that went with it.
    Lift { id: String, by: By, restore: bool },
    /// The newest removals.
    Bans { by: By },
    /// Delete whatever a person wrote here, as part of a wider ban.
    Silence { person: String, by: By, removal: String },
    /// Bring back what went with a wider ban.
    Restore { removal: String },
    /// Somebody was deleted with everything of theirs.
    Forget { person: String },
    /// Write into the chat. `limited`: not faster than people type.
    Post { event: String, person: String, id: String, text: String, limited: bool },
    /// Read the chat.
    ReadChat { event: String, person: String, part: Read, limit: i64 },
    /// Take a message back.
    DeleteMessage { id: String, by: By },
    /// Open a socket. `after`: the last number known; `session_ends_at`: when to hang up.
    Listen { event: String, person: String, after: Option<i64>, session_ends_at: Millis },
    /// The sockets of ended sessions are closed; the next one ends then.
    SessionsEnded { next: Option<Millis> },
    /// The index of bans has this one.
    BanIndexed { id: String, lifted: bool },
    /// Which event, feature and groups it belongs to. Changes nothing.
    Where,
    /// Send D1 all it has not, whenever that is due.
    Flush,
    /// D1 has this.
    Flushed { sent: Receipt },
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
    BodiesListed { pass: i64, revs: Vec<SeatRev>, present: Vec<Present> },
    /// LiveKit's answer to UpdateParticipant number `call`; `ok` for 200 only.
    Permitted { person: String, call: i64, ok: bool },
    /// Take the stage, or keep it while the browser asks what to share. `take_over`: from whoever has it.
    Claim { event: String, person: String, take_over: bool },
    /// The last socket of this person has closed, by their doing or by none.
    Deaf { person: String },
    /// Give the stage up, or take it from anybody.
    Unclaim { by: By },
    /// Lock or unlock something.
    Lock { by: By, lock: Lock, locked: bool },
    /// Mute one attendee, or all.
    Mute { by: By, what: Tool, person: Option<String> },
    /// LiveKit has muted these.
    Muted { by: Named, what: Tool, people: Vec<String> },
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
    /// Who did it.
    pub by: Named,
    /// Why.
    pub reason: Option<String>,
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
    /// To Wait.
    Waiting { answer: WaitAnswer },
    /// To Lock and LockRoom.
    Floor { floor: Box<Floor> },
    /// To Connect, Connected and Check.
    Door { admit: bool, superseded: bool, sfu: String, holder: Option<Holder> },
    /// To View; nothing where the room does not exist for this person.
    View { seat: Option<SeatView>, room: Option<Box<RoomView>> },
    /// To Remove and Lift.
    Ban { ban: Box<Ban> },
    /// To Bans.
    Bans { bans: Vec<Ban> },
    /// To Silence: so many messages.
    Silenced { deleted: i64 },
    /// To Post.
    Posted { message: Box<Message> },
    /// To ReadChat.
    Chat { log: Log },
    /// To Listen.
    Hello { hello: Box<Hello> },
    /// To Where.
    Where { event: String, feature: String, groups: Vec<String> },
    /// To Flush and Flushed: does D1 miss anything?
    Outbox { unsent: bool },
    /// To Claim.
    Stage { stage: Stage },
    /// To Mute: LiveKit is asked to mute these, then the room is told ([`Command::Muted`]).
    Mute { people: Vec<String>, by: Named },
    /// Instead of it, when LiveKit was asked. `done`: it has muted all of them.
    Muted { done: bool },
    /// To whoever chats or moderates: no.
    Denied { why: Denied },
    /// The object does not know its room yet: read D1, say Learn, ask again.
    Cold,
    /// To Alarm: nothing is due any more.
    Resting,
}

/// Why somebody may not chat, listen or moderate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Denied {
    /// No such room, message or ban; or not for this event's people.
    NotFound,
    /// No open seat. Who is in none of the groups must not learn that the room exists.
    NoSeat { event: String, groups: Vec<String> },
    /// Put out.
    Banned { barred: Barred },
    /// Somebody else's message.
    NotYours,
    /// The id is somebody else's.
    Taken,
    /// Nothing to show, or longer than [`crate::text::MESSAGE`] characters.
    Length { length: i64 },
    /// Too fast.
    Wait { millis: Millis },
    /// Does not moderate this room.
    NotModerator,
    /// Moderators do not remove each other.
    TargetModerates,
    /// Nobody removes themselves.
    Oneself,
    /// The room knows nobody of that id: say who it is.
    Unknown,
    /// A moderator has locked this.
    Locked { what: Tool },
    /// Somebody else has the stage.
    StageTaken { holder: Named },
    /// Moderators are neither locked nor muted.
    MeansModerator,
}

/// Who is let in, as the room knows them now: what the others see in LiveKit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holder {
    /// Full name.
    pub name: String,
    /// Attendee or moderator.
    pub role: Role,
    /// What they may publish.
    pub rights: Rights,
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
    /// Locked by a moderator: nobody new.
    Locked,
    /// No such room for this person.
    NotFound,
    /// Put out until then.
    Banned { barred: Barred },
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
    /// UpdateParticipant at LiveKit: exactly these rights; answer with [`Command::Permitted`].
    Permit { person: String, call: i64, rights: Rights },
    /// Give a lobby this card; answer with [`Command::CardTaken`].
    PushCard { place: String, rev: i64, card: LiveCard },
    /// Tell these sockets.
    Say { to: Audience, frame: Frame },
    /// Close a person's sockets.
    HangUp { person: String, why: Why },
    /// Close the sockets whose session is over; answer with [`Command::SessionsEnded`].
    HangUpExpired,
    /// Tell the Person of their removal, wherever they are. May be lost: the join they try says it too.
    TellRemoved { ban: Ban },
    /// Tell a Person what became of an offer; answer with [`Command::WordTold`].
    TellWord { person: String, rev: i64, room: Named, feature: String, word: Word },
    /// Tell the Person that their ban was lifted. May be lost.
    TellLifted { ban: Ban },
    /// Give the index in D1 this record; answer with [`Command::BanIndexed`].
    IndexBan { ban: Ban },
    /// Write this into D1; answer with [`Command::Flushed`].
    Flush { batch: Batch },
    /// Tell a Person that a seat went (`quiet`: that no client is behind its body). May be lost.
    Freed { person: String, epoch: i64, quiet: bool },
}

impl Effect {
    /// For the sockets this object holds: carried out at once and in order, before anything that waits.
    pub fn is_for_sockets(&self) -> bool {
        matches!(self, Effect::Say { .. } | Effect::HangUp { .. } | Effect::HangUpExpired)
    }

    /// For D1: whoever flushes waits for these.
    pub fn is_for_d1(&self) -> bool {
        matches!(self, Effect::Flush { .. } | Effect::IndexBan { .. })
    }
}

/// A command at work: the transaction, its one clock reading, and what it decided so far.
struct Work<'a> {
    sql: &'a dyn Sql,
    now: Millis,
    chat: chat::Told,
    listen_until: Millis,
    /// Why a seat that closes now does, and the new entry if that is why.
    ending: visits::Cause,
    learned: Option<RoomEntry>,
    /// Who has the stage.
    stage: Option<stage::Held>,
    /// There is a stage, a lock, or a body with rights of its own; else nothing of it is read.
    floor_used: bool,
    /// Everybody hears of the floor at the end of the command.
    floor_changed: bool,
    queue: waiting::Queue,
    effects: Vec<Effect>,
}

/// Decide one command inside a transaction. `clock` is the object's clock in milliseconds.
pub fn handle(sql: &dyn Sql, clock: Millis, command: Command) -> Result<Outcome<Answer, Effect>, Error> {
    let mut work = open(sql, clock)?;
    let (rang, told) = (command == Command::Alarm, work.chat);
    let mut answer = work.decide(command)?;
    work.see_to_queue()?;
    work.tell_floor()?;
    work.tell_chat(told)?;
    let alarm = work.next_alarm()?;
    // The end of a session behind a socket needs no watchdog.
    if rang && alarm.is_none_or(|at| at == work.listen_until) {
        answer = Answer::Resting;
    }
    Ok(Outcome { answer, effects: work.effects, alarm })
}

/// Begin a command: one clock reading, never earlier than the last one stored. Each pass stores it too.
fn open(sql: &dyn Sql, clock: Millis) -> Result<Work<'_>, Error> {
    let columns = waiting::Queue::COLUMNS;
    let row = sql.first(
        &format!(
            "SELECT clock, chat_seq, told_seq, told_at, listen_until, holder, since, until, granted_at, deaf_until,
             stage.one IS NOT NULL OR EXISTS (SELECT 1 FROM locks) OR EXISTS (SELECT 1 FROM permits), {columns}
             FROM meta LEFT JOIN stage ON stage.one = meta.one"
        ),
        &[],
    )?;
    let row = row.ok_or_else(|| SqlError("no row in meta".into()))?;
    let stored = row.int(0)?;
    if time::is_old(stored, clock) {
        sql.exec("UPDATE meta SET clock = ?", params![clock])?;
    }
    let chat = chat::Told { seq: row.int(1)?, told: row.int(2)?, at: row.int(3)? };
    let (ending, learned) = (visits::Cause::Lost, None);
    Ok(Work {
        sql,
        now: clock.max(stored),
        chat,
        listen_until: row.int(4)?,
        ending,
        learned,
        stage: stage::Held::read(&row, 5)?,
        floor_used: row.flag(10)?,
        floor_changed: false,
        queue: waiting::Queue::read(&row, 11)?,
        effects: vec![],
    })
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
            self.begin_after(entry.cleared_at)?;
            self.settle()?;
            self.learned = Some(entry.clone());
            self.learn(entry)?;
            return Ok(Answer::Done);
        }
        let Some(entry) = entry::load(self.sql)? else { return Ok(Answer::Cold) };
        if let Command::View { viewer } = &command {
            return self.view_for(&entry, viewer);
        }
        if command == Command::Where {
            let RoomEntry { event, feature, groups, deleted, .. } = entry;
            return Ok(if deleted { Answer::Denied { why: Denied::NotFound } } else { Answer::Where { event, feature, groups } });
        }
        self.settle()?;
        self.ending = visits::Cause::by(&command);
        Ok(match command {
            Command::Hold { person, epoch, grant, feature_bans } => {
                Answer::Hold { answer: self.hold(&entry, &person, epoch, grant, &feature_bans)? }
            }
            Command::Wait { person, gen_no, feature_bans } => {
                Answer::Waiting { answer: self.wait(&entry, &person, gen_no, &feature_bans)? }
            }
            Command::Unwait { person, gen_no, leaves, feature_bans } => {
                self.unwait(&entry, &person, gen_no, leaves, &feature_bans)?;
                Answer::Done
            }
            Command::WordTold { person, rev } => {
                self.word_told(&person, rev)?;
                Answer::Done
            }
            Command::Release { person, fence, evict } => Answer::Release { answer: self.release(&person, fence, evict)? },
            Command::Remove { id, person, by, reason, ends_at, delete_messages, face } => {
                let removal = bans::Removal { id: &id, person: &person, by: &by, reason, ends_at, delete_messages, face };
                answer(self.remove(&entry, removal)?, |ban| Answer::Ban { ban: Box::new(ban) })
            }
            Command::Lift { id, by, restore } => answer(self.lift(&entry, &id, &by, restore)?, |ban| Answer::Ban { ban: Box::new(ban) }),
            Command::Bans { by } => answer(self.bans(&entry, &by)?, |bans| Answer::Bans { bans }),
            Command::Silence { person, by, removal } => Answer::Silenced { deleted: self.delete_all_of(&person, by.id(), &removal)? },
            Command::Restore { removal } => {
                self.restore_messages(&removal)?;
                Answer::Done
            }
            Command::Forget { person } => {
                self.forget(&person)?;
                Answer::Done
            }
            Command::Post { event, .. }
            | Command::ReadChat { event, .. }
            | Command::Listen { event, .. }
            | Command::Claim { event, .. }
            | Command::RaiseHand { event, .. }
                if event != entry.event =>
            {
                Answer::Denied { why: Denied::NotFound }
            }
            Command::RaiseHand { person, raised, .. } => denied(self.raise_hand(&entry, &person, raised)?),
            Command::LowerHands { by, person } => denied(self.lower_hands(&entry, &by, person.as_deref())?),
            Command::LockRoom { by, locked } => {
                answer(self.lock_room(&entry, &by, locked)?, |floor| Answer::Floor { floor: Box::new(floor) })
            }
            Command::Post { person, id, text, limited, .. } => {
                answer(self.post(&entry, &person, &id, &text, limited)?, |message| Answer::Posted { message: Box::new(message) })
            }
            Command::ReadChat { person, part, limit, .. } => match self.seated(&entry, &person)? {
                Ok(_) => Answer::Chat { log: self.log(part, limit)? },
                Err(why) => Answer::Denied { why },
            },
            Command::DeleteMessage { id, by } => denied(self.delete_message(&entry, &id, &by)?),
            Command::Listen { person, after, session_ends_at, .. } => {
                answer(self.listen(&entry, &person, after, session_ends_at)?, |hello| Answer::Hello { hello: Box::new(hello) })
            }
            Command::SessionsEnded { next } => {
                self.sessions_ended(next)?;
                Answer::Done
            }
            Command::BanIndexed { id, lifted } => {
                self.ban_indexed(&entry, &id, lifted)?;
                Answer::Done
            }
            Command::Flush => self.flush(&entry)?,
            Command::Flushed { sent } => self.flushed(&entry, &sent)?,
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
            Command::Permitted { person, call, ok } => {
                self.permitted(&person, call, ok)?;
                Answer::Done
            }
            Command::Claim { person, take_over, .. } => answer(self.claim(&entry, &person, take_over)?, |stage| Answer::Stage { stage }),
            Command::Deaf { person } => {
                self.deaf(&person)?;
                Answer::Done
            }
            Command::Unclaim { by } => self.unclaim(&entry, &by)?.map_or(Answer::Done, |why| Answer::Denied { why }),
            Command::Lock { by, lock, locked } => {
                answer(self.lock(&entry, &by, &lock, locked)?, |floor| Answer::Floor { floor: Box::new(floor) })
            }
            Command::Mute { by, person, .. } => {
                answer(self.mute(&entry, &by, person.as_deref())?, |(people, by)| Answer::Mute { people, by })
            }
            Command::Muted { by, what, people } => {
                self.muted(people, by, what);
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
            Command::Learn { .. } | Command::View { .. } | Command::Where => Answer::Done,
        })
    }
}

fn denied(decided: Option<Denied>) -> Answer {
    decided.map_or(Answer::Done, |why| Answer::Denied { why })
}

fn answer<T>(decided: Result<T, Denied>, yes: impl FnOnce(T) -> Answer) -> Answer {
    decided.map_or_else(|why| Answer::Denied { why }, yes)
}
