//! Where this person waits for a seat. The rooms have the queues and the offers; here is what they said of them, for the
//! person's sockets, and what they must hear: that somebody does not wait any more, or is another one now.

use serde::{Deserialize, Serialize};

use super::{Answer, Effect, Frame, Refusal, Work};
use crate::catalogue::Named;
use crate::room::{HoldAnswer, WaitAnswer, Word};
use crate::time::{self, Millis};
use crate::{Error, params};

/// A seat kept for this person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offer {
    /// Where.
    pub room: Named,
    /// `fea_…`
    pub feature: String,
    /// Till then.
    pub until: Millis,
}

impl Work<'_> {
    /// Get in line there. What else may speak against it, the room says.
    pub(super) fn wait(&mut self, room: &str) -> Result<Answer, Error> {
        if let Some(barred) = self.barred()? {
            return Ok(Answer::Refused { refusal: Refusal::Banned { barred } });
        }
        let Some(person) = self.profile.clone() else { return Ok(Answer::Cold) };
        let row = self.sql.first(
            "INSERT INTO waits (room, gen) VALUES (?1, ?2)
             ON CONFLICT (room) DO UPDATE SET gen = MAX(gen + 1, ?2), due = NULL, leaves = 0 RETURNING gen",
            params![room, self.now],
        )?;
        let gen_no = row.map_or(Ok(self.now), |row| row.int(0))?;
        let feature_bans = self.feature_bans()?;
        self.effects.push(Effect::Wait { room: room.to_owned(), gen_no, person: Box::new(person), feature_bans });
        Ok(Answer::Pending)
    }

    /// The room answered. Of one that is not there nothing is kept.
    pub(super) fn wait_answered(&mut self, room: &str, answer: WaitAnswer) -> Result<Answer, Error> {
        if matches!(&answer, WaitAnswer::Refused { answer } if **answer == HoldAnswer::NotFound) {
            self.sql.exec("DELETE FROM waits WHERE room = ? AND rev = 0", params![room])?;
        }
        Ok(Answer::Waiting { answer })
    }

    /// Not any more. The room is told until it answers.
    pub(super) fn unwait(&mut self, room: &str) -> Result<Answer, Error> {
        self.sql.exec("UPDATE waits SET due = ?, tries = 0, leaves = 1 WHERE room = ?", params![self.now, room])?;
        self.tell_rooms()?;
        Ok(Answer::Done)
    }

    /// Rooms where the person may wait must look again; `leaves`: they do not want to, or must not.
    pub(super) fn queues_must_hear(&mut self, leaves: bool) -> Result<(), Error> {
        self.sql.exec("UPDATE waits SET due = ?, tries = 0, leaves = MAX(leaves, ?)", params![self.now, leaves])?;
        self.tell_rooms()
    }

    /// Tell rooms what is due; again until they answer.
    pub(super) fn tell_rooms(&mut self) -> Result<(), Error> {
        let Some(person) = self.profile.clone() else { return Ok(()) };
        for row in self.sql.exec("SELECT room, gen, leaves, tries FROM waits WHERE due <= ?", params![self.now])? {
            let (room, tries) = (row.text(0)?, row.int(3)?);
            let due = self.now + time::backoff(tries);
            self.sql.exec("UPDATE waits SET due = ?, tries = tries + 1 WHERE room = ?", params![due, &room])?;
            let (person, feature_bans) = (Box::new(person.clone()), self.feature_bans()?);
            self.effects.push(Effect::Unwait { room, gen_no: row.int(1)?, leaves: row.flag(2)?, person, feature_bans });
        }
        Ok(())
    }

    /// A room has heard it, under that number and of that version of the person.
    pub(super) fn unwaited(&mut self, room: &str, gen_no: i64, leaves: bool, version: i64) -> Result<Answer, Error> {
        if self.profile.as_ref().is_none_or(|profile| profile.version <= version) {
            let heard = "UPDATE waits SET due = NULL, tries = 0, leaves = 0 WHERE room = ? AND gen = ? AND leaves <= ?";
            self.sql.exec(heard, params![room, gen_no, leaves])?;
        }
        Ok(Answer::Done)
    }

    /// What became of an offer. Older words than the newest say nothing.
    pub(super) fn word(&mut self, rev: i64, room: Named, feature: String, word: Word) -> Result<Answer, Error> {
        let old = self.sql.first("SELECT rev, offer_until FROM waits WHERE room = ?", params![&room.id])?;
        let (seen, was) = old.map_or(Ok::<_, Error>((0, None)), |row| Ok((row.int(0)?, row.opt_int(1)?)))?;
        if rev <= seen {
            return Ok(Answer::Done);
        }
        let until = if let Word::Offered { until } = word { Some(until) } else { None };
        self.sql.exec(
            "INSERT INTO waits (room, gen, name, feature, rev, offer_until) VALUES (?1, 0, ?2, ?3, ?4, ?5)
             ON CONFLICT (room) DO UPDATE SET name = ?2, feature = ?3, rev = ?4, offer_until = ?5",
            params![&room.id, &room.name, &feature, rev, until],
        )?;
        let frame = match word {
            Word::Offered { until } if until > self.now => Frame::SeatFree { offer: Offer { room, feature, until } },
            Word::Lapsed => Frame::SeatLapsed { room, feature },
            // Taken, given up or withdrawn: the tabs take what is left.
            Word::Over if was.is_some() => self.hello()?,
            Word::Offered { .. } | Word::Over => return Ok(Answer::Done),
        };
        self.say(frame)
    }

    /// Seats kept for this person now, the one that lapses first first.
    pub(super) fn offers(&self) -> Result<Vec<Offer>, Error> {
        let open = "SELECT room, name, feature, offer_until FROM waits WHERE offer_until > ? ORDER BY offer_until, room";
        let read = |row: &crate::sql::Row| {
            let room = Named { id: row.text(0)?, name: row.opt_text(1)?.unwrap_or_default() };
            Ok(Offer { room, feature: row.opt_text(2)?.unwrap_or_default(), until: row.int(3)? })
        };
        self.sql.exec(open, params![self.now])?.iter().map(read).collect()
    }
}
