//! Lobby: the cards of one feature, or of one item with rooms. The catalogue gives names and order, rooms push the rest,
//! and whoever looks hears of every change.
//!
//! [`state`] keeps the cards and numbers their changes, [`listen`] has the sockets, [`fan`] makes each viewer's frame of
//! what changed, [`shards`] are further lobbies of the same place that take listeners off a large one.

pub mod fan;
mod listen;
mod shards;
mod state;
#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

pub use listen::Viewer;
pub use shards::News;
pub use state::{Delta, Gone, Live, Shown, State};

use crate::card::{Count, LiveCard};
use crate::catalogue::{LobbyEntry, RoomEntry};
use crate::sql::{Sql, SqlError};
use crate::time::{self, Millis};
use crate::{Error, Outcome};

/// The files of `schema/lobby`, in order.
pub const SCHEMA: &[&str] = &[
    include_str!("../../../../schema/lobby/0001_init.sql"),
    include_str!("../../../../schema/lobby/0002_listeners.sql"),
    include_str!("../../../../schema/lobby/0003_asked.sql"),
];

/// Between a place's id and a shard's number in the shard's name.
const SHARD: char = '~';

/// The name of a place's shard, 1 first.
pub fn shard_name(place: &str, n: i64) -> String {
    format!("{place}{SHARD}{n}")
}

/// Whose shard this name is; nothing: it is a place's own.
pub fn primary_of(name: &str) -> Option<&str> {
    name.split_once(SHARD).map(|(place, _)| place)
}

/// What only the shell knows when a command comes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Here {
    /// Open sockets.
    pub listeners: usize,
    /// Open sockets of the person a command is about.
    pub theirs: usize,
    /// This lobby is a shard.
    pub shard: bool,
}

/// Everything that can be asked of a Lobby.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Command {
    /// The catalogue's entry. Older versions are ignored.
    Learn { entry: LobbyEntry },
    /// A room pushes its card; older revisions are ignored.
    Card { room: String, rev: i64, card: LiveCard },
    /// All cards, in order.
    List,
    /// How many are in each room.
    Count,
    /// Somebody opens a socket; `gen_no`: the number their Person gave for it; `limit`: so many listeners this lobby takes;
    /// `session_ends_at`: when to hang up.
    Listen { event: String, viewer: Viewer, gen_no: i64, limit: usize, session_ends_at: Millis },
    /// The sockets of ended sessions are closed; the next one ends then.
    SessionsEnded { next: Option<Millis> },
    /// A Person has changed, or is gone; `gen_no`: of the newest socket it knows of here.
    Viewer { viewer: Viewer, gen_no: i64, deleted: bool },
    /// All `shards` shards are full: one more.
    Grow { shards: i64 },
    /// A shard has listeners and wants to hear of changes.
    Subscribe { shard: String, gen_no: i64 },
    /// To a shard: what changed.
    Sync { gen_no: i64, news: News },
    /// A shard's answer to [`Effect::PushShard`].
    ShardHas { shard: String, gen_no: i64, seq: i64, listening: bool },
    /// The alarm rang, or cron came by.
    Alarm,
}

/// What a Lobby answers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Answer {
    /// Nothing to say.
    Done,
    /// To List.
    Cards { seq: i64, place: Box<LobbyEntry>, cards: Vec<(RoomEntry, LiveCard)> },
    /// To Count.
    Counts { rooms: Vec<Count> },
    /// To Listen: everything, to be made this viewer's.
    Hello { state: Box<State> },
    /// To Listen: this place is not there, or not for this viewer.
    NotFound,
    /// To Listen: the Person has said something newer since, or has forgotten this lobby. Ask it, then ask again.
    Outdated,
    /// To Listen: enough are here; one of the shards 1 to `shards` has room.
    Elsewhere { shards: i64 },
    /// To Listen, of a shard: enough are here too.
    Full,
    /// To Viewer: whether a socket of theirs is here.
    Told { nobody: bool },
    /// To a shard's Listen: say Subscribe to the primary, with this number, then Sync, then ask again.
    Unsubscribed { gen_no: i64 },
    /// To Subscribe.
    State { gen_no: i64, state: Box<State> },
    /// To Sync.
    Synced { gen_no: i64, seq: i64, listening: bool },
    /// The object does not know its place yet: read D1, say Learn, ask again.
    Cold,
    /// To Alarm: nothing is due any more.
    Resting,
}

