//! Person: the one claim of where somebody is. PROTOCOL 2, 3.
//!
//! [`moves`] decides (enter, leave, what rooms answer), [`bans`] holds the bans wider than a room, [`clicks`] what is
//! counted, [`connections`] whom the
//! person knows, [`listen`] the sockets, [`offers`] where they wait for a seat, [`watching`] tells lobbies where the person looks, [`row`] is the table.
//! [`Journey`] carries one command's effects to their end, for the shell and the simulator alike.

mod bans;
mod clicks;
mod connections;
mod journey;
mod listen;
mod moves;
mod offers;
mod row;
#[cfg(test)]
mod tests;
mod watching;

use serde::{Deserialize, Serialize};

pub use connections::{Act, Card, Connection, Copy, Shown, State, Verb, Verdict, id_of, other_of};
pub use journey::{Journey, Landing};
pub use listen::Frame;
pub use offers::Offer;

use crate::ban::{Ban, Barred};
use crate::catalogue::{Named, Profile};
use crate::lobby::Viewer;
use crate::outbox::{Batch, Receipt};
use crate::room::{FeatureBan, HoldAnswer, ReleaseAnswer, WaitAnswer, Word};
use crate::sql::{Sql, SqlError};
use crate::time::{self, Millis};
use crate::{Error, Outcome, params};
use row::Me;

/// The files of `schema/person`, in order.
pub const SCHEMA: &[&str] = &[
    include_str!("../../../../schema/person/0001_init.sql"),
    include_str!("../../../../schema/person/0002_bans_are_listed.sql"),
    include_str!("../../../../schema/person/0003_watching.sql"),
    include_str!("../../../../schema/person/0004_clicks.sql"),
    include_str!("../../../../schema/person/0005_offers.sql"),
    include_str!("../../../../schema/person/0006_connections.sql"),
    include_str!("../../../../schema/person/0007_requests.sql"),
];

/// Everything that can be asked of a Person.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Command {
    /// The catalogue's entry. Older versions are ignored.
    Learn { profile: Profile },
    /// Who are you? For a session to be made or looked at.
    WhoIs,
    /// Press Join (`hold`: only open the pre-join dialog; `moving`: leave where I am). `id` is the client's entry id.
    Enter { room: String, id: String, hold: bool, moving: bool, link_version: i64 },
    /// A room's answer to [`Effect::Hold`].
    HoldAnswered { room: String, epoch: i64, again: bool, answer: Box<HoldAnswer> },
    /// A room's answer to [`Effect::Release`].
    Released { room: String, fence: i64, answer: ReleaseAnswer },
    /// A room tells that a seat went.
    Freed { room: String, epoch: i64, quiet: bool },
    /// Leave a room; without an id whatever stay is there. `away`: the tab closed, it may come back.
    /// With the session's link version, if a session asks: a revoked one leaves for nobody.
    Leave { room: String, id: Option<String>, away: bool, link_version: Option<i64> },
    /// Wait for a seat in this room.
    Wait { room: String, link_version: i64 },
    /// A room's answer to [`Effect::Wait`].
    WaitAnswered { room: String, answer: WaitAnswer },
    /// Wait there no more.
    Unwait { room: String, link_version: i64 },
    /// A room has heard [`Effect::Unwait`]; `version` is that of the profile it was told.
    Unwaited { room: String, gen_no: i64, leaves: bool, version: i64 },
    /// A room tells what became of an offer.
    Word { rev: i64, room: Named, feature: String, word: Word },
    /// Ask somebody to connect, or accept.
    Connect { other: Card, link_version: i64 },
    /// Accept, decline, withdraw.
    Respond { other: String, verb: Verb, link_version: i64 },
    /// Hear no more of somebody; or again.
    Block { other: Card, on: bool, link_version: i64 },
    /// All connections.
    Connections { link_version: i64 },
    /// The one with this person.
    ConnectionWith { other: String, link_version: i64 },
    /// The other one of a pair whose home is here wants something.
    Act { act: Box<Act> },
    /// The home's answer to [`Effect::Act`].
    Acted { number: i64, copy: Box<Copy>, verdict: Verdict },
    /// The home of a pair says how it stands.
    Told { copy: Box<Copy> },
    /// The answer to [`Effect::TellPair`].
    Heard { rev: i64, card: Box<Card> },
    /// Bar from a feature, or without one from the whole event.
    WideBan {
        id: String,
        feature: Option<String>,
        room: Option<Named>,
        ends_at: Millis,
        by: Named,
        reason: Option<String>,
        deleted_messages: i64,
    },
    /// Have all rooms answered this ban?
    WideBanStands { id: String },
    /// Let the person back in before a ban ends.
    Lift { id: String, by: Named },
    /// A room has put the person out: tell their sockets.
    Removed { ban: Ban },
    /// A room has lifted a ban: tell their sockets.
    Lifted { ban: Ban },
    /// A press on Join in this room of this feature, or without a room the feature opened. `id` is the client's, `groups`
    /// those it is limited to.
    Click { id: String, feature: String, room: Option<String>, groups: Vec<String>, link_version: i64 },
    /// Send D1 all it has not, whenever that is due.
    Flush,
    /// D1 has this.
    Flushed { sent: Receipt },
    /// A tab opens a socket; `session_ends_at`: when to hang up.
    Listen { link_version: i64, session_ends_at: Millis },
    /// The sockets of ended sessions are closed; the next one ends then.
    SessionsEnded { next: Option<Millis> },
    /// A tab opens a socket of this lobby: it must hear of changes of the person.
    Watch { place: String, link_version: i64 },
    /// That lobby has no socket for them; `gen_no` as answered.
    Unwatch { place: String, gen_no: i64 },
    /// A lobby's answer to [`Effect::TellLobby`].
    LobbyTold { place: String, gen_no: i64, version: i64, nobody: bool },
    /// The index of bans has this one.
    BanIndexed { id: String, lifted: bool },
    /// The alarm rang, or cron came by.
    Alarm,
}

