//! What must hold of the queue, the lock and hands: after every command, and from one to the next.

use super::check::must;
use super::{Fault, RoomLook, World, index};
use crate::room::{Command, SeatState};
use crate::time::Millis;

impl World {
    pub(super) fn check_queue(&self, r: usize, look: &RoomLook) -> Result<(), Fault> {
        let (seats, limit) = (look.taken()[0], self.limits[r][0]);
        let offers = look.line.iter().filter(|(_, until)| until.is_some()).count() as i64;
        must!(offers == 0 || seats + offers <= limit, "I1: {seats} seats and {offers} offers of {limit} in room {r}");
        let first = look.line.iter().position(|(_, until)| until.is_none());
        if let Some(at) = first {
            let later = look.line[at..].iter().find(|(_, until)| until.is_some());
            must!(later.is_none(), "room {r} has offered {later:?} a seat before person {}", look.line[at].0);
            let shut = look.locked || !self.open[r];
            must!(shut || seats + offers >= limit, "a seat of room {r} is free while person {} waits: {look:?}", look.line[at].0);
        }
        for (p, until) in &look.line {
            let sits = look.seats.get(p).is_some_and(|seat| !seat.state.is_draining());
            must!(!sits, "person {p} waits for a seat of room {r} and has one");
            let (alarm, until) = (look.alarm.unwrap_or(Millis::MAX), until.unwrap_or(Millis::MAX));
            must!(alarm <= until, "room {r} sleeps past the offer to person {p}");
        }
        let fallen = look.hands.iter().find(|p| !look.seats.get(p).is_some_and(|seat| seat.state.is_open()));
        must!(fallen.is_none(), "person {fallen:?} has a hand up and no open seat in room {r}");
        Ok(())
    }

    /// What no single look shows: who came in past others, or past a lock; and whose offer ran out.
    pub(super) fn queue_moved(&mut self, r: usize, clock: Millis, asked: &Command, before: &RoomLook, after: &RoomLook) {
        let waits = |look: &RoomLook, p: usize| look.line.iter().any(|(q, _)| *q == p);
        for (p, seat) in after.seats.iter().filter(|(p, seat)| !before.seats.contains_key(p) && seat.role == "attendee") {
            if before.locked {
                self.watch.say(format!("person {p} came into room {r}, which was locked: {seat:?}"));
            }
            let passed = after.line.iter().find(|(q, until)| until.is_none() && waits(before, *q));
            if let Some((q, _)) = passed.filter(|_| !waits(before, *p)) {
                self.watch.say(format!("person {p} came into room {r} past person {q}, who waits"));
            }
            if before.line.iter().any(|(q, until)| q == p && until.is_some()) {
                self.watch.reach("offer taken");
            }
        }
        let inside = |look: &RoomLook| look.seats.values().any(|seat| seat.state.is_open());
        if before.locked && after.locked && inside(before) && !inside(after) {
            self.watch.say(format!("room {r} is empty and still locked"));
        }
        let (kept, anew) = match asked {
            Command::View { .. } | Command::Where => (true, None),
            Command::Wait { person, .. } => (false, Some(index(&person.id))),
            _ => (false, None),
        };
        for (p, until) in before.line.iter().filter(|(p, until)| until.is_some_and(|until| until <= clock) && anew != Some(*p)) {
            if waits(after, *p) && !kept {
                self.watch.say(format!("the offer of room {r} to person {p} ran out at {until:?}, and they wait on"));
            } else {
                self.watch.reach("offer lapsed");
            }
        }
        if let (Some((p, Some(_))), Some((q, None))) = (before.line.last(), after.line.last())
            && p == q
        {
            self.watch.reach("offer taken back");
        }
        if after.seats.values().filter(|seat| seat.state == SeatState::Live).count() > 0 && !after.hands.is_empty() {
            self.watch.reach("hand up");
        }
    }

    /// In quiet nobody takes an offer: all have gone round, and Persons know of none.
    pub(super) fn queues_at_rest(&self) -> Result<(), Fault> {
        for (p, db) in self.persons.iter().enumerate() {
            must!(db.count("SELECT COUNT(due) FROM waits") == 0, "liveness: person {p} still tells rooms whether they wait");
            let kept = db.count("SELECT COUNT(offer_until) FROM waits");
            let rooms = self.room_looks.iter().filter(|look| look.line.iter().any(|(q, until)| *q == p && until.is_some())).count();
            must!(kept == rooms as i64, "person {p} knows of {kept} offers, there are {rooms}");
        }
        Ok(())
    }
}
