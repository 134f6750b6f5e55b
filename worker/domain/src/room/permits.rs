//! Rights: what each body may publish at LiveKit. Wanted are microphone and camera without what is locked, and the screen
//! for the holder of the stage. A new body comes with its rights in the hop's token; every later change is a call, repeated
//! by job until LiveKit has said yes.
//!
//! `may_share` goes on before anything that could let somebody share leaves this object, and off only by proof: LiveKit's
//! yes to a set without the screen, or no body. One call at a time for each person; one without an answer counts as obeyed
//! until [`time::PERMIT`] has passed, so an older one never comes after a newer.

use serde::{Deserialize, Serialize};

use super::row::Seat;
use super::{Effect, SeatRev, Tool, Work};
use crate::bugs::{self, Bug};
use crate::sql::{Row, Sql};
use crate::time::{self, Millis};
use crate::{Error, params};

/// What a body may publish.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rights {
    /// Sound.
    pub microphone: bool,
    /// Picture.
    pub camera: bool,
    /// A screen and its sound.
    pub share: bool,
}

impl Default for Rights {
    /// What everybody has where nothing is locked.
    fn default() -> Rights {
        Rights { microphone: true, camera: true, share: false }
    }
}

impl Rights {
    pub(super) fn sum(self) -> i64 {
        i64::from(self.microphone) + 2 * i64::from(self.camera) + 4 * i64::from(self.share)
    }
    pub(crate) fn of(sum: i64) -> Rights {
        Rights { microphone: sum & 1 != 0, camera: sum & 2 != 0, share: sum & 4 != 0 }
    }
}

/// Somebody LiveKit has in the room.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Present {
    /// Identity.
    pub person: String,
    /// What they may publish.
    pub rights: Rights,
    /// They publish a screen.
    pub screen: bool,
}

/// A row of `permits`. Without one: told what everybody has, never asked.
#[derive(Clone, Debug)]
struct Permit {
    told: Option<Rights>,
    told_at: Millis,
    asked: Option<Rights>,
    asked_at: Option<Millis>,
    call: i64,
    rev: i64,
    clean: bool,
    may_share: bool,
}

impl Permit {
    fn read(row: &Row) -> Result<Permit, Error> {
        Ok(Permit {
            told: row.opt_int(0)?.map(Rights::of),
            told_at: row.int(1)?,
            asked: row.opt_int(2)?.map(Rights::of),
            asked_at: row.opt_int(3)?,
            call: row.int(4)?,
            rev: row.int(5)?,
            clean: row.flag(6)?,
            may_share: row.flag(7)?,
        })
    }

    fn of(sql: &dyn Sql, person: &str) -> Result<Permit, Error> {
        let row =
            sql.first("SELECT told, told_at, asked, asked_at, call, rev, clean, may_share FROM permits WHERE person = ?", params![person])?;
        let none = Permit {
            told: Some(Rights::default()),
            told_at: 0,
            asked: None,
            asked_at: None,
            call: 0,
            rev: 0,
            clean: false,
            may_share: false,
        };
        row.as_ref().map_or(Ok(none), Permit::read)
    }

    /// Until when a call without an answer may still be obeyed.
    fn open_until(&self, now: Millis) -> Option<Millis> {
        let asked_at = self.asked_at.filter(|_| !bugs::on(Bug::UnansweredGrantForgotten))?;
        Some(asked_at + time::PERMIT).filter(|until| *until > now)
    }

    /// It says no more than no row does.
    fn is_plain(&self) -> bool {
        self.told == Some(Rights::default()) && self.asked_at.is_none() && !self.may_share
    }
}

