//! Entering, moving, leaving, and what rooms answer. PROTOCOL 3.

use super::row::Claim;
use super::{Answer, Effect, Frame, Refusal, Work};
use crate::bugs::{self, Bug};
use crate::catalogue::Named;
use crate::room::{HoldAnswer, ReleaseAnswer};
use crate::time;
use crate::{Error, params};

impl Work<'_> {
    pub(super) fn enter(&mut self, room: &str, id: &str, hold: bool, moving: bool) -> Result<Answer, Error> {
        if let Some(barred) = self.barred()? {
            self.note_refusal(room)?;
            return Ok(refused(Refusal::Banned { barred }));
        }
        let ended = self.sql.first("SELECT 1 FROM old_joins WHERE id = ? AND at > ?", params![id, self.now - time::OLD_JOIN])?;
        if ended.is_some() {
            return Ok(refused(Refusal::Superseded));
        }
        let same = |c: &Option<Claim>| c.as_ref().is_some_and(|c| c.join == id);
        if same(&self.me.cur) || same(&self.me.next) {
            return self.go_on(room, id, hold);
        }
        let here = |c: &Option<Claim>| c.as_ref().is_some_and(|c| c.room == room);
        if hold && (here(&self.me.cur) || here(&self.me.next)) {
            return Ok(Answer::Here { room: room.to_owned() });
        }
        if let Some(other) = [&self.me.cur, &self.me.next].into_iter().flatten().find(|c| c.room != room)
            && (hold || !moving)
        {
            let name = if here_is(&self.me.cur, &other.room) { self.me.cur_name.clone() } else { None };
            return Ok(refused(Refusal::InAnotherRoom { room: other.room.clone(), name: name.unwrap_or_default() }));
        }
        self.enter_anew(room, id, hold)
    }

    /// The same entry calls again: a retry, a reload, the dialog's renewal, or Join after the dialog.
    fn go_on(&mut self, room: &str, id: &str, hold: bool) -> Result<Answer, Error> {
        let claim = [&self.me.next, &self.me.cur].into_iter().flatten().find(|c| c.join == id && c.room == room).cloned();
        // An entry id belongs to one room.
        let Some(claim) = claim else { return Ok(refused(Refusal::Superseded)) };
        if self.me.away_join.as_deref() == Some(id) {
            self.me.away_join = None;
            self.me.away_at = None;
        }
        if hold && !self.me.wants {
            let until = self.me.held_at.unwrap_or(self.now) + time::DIALOG;
            if self.now >= until {
                self.forget(room, id)?;
                return Ok(refused(Refusal::HoldExpired));
            }
        } else if !hold {
            self.me.wants = true;
            if self.me.cur.as_ref() == Some(&claim) || self.me.cur.is_none() {
                self.me.held_at = None;
            }
        }
        self.send_releases()?;
        self.send_hold(&claim, false)?;
        Ok(Answer::Pending)
    }

    fn enter_anew(&mut self, room: &str, id: &str, hold: bool) -> Result<Answer, Error> {
        self.me.epoch += 1;
        let epoch = self.me.epoch;
        let claim = Claim { room: room.to_owned(), epoch, join: id.to_owned() };
        if let Some(next) = self.me.next.take() {
            self.me.next_at = None;
            if next.room == room {
                self.end_join(&next.join)?;
                self.tell_superseded(&next.join, room)?;
            } else {
                self.owe_at(&next.room, epoch, false)?;
            }
        }
        match self.me.cur.clone() {
            Some(cur) if cur.room == room => {
                self.end_join(&cur.join)?;
                self.tell_superseded(&cur.join, room)?;
                self.me.cur = Some(claim.clone());
            }
            _ => {
                self.me.next = Some(claim.clone());
                self.me.next_at = Some(self.now);
            }
        }
        self.me.wants = !hold;
        // A move keeps `held_at`: if it comes to nothing, the dialog it came from goes on.
        if hold {
            self.me.held_at = Some(self.now);
        } else if self.me.next.is_none() {
            self.me.held_at = None;
        }
        self.send_releases()?;
        self.send_hold(&claim, false)?;
        Ok(Answer::Pending)
    }

    /// The next room is not to be: the current one stays, entered or only held as before.
    pub(super) fn drop_next(&mut self) {
        self.me.next = None;
        self.me.next_at = None;
        if self.me.cur.is_some() {
            self.me.wants = self.me.held_at.is_none();
        }
    }

    pub(super) fn hold_answered(&mut self, room: &str, epoch: i64, again: bool, answer: HoldAnswer) -> Result<Answer, Error> {
        self.heard(room, epoch)?;
        let is = |c: &Option<Claim>| c.as_ref().is_some_and(|c| c.room == room && c.epoch == epoch);
        let (is_next, is_cur) = (is(&self.me.next), is(&self.me.cur));
        if !is_next && !is_cur {
            return Ok(Answer::Overtaken);
        }
        let HoldAnswer::Seat { seat, room: view, .. } = &answer else {
            return self.hold_refused(room, is_next, again, answer);
        };
        let granted = seat.state.is_open();
        if is_next {
            if let Some(old) = self.me.cur.take() {
                // The old room may have seen a newer epoch than this move's, by a second try after `stale`.
                if old.epoch > epoch {
                    self.me.epoch += 1;
                }
                let fence = if old.epoch > epoch { self.me.epoch } else { epoch };
                self.owe_at(&old.room, fence, false)?;
                self.end_join(&old.join)?;
                let name = self.me.cur_name.clone().map(|name| Named { id: old.room, name });
                self.effects.push(Effect::Say { frame: Frame::Superseded { entry_id: old.join, room: name } });
            }
            self.me.cur = self.me.next.take();
            self.me.next_at = None;
            if self.me.wants {
                self.me.held_at = None;
            }
            self.sql.exec("DELETE FROM releases WHERE room = ?", params![room])?;
        } else {
            self.sql.exec("DELETE FROM releases WHERE room = ? AND fence < ?", params![room, epoch])?;
        }
        self.me.cur_name = Some(view.name.clone());
        self.me.cur_feature = Some(view.feature.clone());
        self.send_releases()?;
        if !granted {
            self.grant_if_free()?;
        }
        let keep_until = if self.me.wants { None } else { self.me.held_at.map(|at| at + time::DIALOG) };
        Ok(Answer::Seat { epoch, keep_until, answer: Box::new(answer) })
    }

    fn hold_refused(&mut self, room: &str, is_next: bool, again: bool, answer: HoldAnswer) -> Result<Answer, Error> {
        let claim = if is_next { &mut self.me.next } else { &mut self.me.cur };
        if answer == HoldAnswer::Stale
            && !again
            && let Some(claim) = claim.as_mut()
        {
            self.me.epoch += 1;
            claim.epoch = self.me.epoch;
            let claim = claim.clone();
            self.send_hold(&claim, true)?;
            return Ok(Answer::Pending);
        }
        if is_next {
            self.drop_next()
        } else {
            *claim = None
        }
        // These two are said only of a room without a seat of ours; any other answer leaves a body possible.
        if !matches!(answer, HoldAnswer::Full { .. } | HoldAnswer::Closed { .. } | HoldAnswer::Locked)
            && !bugs::on(Bug::RefusedRoomForgotten)
        {
            self.me.epoch += 1;
            self.owe_at(room, self.me.epoch, false)?;
            self.send_releases()?;
        }
        Ok(refused(Refusal::Room { answer: Box::new(answer) }))
    }

    pub(super) fn released(&mut self, room: &str, fence: i64, answer: ReleaseAnswer) -> Result<Answer, Error> {
        self.heard(room, fence)?;
        if matches!(answer, ReleaseAnswer::Gone | ReleaseAnswer::Quiet) {
            self.sql.exec("DELETE FROM releases WHERE room = ? AND fence = ?", params![room, fence])?;
            // Also when the row went before (the room's own `freed` was faster): this caller waits for the grant.
            self.grant_if_free()?;
        }
        Ok(Answer::Pending)
    }

    pub(super) fn freed(&mut self, room: &str, epoch: i64, quiet: bool) -> Result<Answer, Error> {
        if !quiet && self.me.cur.as_ref().is_some_and(|c| c.room == room && c.epoch == epoch) {
            self.me.cur = None;
        }
        let row = self.sql.first("SELECT fence FROM releases WHERE room = ? AND fence <= ?", params![room, epoch])?;
        if row.is_some() {
            self.sql.exec("DELETE FROM releases WHERE room = ?", params![room])?;
            self.heard(room, epoch)?;
            self.grant_if_free()?;
        }
        Ok(Answer::Done)
    }

    pub(super) fn leave(&mut self, room: &str, id: Option<&str>, away: bool) -> Result<Answer, Error> {
        let hit = |c: &Option<Claim>| {
            c.as_ref().is_some_and(|c| c.room == room && id.is_none_or(|id| c.join == id || bugs::on(Bug::LeaveEndsAnyEntry)))
        };
        if !hit(&self.me.cur) && !hit(&self.me.next) {
            return Ok(Answer::Done);
        }
        if away {
            let claim = [&self.me.cur, &self.me.next].into_iter().find(|c| hit(c)).cloned().flatten();
            self.me.away_join = claim.map(|c| c.join);
            self.me.away_at = Some(self.now);
            return Ok(Answer::Done);
        }
        let joins: Vec<String> = [&self.me.cur, &self.me.next].into_iter().filter(|c| hit(c)).flatten().map(|c| c.join.clone()).collect();
        for join in joins {
            self.end_join(&join)?;
            self.forget(room, &join)?;
        }
        Ok(Answer::Done)
    }

    /// Give this stay up: forget the claim, owe the room a release, tell it.
    fn forget(&mut self, room: &str, join: &str) -> Result<(), Error> {
        self.me.epoch += 1;
        self.owe_at(room, self.me.epoch, false)?;
        let gone = |c: &Option<Claim>| c.as_ref().is_some_and(|c| c.join == join);
        if gone(&self.me.cur) {
            self.me.cur = None;
        }
        if gone(&self.me.next) {
            self.drop_next();
        }
        self.send_releases()
    }

    /// A move whose new room never answered must not point there for ever.
    pub(super) fn give_up_next(&mut self) -> Result<(), Error> {
        let late = self.me.next_at.is_some_and(|at| at + time::NEXT <= self.now);
        if late
            && !bugs::on(Bug::NextNeverGivenUp)
            && let Some(next) = self.me.next.clone()
        {
            self.me.epoch += 1;
            self.drop_next();
            self.owe_at(&next.room, self.me.epoch, false)?;
        }
        Ok(())
    }

    /// May the person be let into this room: nothing owed elsewhere, no other claim, and Join pressed.
    fn may_grant(&self, room: &str) -> Result<bool, Error> {
        let elsewhere = |c: &Option<Claim>| c.as_ref().is_some_and(|c| c.room != room);
        if !self.me.wants || elsewhere(&self.me.cur) || elsewhere(&self.me.next) {
            return Ok(false);
        }
        if bugs::on(Bug::GrantBeforeReleased) {
            return Ok(true);
        }
        Ok(self.sql.first("SELECT 1 FROM releases WHERE room <> ? LIMIT 1", params![room])?.is_none())
    }

    pub(super) fn grant_if_free(&mut self) -> Result<(), Error> {
        if let (Some(cur), None) = (self.me.cur.clone(), &self.me.next)
            && self.may_grant(&cur.room)?
        {
            self.send_hold(&cur, false)?;
        }
        Ok(())
    }

    pub(super) fn send_hold(&mut self, claim: &Claim, again: bool) -> Result<(), Error> {
        let Some(person) = self.profile.clone() else { return Ok(()) };
        let grant = self.may_grant(&claim.room)?;
        let feature_bans = self.feature_bans()?;
        let effect = Effect::Hold { room: claim.room.clone(), epoch: claim.epoch, grant, again, person: Box::new(person), feature_bans };
        if !self.effects.contains(&effect) {
            self.effects.push(effect);
        }
        Ok(())
    }

    /// A room is owed a release with this fence, until it answers.
    pub(super) fn owe_at(&self, room: &str, fence: i64, evict: bool) -> Result<(), Error> {
        self.sql.exec(
            "INSERT INTO releases (room, fence, evict, due) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (room) DO UPDATE SET fence = ?2, evict = MAX(evict, ?3), due = ?4, tries = 0",
            params![room, fence, evict, self.now + time::backoff(0)],
        )?;
        Ok(())
    }

    /// Send every release row now; the rows stay until answered.
    pub(super) fn send_releases(&mut self) -> Result<(), Error> {
        for row in self.sql.exec("SELECT room, fence, evict FROM releases ORDER BY room", &[])? {
            let effect = Effect::Release { room: row.text(0)?, fence: row.int(1)?, evict: row.flag(2)? };
            if !self.effects.contains(&effect) {
                self.effects.insert(0, effect);
            }
        }
        if bugs::on(Bug::ReleaseForgottenWhenSent) {
            self.sql.exec("DELETE FROM releases", &[])?;
        }
        Ok(())
    }

    pub(super) fn repeat_releases(&mut self) -> Result<(), Error> {
        for row in self.sql.exec("SELECT room, fence, evict, tries FROM releases WHERE due <= ?", params![self.now])? {
            let (room, tries) = (row.text(0)?, row.int(3)?);
            self.sql.exec(
                "UPDATE releases SET due = ?, tries = tries + 1 WHERE room = ?",
                params![self.now + time::backoff(tries + 1), &room],
            )?;
            let effect = Effect::Release { room, fence: row.int(1)?, evict: row.flag(2)? };
            if !self.effects.contains(&effect) {
                self.effects.push(effect);
            }
        }
        Ok(())
    }

    pub(super) fn end_join(&self, id: &str) -> Result<(), Error> {
        self.sql.exec("DELETE FROM old_joins WHERE at <= ?", params![self.now - time::OLD_JOIN])?;
        self.sql.exec("INSERT INTO old_joins (id, at) VALUES (?1, ?2) ON CONFLICT (id) DO UPDATE SET at = ?2", params![id, self.now])?;
        Ok(())
    }
}

fn here_is(claim: &Option<Claim>, room: &str) -> bool {
    claim.as_ref().is_some_and(|c| c.room == room)
}

fn refused(refusal: Refusal) -> Answer {
    Answer::Refused { refusal }
}
