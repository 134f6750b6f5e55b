//! What must hold at every instant: I1, I2, I3, and that whatever is owed has an alarm.

use std::collections::BTreeMap;

use super::{World, index, person_id};
use crate::room::SeatState;
use crate::sql::Sql;
use crate::testing::Db;
use crate::time::{self, Millis};

/// Why a check failed.
pub(crate) type Fault = String;

/// A seat as the tests look at it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Seat {
    pub(crate) role: String,
    pub(crate) state: SeatState,
    pub(crate) epoch: i64,
    pub(crate) until: Option<Millis>,
    pub(crate) dirty: bool,
    pub(crate) confirmed: bool,
    pub(crate) clean_at: Option<Millis>,
    pub(crate) rev: i64,
}

pub(super) fn seats(db: &Db) -> BTreeMap<usize, Seat> {
    let rows = db.exec("SELECT person, role, state, epoch, until, dirty, confirmed, clean_at, rev FROM seats", &[]).unwrap();
    let state = |word: String| match word.as_str() {
        "held" => SeatState::Held,
        "granted" => SeatState::Granted,
        "live" => SeatState::Live,
        "leaving" => SeatState::Leaving,
        _ => SeatState::Evicting,
    };
    rows.iter()
        .map(|row| {
            let seat = Seat {
                role: row.text(1).unwrap(),
                state: state(row.text(2).unwrap()),
                epoch: row.int(3).unwrap(),
                until: row.opt_int(4).unwrap(),
                dirty: row.flag(5).unwrap(),
                confirmed: row.flag(6).unwrap(),
                clean_at: row.opt_int(7).unwrap(),
                rev: row.int(8).unwrap(),
            };
            (index(&row.text(0).unwrap()), seat)
        })
        .collect()
}

macro_rules! must {
    ($yes:expr, $($why:tt)+) => { if !$yes { return Err(format!($($why)+)); } };
}
pub(super) use must;

impl World {
    pub(crate) fn check(&self) -> Result<(), Fault> {
        if let Some(wrong) = &self.watch.wrong {
            return Err(wrong.clone());
        }
        let mut open_in = vec![vec![]; self.persons.len()];
        for r in 0..self.rooms.len() {
            let seats = self.seats(r);
            self.check_room(r, &seats)?;
            for (p, seat) in &seats {
                let lapsed = seat.state == SeatState::Granted && seat.until.is_some_and(|u| u <= self.now) && !self.has_attempt(r, *p);
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

    fn has_attempt(&self, r: usize, p: usize) -> bool {
        self.rooms[r].count(&format!("SELECT COUNT(*) FROM attempts WHERE person = '{}'", person_id(p))) > 0
    }

    fn check_room(&self, r: usize, seats: &BTreeMap<usize, Seat>) -> Result<(), Fault> {
        for (role, limit) in [("attendee", self.entries[r].attendee_limit), ("moderator", self.entries[r].moderator_limit)] {
            let taken = seats.values().filter(|s| s.role == role).count() as i64;
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
        let unspent = self.rooms[r].count("SELECT COUNT(*) FROM people WHERE spent = 0 AND person NOT IN (SELECT person FROM seats)");
        must!(unspent == 0, "an epoch of room {r} without a seat could still make one");
        self.check_room_alarm(r, seats)
    }

    fn check_room_alarm(&self, r: usize, seats: &BTreeMap<usize, Seat>) -> Result<(), Fault> {
        let db = &self.rooms[r];
        let alarm = self.room_alarms[r].unwrap_or(Millis::MAX);
        for (p, seat) in seats {
            let job = |kind: &str, key: &str| db.count(&format!("SELECT COUNT(*) FROM jobs WHERE kind = '{kind}' AND key = '{key}'")) == 1;
            must!(!seat.dirty || job("list", ""), "room {r} will never ask for the body of person {p}: {seat:?}");
            must!(!seat.state.is_draining() || job("remove", &person_id(*p)), "nobody puts person {p} out of room {r}: {seat:?}");
            must!(seat.state.is_draining() || !job("remove", &person_id(*p)), "a job puts person {p} out of room {r}: {seat:?}");
            let lapses = seat.until.filter(|_| !self.has_attempt(r, *p)).unwrap_or(Millis::MAX);
            must!(alarm <= lapses, "room {r} sleeps past the lease of person {p}: {seat:?}");
        }
        let due =
            db.count("SELECT MIN(COALESCE((SELECT MIN(due) FROM jobs), 1 << 52), COALESCE((SELECT MIN(until) FROM attempts), 1 << 52))");
        must!(alarm <= due || due == 1 << 52, "room {r} sleeps till {alarm}, something is due at {due}");
        Ok(())
    }

    fn check_person(&self, p: usize) -> Result<(), Fault> {
        let db = &self.persons[p];
        let alarm = self.person_alarms[p].unwrap_or(Millis::MAX);
        let owed = |column: &str, wait: Millis| db.count(&format!("SELECT COALESCE({column} + {wait}, 1 << 52) FROM me"));
        let (next, away) = (owed("next_at", time::NEXT), owed("away_at", time::AWAY));
        let release = db.count("SELECT COALESCE(MIN(due), 1 << 52) FROM releases");
        let due = next.min(away).min(release);
        must!(alarm <= due || due == 1 << 52, "person {p} sleeps till {alarm}, something is due at {due}");
        must!(db.count("SELECT (next_room IS NULL) = (next_at IS NULL) FROM me") == 1, "person {p}: next without its time");
        must!(db.count("SELECT (away_join IS NULL) = (away_at IS NULL) FROM me") == 1, "person {p}: away without its time");
        let orphans = db.count("SELECT COUNT(*) FROM wide_pending WHERE room NOT IN (SELECT room FROM releases)");
        must!(orphans == 0, "person {p}: a wide ban waits for a room that is not asked");
        Ok(())
    }
}
