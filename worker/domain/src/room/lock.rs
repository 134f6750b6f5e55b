//! The room's lock: nobody new gets in but moderators. Who has a seat, also one that drains, keeps it. It ends by itself
//! when the last open seat goes.

use super::{Denied, Floor, HoldAnswer, Work};
use crate::ban::By;
use crate::bugs::{self, Bug};
use crate::card::Role;
use crate::catalogue::RoomEntry;
use crate::{Error, params};

impl Work<'_> {
    /// Lock or unlock, as a moderator.
    pub(super) fn lock_room(&mut self, room: &RoomEntry, by: &By, locked: bool) -> Result<Result<Floor, Denied>, Error> {
        if let Err(denied) = self.moderator(room, by) {
            return Ok(Err(denied));
        }
        self.set_lock(room, locked)?;
        self.floor().map(Ok)
    }

    fn set_lock(&mut self, room: &RoomEntry, locked: bool) -> Result<(), Error> {
        if self.queue.locked == locked {
            return Ok(());
        }
        self.sql.exec("UPDATE meta SET locked = ?", params![locked])?;
        self.queue.locked = locked;
        self.floor_changed = true;
        self.mark_card(room)
    }

    /// The last one went: the next ones find the door open.
    pub(super) fn unlock_if_empty(&mut self, room: &RoomEntry) -> Result<(), Error> {
        if !self.queue.locked || !self.queue.emptied || bugs::on(Bug::LockOutlivesStay) {
            return Ok(());
        }
        let inside = self.sql.first("SELECT 1 FROM seats WHERE state IN ('granted', 'live') LIMIT 1", &[])?;
        if inside.is_none() { self.set_lock(room, false) } else { Ok(()) }
    }

    /// Why nobody new gets in at all, whatever is free.
    pub(super) fn no_entry(&self, room: &RoomEntry, role: Role) -> Option<HoldAnswer> {
        if !room.enabled {
            return Some(HoldAnswer::Closed { reason: room.closed_reason.clone() });
        }
        let shut = self.queue.locked && !bugs::on(Bug::LockKeepsNobodyOut);
        (shut && role == Role::Attendee).then_some(HoldAnswer::Locked)
    }
}
