//! What must hold of the stage and of rights: I6, at every instant and at rest.

use super::check::must;
use super::{Fault, Gate, RoomLook, World};
use crate::room::{Command, Rights};

impl World {
    /// At every instant.
    pub(super) fn check_floor(&self, r: usize, look: &RoomLook) -> Result<(), Fault> {
        let bodies = || self.media.bodies.iter().filter(|(key, _)| key.0 == r);
        let may: Vec<usize> = bodies().filter(|(_, body)| body.rights.share).map(|(key, _)| key.1).collect();
        must!(may.len() <= 1, "I6: LiveKit lets {may:?} share in room {r}");
        let coming = self.media.conns.iter().filter(|c| c.taken.is_some() && c.token.room == r && c.rights.share).map(|c| c.token.person);
        for p in may.into_iter().chain(coming) {
            let known = look.permits.get(&p).is_some_and(|permit| permit.may_share);
            must!(known, "I6: person {p} may share in room {r}, which does not know it");
        }
        if let Some((holder, until, granted)) = look.stage {
            let seat = look.seats.get(&holder);
            must!(seat.is_some_and(|s| s.state.is_open()), "I6: person {holder} has the stage of room {r} without an open seat: {seat:?}");
            must!(granted || until.is_some(), "the stage of room {r} is claimed for ever");
            let asks = look.permits.get(&holder).is_some_and(|permit| permit.may_share);
            must!(asks || !granted, "person {holder} was granted the stage of room {r} without a row");
        }
        for ((_, p), body) in bodies().filter(|(_, body)| body.client && self.media.conns[body.conn].gate == Gate::Proxy) {
            let sure = !look.has_job("permit", &super::person_id(*p)) && !look.has_attempt(*p);
            let told = look.permits.get(p).map_or(Some(Rights::default()), |permit| permit.told);
            must!(!sure || told == Some(body.rights), "room {r} takes {told:?} for the rights of person {p}: {:?}", body.rights);
        }
        Ok(())
    }

    /// What this person's body should be let do, as anybody can read it off the tables.
    pub fn wanted_rights(&self, r: usize, p: usize) -> Rights {
        let look = &self.room_looks[r];
        let moderates = self.known(r).is_some_and(|entry| entry.moderators.iter().any(|m| m.id == super::person_id(p)));
        let locked = |what: &str| !moderates && look.locks.iter().any(|(tool, who)| tool == what && who.is_none_or(|who| who == p));
        let share = look.stage.is_some_and(|(holder, ..)| holder == p);
        Rights { microphone: !locked("microphone"), camera: !locked("camera"), share }
    }

    /// Once everything has come to rest.
    pub(super) fn floor_at_rest(&self, r: usize) -> Result<(), Fault> {
        let look = &self.room_looks[r];
        for ((_, p), body) in self.media.bodies.iter().filter(|(key, _)| key.0 == r) {
            let wanted = self.wanted_rights(r, *p);
            must!(body.rights == wanted, "liveness: LiveKit lets person {p} in room {r} do {:?}, wanted is {wanted:?}", body.rights);
            must!(!body.screen || wanted.share, "I6: person {p} shares in room {r} without the stage");
        }
        if let Some((holder, ..)) = look.stage {
            let live = self.media.bodies.get(&(r, holder)).is_some_and(|body| body.screen);
            must!(live, "liveness: person {holder} has the stage of room {r} for ever without a screen");
        }
        for (p, permit) in &look.permits {
            must!(!permit.asked, "liveness: LiveKit never answers room {r} about person {p}");
            let holds = look.stage.is_some_and(|(holder, ..)| holder == *p);
            must!(!permit.may_share || holds, "liveness: room {r} never takes the screen of person {p} back");
        }
        Ok(())
    }

    /// The person asks for the stage and everything arrives; whether they may share now.
    pub fn claim(&mut self, r: usize, p: usize) -> bool {
        self.room(r, Command::Claim { event: "evt_1".into(), person: super::person_id(p), take_over: false });
        self.flow();
        self.room_looks[r].stage.is_some_and(|(holder, _, granted)| holder == p && granted)
    }
}
