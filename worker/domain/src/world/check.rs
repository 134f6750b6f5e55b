//! What must hold at every instant: I1, I2, I3, and that whatever is owed has an alarm.

use super::{RoomLook, World, person_id};
use crate::room::SeatState;
use crate::time::{self, Millis};

/// Why a check failed.
pub type Fault = String;

macro_rules! must {
    ($yes:expr, $($why:tt)+) => { if !$yes { return Err(format!($($why)+)); } };
}
pub(super) use must;

impl World {
    pub fn check(&self) -> Result<(), Fault> {
        if let Some(wrong) = &self.watch.wrong {
            return Err(wrong.clone());
        }
        let mut open_in = vec![vec![]; self.persons.len()];
        for (r, look) in self.room_looks.iter().enumerate() {
            self.check_room(r, look)?;
            for (p, seat) in &look.seats {
                let lapsed =
                    seat.state == SeatState::Granted && seat.until.is_some_and(|u| u <= self.room_clock(r)) && !look.has_attempt(*p);
                if seat.state.is_open() && !lapsed {
                    open_in[*p].push(r);
                }
            }
        }
        for (p, open) in open_in.iter().enumerate() {
            let inside = self.media.inside(p);
            must!(open.len() <= 1, "I3: person {p} has open seats in rooms {open:?}");
            must!(inside.len() <= 1, "I3: person {p} is inside rooms {inside:?}");
            let apart = matches!((open.first(), inside.first()), (Some(o), Some(i)) if o != i);
            must!(!apart, "I3: person {p} may enter room {open:?} while inside {inside:?}");
            self.check_person(p)?;
        }
        Ok(())
    }

    fn check_room(&self, r: usize, look: &RoomLook) -> Result<(), Fault> {
        let seats = &look.seats;
        for ((role, taken), limit) in ["attendee", "moderator"].into_iter().zip(look.taken()).zip(self.allowed[r]) {
            must!(taken <= limit, "I1: {taken} {role} seats of {limit} in room {r}");
        }
        for ((room, p), body) in &self.media.bodies {
            if *room == r {
                let seat = seats.get(p);
                must!(seat.is_some_and(|s| s.dirty), "I1: a body of person {p} in room {r} without a counted seat: {seat:?}");
                must!(!body.client || seat.is_some_and(|s| s.confirmed), "person {p} is inside room {r}, the seat says quiet: {seat:?}");
            }
        }
        for conn in self.media.conns.iter().filter(|c| c.taken.is_some() && c.token.room == r) {
            let seat = seats.get(&conn.token.person);
            must!(seat.is_some_and(|s| s.dirty), "I1: a join of {:?} may finish without a counted seat: {seat:?}", conn.token);
        }
        self.check_floor(r, look)?;
        self.check_queue(r, look)?;
        self.ledger.check_room(r, look)?;
        must!(look.unspent == 0, "an epoch of room {r} without a seat could still make one");
        self.check_room_alarm(r, look)
    }

    fn check_room_alarm(&self, r: usize, look: &RoomLook) -> Result<(), Fault> {
        let alarm = look.alarm.unwrap_or(Millis::MAX);
        for (p, seat) in &look.seats {
            let removal = look.has_job("remove", &person_id(*p));
            must!(!seat.dirty || look.has_job("list", ""), "room {r} will never ask for the body of person {p}: {seat:?}");
            must!(!seat.state.is_draining() || removal, "nobody puts person {p} out of room {r}: {seat:?}");
            let lapses = seat.until.filter(|_| !look.has_attempt(*p)).unwrap_or(Millis::MAX);
            must!(alarm <= lapses, "room {r} sleeps past the lease of person {p}: {seat:?}");
        }
        let due = look.due().unwrap_or(Millis::MAX);
        must!(alarm <= due, "room {r} sleeps till {alarm}, something is due at {due}");
        Ok(())
    }

    fn check_person(&self, p: usize) -> Result<(), Fault> {
        let look = &self.person_looks[p];
        let alarm = look.alarm.unwrap_or(Millis::MAX);
        let (next, away) = (look.next_at.map(|at| at + time::NEXT), look.away_at.map(|at| at + time::AWAY));
        let due = look.releases.values().copied().chain(next).chain(away).chain(look.waits_due).min().unwrap_or(Millis::MAX);
        must!(alarm <= due, "person {p} sleeps till {alarm}, something is due at {due}");
        must!(look.next.is_none() == look.next_at.is_none(), "person {p}: next without its time");
        must!(look.away_join.is_none() == look.away_at.is_none(), "person {p}: away without its time");
        let orphan = look.pending.iter().find(|room| !look.releases.contains_key(room));
        must!(orphan.is_none(), "person {p}: a wide ban waits for room {orphan:?}, which is not asked");
        Ok(())
    }
}
