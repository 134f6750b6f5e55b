//! People look at cards.

use crate::looks;
use crate::sim::Sim;

/// Somebody opens the cards of a feature.
pub(crate) fn look(sim: &Sim) {
    let (p, lobbies) = (sim.somebody(), sim.world.borrow().lobbies.len());
    looks::open(sim, p, sim.below(lobbies));
}

/// A socket breaks or is closed; mostly its person comes back.
pub(crate) fn look_away(sim: &Sim) {
    looks::break_one(sim);
}
