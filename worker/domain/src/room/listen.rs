//! The room's sockets: who may listen, what they hear first, and when they are hung up on. The shell holds the sockets
//! themselves.

use serde::{Deserialize, Serialize};

use super::chat::{Log, Message, PAGE, Read};
use super::{Denied, Effect, Floor, PersonHere, Tool, Work};
use crate::ban::Ban;
use crate::bugs::{self, Bug};
use crate::catalogue::{Named, RoomEntry};
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
    /// The organizer changed the room.
    Room {
        /// As it is now.
        room: Box<Facts>,
    },
    /// Who shares, whose hand is up, what is locked.
    Floor {
        /// As it is now.
        floor: Box<Floor>,
    },
    /// A moderator muted you. You may unmute yourself.
    Muted {
        /// Who did it.
        by: Named,
        /// Microphone or camera.
        what: Tool,
    },
    /// Your stay ended by a change of the organizer's; the socket closes next.
    PutOut {
        /// Which.
        why: Ended,
        /// What the organizer says to it.
        reason: Option<String>,
    },
}

/// What everybody inside knows of the room itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts {
    /// Name people see.
    pub name: String,
    /// Free text under the name.
    pub description: Option<String>,
    /// Name of an icon of the picker.
    pub icon: Option<String>,
    /// Address of the cover image.
    pub image: Option<String>,
    /// Attendee seats, 1 to 13.
    pub attendee_limit: i64,
    /// Moderator seats, 0 to 3.
    pub moderator_limit: i64,
    /// Those named to moderate it, here or not.
    pub moderators: Vec<Named>,
    /// The event's IANA time zone: "the rest of the day" ends there.
    pub time_zone: String,
    /// The event's end.
    pub event_ends_at: Millis,
}

impl From<&RoomEntry> for Facts {
    fn from(room: &RoomEntry) -> Facts {
        Facts {
            name: room.name.clone(),
            description: room.description.clone(),
            icon: room.icon.clone(),
            image: room.image.clone(),
            attendee_limit: room.attendee_limit,
            moderator_limit: room.moderator_limit,
            moderators: room.moderators.clone(),
            time_zone: room.time_zone.clone(),
            event_ends_at: room.event_ends_at,
        }
    }
}

/// Which change of the organizer's ended a stay.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ended {
    /// The room was closed for those inside too.
    RoomClosed,
    /// The room is gone.
    RoomDeleted,
    /// They moderated the room; now they do not, and no attendee seat is free.
    NoLongerModerator,
    /// The room is for groups they are not in.
    NotForYou,
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
    /// The room itself.
    pub room: Facts,
    /// Who shares, whose hand is up, what is locked.
    pub floor: Floor,
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
        self.hears(person)?;
        let log = match after {
            // A number from the future is none of ours.
            Some(number) if number <= self.chat.seq => self.log(Read::After(number), PAGE)?,
            _ => self.log(Read::Latest, FIRST)?,
        };
        let complete = after.is_none() || !log.more;
        Ok(Ok(Hello { log: Log { more: !complete, ..log }, people: self.view(room, "")?.people, room: room.into(), floor: self.floor()? }))
    }

    /// Their stay ends by the organizer's doing. Said before the seat goes: the socket closes with it.
    pub(super) fn tell_ended(&mut self, person: &str, why: Ended, reason: Option<String>) {
        let to = Audience::Only { people: vec![person.to_owned()] };
        self.effects.push(Effect::Say { to, frame: Frame::PutOut { why, reason } });
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
