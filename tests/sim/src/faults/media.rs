//! LiveKit and the way to it.

use crate::exec::Owner;
use crate::gate;
use crate::sim::Sim;

/// A request at work in the Worker ends without a word.
pub(crate) fn gate_dies(sim: &Sim) {
    let alive: Vec<(u64, Option<usize>)> = sim.gates.borrow().alive.iter().map(|(gate, conn)| (*gate, *conn)).collect();
    if let Some((number, conn)) = sim.pick(&alive) {
        die(sim, number, conn);
    }
}

pub(crate) fn all_gates_die(sim: &Sim) {
    let alive = std::mem::take(&mut sim.gates.borrow_mut().alive);
    alive.into_iter().for_each(|(number, conn)| die(sim, number, conn));
}

fn die(sim: &Sim, number: u64, conn: Option<usize>) {
    sim.tell(|| format!("the gate of connection {conn:?} dies"));
    sim.exec.kill(|owner| owner == Owner::Gate(number));
    sim.gates.borrow_mut().alive.remove(&number);
    if let Some(conn) = conn {
        gate::hang_up(sim, conn);
    }
}

/// People inside go on talking; nobody comes in, and no question is answered.
pub(crate) fn down(sim: &Sim) {
    let ms = sim.between(500, 60_000);
    sim.tell(|| format!("LiveKit is out of reach for {ms} ms"));
    sim.world.borrow_mut().media.down = true;
    let task_sim = sim.clone();
    sim.exec.spawn(Owner::Outside, async move {
        task_sim.sleep(ms).await;
        task_sim.tell(|| "LiveKit is back".into());
        task_sim.world.borrow_mut().media.down = false;
    });
}

/// All bodies are gone; tokens are as good as before.
pub(crate) fn restart(sim: &Sim) {
    sim.tell(|| "LiveKit restarts".into());
    sim.world.borrow_mut().media.restart();
}

/// For less than the gap between two lists LiveKit does not see one body. Once in its life: two lists that far apart
/// do not both overlook it, that is assumed.
pub(crate) fn overlook(sim: &Sim) {
    let mut world = sim.world.borrow_mut();
    let seen: Vec<(usize, usize)> = world.media.bodies.iter().filter(|(_, body)| !body.overlooked).map(|(key, _)| *key).collect();
    let Some(key) = sim.pick(&seen) else { return };
    if let Some(body) = world.media.bodies.get_mut(&key) {
        body.overlooked = true;
    }
    let until = sim.now() + sim.between(10, 2_000);
    world.media.hidden.insert(key, until);
    sim.tell(|| format!("LiveKit overlooks person {} in room {}", key.1, key.0));
}
