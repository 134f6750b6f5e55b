//! People write, repeat what they are not sure of, take back, and moderators lift what they did.

use hallway_domain::ban::By;
use hallway_domain::room::{Answer, Command};
use hallway_domain::world::person_id;

use super::removal::front_desk;
use crate::exec::Owner;
use crate::objects::room;
use crate::sim::Sim;

/// Mostly somebody who sits there writes a line; it is repeated under its id until it is answered.
pub(crate) fn post(sim: &Sim) {
    let (r, p) = sim.writer();
    let id = sim.new_id("msg");
    write(sim, r, p, id);
}

/// A line that was acknowledged is sent again, as a tab does that never got the answer.
pub(crate) fn post_again(sim: &Sim) {
    let line = sim.pick(sim.records.borrow().lines());
    if let Some((r, p, id)) = line {
        write(sim, r, p, id);
    }
}

fn write(sim: &Sim, r: usize, p: usize, id: String) {
    sim.tell(|| format!("person {p} writes {id} in room {r}"));
    let task_sim = sim.clone();
    sim.exec.spawn(Owner::Outside, async move {
        for _ in 0..4 {
            let (event, limited) = ("evt_1".to_owned(), task_sim.chance(0.5));
            let post = Command::Post { event, person: person_id(p), id: id.clone(), text: format!("{p} says {id}"), limited };
            match room::ask(&task_sim, r, post).await {
                Ok(Answer::Posted { message }) => return task_sim.records.borrow_mut().posted(&task_sim.world.borrow(), r, p, &message),
                Ok(_) => return,
                Err(_) => task_sim.sleep(task_sim.between(200, 4_000)).await,
            }
        }
    });
}

/// The author, or an organizer, deletes a line.
pub(crate) fn delete(sim: &Sim) {
    let line = sim.pick(sim.records.borrow().lines());
    let Some((r, p, id)) = line else { return };
    let by = if sim.chance(0.5) { By::Attendee { id: person_id(p), event: "evt_1".into() } } else { front_desk() };
    sim.tell(|| format!("{by:?} deletes {id} in room {r}"));
    let task_sim = sim.clone();
    sim.exec.spawn(Owner::Outside, async move {
        let _unsure = room::ask(&task_sim, r, Command::DeleteMessage { id, by }).await;
    });
}

/// Somebody in the room opens a socket, from the last number they know.
pub(crate) fn listen(sim: &Sim) {
    let (r, p) = sim.writer();
    crate::ears::open(sim, r, p);
}

/// A socket breaks.
pub(crate) fn hang_up(sim: &Sim) {
    crate::ears::break_one(sim);
}
