//! The jobs table: one row for each thing that must not be lost, one alarm for the earliest.

use super::view::live_card;
use super::{Audience, Effect, Frame, Work};
use crate::catalogue::RoomEntry;
use crate::time::{self, Millis};
use crate::{Error, params};

impl Work<'_> {
    /// Have this done at `due` or sooner.
    pub(super) fn schedule(&self, kind: &str, key: &str, due: Millis) -> Result<(), Error> {
        self.sql.exec(
            "INSERT INTO jobs (kind, key, due) VALUES (?1, ?2, ?3)
             ON CONFLICT (kind, key) DO UPDATE SET due = ?3, tries = 0 WHERE due > ?3",
            params![kind, key, due],
        )?;
        Ok(())
    }

    pub(super) fn drop_job(&self, kind: &str, key: &str) -> Result<(), Error> {
        self.sql.exec("DELETE FROM jobs WHERE kind = ? AND key = ?", params![kind, key])?;
        Ok(())
    }

    pub(super) fn is_due(&self, kind: &str, key: &str) -> Result<bool, Error> {
        Ok(self.sql.first("SELECT 1 FROM jobs WHERE kind = ? AND key = ? AND due <= ?", params![kind, key, self.now])?.is_some())
    }

    /// The card changed: push it to each place it shows within [`time::CARD`]. `tries` 0 marks a change not yet sent.
    pub(super) fn mark_card(&self, room: &RoomEntry) -> Result<(), Error> {
        for place in room.places() {
            self.sql.exec(
                "INSERT INTO jobs (kind, key, due) VALUES ('card', ?1, ?2)
                 ON CONFLICT (kind, key) DO UPDATE SET due = MIN(due, ?2), tries = 0",
                params![place, self.now + time::CARD],
            )?;
        }
        Ok(())
    }

    /// [`Self::mark_card`] where the entry is not at hand.
    pub(super) fn mark_cards(&self) -> Result<(), Error> {
        super::entry::load(self.sql)?.map_or(Ok(()), |room| self.mark_card(&room))
    }

    pub(super) fn push_cards(&mut self, room: &RoomEntry) -> Result<(), Error> {
        let due = self.sql.exec("SELECT key, tries FROM jobs WHERE kind = 'card' AND due <= ?", params![self.now])?;
        if due.is_empty() {
            return Ok(());
        }
        // A repetition keeps its number: else two slow lobbies would make each other's answers too old for ever.
        for row in &due {
            if row.int(1)? == 0 {
                self.sql.exec("UPDATE meta SET card_rev = card_rev + 1", &[])?;
                let people = self.view(room, "")?.people;
                self.effects.push(Effect::Say { to: Audience::All, frame: Frame::People { people } });
                break;
            }
        }
        let rev = self.sql.number("SELECT card_rev FROM meta", &[])?;
        let card = live_card(self.sql)?;
        let places = room.places();
        for row in due {
            let (place, tries) = (row.text(0)?, row.int(1)?);
            if !places.contains(&place) {
                self.drop_job("card", &place)?;
                continue;
            }
            self.sql.exec(
                "UPDATE jobs SET due = ?, tries = ? WHERE kind = 'card' AND key = ?",
                params![self.now + time::backoff(tries), tries + 1, &place],
            )?;
            self.effects.push(Effect::PushCard { place, rev, card: card.clone() });
        }
        Ok(())
    }

    /// A lobby has it: done, unless the card has changed since (`tries` 0) or a newer one is on its way.
    pub(super) fn card_taken(&self, place: &str, rev: i64) -> Result<(), Error> {
        self.sql.exec(
            "DELETE FROM jobs WHERE kind = 'card' AND key = ? AND tries > 0 AND (SELECT card_rev FROM meta) = ?",
            params![place, rev],
        )?;
        Ok(())
    }

    /// The earliest time anything here is due. (A Durable Object's SQLite takes no compound SELECT of more than five.)
    pub(super) fn next_alarm(&self) -> Result<Option<Millis>, Error> {
        let due = self.sql.first(
            "SELECT (SELECT MIN(due) FROM jobs),
                    (SELECT MIN(until) FROM seats WHERE until IS NOT NULL AND person NOT IN (SELECT person FROM attempts)),
                    (SELECT MIN(until) FROM attempts),
                    (SELECT until FROM stage), (SELECT deaf_until FROM stage),
                    (SELECT MIN(offer_until) FROM waiting),
                    (SELECT told_at + ? FROM meta WHERE chat_seq > told_seq),
                    (SELECT listen_until FROM meta WHERE listen_until > 0)",
            params![time::CHAT],
        )?;
        due.map_or(Ok(None), |row| row.earliest())
    }
}
