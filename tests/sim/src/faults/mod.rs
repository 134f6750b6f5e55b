//! What goes wrong by itself. One file for each part that can fail; to add one, write `fn(&Sim)` and a line in [`FAULTS`].
//! What happens to single messages is in `network.rs`.

mod alarm;
mod catalogue;
mod clock;
mod evict;
mod media;

use crate::sim::Sim;

pub(crate) use clock::WRONG;

/// The last deploy before quiet: whatever is under way is lost.
pub(crate) fn everything_forgotten(sim: &Sim) {
    evict::all(sim);
    media::all_gates_die(sim);
}

pub(crate) struct Fault {
    pub(crate) name: &'static str,
    pub(crate) weight: u32,
    pub(crate) run: fn(&Sim),
}

const fn fault(name: &'static str, weight: u32, run: fn(&Sim)) -> Fault {
    Fault { name, weight, run }
}

pub(crate) const FAULTS: &[Fault] = &[
    fault("object evicted", 6, evict::one),
    fault("all objects evicted", 1, evict::all),
    fault("gate died", 4, media::gate_dies),
    fault("LiveKit down", 3, media::down),
    fault("LiveKit restarted", 1, media::restart),
    fault("LiveKit overlooks somebody", 3, media::overlook),
    fault("D1 down", 2, catalogue::down),
    fault("alarm eaten", 2, alarm::eat),
    fault("time passed at once", 1, clock::jump),
    fault("an object's clock wrong", 2, clock::skew),
];

/// Something fails.
pub(crate) fn one(sim: &Sim) {
    if let Some(fault) = sim.weighted(&sim.shape.fault_weights).and_then(|n| FAULTS.get(n)) {
        sim.count(fault.name);
        (fault.run)(sim);
    }
}
