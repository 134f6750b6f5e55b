//! An object's instance goes: its memory and what it was about to do are lost, its tables are not.

use hallway_domain::bugs;
use hallway_domain::world::room_id;

use crate::objects::wake::Object;
use crate::sim::Sim;

pub(crate) fn one(sim: &Sim) {
    let objects: Vec<Object> = sim.wakes.borrow().keys().copied().collect();
    if let Some(object) = sim.pick(&objects) {
        evict(sim, object);
    }
}

/// A deploy.
pub(crate) fn all(sim: &Sim) {
    let objects: Vec<Object> = sim.wakes.borrow().keys().copied().collect();
    objects.into_iter().for_each(|object| evict(sim, object));
}

fn evict(sim: &Sim, object: Object) {
    let lost = sim.exec.kill(|owner| owner == object.owner());
    if let Some(wake) = sim.wakes.borrow_mut().get_mut(&object) {
        wake.forget_memory(sim.now());
    }
    if let Object::Room(r) = object {
        bugs::forget(&room_id(r));
    }
    sim.tell(|| format!("{object:?} is evicted, {lost} things it was doing are lost"));
}
