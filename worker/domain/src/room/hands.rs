//! Raised hands, in the order they went up. A hand falls when its seat is open no longer.

use super::row::Seat;
use super::{Denied, Hand, Work};
use crate::ban::By;
use crate::bugs::{self, Bug};
use crate::catalogue::RoomEntry;
use crate::{Error, params};

impl Work<'_> {
    /// Raise or lower one's own. Twice is once.
    pub(super) fn raise_hand(&mut self, room: &RoomEntry, person: &str, raised: bool) -> Result<Option<Denied>, Error> {
        if let Err(denied) = self.seated(room, person)? {
            return Ok(Some(denied));
        }
        if !raised {
            self.lower(Some(person))?;
            return Ok(None);
        }
        let up = "INSERT INTO hands (person, at) VALUES (?, ?) ON CONFLICT (person) DO NOTHING RETURNING seq";
        if !self.sql.exec(up, params![person, self.now])?.is_empty() {
            self.queue.hands = true;
            self.floor_changed = true;
        }
        Ok(None)
    }

    /// Lower somebody's, or without a name all, as a moderator.
    pub(super) fn lower_hands(&mut self, room: &RoomEntry, by: &By, person: Option<&str>) -> Result<Option<Denied>, Error> {
        if let Err(denied) = self.moderator(room, by) {
            return Ok(Some(denied));
        }
        // Somebody who is not here has none; whether the one who is had theirs up does not matter.
        if let Some(person) = person
            && Seat::of(self.sql, person)?.is_none()
        {
            return Ok(Some(Denied::NotFound));
        }
        self.lower(person)?;
        Ok(None)
    }

    /// Whose seat is open no longer has no hand up.
    pub(super) fn hand_falls(&mut self, person: &str) -> Result<(), Error> {
        if bugs::on(Bug::HandOutlivesSeat) { Ok(()) } else { self.lower(Some(person)) }
    }

    fn lower(&mut self, person: Option<&str>) -> Result<(), Error> {
        if !self.queue.hands {
            return Ok(());
        }
        let down = "DELETE FROM hands WHERE ?1 IS NULL OR person = ?1 RETURNING seq";
        if !self.sql.exec(down, params![person])?.is_empty() {
            self.floor_changed = true;
        }
        Ok(())
    }

    /// All that are up, the longest first.
    pub(super) fn hands(&self) -> Result<Vec<Hand>, Error> {
        if !self.queue.hands {
            return Ok(vec![]);
        }
        let rows = self.sql.exec("SELECT person, at FROM hands ORDER BY seq", &[])?;
        rows.iter().map(|row| Ok(Hand { person: row.text(0)?, at: row.int(1)? })).collect()
    }
}
