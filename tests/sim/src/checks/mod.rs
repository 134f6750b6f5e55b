//! What only the simulator can see. Seats, bodies, tokens and bans are checked by the domain's own `world::check`; to add a
//! rule of another kind, write a file here and call it from [`after_step`] or from where the thing happens.

mod alarms;
pub(crate) mod cards;
pub(crate) mod chat;
pub(crate) mod lobbies;
pub(crate) mod outbox;
pub(crate) mod pairs;
pub(crate) mod records;
pub(crate) mod rest;
pub(crate) mod warm;

use crate::sim::Sim;

/// Looked at after every piece of work.
pub(crate) fn after_step(sim: &Sim) -> Result<(), String> {
    sim.world.borrow().check()?;
    sim.records.borrow().known_wrong()?;
    chat::check(sim)?;
    alarms::check(sim)
}
