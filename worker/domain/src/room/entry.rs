//! The catalogue's changes reach the room. CONTRIBUTING, "Catalogue".

use super::row::{Seat, SeatState};
use super::seats::{is_cap, role_of};
use super::{Audience, Effect, Ended, Facts, Frame, Work};
use crate::bugs::{self, Bug};
use crate::card::Role;
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
        if old.as_ref().is_some_and(|o| o.version >= new.version && !bugs::on(Bug::OlderEntryTaken)) {
            return Ok(());
        }
        let text = serde_json::to_string(&new).map_err(|e| SqlError(e.to_string()))?;
        self.sql.exec(
            "INSERT INTO room (one, entry, version, attendee_limit, moderator_limit) VALUES (1, ?1, ?2, ?3, ?4)
             ON CONFLICT (one) DO UPDATE SET entry = ?1, version = ?2, attendee_limit = ?3, moderator_limit = ?4",
            params![text, new.version, new.attendee_limit.clamp(1, 13), new.moderator_limit.clamp(0, 3)],
        )?;
        if new.cleared_at > old.as_ref().map_or(0, |old| old.cleared_at) {
            self.clear(new.cleared_at)?;
        }
        self.sift_queue(&new)?;
        if new.deleted || (new.close_now && !new.enabled) {
            let (why, reason) = if new.deleted { (Ended::RoomDeleted, None) } else { (Ended::RoomClosed, new.closed_reason.clone()) };
            for seat in Seat::all(self.sql)? {
                if seat.state.is_open() {
                    self.tell_ended(&seat.person, why, reason.clone());
                }
                self.put_out(&seat.person)?;
            }
        } else if let Some(old) = old {
            let facts = Facts::from(&new);
            if Facts::from(&old) != facts {
                self.effects.push(Effect::Say { to: Audience::All, frame: Frame::Room { room: Box::new(facts) } });
            }
            if old.groups != new.groups {
                self.limit(&new)?;
            }
            if old.moderators != new.moderators {
                self.change_roles(&new)?;
                self.locks_changed(&new)?;
            }
        }
        self.mark_card(&new)
    }

    /// The feature was limited to groups: who is in none of them leaves.
    fn limit(&mut self, room: &RoomEntry) -> Result<(), Error> {
        let outside = Seat::all(self.sql)?.into_iter().filter(|s| !s.state.is_draining() && !room.open_to(&s.profile.groups));
        for seat in outside {
            if seat.state.is_open() {
                self.tell_ended(&seat.person, Ended::NotForYou, None);
            }
            self.spend(&seat.person)?;
            if seat.dirty { self.drain(seat, SeatState::Leaving)? } else { self.free(&seat)? }
        }
        Ok(())
    }

    /// Former moderators take an attendee seat if one is free, else leave; new ones a moderator seat if one is free.
    fn change_roles(&mut self, room: &RoomEntry) -> Result<(), Error> {
        let changed = Seat::all(self.sql)?.into_iter().filter(|s| !s.state.is_draining() && s.role != role_of(room, &s.person));
        let (up, down): (Vec<Seat>, Vec<Seat>) = changed.partition(|s| s.role == Role::Attendee);
        // Attendees who become moderators first: they make room for the others, who in turn make room for them.
        for seat in up.iter().chain(&down).chain(&up) {
            self.change_role(room, &seat.person)?;
        }
        Ok(())
    }

    fn change_role(&mut self, room: &RoomEntry, person: &str) -> Result<(), Error> {
        let role = role_of(room, person);
        let Some(mut seat) = Seat::of(self.sql, person)?.filter(|s| s.role != role) else { return Ok(()) };
        let old = std::mem::replace(&mut seat.role, role);
        let moved = if self.has_free(room, role, person)? { seat.save(self.sql) } else { Err(SqlError("room_full".into())) };
        match moved {
            Err(error) if is_cap(&error) => {
                seat.role = old;
                self.lost_role(seat)
            }
            other => other,
        }
    }

    fn lost_role(&mut self, seat: Seat) -> Result<(), Error> {
        match seat.role {
            Role::Attendee => Ok(()),
            Role::Moderator => {
                if seat.state.is_open() {
                    self.tell_ended(&seat.person, Ended::NoLongerModerator, None);
                }
                self.spend(&seat.person)?;
                if seat.dirty { self.drain(seat, SeatState::Leaving) } else { self.free(&seat) }
            }
        }
    }
}
