//! The room's sockets: who may listen, what they hear first, and when they are hung up on. The shell holds the sockets
//! themselves.

use serde::{Deserialize, Serialize};

use super::chat::{Log, Message, PAGE, Read};
use super::{Denied, Effect, PersonHere, Work};
use crate::ban::Ban;
use crate::bugs::{self, Bug};
use crate::catalogue::RoomEntry;
use crate::time::{self, Millis};
use crate::{Error, params};

/// Messages somebody hears first who has heard none yet.
const FIRST: i64 = 50;

/// What sockets are told.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Frame {
    /// Everything that changed in the chat after one number up to another.
    Chat {
        /// The number before the first change.
        after: i64,
        /// The number of the last.
        seq: i64,
        /// As they are now.
        messages: Vec<Message>,
    },
    /// Everybody here.
    People {
        /// At most sixteen.
        people: Vec<PersonHere>,
    },
    /// The list of bans is another one now.
    Bans,
    /// You were put out.
    Removed {
        /// By whom, why, until when.
        ban: Box<Ban>,
    },
}

/// Whose sockets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    /// Everybody's.
    All,
    /// These people's (`att_…`).
    Only {
        /// Who hears it.
        people: Vec<String>,
    },
}

/// Why a socket is closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// Put out.
    Removed,
    /// The seat is no longer open.
    NoSeat,
}

/// What a new listener hears first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Hello {
    /// Chat since the number they named, else the newest.
    pub log: Log,
    /// Everybody here.
    pub people: Vec<PersonHere>,
}

impl Work<'_> {
    /// Somebody with an open seat opens a socket; `ends_at`: their session's end.
    pub(super) fn listen(
        &mut self,
        room: &RoomEntry,
        person: &str,
        after: Option<i64>,
        ends_at: Millis,
    ) -> Result<Result<Hello, Denied>, Error> {
        if let Err(denied) = self.seated(room, person)? {
            return Ok(Err(denied));
        }
        self.hang_up_by(ends_at)?;
        let log = match after {
            // A number from the future is none of ours.
            Some(number) if number <= self.chat.seq => self.log(Read::After(number), PAGE)?,
            _ => self.log(Read::Latest, FIRST)?,
        };
        let complete = after.is_none() || !log.more;
        Ok(Ok(Hello { log: Log { more: !complete, ..log }, people: self.view(room, "")?.people }))
    }

    /// The seat is no longer open: its holder hears nothing more.
    pub(super) fn hang_up(&mut self, person: &str) {
        if bugs::on(Bug::RemovedGoOnHearing) {
            return;
        }
        let effect = Effect::HangUp { person: person.to_owned(), why: Why::NoSeat };
        let told = |e: &Effect| matches!(e, Effect::HangUp { person: p, .. } if p == person);
        if !self.effects.iter().any(told) {
            self.effects.push(effect);
        }
    }

    /// Have a look at the sockets' sessions at this time or sooner.
    fn hang_up_by(&mut self, at: Millis) -> Result<(), Error> {
        if self.listen_until == 0 || at < self.listen_until {
            self.listen_until = at;
            self.sql.exec("UPDATE meta SET listen_until = ?", params![at])?;
        }
        Ok(())
    }

    /// A session behind a socket is over.
    pub(super) fn end_sessions(&mut self) -> Result<(), Error> {
        if self.listen_until > 0 && self.listen_until <= self.now {
            self.sessions_ended(Some(self.now + time::SESSIONS))?;
            self.effects.push(Effect::HangUpExpired);
        }
        Ok(())
    }

    /// The sockets of ended sessions are closed; the next one ends then.
    pub(super) fn sessions_ended(&mut self, next: Option<Millis>) -> Result<(), Error> {
        self.listen_until = next.unwrap_or(0);
        self.sql.exec("UPDATE meta SET listen_until = ?", params![self.listen_until])?;
        Ok(())
    }
}