/// What a Person answers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Answer {
    /// Nothing to say.
    Done,
    /// The effects decide.
    Pending,
    /// To Watch.
    Watching { gen_no: i64, profile: Box<Profile> },
    /// To WhoIs.
    Profile { profile: Box<Profile> },
    /// A seat in the room asked for, under this epoch. `keep_until`: end of the pre-join dialog's two minutes.
    Seat { epoch: i64, keep_until: Option<Millis>, answer: Box<HoldAnswer> },
    /// To WaitAnswered.
    Waiting { answer: WaitAnswer },
    /// To Connect, Respond, ConnectionWith; `made`: it is a new request.
    Connection { connection: Box<Connection>, made: bool },
    /// To Connections, the newest change first.
    Connections { all: Vec<Connection> },
    /// There is none.
    NoConnection,
    /// To Connect: the person blocks them.
    Blocked,
    /// To Connect: the other said no; not before then.
    Declined { retry_at: Millis },
    /// To Act.
    Acted { copy: Box<Copy>, verdict: Verdict },
    /// To Told: this change is known here, and who the person is.
    Heard { rev: i64, card: Box<Card> },
    /// To HoldAnswered: the claim it was for is no longer there (left, taken over, given up). Ask Enter again.
    Overtaken,
    /// The person is here already, in another tab; look, change nothing.
    Here { room: String },
    /// No.
    Refused { refusal: Refusal },
    /// To WideBanStands, once all rooms have answered, and to Lift.
    Ban { ban: Box<Ban> },
    /// There is no such ban.
    NoBan,
    /// To Click: in none of its groups.
    NotForYou,
    /// To Click: too many.
    Wait { millis: Millis },
    /// To Flush and Flushed: does D1 miss anything?
    Outbox { unsent: bool },
    /// To Listen.
    Listening { hello: Frame },
    /// The object does not know its person yet: read D1, say Learn, ask again.
    Cold,
    /// To Alarm: nothing is due any more.
    Resting,
}

/// Why somebody may not enter, before or after a room was asked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Refusal {
    /// The link behind this session was revoked, or the person is gone.
    Revoked,
    /// Barred from the event.
    Banned { barred: Box<Barred> },
    /// This entry was left, moved away from or taken over.
    Superseded,
    /// The two minutes of the dialog are over.
    HoldExpired,
    /// In this other room; ask, then call with `moving`.
    InAnotherRoom { room: String, name: String },
    /// The room said no.
    Room { answer: Box<HoldAnswer> },
}

