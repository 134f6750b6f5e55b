//! D1's tables against what the simulator saw for itself: connections that were let in, lines and clicks that were
//! acknowledged, bodies in LiveKit. What the tables say of the objects' own rows is in the domain's `world::ledger`.

use std::collections::BTreeMap;

use hallway_domain::params;
use hallway_domain::sql::Sql;
use hallway_domain::time::{self, Millis};
use hallway_domain::world::{person_id, room_id};

use crate::faults::WRONG;
use crate::sim::Sim;

/// When a body came, and when it was gone.
type Body = (Millis, Option<Millis>);

/// What was seen of people's comings and goings, by the true time.
#[derive(Default)]
pub(crate) struct Seen {
    /// Room, person, when the room was asked to confirm, and whether the client went through.
    confirms: Vec<(usize, usize, Millis, bool)>,
    /// By room and person.
    bodies: BTreeMap<(usize, usize), Vec<Body>>,
}

impl Seen {
    pub(crate) fn confirmed(&mut self, r: usize, p: usize, at: Millis, through: bool) {
        self.confirms.push((r, p, at, through));
    }
    pub(crate) fn body(&mut self, r: usize, p: usize, at: Millis, came: bool) {
        let bodies = self.bodies.entry((r, p)).or_default();
        if came {
            bodies.push((at, None));
        } else if let Some(open) = bodies.iter_mut().find(|body| body.1.is_none()) {
            open.1 = Some(at);
        }
    }
}

/// In the end, all sent. Objects' clocks may be wrong by [`WRONG`].
pub(crate) fn check(sim: &Sim) -> Result<(), String> {
    let world = sim.world.borrow();
    world.d1_is_true()?;
    let (seen, records) = (sim.seen.borrow(), sim.records.borrow());
    let over = |r: usize, at: Millis| world.cleared_at(r) > 0 && at <= world.cleared_at(r) + WRONG;
    for (r, p, at, _) in seen.confirms.iter().filter(|confirm| confirm.3 && !over(confirm.0, confirm.2)) {
        let sql =
            "SELECT COUNT(*) FROM visits WHERE room = ?1 AND person = ?2 AND joined_at <= ?3 + ?4 AND COALESCE(left_at, ?3) >= ?3 - ?4";
        let visits = world.d1.number(sql, params![room_id(*r), person_id(*p), *at, WRONG]).map_err(|e| e.to_string())?;
        if visits == 0 {
            return Err(format!("I4: person {p} was let into room {r} at {at}, and no visit in D1 has it"));
        }
    }
    let guesses = world
        .d1
        .exec("SELECT room, person, left_at, estimated OR ended = 'lost' FROM visits WHERE estimated = 1 OR ended <> 'left'", &[])
        .map_err(|e| e.to_string())?;
    for row in guesses {
        let read = || Ok::<_, hallway_domain::Error>((row.text(0)?, row.text(1)?, row.int(2)?, row.flag(3)?));
        let (room, person, left, guess) = read().map_err(|e| e.to_string())?;
        let (r, p) = (hallway_domain::world::index(&room), hallway_domain::world::index(&person));
        // Whose stay went on when a rehearsal was cleared away was there right after it, for all that is kept.
        if left == world.cleared_at(r) + 1 {
            continue;
        }
        let slack = if guess { WRONG } else { time::PROOF + WRONG };
        let near = |from: Millis, to: Millis| from - WRONG <= left && left <= to + slack;
        // Who was let in may wait for their body; and whose client was gone by then is a short visit.
        let doors = || seen.confirms.iter().filter(|confirm| (confirm.0, confirm.1) == (r, p)).map(|confirm| confirm.2);
        let begun = |came: Millis| doors().filter(|at| *at <= came).max().unwrap_or(came);
        let body =
            seen.bodies.get(&(r, p)).is_some_and(|all| all.iter().any(|(came, gone)| near(begun(*came), gone.unwrap_or(Millis::MAX / 2))));
        let door = doors().any(|at| near(at, at));
        if !body && !door {
            return Err(format!(
                "I4: D1 has person {p} in room {r} till {left}, a guess: {guess}, when LiveKit had long had no body of them"
            ));
        }
        if guess {
            sim.count("guessed ends");
        }
    }
    records.are_in_d1(&world)
}
