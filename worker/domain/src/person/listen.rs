//! The person's sockets, one for each tab: told of removals, take-overs and bans wherever they are in the app.

use serde::{Deserialize, Serialize};

use super::{Answer, Connection, Effect, Offer, Work};
use crate::Error;
use crate::ban::Ban;
use crate::catalogue::Named;
use crate::time::{self, Millis};

/// What a person's sockets are told.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Frame {
    /// First, and whenever it must be taken anew: where the person is.
    Hello {
        /// The room they have a claim on.
        room: Option<Named>,
        /// Seats kept for them.
        offers: Vec<Offer>,
        /// Requests that wait for their answer.
        pending: i64,
    },
    /// You were put out.
    Removed {
        /// By whom, why, until when.
        ban: Box<Ban>,
    },
    /// You may come back before your ban's end.
    BanLifted {
        /// `ban_…`
        ban: String,
        /// Where it was made.
        room: Option<Named>,
    },
    /// This entry was taken over by another tab or moved away from.
    Superseded {
        /// The client's id of the entry.
        entry_id: String,
        /// The room it was for.
        room: Option<Named>,
    },
    /// A seat is kept for you.
    SeatFree {
        /// Where, till when.
        offer: Offer,
    },
    /// It was kept in vain: you do not wait there any more.
    SeatLapsed {
        /// Where.
        room: Named,
        /// `fea_…`
        feature: String,
    },
    /// A connection is another one now, or new.
    Connection {
        /// As this person sees it.
        connection: Box<Connection>,
    },
}

impl Work<'_> {
    /// A tab opens a socket; `ends_at`: its session's end.
    pub(super) fn listen(&mut self, ends_at: Millis) -> Result<Answer, Error> {
        if self.me.listen_until == 0 || ends_at < self.me.listen_until {
            self.me.listen_until = ends_at;
        }
        Ok(Answer::Listening { hello: self.hello()? })
    }

    /// All that a tab needs to know first.
    pub(super) fn hello(&self) -> Result<Frame, Error> {
        Ok(Frame::Hello { room: self.here(), offers: self.offers()?, pending: self.pending()? })
    }

    /// A session behind a socket is over.
    pub(super) fn end_sessions(&mut self) {
        if self.me.listen_until > 0 && self.me.listen_until <= self.now {
            self.me.listen_until = self.now + time::SESSIONS;
            self.effects.push(Effect::HangUpExpired);
        }
    }

    /// An entry ended without its tab's doing: say so to whoever has it.
    pub(super) fn tell_superseded(&mut self, entry: &str, room: &str) -> Result<(), Error> {
        let name = if self.me.cur.as_ref().is_some_and(|c| c.room == room) { self.me.cur_name.clone() } else { None };
        let room = name.map(|name| Named { id: room.to_owned(), name });
        self.effects.push(Effect::Say { frame: Frame::Superseded { entry_id: entry.to_owned(), room } });
        Ok(())
    }

    fn here(&self) -> Option<Named> {
        let cur = self.me.cur.as_ref()?;
        Some(Named { id: cur.room.clone(), name: self.me.cur_name.clone().unwrap_or_default() })
    }
}