/// What the shell does after the commit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Effect {
    /// Ask the room for a seat; answer with [`Command::HoldAnswered`]. `again`: the second try after `stale`.
    Hold { room: String, epoch: i64, grant: bool, again: bool, person: Box<Profile>, feature_bans: Vec<FeatureBan> },
    /// Tell the room; answer with [`Command::Released`].
    Release { room: String, fence: i64, evict: bool },
    /// Ask the room for a place in its queue; answer with [`Command::WaitAnswered`].
    Wait { room: String, gen_no: i64, person: Box<Profile>, feature_bans: Vec<FeatureBan> },
    /// Tell the room that they wait no more (`leaves`), or who they are now; answer with [`Command::Unwaited`].
    Unwait { room: String, gen_no: i64, leaves: bool, person: Box<Profile>, feature_bans: Vec<FeatureBan> },
    /// Ask the pair's home; answer with [`Command::Acted`].
    Act { home: String, act: Box<Act> },
    /// Tell the other one how the pair stands; answer with [`Command::Heard`].
    TellPair { other: String, copy: Box<Copy> },
    /// Tell a lobby who the person is now; answer with [`Command::LobbyTold`].
    TellLobby { place: String, gen_no: i64, viewer: Viewer, deleted: bool },
    /// Tell all of the person's sockets.
    Say { frame: Frame },
    /// Close all of them: the session was revoked.
    HangUp,
    /// Close the sockets whose session is over; answer with [`Command::SessionsEnded`].
    HangUpExpired,
    /// Give the index in D1 this record; answer with [`Command::BanIndexed`].
    IndexBan { ban: Box<Ban> },
    /// Write this into D1; answer with [`Command::Flushed`].
    Flush { batch: Box<Batch> },
}

impl Effect {
    /// For the sockets this object holds: carried out at once and in order, before anything that waits.
    pub fn is_for_sockets(&self) -> bool {
        matches!(self, Effect::Say { .. } | Effect::HangUp | Effect::HangUpExpired)
    }
}

/// A command at work: the transaction, its one clock reading, the claim, and what it decided so far.
struct Work<'a> {
    sql: &'a dyn Sql,
    now: Millis,
    me: Me,
    profile: Option<Profile>,
    effects: Vec<Effect>,
}

/// Decide one command inside a transaction. `clock` is the object's clock in milliseconds.
pub fn handle(sql: &dyn Sql, clock: Millis, command: Command) -> Result<Outcome<Answer, Effect>, Error> {
    let before = row::load(sql)?;
    let now = clock.max(before.clock);
    let mut work = Work { sql, now, me: before.clone(), profile: load_profile(sql)?, effects: vec![] };
    let rang = command == Command::Alarm;
    let mut answer = work.decide(command)?;
    work.forget_away();
    // The clock goes along with whatever else is written, and alone only after a while.
    if work.me != before || time::is_old(before.clock, now) {
        work.me.clock = now;
        row::save(sql, &work.me)?;
    }
    let alarm = work.next_alarm()?;
    // The end of a session behind a socket needs no watchdog.
    if rang && alarm.is_none_or(|at| at == work.me.listen_until) {
        answer = Answer::Resting;
    }
    Ok(Outcome { answer, effects: work.effects, alarm })
}

/// The person's id; nothing while the object is cold.
pub fn own_id(sql: &dyn Sql) -> Result<Option<String>, Error> {
    Ok(load_profile(sql)?.map(|p| p.id))
}

fn load_profile(sql: &dyn Sql) -> Result<Option<Profile>, Error> {
    let Some(row) = sql.first("SELECT entry FROM profile", &[])? else { return Ok(None) };
    serde_json::from_str(&row.text(0)?).map(Some).map_err(|e| SqlError(e.to_string()))
}

