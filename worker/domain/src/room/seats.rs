//! Seats: hold, release, and leases that run out. PROTOCOL 4.

use super::row::{Seat, SeatState};
use super::{Effect, FeatureBan, HoldAnswer, ReleaseAnswer, SeatView, Word, Work};
use crate::ban::{Barred, Scope};
use crate::bugs::{self, Bug};
use crate::card::Role;
use crate::catalogue::{Profile, RoomEntry};
use crate::sql::SqlError;
use crate::time;
use crate::{Error, params};

/// `seats.rev` of a new row starts here, so that it is above every revision of an earlier seat of the person.
const REVS_PER_EPOCH: i64 = 65_536;

impl Work<'_> {
    /// What the clock has decided is written first, by every command.
    pub(super) fn settle(&mut self) -> Result<(), Error> {
        if bugs::on(Bug::NothingSettles) {
            return Ok(());
        }
        let dead = self.sql.exec("SELECT conn, person FROM attempts WHERE until <= ?", params![self.now])?;
        for row in dead {
            self.sql.exec("DELETE FROM attempts WHERE conn = ?", params![row.text(0)?])?;
            self.touch(&row.text(1)?)?;
        }
        let lapsed = self.sql.exec(
            "SELECT person FROM seats WHERE state IN ('held', 'granted') AND until <= ?
             AND person NOT IN (SELECT person FROM attempts)",
            params![self.now],
        )?;
        for row in lapsed {
            let Some(mut seat) = Seat::of(self.sql, &row.text(0)?)? else { continue };
            self.spend(&seat.person)?;
            if bugs::on(Bug::LeaseFreesDirtySeat) {
                seat.dirty = false;
                seat.save(self.sql)?;
            }
            if seat.dirty { self.drain(seat, SeatState::Leaving)? } else { self.free(&seat)? }
        }
        self.settle_stage()?;
        self.offers_lapse()
    }

    pub(super) fn hold(
        &mut self,
        room: &RoomEntry,
        who: &Profile,
        epoch: i64,
        grant: bool,
        bans: &[FeatureBan],
    ) -> Result<HoldAnswer, Error> {
        let person = who.id.as_str();
        let seen = self.sql.first("SELECT epoch, spent FROM people WHERE person = ?", params![person])?;
        let seen = seen.map_or(Ok::<_, Error>((0, false)), |r| Ok((r.int(0)?, r.flag(1)?)))?;
        if epoch < seen.0 || (epoch == seen.0 && seen.1) {
            return Ok(HoldAnswer::Stale);
        }
        let seat = Seat::of(self.sql, person)?;
        if let Some(refusal) = self.refusal(room, who, seat.as_ref(), bans)? {
            if !bugs::on(Bug::RefusalSpendsNothing) {
                self.see(person, epoch, true)?;
                self.note_refusal(person, epoch, &refusal)?;
            }
            if matches!(refusal, HoldAnswer::Banned { .. } | HoldAnswer::NotFound) {
                self.leave_queue(person, Word::Over)?;
            }
            return Ok(refusal);
        }
        self.see(person, epoch, false)?;
        self.leave_queue(person, Word::Over)?;
        let shown = |s: &Seat| (s.role, s.state.is_open(), s.profile.name(), s.profile.avatar.clone());
        let before = seat.as_ref().map(shown);
        let seat = self.seat_for(room, who, seat, epoch, grant)?;
        if before != Some(shown(&seat)) {
            self.mark_card(room)?;
        }
        Ok(HoldAnswer::Seat {
            seat: SeatView { role: seat.role, state: seat.state, until: seat.until },
            sfu: room.sfu.clone(),
            room: Box::new(self.view(room, person)?),
        })
    }

    /// Why this person has no business here, whatever is free: a ban, or no such room for them.
    pub(super) fn kept_out(&self, room: &RoomEntry, who: &Profile, bans: &[FeatureBan]) -> Result<Option<HoldAnswer>, Error> {
        if let Some(barred) = self.barred(&who.id)? {
            return Ok(Some(HoldAnswer::Banned { barred }));
        }
        let feature_ban = bans.iter().filter(|b| b.feature == room.feature && b.ends_at > self.now).max_by_key(|b| b.ends_at);
        if let Some(ban) = feature_ban.cloned() {
            let barred = Barred { until: ban.ends_at, scope: Scope::Feature, by: ban.by, reason: ban.reason };
            return Ok(Some(HoldAnswer::Banned { barred }));
        }
        // Also for somebody with a seat: the Person then owes this room a release, which ends it.
        if room.deleted || room.event != who.event || !room.open_to(&who.groups) {
            return Ok(Some(HoldAnswer::NotFound));
        }
        Ok(None)
    }

    fn refusal(&self, room: &RoomEntry, who: &Profile, seat: Option<&Seat>, bans: &[FeatureBan]) -> Result<Option<HoldAnswer>, Error> {
        if let Some(answer) = self.kept_out(room, who, bans)? {
            return Ok(Some(answer));
        }
        let role = role_of(room, &who.id);
        if let Some(seat) = seat {
            // Somebody who is leaving since they no longer moderate comes back only to a free attendee seat.
            let demoted = seat.role == Role::Moderator && role == Role::Attendee && !self.has_free(room, role, &who.id)?;
            return Ok(((seat.state == SeatState::Evicting && !bugs::on(Bug::EvictingReopens)) || demoted).then_some(HoldAnswer::Evicting));
        }
        if let Some(answer) = self.no_entry(room, role) {
            return Ok(Some(answer));
        }
        let full = !self.has_free(room, role, &who.id)?;
        Ok(full.then_some(HoldAnswer::Full { attendee_limit: room.attendee_limit }))
    }

    /// Whether a seat of this role is free for this person, by counting: the seats of attendees, and those before them in
    /// the queue. Whoever has an offer is before all who have none.
    pub(super) fn has_free(&self, room: &RoomEntry, role: Role, person: &str) -> Result<bool, Error> {
        if bugs::on(Bug::CapsOff) || bugs::on(Bug::CapsAndWallOff) {
            return Ok(true);
        }
        let limit = match role {
            Role::Attendee => room.attendee_limit,
            Role::Moderator => room.moderator_limit,
        };
        let count = || self.sql.number("SELECT COUNT(*) FROM seats WHERE role = ?", params![role.word()]);
        let taken = bugs::remembered(&room.id, role.word(), count)?;
        if role == Role::Moderator || !self.queue.waits || bugs::on(Bug::OffersNotCounted) {
            return Ok(taken < limit);
        }
        let before = "SELECT COUNT(*) FROM waiting WHERE person <> ?1
            AND (offer_until IS NOT NULL OR seq < (SELECT COALESCE(MAX(seq), ?2) FROM waiting WHERE person = ?1))";
        Ok(taken + self.sql.number(before, params![person, i64::from(u32::MAX)])? < limit)
    }

    fn seat_for(&mut self, room: &RoomEntry, who: &Profile, old: Option<Seat>, epoch: i64, grant: bool) -> Result<Seat, Error> {
        let Some(mut seat) = old else {
            let seat = Seat {
                person: who.id.clone(),
                role: role_of(room, &who.id),
                epoch,
                state: if grant { SeatState::Granted } else { SeatState::Held },
                until: Some(self.now + time::LEASE),
                dirty: false,
                confirmed: false,
                clean_at: None,
                rev: epoch * REVS_PER_EPOCH,
                crev: 0,
                profile: who.clone(),
            };
            seat.insert(self.sql)?;
            return Ok(seat);
        };
        if seat.state.is_draining() {
            seat.clean_at = None;
            self.drop_job("remove", &seat.person)?;
        }
        let role = role_of(room, &who.id);
        if seat.role != role && self.has_free(room, role, &who.id)? {
            seat.role = role;
        }
        seat.epoch = epoch;
        seat.profile = who.clone();
        if seat.state != SeatState::Live {
            seat.state = if grant || seat.state == SeatState::Granted { SeatState::Granted } else { SeatState::Held };
            seat.until = Some(self.now + time::LEASE);
        }
        seat.save(self.sql)?;
        Ok(seat)
    }

    pub(super) fn release(&mut self, person: &str, fence: i64, evict: bool) -> Result<ReleaseAnswer, Error> {
        let seat = Seat::of(self.sql, person)?;
        if seat.as_ref().is_some_and(|s| s.epoch >= fence) {
            return Ok(ReleaseAnswer::Stale);
        }
        // The fence is written also without a seat: a late hold of an older epoch must find it.
        let seen = self.sql.first("SELECT epoch FROM people WHERE person = ?", params![person])?.map_or(Ok(-1), |r| r.int(0))?;
        if bugs::on(Bug::ReleaseComparesNewest) && seen > fence {
            return Ok(ReleaseAnswer::Stale);
        }
        if seen < fence && !(bugs::on(Bug::NoFenceWithoutSeat) && seat.is_none()) {
            self.see(person, fence, true)?;
        }
        let Some(seat) = seat else { return Ok(ReleaseAnswer::Gone) };
        if !seat.dirty {
            self.delete_seat(&seat)?;
            return Ok(ReleaseAnswer::Gone);
        }
        let quiet = !seat.confirmed || bugs::on(Bug::QuietAtOnce);
        match (seat.state, evict) {
            (SeatState::Evicting, _) | (SeatState::Leaving, false) => self.ask_removal(&seat)?,
            (_, true) => self.drain(seat, SeatState::Evicting)?,
            (_, false) => self.drain(seat, SeatState::Leaving)?,
        }
        Ok(if quiet { ReleaseAnswer::Quiet } else { ReleaseAnswer::Draining })
    }

    /// Remember the newest epoch of a person, and whether it can still make a seat.
    fn see(&self, person: &str, epoch: i64, spent: bool) -> Result<(), Error> {
        self.sql.exec(
            "INSERT INTO people (person, epoch, spent) VALUES (?1, ?2, ?3)
             ON CONFLICT (person) DO UPDATE SET epoch = ?2, spent = ?3 WHERE epoch <> ?2 OR spent <> ?3",
            params![person, epoch, spent],
        )?;
        Ok(())
    }

    pub(super) fn spend(&self, person: &str) -> Result<(), Error> {
        self.sql.exec("UPDATE people SET spent = 1 WHERE person = ? AND spent = 0", params![person])?;
        Ok(())
    }

    /// The attempts changed: whatever was asked of LiveKit before proves nothing about this seat.
    pub(super) fn touch(&self, person: &str) -> Result<(), Error> {
        self.sql.exec("UPDATE seats SET rev = rev + 1, clean_at = NULL WHERE person = ?", params![person])?;
        Ok(())
    }

    pub(super) fn has_attempt(&self, person: &str) -> Result<bool, Error> {
        Ok(self.sql.first("SELECT 1 FROM attempts WHERE person = ? LIMIT 1", params![person])?.is_some())
    }

    /// Delete a clean seat and tell its Person.
    pub(super) fn free(&mut self, seat: &Seat) -> Result<(), Error> {
        self.delete_seat(seat)?;
        let epoch = self.sql.number("SELECT COALESCE(MAX(epoch), 0) FROM people WHERE person = ?", params![&seat.person])?;
        self.effects.push(Effect::Freed { person: seat.person.clone(), epoch, quiet: false });
        Ok(())
    }

    fn delete_seat(&mut self, seat: &Seat) -> Result<(), Error> {
        self.closes(seat)?;
        self.sql.exec("DELETE FROM seats WHERE person = ?", params![&seat.person])?;
        self.drop_job("remove", &seat.person)?;
        self.mark_cards()
    }

    /// The seat is about to be open no longer: its holder hears nothing more, and their stay is over.
    fn closes(&mut self, seat: &Seat) -> Result<(), Error> {
        if seat.state.is_open() {
            self.queue.emptied = true;
            self.hang_up(&seat.person);
            self.off_stage(&seat.person)?;
            self.hand_falls(&seat.person)?;
        }
        self.visit_ends(seat)
    }

    /// Wait for LiveKit's proof that the body is gone; the seat counts until then.
    pub(super) fn drain(&mut self, mut seat: Seat, to: SeatState) -> Result<(), Error> {
        self.closes(&seat)?;
        seat.state = to;
        seat.until = None;
        seat.clean_at = None;
        seat.save(self.sql)?;
        self.mark_cards()?;
        self.schedule("list", "", self.now + time::PASS_DRAINING)?;
        self.ask_removal(&seat)
    }

    /// Ask LiveKit now, and again by job until it is proven.
    pub(super) fn ask_removal(&mut self, seat: &Seat) -> Result<(), Error> {
        let open = self.has_attempt(&seat.person)?;
        self.schedule("remove", &seat.person, self.now + time::backoff(0))?;
        let effect = Effect::RemoveBody { person: seat.person.clone(), rev: seat.rev, open };
        if !self.effects.contains(&effect) {
            self.effects.push(effect);
        }
        Ok(())
    }
}

/// The role somebody's next seat in this room has.
pub(super) fn role_of(room: &RoomEntry, person: &str) -> Role {
    if room.moderators.iter().any(|m| m.id == person) { Role::Moderator } else { Role::Attendee }
}

/// Whether the schema refused a seat (the code should have refused before).
pub(super) fn is_cap(error: &SqlError) -> bool {
    error.0.contains("room_full") || error.0.contains("moderators_full")
}
