//! Lobbies where the person looks: each holds their groups beside their sockets, and hears when those change or the
//! session is over. A row is forgotten by the lobby's own answer that no socket of theirs is there.

use super::{Answer, Effect, Work};
use crate::bugs::{self, Bug};
use crate::catalogue::Profile;
use crate::lobby::Viewer;
use crate::time;
use crate::{Error, params};

impl Work<'_> {
    /// A socket of this lobby is asked for: before it is open, so that no change falls between.
    pub(super) fn watch(&mut self, place: &str, profile: Profile) -> Result<Answer, Error> {
        let row = self.sql.first(
            "INSERT INTO watching (place, gen, first) VALUES (?1, ?2, ?2) ON CONFLICT (place) DO UPDATE SET gen = MAX(gen + 1, ?2)
             RETURNING gen",
            params![place, self.now],
        )?;
        let gen_no = row.map_or(Ok(self.now), |row| row.int(0))?;
        Ok(Answer::Watching { gen_no, profile: Box::new(profile) })
    }

    /// There was no such lobby for this person, and none of their sockets was ever asked for there but that one.
    pub(super) fn unwatch(&mut self, place: &str, gen_no: i64) -> Result<Answer, Error> {
        self.sql.exec("DELETE FROM watching WHERE place = ?1 AND gen = ?2 AND first = ?2", params![place, gen_no])?;
        Ok(Answer::Done)
    }

    /// What a lobby knows of this person is old.
    pub(super) fn lobbies_must_hear(&mut self) -> Result<(), Error> {
        if bugs::on(Bug::WatcherForgotten) {
            return Ok(());
        }
        self.sql.exec("UPDATE watching SET due = ?, tries = 0", params![self.now])?;
        self.tell_lobbies()
    }

    pub(super) fn tell_lobbies(&mut self) -> Result<(), Error> {
        let Some(profile) = self.profile.clone() else { return Ok(()) };
        let viewer = Viewer::from(&profile);
        for row in self.sql.exec("SELECT place, gen, tries FROM watching WHERE due <= ?", params![self.now])? {
            let (place, gen_no, tries) = (row.text(0)?, row.int(1)?, row.int(2)?);
            self.sql.exec(
                "UPDATE watching SET due = ?, tries = ? WHERE place = ?",
                params![self.now + time::backoff(tries), tries + 1, &place],
            )?;
            self.effects.push(Effect::TellLobby { place, gen_no, viewer: viewer.clone(), deleted: profile.deleted });
        }
        Ok(())
    }

    /// A lobby has heard of this version; `nobody`: and has no socket of theirs, unless one was asked for since.
    pub(super) fn lobby_told(&mut self, place: &str, gen_no: i64, version: i64, nobody: bool) -> Result<Answer, Error> {
        if self.profile.as_ref().is_some_and(|profile| profile.version > version) {
            return Ok(Answer::Done);
        }
        if nobody {
            self.sql.exec("DELETE FROM watching WHERE place = ? AND gen = ?", params![place, gen_no])?;
        }
        self.sql.exec("UPDATE watching SET due = NULL, tries = 0 WHERE place = ?", params![place])?;
        Ok(Answer::Done)
    }
}
