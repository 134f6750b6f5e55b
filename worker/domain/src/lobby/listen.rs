//! Who looks at the cards: the sockets, what they hear first, and when they hear of changes.

use serde::{Deserialize, Serialize};

use super::{Answer, Effect, Work, fan, state};
use crate::bugs::{self, Bug};
use crate::catalogue::Profile;
use crate::time::{self, Millis};
use crate::{Error, params};

/// Somebody who looks, as their Person has them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Viewer {
    /// `att_…`
    pub person: String,
    /// Groups they are in.
    pub groups: Vec<String>,
    /// The link their session is of.
    pub link_version: i64,
    /// Of their profile: newer ones win.
    pub version: i64,
}

impl From<&Profile> for Viewer {
    fn from(p: &Profile) -> Viewer {
        Viewer { person: p.id.clone(), groups: p.groups.clone(), link_version: p.link_version, version: p.version }
    }
}

impl Work<'_> {
    /// Somebody opens a socket.
    pub(super) fn listen(&mut self, event: &str, viewer: Viewer, gen_no: i64, limit: usize, ends_at: Millis) -> Result<Answer, Error> {
        if self.here.shard && !self.live.subscribed {
            return Ok(Answer::Unsubscribed { gen_no: self.live.gen_no });
        }
        if self.is_outdated(&viewer, gen_no)? {
            return Ok(Answer::Outdated);
        }
        let Some(place) = state::place(self.sql)? else { return Ok(Answer::Cold) };
        if place.event != event || !fan::is_for(&place, &viewer) {
            return Ok(Answer::NotFound);
        }
        // Who has sockets here replaces them.
        if self.here.listeners >= limit && self.here.theirs == 0 {
            if self.here.shard {
                return Ok(Answer::Full);
            }
            self.live.shards = self.live.shards.max(1);
            return Ok(Answer::Elsewhere { shards: self.live.shards });
        }
        let Some(state) = self.state()? else { return Ok(Answer::Cold) };
        if self.live.listen_until == 0 || ends_at < self.live.listen_until {
            self.live.listen_until = ends_at;
        }
        Ok(Answer::Hello { state: Box::new(state) })
    }

    /// Whether their Person has said something newer, or was told that nobody is here and has forgotten this lobby. Then the
    /// socket must be asked for anew, or it would not hear the next.
    fn is_outdated(&self, viewer: &Viewer, gen_no: i64) -> Result<bool, Error> {
        let met = "SELECT 1 FROM met WHERE person = ?1 AND (version > ?2 OR nobody >= ?3)";
        let forgotten = gen_no;
        Ok(self.sql.first(met, params![&viewer.person, viewer.version, forgotten])?.is_some())
    }

    /// A Person has changed. Its version is kept for a while: a socket asked for before that may still be on its way.
    pub(super) fn meet(&mut self, viewer: Viewer, gen_no: i64, deleted: bool) -> Result<Answer, Error> {
        self.sql.exec("DELETE FROM met WHERE at < ?", params![self.now - time::MET])?;
        self.sql.exec(
            "INSERT INTO met (person, version, at) VALUES (?1, ?2, ?3)
             ON CONFLICT (person) DO UPDATE SET version = MAX(version, ?2), at = ?3",
            params![&viewer.person, viewer.version, self.now],
        )?;
        if self.here.theirs == 0 {
            self.sql.exec("UPDATE met SET nobody = MAX(nobody, ?2) WHERE person = ?1", params![&viewer.person, gen_no])?;
            return Ok(Answer::Told { nobody: true });
        }
        if let Some(state) = self.state()? {
            self.effects.push(Effect::Meet { viewer, deleted, state: Box::new(state) });
        }
        Ok(Answer::Told { nobody: false })
    }

    /// A session behind a socket is over.
    pub(super) fn end_sessions(&mut self) {
        if self.live.listen_until > 0 && self.live.listen_until <= self.now {
            self.live.listen_until = self.now + time::SESSIONS;
            self.effects.push(Effect::HangUpExpired);
        }
    }

    fn tick(&self) -> Millis {
        if self.here.listeners >= time::LARGE_LOBBY { time::LOBBY_SLOW } else { time::LOBBY }
    }

    /// A quiet change is told at once; those within a tick travel in one frame. With nobody here there is nobody to tell.
    pub(super) fn tell_sockets(&mut self) -> Result<(), Error> {
        if self.live.told >= self.live.seq {
            return Ok(());
        }
        if self.here.listeners > 0 {
            if self.now < self.live.told_at + self.tick() {
                return Ok(());
            }
            match self.delta(self.live.told)? {
                Some(delta) => self.effects.push(Effect::Say { delta: Box::new(delta) }),
                None => self.effects.extend(self.state()?.map(|state| Effect::Anew { state: Box::new(state) })),
            }
            self.live.told_at = self.now;
        }
        self.live.told = self.live.seq;
        Ok(())
    }

    /// The earliest time anything here is due.
    pub(super) fn next_alarm(&self) -> Result<Option<Millis>, Error> {
        let waits = self.live.told < self.live.seq && !bugs::on(Bug::TickNeverComes);
        let tick = waits.then(|| self.live.told_at + self.tick());
        let shards = self.sql.first("SELECT MIN(due) FROM shards WHERE told < ?", params![self.live.seq])?;
        let shards = shards.map_or(Ok(None), |row| row.opt_int(0))?;
        let sessions = Some(self.live.listen_until).filter(|&at| at > 0);
        Ok([tick, shards, sessions].into_iter().flatten().min())
    }
}
