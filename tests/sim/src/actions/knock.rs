//! People at the gate with whatever token they ever had (a refreshed one carries the same epoch), and people who look.

use hallway_domain::room::Command;
use hallway_domain::world::person_id;

use crate::exec::Owner;
use crate::gate;
use crate::objects::room;
use crate::sim::Sim;

/// Any token there ever was; the newest more often. Whoever gets in so stays a while.
pub(crate) fn old_token(sim: &Sim) {
    let tokens = sim.world.borrow().tokens.clone();
    let recent = tokens.len().saturating_sub(4);
    let token = if sim.chance(0.4) { sim.pick(&tokens[recent..]) } else { sim.pick(&tokens) };
    let Some(token) = token else { return };
    sim.tell(|| format!("somebody knocks with {token:?}"));
    let task_sim = sim.clone();
    sim.exec.spawn(Owner::Outside, async move {
        if let Some(conn) = gate::connect(&task_sim, token).await {
            task_sim.sleep(task_sim.between(100, 40_000)).await;
            gate::hang_up(&task_sim, conn);
        }
    });
}

/// Somebody looks at a room.
pub(crate) fn look(sim: &Sim) {
    let (p, r) = (sim.somebody(), sim.some_room());
    let task_sim = sim.clone();
    sim.exec.spawn(Owner::Outside, async move { room::ask(&task_sim, r, Command::View { viewer: person_id(p) }).await });
}
