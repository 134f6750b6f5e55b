//! Time. The protocol allows clocks to differ by some seconds (5 s in the life of an attempt): so much, and no more.

use hallway_domain::time::Millis;

use crate::sim::Sim;

/// An object's clock is at most so wrong.
pub(crate) const WRONG: Millis = 1_000;

/// Nothing runs for a while, LiveKit aside; then everything is late.
pub(crate) fn jump(sim: &Sim) {
    let ms = sim.between(1_000, 180_000);
    sim.tell(|| format!("{ms} ms pass at once"));
    sim.set_now(sim.now() + ms);
}

/// One object's clock goes wrong by up to [`WRONG`], also backwards.
pub(crate) fn skew(sim: &Sim) {
    let (ms, rooms) = (sim.between(-WRONG, WRONG), sim.rooms());
    let n = sim.below(rooms + sim.persons());
    let mut world = sim.world.borrow_mut();
    match n.checked_sub(rooms) {
        None => world.room_skew[n] = ms,
        Some(p) => world.person_skew[p] = ms,
    }
}