impl Work<'_> {
    fn decide(&mut self, command: Command) -> Result<Answer, Error> {
        self.give_up_next()?;
        match command {
            Command::Learn { profile } => self.learn(profile),
            Command::WhoIs => Ok(self.profile.clone().map_or(Answer::Cold, |p| Answer::Profile { profile: Box::new(p) })),
            Command::Enter { room, id, hold, moving, link_version } => match self.profile.clone() {
                None => Ok(Answer::Cold),
                Some(p) if p.deleted || p.link_version != link_version => Ok(Answer::Refused { refusal: Refusal::Revoked }),
                Some(_) => self.enter(&room, &id, hold, moving),
            },
            Command::HoldAnswered { room, epoch, again, answer } => self.hold_answered(&room, epoch, again, *answer),
            Command::Released { room, fence, answer } => self.released(&room, fence, answer),
            Command::Freed { room, epoch, quiet } => self.freed(&room, epoch, quiet),
            Command::Leave { room, id, away, link_version } => match &self.profile {
                None => Ok(Answer::Cold),
                Some(p) if link_version.is_some_and(|v| v != p.link_version) => Ok(Answer::Refused { refusal: Refusal::Revoked }),
                Some(_) => self.leave(&room, id.as_deref(), away),
            },
            Command::Wait { link_version, .. } | Command::Unwait { link_version, .. } if !self.is_session(link_version) => {
                Ok(if self.profile.is_none() { Answer::Cold } else { Answer::Refused { refusal: Refusal::Revoked } })
            }
            Command::Wait { room, .. } => self.wait(&room),
            Command::WaitAnswered { room, answer } => self.wait_answered(&room, answer),
            Command::Unwait { room, .. } => self.unwait(&room),
            Command::Unwaited { room, gen_no, leaves, version } => self.unwaited(&room, gen_no, leaves, version),
            Command::Word { rev, room, feature, word } => self.word(rev, room, feature, word),
            Command::Connect { link_version, .. }
            | Command::Respond { link_version, .. }
            | Command::Block { link_version, .. }
            | Command::Connections { link_version }
            | Command::ConnectionWith { link_version, .. }
                if !self.is_session(link_version) =>
            {
                Ok(if self.profile.is_none() { Answer::Cold } else { Answer::Refused { refusal: Refusal::Revoked } })
            }
            Command::Connect { other, .. } => self.connect(&other),
            Command::Respond { other, verb, .. } => self.respond(&other, verb),
            Command::Block { other, on, .. } => self.block(&other, on),
            Command::Connections { .. } => self.connections(),
            Command::ConnectionWith { other, .. } => self.connection_with(&other),
            Command::Act { act } => self.act(&act),
            Command::Acted { number, copy, verdict } => self.acted(number, &copy, verdict),
            Command::Told { copy } => self.told(&copy),
            Command::Heard { rev, card } => self.pair_heard(rev, &card),
            Command::WideBan { .. } | Command::WideBanStands { .. } | Command::Lift { .. } if self.profile.is_none() => Ok(Answer::Cold),
            Command::WideBan { id, feature, room, ends_at, by, reason, deleted_messages } => {
                self.wide_ban(bans::WideBan { id, feature, room, ends_at, by, reason, deleted_messages })
            }
            Command::WideBanStands { id } => self.stands(&id),
            Command::Lift { id, by } => self.lift(&id, &by),
            Command::Removed { ban } => self.say(Frame::Removed { ban: Box::new(ban) }),
            Command::Lifted { ban } => self.say(Frame::BanLifted { ban: ban.id, room: ban.room }),
            Command::Click { id, feature, room, groups, link_version } => match &self.profile {
                None => Ok(Answer::Cold),
                Some(p) if p.deleted || p.link_version != link_version => Ok(Answer::Refused { refusal: Refusal::Revoked }),
                Some(p) if !groups.is_empty() && !groups.iter().any(|group| p.groups.contains(group)) => Ok(Answer::NotForYou),
                Some(_) => self.click(&id, &feature, room.as_deref()),
            },
            Command::Flush => self.flush(),
            Command::Flushed { sent } => self.flushed(&sent),
            Command::Listen { link_version, session_ends_at } => Ok(match &self.profile {
                None => Answer::Cold,
                Some(p) if p.deleted || p.link_version != link_version => Answer::Refused { refusal: Refusal::Revoked },
                Some(_) => self.listen(session_ends_at)?,
            }),
            Command::SessionsEnded { next } => {
                self.me.listen_until = next.unwrap_or(0);
                Ok(Answer::Done)
            }
            Command::Watch { place, link_version } => match self.profile.clone() {
                None => Ok(Answer::Cold),
                Some(p) if p.deleted || p.link_version != link_version => Ok(Answer::Refused { refusal: Refusal::Revoked }),
                Some(p) => self.watch(&place, p),
            },
            Command::Unwatch { place, gen_no } => self.unwatch(&place, gen_no),
            Command::LobbyTold { place, gen_no, version, nobody } => self.lobby_told(&place, gen_no, version, nobody),
            Command::BanIndexed { id, lifted } => {
                self.ban_indexed(&id, lifted)?;
                Ok(Answer::Done)
            }
            Command::Alarm => self.alarm(),
        }
    }

    /// Whether a session of this link is good.
    fn is_session(&self, link_version: i64) -> bool {
        self.profile.as_ref().is_some_and(|p| !p.deleted && p.link_version == link_version)
    }

    fn say(&mut self, frame: Frame) -> Result<Answer, Error> {
        self.effects.push(Effect::Say { frame });
        Ok(Answer::Done)
    }

    /// The closed tab's entry is no longer the one that is here.
    fn forget_away(&mut self) {
        let here = [&self.me.cur, &self.me.next].into_iter().flatten().any(|c| Some(&c.join) == self.me.away_join.as_ref());
        if !here {
            self.me.away_join = None;
            self.me.away_at = None;
        }
    }

    fn learn(&mut self, profile: Profile) -> Result<Answer, Error> {
        // An entry kept from before addresses were known is read again at the same version.
        let better =
            |p: &Profile| profile.version > p.version || profile.version == p.version && p.email.is_none() && profile.email.is_some();
        if self.profile.as_ref().is_some_and(|p| !better(p)) {
            return Ok(Answer::Done);
        }
        let text = serde_json::to_string(&profile).map_err(|e| SqlError(e.to_string()))?;
        self.sql.exec(
            "INSERT INTO profile (one, entry, version) VALUES (1, ?1, ?2)
             ON CONFLICT (one) DO UPDATE SET entry = ?1, version = ?2",
            params![text, profile.version],
        )?;
        let old = self.profile.replace(profile.clone());
        let Some(old) = old else { return Ok(Answer::Done) };
        if (&old.groups, old.link_version, old.deleted) != (&profile.groups, profile.link_version, profile.deleted) {
            self.lobbies_must_hear()?;
        }
        if profile.deleted && !old.deleted {
            self.forget_reasons()?;
        }
        if Card::from(&old).is_another(&Card::from(&profile)) || old.email != profile.email || old.deleted != profile.deleted {
            self.connections_must_hear()?;
        }
        if profile.groups != old.groups {
            self.queues_must_hear(false)?;
        }
        if profile.deleted || profile.link_version > old.link_version {
            self.end_everywhere(None)?;
            self.effects.push(Effect::HangUp);
        } else if profile.groups != old.groups
            && let Some(cur) = self.me.cur.clone()
        {
            // The room decides anew whether it is open to these groups.
            self.send_hold(&cur, false)?;
        }
        Ok(Answer::Done)
    }

    fn alarm(&mut self) -> Result<Answer, Error> {
        if let Some(id) = self.me.away_join.clone().filter(|_| self.me.away_at.is_some_and(|at| at + time::AWAY <= self.now)) {
            let room = [&self.me.cur, &self.me.next].into_iter().flatten().find(|c| c.join == id).map(|c| c.room.clone());
            self.me.away_join = None;
            self.me.away_at = None;
            if let Some(room) = room {
                self.leave(&room, Some(&id), false)?;
            }
        }
        self.repeat_releases()?;
        self.push_bans()?;
        self.send_due()?;
        self.tell_lobbies()?;
        self.tell_rooms()?;
        self.tell_pairs()?;
        self.end_sessions();
        Ok(Answer::Done)
    }

    fn next_alarm(&self) -> Result<Option<Millis>, Error> {
        let owed = "SELECT (SELECT MIN(due) FROM releases), (SELECT MIN(index_due) FROM wide_bans), (SELECT due FROM outbox),
            (SELECT MIN(due) FROM watching), (SELECT MIN(due) FROM waits), (SELECT MIN(due) FROM connections WHERE due IS NOT NULL)";
        let owed = self.sql.first(owed, &[])?.map_or(Ok(None), |row| row.earliest())?;
        let next = self.me.next.as_ref().map(|_| self.me.next_at.unwrap_or(self.now) + time::NEXT);
        let away = self.me.away_at.map(|at| at + time::AWAY);
        let sessions = Some(self.me.listen_until).filter(|&at| at > 0);
        Ok([owed, next, away, sessions].into_iter().flatten().min())
    }
}
