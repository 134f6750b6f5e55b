//! The catalogue's changes reach the room. DESIGN 4, "Catalogue".

use super::Work;
use super::row::{Seat, SeatState};
use super::seats::{is_cap, role_of};
use crate::catalogue::RoomEntry;
use crate::sql::{Sql, SqlError};
use crate::{Error, params};

/// The entry this object knows, if any.
pub(super) fn load(sql: &dyn Sql) -> Result<Option<RoomEntry>, Error> {
    let Some(row) = sql.first("SELECT entry FROM room", &[])? else { return Ok(None) };
    serde_json::from_str(&row.text(0)?).map(Some).map_err(|e| SqlError(e.to_string()))
}

impl Work<'_> {
    /// Take a newer entry; ignore an older or equal one.
    pub(super) fn learn(&mut self, new: RoomEntry) -> Result<(), Error> {
        let old = load(self.sql)?;
        if old.as_ref().is_some_and(|o| o.version >= new.version) {
            return Ok(());
        }
        let text = serde_json::to_string(&new).map_err(|e| SqlError(e.to_string()))?;
        self.sql.exec(
            "INSERT INTO room (one, entry, version, attendee_limit, moderator_limit) VALUES (1, ?1, ?2, ?3, ?4)
             ON CONFLICT (one) DO UPDATE SET entry = ?1, version = ?2, attendee_limit = ?3, moderator_limit = ?4",
            params![text, new.version, new.attendee_limit.clamp(1, 13), new.moderator_limit.clamp(0, 3)],
        )?;
        if new.deleted || (new.close_now && !new.enabled) {
            for seat in Seat::all(self.sql)? {
                self.put_out(&seat.person)?;
            }
        } else if old.is_some_and(|o| o.moderators != new.moderators) {
            self.change_roles(&new)?;
        }
        self.mark_card(&new)
    }

    /// Former moderators take an attendee seat if one is free, else leave; new ones a moderator seat if one is free.
    fn change_roles(&mut self, room: &RoomEntry) -> Result<(), Error> {
        let mut changed: Vec<Seat> = Seat::all(self.sql)?.into_iter().filter(|s| !s.state.is_draining() && s.role != role_of(room, &s.person)).collect();
        // Attendees who become moderators first: they make room for the others.
        changed.sort_by_key(|s| s.role.word());
        for mut seat in changed {
            let role = role_of(room, &seat.person);
            let old = seat.role;
            seat.role = role;
            let moved = if self.has_free(room, role)? { seat.save(self.sql) } else { Err(SqlError("room_full".into())) };
            match moved {
                Ok(()) => {}
                Err(error) if is_cap(&error) => {
                    seat.role = old;
                    self.lost_role(seat)?;
                }
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    fn lost_role(&mut self, seat: Seat) -> Result<(), Error> {
        match seat.role {
            crate::card::Role::Attendee => Ok(()),
            crate::card::Role::Moderator => {
                self.spend(&seat.person)?;
                if seat.dirty { self.drain(seat, SeatState::Leaving) } else { self.free(&seat) }
            }
        }
    }
}
