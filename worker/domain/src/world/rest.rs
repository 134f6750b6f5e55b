//! Time, and quiet: LiveKit answers, everything arrives, alarms ring; then everything must come to rest.

use super::check::must;
use super::{Fault, Gate, World, person_id, room_id};
use crate::card::{LiveCard, Waiter};
use crate::room::{self, SeatState};
use crate::sql::Sql;
use crate::time::Millis;

impl World {
    /// Time passes; LiveKit acts, nobody's alarm rings.
    pub fn pass(&mut self, ms: Millis) {
        let end = self.now + ms;
        while let Some(at) = self.media.next_event().filter(|at| *at <= end) {
            self.now = self.now.max(at);
            self.media_acts();
        }
        self.now = end;
    }

    fn alarms(&self) -> impl Iterator<Item = Millis> {
        let rooms = self.room_looks.iter().filter_map(|look| look.alarm);
        rooms.chain(self.person_looks.iter().filter_map(|look| look.alarm))
    }

    /// Time passes; alarms ring when they are due, and everything arrives at once.
    pub fn pass_ringing(&mut self, ms: Millis) {
        let end = self.now + ms;
        self.flow();
        while let Some(at) = self.alarms().chain(self.media.next_event()).min().filter(|at| *at <= end) {
            self.pass((at - self.now).max(0));
            for r in 0..self.rooms.len() {
                if self.room_looks[r].alarm.is_some_and(|a| a <= self.now) {
                    self.ring_room(r);
                }
            }
            for p in 0..self.persons.len() {
                if self.person_looks[p].alarm.is_some_and(|a| a <= self.now) {
                    self.ring_person(p);
                }
            }
            self.flow();
            if self.alarms().any(|a| a <= self.now) {
                self.watch.say("an alarm rang and is due again at once".into());
                return;
            }
        }
        self.now = end;
    }

    /// No more clicks and no faults for three minutes. `lose`: what is under way now never arrives.
    /// `close`: all tabs are closed. Gates that live finish their work.
    pub fn quiet(&mut self, lose: bool, close: bool) -> Result<(), Fault> {
        self.media.down = false;
        self.media.overlook = false;
        if lose {
            self.wire.clear();
        }
        for i in 0..self.media.conns.len() {
            match self.media.conns[i].gate {
                Gate::Admitted => self.hang_up(i),
                Gate::Got101 => drop(self.confirm(i)),
                _ => {}
            }
            self.hand(i);
            if close && self.media.conns[i].gate == Gate::Proxy {
                self.hang_up(i);
            }
        }
        for _ in 0..12 {
            self.pass_ringing(15_000);
            for i in 0..self.media.conns.len() {
                match self.media.conns[i].gate {
                    Gate::Got101 => drop(self.confirm(i)),
                    Gate::Confirmed => self.hand(i),
                    _ => {}
                }
            }
            self.check().map_err(|e| format!("in quiet: {e}"))?;
        }
        if close {
            for i in 0..self.media.conns.len() {
                self.hang_up(i);
            }
            self.pass_ringing(90_000);
        }
        self.at_rest()
    }

