//! People get in line for a seat, or think better of it; some never come when it is their turn.

use hallway_domain::person::{Answer, Command, Effect, Frame, Landing};
use hallway_domain::room::WaitAnswer;
use hallway_domain::world::{index, room_id};

use super::join::press_soon;
use crate::exec::Owner;
use crate::objects::person;
use crate::sim::Sim;

/// How many of those who hear of an offer take it.
const COMES: f64 = 0.7;

/// Somebody waits; the call is repeated until it is answered.
pub(crate) fn wait(sim: &Sim) {
    let (p, r) = (sim.somebody(), sim.some_room());
    sim.tell(|| format!("person {p} wants to wait for room {r}"));
    let task_sim = sim.clone();
    sim.exec.spawn(Owner::Outside, async move {
        for _ in 0..3 {
            let link_version = task_sim.world.borrow().profiles[p].link_version;
            let Ok(landing) = person::ask(&task_sim, p, Command::Wait { room: room_id(r), link_version }).await else {
                task_sim.sleep(task_sim.between(200, 4_000)).await;
                continue;
            };
            if let Landing::Answer(Answer::Waiting { answer: WaitAnswer::Waiting { place } }) = landing {
                task_sim.count("got in line");
                if place.place > place.waiting || place.place < 1 {
                    task_sim.broken(format!("person {p} is told {place:?}"));
                }
            }
            return;
        }
    });
}

pub(crate) fn unwait(sim: &Sim) {
    let r = sim.some_room();
    let line: Vec<usize> = sim.world.borrow().room_looks[r].line.iter().map(|(p, _)| *p).collect();
    let p = sim.pick(&line).unwrap_or_else(|| sim.somebody());
    sim.tell(|| format!("person {p} waits for room {r} no more"));
    let task_sim = sim.clone();
    sim.exec.spawn(Owner::Outside, async move {
        let link_version = task_sim.world.borrow().profiles[p].link_version;
        let _unsure = person::ask(&task_sim, p, Command::Unwait { room: room_id(r), link_version }).await;
    });
}

/// A person's tabs hear of a seat: mostly one of them takes it.
pub(crate) fn heard(sim: &Sim, p: usize, effects: &[Effect]) {
    for effect in effects {
        let Effect::Say { frame: Frame::SeatFree { offer } } = effect else { continue };
        sim.count("heard of an offer");
        if !sim.calm.get() && sim.chance(COMES) {
            press_soon(sim, p, sim.below(sim.shape.tabs), index(&offer.room.id));
        }
    }
}
