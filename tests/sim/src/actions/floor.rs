//! Hands go up and down, and moderators shut the door and open it again.

use hallway_domain::room::Command;
use hallway_domain::world::person_id;

use super::removal::front_desk;
use crate::exec::Owner;
use crate::objects::room;
use crate::sim::Sim;

fn ask(sim: &Sim, r: usize, command: Command) {
    let task_sim = sim.clone();
    sim.exec.spawn(Owner::Outside, async move {
        let _unsure = room::ask(&task_sim, r, command).await;
    });
}

/// Somebody raises a hand, or lowers it.
pub(crate) fn hand(sim: &Sim) {
    let ((r, p), raised) = (sim.writer(), sim.chance(0.7));
    ask(sim, r, Command::RaiseHand { event: "evt_1".into(), person: person_id(p), raised });
}

pub(crate) fn lower(sim: &Sim) {
    let (r, p) = sim.writer();
    ask(sim, r, Command::LowerHands { by: front_desk(), person: sim.chance(0.5).then(|| person_id(p)) });
}

/// Mostly a room where somebody is; else nobody ever gets in.
pub(crate) fn lock(sim: &Sim) {
    let (r, locked) = (sim.some_room(), sim.chance(0.5));
    let empty = sim.world.borrow().room_looks[r].seats.is_empty();
    if locked && empty && sim.chance(0.8) {
        return;
    }
    sim.tell(|| format!("a moderator locks room {r}: {locked}"));
    ask(sim, r, Command::LockRoom { by: front_desk(), locked });
}
