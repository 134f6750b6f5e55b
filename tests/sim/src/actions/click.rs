//! People open a feature or press Join, and their app counts it: again under the same id until it is answered.

use hallway_domain::person::{Answer, Command, Landing};
use hallway_domain::world::room_id;

use crate::exec::Owner;
use crate::objects::person;
use crate::sim::Sim;

pub(crate) fn click(sim: &Sim) {
    let (p, r, id) = (sim.somebody(), sim.some_room(), sim.new_id("click"));
    let room = sim.chance(0.5).then(|| room_id(r));
    let (task_sim, began) = (sim.clone(), sim.now());
    sim.exec.spawn(Owner::Outside, async move {
        for _ in 0..4 {
            let feature = task_sim.world.borrow().entries[r].feature.clone();
            let link_version = task_sim.world.borrow().profiles[p].link_version;
            let command = Command::Click { id: id.clone(), feature, room: room.clone(), groups: vec![], link_version };
            match person::ask(&task_sim, p, command).await {
                Ok(Landing::Answer(Answer::Done)) => {
                    return task_sim.records.borrow_mut().clicked(p, id, room.map(|_| (r, began)));
                }
                Ok(_) => return,
                Err(_) => task_sim.sleep(task_sim.between(200, 4_000)).await,
            }
        }
    });
}
