//! I9, I10: an object that knows its entry needs neither D1 nor LiveKit to decide.

use hallway_domain::{person, room};

use crate::sim::Sim;

pub(crate) fn room(sim: &Sim, r: usize, answer: &room::Answer) {
    if *answer == room::Answer::Cold && !sim.world.borrow().is_cold(r) {
        sim.broken(format!("I9: room {r} knows its entry and asks for D1"));
    }
}

pub(crate) fn person(sim: &Sim, p: usize, answer: &person::Answer) {
    let cold = || sim.world.borrow().persons[p].count("SELECT COUNT(*) FROM profile") == 0;
    if *answer == person::Answer::Cold && !cold() {
        sim.broken(format!("I9: person {p} has a profile and asks for D1"));
    }
}

/// A call came back as failed by the object itself.
pub(crate) fn failed(sim: &Sim, what: &str) {
    sim.broken(format!("I10: {what} could not be decided while something else was out of reach"));
}