    /// Nothing is owed, moving, draining or left over, and every card is true.
    pub fn at_rest(&mut self) -> Result<(), Fault> {
        for (p, db) in self.persons.iter().enumerate() {
            let owed = db.count("SELECT (SELECT COUNT(*) FROM releases) + (SELECT COUNT(*) FROM wide_pending)");
            must!(owed == 0, "liveness: person {p} still owes {owed} answers");
            let moving = db.count("SELECT (next_room IS NOT NULL) + (away_join IS NOT NULL) FROM me");
            must!(moving == 0, "liveness: person {p} is still moving or away");
        }
        for r in 0..self.rooms.len() {
            for (p, seat) in self.seats(r) {
                let inside = self.media.bodies.get(&(r, p)).is_some_and(|b| b.client);
                must!(seat.state == SeatState::Live && inside, "liveness: person {p} in room {r} for ever, inside {inside}: {seat:?}");
                must!(!self.watch.banned(r, p, self.now), "I2: person {p} is banned and sits in room {r}");
            }
            let db = &self.rooms[r];
            must!(db.count("SELECT COUNT(*) FROM attempts") == 0, "liveness: an attempt in room {r} never ends");
            let jobs = db.count("SELECT COUNT(*) FROM jobs WHERE kind <> 'list'");
            must!(jobs == 0, "liveness: {jobs} jobs of room {r} never end");
            self.floor_at_rest(r)?;
            let shown = self.card(r);
            let true_card = self.true_card(r);
            must!(shown == true_card, "I5: the lobby shows {shown:?} of room {r}, true is {true_card:?}");
        }
        self.queues_at_rest()?;
        self.pairs_agree()?;
        self.d1_is_true()
    }

    fn true_card(&mut self, r: usize) -> LiveCard {
        let viewer = "att_none".to_owned();
        let room::Answer::View { room: Some(view), .. } = self.room(r, room::Command::View { viewer }) else { panic!("no view") };
        let seated = view.people.into_iter().map(|p| crate::card::Seated {
            open: p.state.is_open(),
            id: p.id,
            name: p.name,
            avatar: p.avatar,
            role: p.role,
        });
        let (db, seated) = (&self.rooms[r], seated.collect());
        let waiting = db.exec("SELECT person, offer_until FROM waiting ORDER BY seq", &[]).unwrap();
        let waiting = waiting.iter().map(|row| Waiter { id: row.text(0).unwrap(), offer_until: row.opt_int(1).unwrap() });
        LiveCard { seated, waiting: waiting.collect(), locked: db.count("SELECT locked FROM meta") == 1 }
    }

    /// In quiet: can this person get an open seat there? A claim may be stale the first time.
    pub fn can_join(&mut self, p: usize, r: usize, id: &str) -> Result<(), Fault> {
        for _ in 0..4 {
            self.join(p, r, id);
            if self.got_in(p) && self.state(r, p).is_some_and(SeatState::is_open) {
                return Ok(());
            }
            self.pass_ringing(2_000);
        }
        Err(format!("liveness: person {p} cannot join {}: {:?}, seats {:?}", room_id(r), self.last[p], self.seats(r)))
    }

    /// Whoever is inside reloads: the same entry id, the same seat, also in a full room.
    pub fn reloads_get_back(&mut self) -> Result<(), Fault> {
        for r in 0..self.rooms.len() {
            for p in self.seats(r).into_keys() {
                let claim = self.person_looks[p].cur.clone().filter(|claim| claim.0 == r);
                let Some((_, id)) = claim else { return Err(format!("person {p} sits in room {r} and does not know it")) };
                self.can_join(p, r, &id)?;
                must!(self.state(r, p) == Some(SeatState::Live), "a reload of person {p} lost the seat in room {r}");
                self.watch.reach("reload");
            }
        }
        Ok(())
    }

    /// Every room fills to its limits with people who are barred from nowhere, its moderators get in last.
    pub fn everybody_can_join(&mut self) -> Result<(), Fault> {
        for r in 0..self.rooms.len() {
            let (mut free, mut chairs) = (self.entries[r].attendee_limit, self.entries[r].moderator_limit);
            for p in 0..self.persons.len() {
                let left = if self.moderates(p, r) { &mut chairs } else { &mut free };
                if *left == 0 || self.watch.banned(r, p, self.now) {
                    continue;
                }
                *left -= 1;
                self.can_join(p, r, &format!("rest_{r}_{p}"))?;
                let token = self.token(p, r);
                must!(self.go_in(token), "{token:?} is not let in in quiet");
                self.check()?;
            }
        }
        Ok(())
    }

    pub fn moderates(&self, p: usize, r: usize) -> bool {
        self.entries[r].moderators.iter().any(|m| m.id == person_id(p))
    }
}