impl Work<'_> {
    /// The rights this person's body should have. Nothing is read where the floor is empty.
    pub(super) fn wanted(&self, person: &str) -> Result<Rights, Error> {
        let locked = self.locked_for(person)?;
        let holds = self.stage.as_ref().is_some_and(|stage| stage.holder == person);
        Ok(Rights { microphone: !locked.contains(&Tool::Microphone), camera: !locked.contains(&Tool::Camera), share: holds })
    }

    /// The rights for a hop's token: the screen only once LiveKit is known to let them share.
    pub(super) fn wanted_at_door(&self, person: &str) -> Result<Rights, Error> {
        let granted = self.stage.as_ref().is_some_and(|stage| stage.granted_at.is_some());
        let wanted = self.wanted(person)?;
        Ok(Rights { share: wanted.share && granted, ..wanted })
    }

    /// Have LiveKit give this person's body the rights it should have, as soon as that may be.
    pub(super) fn permit(&mut self, person: &str) -> Result<(), Error> {
        let (permit, wanted) = (Permit::of(self.sql, person)?, self.wanted(person)?);
        let Some(seat) = Seat::of(self.sql, person)?.filter(|seat| seat.dirty) else { return self.permit_nobody(person, permit, wanted) };
        let taken_back = !permit.may_share || wanted.share;
        let rights = Rights { share: wanted.share && !self.another_may_share(person)?, ..wanted };
        if permit.open_until(self.now).is_some() {
            // Its job is due when it cannot be obeyed any more, and its answer comes back here.
            return Ok(());
        }
        if permit.told == Some(rights) && taken_back {
            self.drop_job("permit", person)?;
            let permit = Permit { asked_at: None, ..permit };
            return self.save_permit(person, &permit);
        }
        self.ask_permit(&seat, &permit, rights)
    }

    /// There is no body, and none can appear with another's rights.
    fn permit_nobody(&mut self, person: &str, permit: Permit, wanted: Rights) -> Result<(), Error> {
        let open = permit.open_until(self.now);
        let grant_open = open.filter(|_| permit.asked.is_some_and(|asked| asked.share));
        if permit.may_share
            && !wanted.share
            && let Some(until) = grant_open
        {
            // It may yet meet a body that comes now.
            return self.remind(person, until);
        }
        let may_share = permit.may_share && wanted.share;
        // A call that has no answer may yet meet a body that comes now: until its end no other is made.
        match open {
            Some(until) => self.remind(person, until)?,
            None => self.drop_job("permit", person)?,
        }
        let asked_at = permit.asked_at.filter(|_| open.is_some());
        self.save_permit(person, &Permit { told: Some(Rights::default()), asked_at, may_share, ..permit })?;
        if permit.may_share && !may_share { self.share_is_free() } else { Ok(()) }
    }

    fn ask_permit(&mut self, seat: &Seat, permit: &Permit, rights: Rights) -> Result<(), Error> {
        let person = seat.person.as_str();
        self.sql.exec("UPDATE meta SET calls = calls + 1", &[])?;
        let call = self.sql.number("SELECT calls FROM meta", &[])?;
        let with_screen = "SELECT 1 FROM attempts WHERE person = ? AND rights >= 4 LIMIT 1";
        let clean = self.sql.first(with_screen, params![person])?.is_none();
        let (asked, asked_at, may_share) = (Some(rights), Some(self.now), permit.may_share || rights.share);
        let asked = Permit { told: None, asked, asked_at, call, rev: seat.rev, clean, may_share, ..permit.clone() };
        self.save_permit(person, &asked)?;
        self.remind(person, self.now + time::PERMIT)?;
        self.effects.push(Effect::Permit { person: person.to_owned(), call, rights });
        Ok(())
    }

    /// UpdateParticipant answered; `ok` for 200 only.
    pub(super) fn permitted(&mut self, person: &str, call: i64, ok: bool) -> Result<(), Error> {
        let permit = Permit::of(self.sql, person)?;
        let Some(asked) = permit.asked.filter(|_| permit.call == call && permit.asked_at.is_some()) else { return Ok(()) };
        if !ok {
            // A definite no: nothing was changed. Whoever should share may have been let in meanwhile, so `may_share` stays.
            self.save_permit(person, &Permit { asked_at: None, ..permit })?;
            return self.try_later(person);
        }
        // Another body may have come since: it has what its token said.
        let same = Seat::of(self.sql, person)?.is_some_and(|seat| seat.rev == permit.rev);
        let cleared = permit.may_share && !asked.share && permit.clean;
        let told = Some(asked).filter(|_| same);
        let may_share = permit.may_share && !cleared;
        self.save_permit(person, &Permit { told, told_at: self.now, asked_at: None, may_share, ..permit })?;
        if told.is_some_and(|told| told.share) {
            self.stage_granted(person)?;
        }
        if cleared {
            self.share_is_free()?;
        }
        // A token with the screen is still under way: nothing but its end helps.
        if may_share && !asked.share { self.try_later(person) } else { self.permit(person) }
    }

    fn try_later(&self, person: &str) -> Result<(), Error> {
        let tries = self.sql.number("SELECT COALESCE(MAX(tries), 1) FROM jobs WHERE kind = 'permit' AND key = ?", params![person])?;
        self.remind(person, self.now + time::backoff(tries - 1))
    }

    /// Nobody may share now: whoever has claimed the stage is let.
    fn share_is_free(&mut self) -> Result<(), Error> {
        let waiting = self.stage.as_ref().filter(|stage| stage.granted_at.is_none()).map(|stage| stage.holder.clone());
        waiting.map_or(Ok(()), |holder| self.permit(&holder))
    }

    /// LiveKit has made a body for an attempt, or gone on with the one it had: that one keeps the rights it had.
    pub(super) fn connected_with(&mut self, person: &str, rights: Rights, fresh: bool) -> Result<(), Error> {
        if !self.floor_used && rights == Rights::default() {
            return Ok(());
        }
        let permit = Permit::of(self.sql, person)?;
        let told = if fresh || permit.told == Some(rights) { Some(rights) } else { None };
        if told != permit.told {
            self.save_permit(person, &Permit { told, told_at: self.now, ..permit })?;
        }
        self.permit(person)
    }

    /// The body is proven gone.
    pub(super) fn body_gone(&mut self, person: &str) -> Result<(), Error> {
        if self.floor_used { self.permit(person) } else { Ok(()) }
    }

    /// Everybody here may have other rights now.
    pub(super) fn permit_all(&mut self) -> Result<(), Error> {
        if !self.floor_used {
            return Ok(());
        }
        for seat in Seat::all(self.sql)? {
            if seat.dirty {
                self.permit(&seat.person)?;
            }
        }
        Ok(())
    }

    /// What a pass says of rights and screens; `revs`: whose body it saw for certain.
    pub(super) fn rights_listed(&mut self, started_at: Millis, revs: &[SeatRev], present: &[Present]) -> Result<(), Error> {
        self.stage_listed(started_at, present)?;
        for one in present {
            if !self.floor_used && one.rights == Rights::default() && !one.screen {
                continue;
            }
            let Some(seat) = Seat::of(self.sql, &one.person)? else { continue };
            if !revs.iter().any(|r| r.person == one.person && r.rev == seat.rev) {
                continue;
            }
            let (permit, wanted) = (Permit::of(self.sql, &one.person)?, self.wanted(&one.person)?);
            // Newer than the list: it may say what was.
            if permit.asked_at.is_some() || permit.told_at >= started_at {
                continue;
            }
            let stolen = one.screen && !wanted.share;
            if permit.told != Some(one.rights) || stolen {
                let told = Some(one.rights).filter(|_| !stolen);
                self.save_permit(&one.person, &Permit { told, ..permit })?;
            }
            self.permit(&one.person)?;
        }
        Ok(())
    }

    /// Ask again where that is due.
    pub(super) fn repeat_permits(&mut self) -> Result<(), Error> {
        for row in self.sql.exec("SELECT key FROM jobs WHERE kind = 'permit' AND due <= ?", params![self.now])? {
            self.permit(&row.text(0)?)?;
        }
        Ok(())
    }

    fn another_may_share(&self, person: &str) -> Result<bool, Error> {
        let another = self.sql.first("SELECT 1 FROM permits WHERE may_share = 1 AND person <> ?", params![person])?;
        Ok(another.is_some() && !bugs::on(Bug::GrantBeforeTakenBack))
    }

    /// The next time to look after this person's rights, later or sooner than before.
    fn remind(&self, person: &str, at: Millis) -> Result<(), Error> {
        self.sql.exec(
            "INSERT INTO jobs (kind, key, due, tries) VALUES ('permit', ?1, ?2, 1)
             ON CONFLICT (kind, key) DO UPDATE SET due = ?2, tries = tries + 1",
            params![person, at],
        )?;
        Ok(())
    }

    fn save_permit(&mut self, person: &str, permit: &Permit) -> Result<(), Error> {
        if permit.is_plain() {
            // Off first: the schema lets nobody forget who may share.
            self.sql.exec("UPDATE permits SET may_share = 0, asked_at = NULL WHERE person = ? AND may_share = 1", params![person])?;
            self.sql.exec("DELETE FROM permits WHERE person = ?", params![person])?;
            return Ok(());
        }
        self.floor_used = true;
        self.sql.exec(
            "INSERT INTO permits (person, told, told_at, asked, asked_at, call, rev, clean, may_share)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
             ON CONFLICT (person) DO UPDATE SET told = ?2, told_at = ?3, asked = ?4, asked_at = ?5, call = ?6, rev = ?7, clean = ?8, may_share = ?9",
            params![
                person,
                permit.told.map(Rights::sum),
                permit.told_at,
                permit.asked.map(Rights::sum),
                permit.asked_at,
                permit.call,
                permit.rev,
                permit.clean,
                permit.may_share
            ],
        )?;
        Ok(())
    }
}