/// What the shell does after the commit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Effect {
    /// Tell all sockets, each what it may see of it.
    Say { delta: Box<Delta> },
    /// Tell all sockets everything anew; close those the place is not for.
    Anew { state: Box<State> },
    /// A person is another one now: tell their older sockets everything anew, or close them.
    Meet { viewer: Viewer, deleted: bool, state: Box<State> },
    /// Close the sockets whose session is over; answer with [`Command::SessionsEnded`].
    HangUpExpired,
    /// Tell a shard; answer with [`Command::ShardHas`].
    PushShard { shard: String, gen_no: i64, news: News },
}

impl Effect {
    /// For the sockets this object holds: carried out at once and in order, before anything that waits.
    pub fn is_for_sockets(&self) -> bool {
        !matches!(self, Effect::PushShard { .. })
    }
}

/// A command at work: the transaction, its one clock reading, the counters, and what it decided so far.
struct Work<'a> {
    sql: &'a dyn Sql,
    now: Millis,
    here: Here,
    live: Live,
    effects: Vec<Effect>,
}

/// Decide one command inside a transaction. `clock` is the object's clock in milliseconds.
pub fn handle(sql: &dyn Sql, clock: Millis, here: Here, command: Command) -> Result<Outcome<Answer, Effect>, Error> {
    let before = Live::load(sql)?;
    let now = clock.max(before.clock);
    let mut work = Work { sql, now, here, live: before.clone(), effects: vec![] };
    let rang = command == Command::Alarm;
    let mut answer = work.decide(command)?;
    work.tell_sockets()?;
    work.push_shards()?;
    // The clock goes along with whatever else is written, and alone only after a while.
    if work.live != before || time::is_old(before.clock, now) {
        work.live.clock = now;
        work.live.save(sql)?;
    }
    let alarm = work.next_alarm()?;
    // The end of a session behind a socket needs no watchdog.
    if rang && alarm.is_none_or(|at| at == work.live.listen_until) {
        answer = Answer::Resting;
    }
    Ok(Outcome { answer, effects: work.effects, alarm })
}

/// The place's id or the shard's name; nothing while the lobby is cold.
pub fn own_id(sql: &dyn Sql) -> Result<Option<String>, Error> {
    let shard = Live::load(sql)?.shard;
    Ok(if shard.is_some() { shard } else { state::place(sql)?.map(|place| place.id) })
}

/// Everything, now; nothing while the lobby is cold. For a socket that opens a moment after it was allowed to.
pub fn everything(sql: &dyn Sql) -> Result<Option<State>, Error> {
    state::everything(sql, Live::load(sql)?.seq)
}

impl Work<'_> {
    fn decide(&mut self, command: Command) -> Result<Answer, Error> {
        match command {
            Command::Learn { entry } => self.learn(entry),
            Command::Card { room, rev, card } => self.take(&room, rev, &card),
            Command::List => self.list(),
            Command::Count => self.counts(),
            Command::Listen { event, viewer, gen_no, limit, session_ends_at } => {
                self.listen(&event, viewer, gen_no, limit, session_ends_at)
            }
            Command::SessionsEnded { next } => {
                self.live.listen_until = next.unwrap_or(0);
                Ok(Answer::Done)
            }
            Command::Viewer { viewer, gen_no, deleted } => self.meet(viewer, gen_no, deleted),
            Command::Grow { shards } => {
                self.live.shards = if self.live.shards == shards { shards + 1 } else { self.live.shards.max(1) };
                Ok(Answer::Elsewhere { shards: self.live.shards })
            }
            Command::Subscribe { shard, gen_no } => self.subscribe(&shard, gen_no),
            Command::Sync { gen_no, news } => self.sync(gen_no, news),
            Command::ShardHas { shard, gen_no, seq, listening } => self.shard_has(&shard, gen_no, seq, listening),
            Command::Alarm => {
                self.end_sessions();
                Ok(Answer::Done)
            }
        }
    }
}

fn json<T: Serialize>(value: &T) -> Result<String, Error> {
    serde_json::to_string(value).map_err(|e| SqlError(e.to_string()))
}

fn parse<T: for<'a> Deserialize<'a>>(text: &str) -> Result<T, Error> {
    serde_json::from_str(text).map_err(|e| SqlError(e.to_string()))
}
