//! Moderators and organizers put people out. A removal is repeated under its id until it is answered.

use hallway_domain::ban::By;
use hallway_domain::catalogue::Named;
use hallway_domain::person::{Answer, Command, Landing};
use hallway_domain::room::Command::Lift;
use hallway_domain::testing::{organizer, wide_ban};
use hallway_domain::time::Millis;

use super::join::press_soon;
use crate::checks::warm;
use crate::exec::Owner;
use crate::network::Lost;
use crate::objects::{person, room};
use crate::sim::Sim;

pub(crate) fn remove(sim: &Sim) {
    put_out(sim, None);
}

pub(crate) fn ban(sim: &Sim) {
    put_out(sim, Some(sim.now() + length(sim)));
}

fn length(sim: &Sim) -> Millis {
    [10_000, 30_000, 60_000, 86_400_000][sim.below(4)]
}

fn put_out(sim: &Sim, ends_at: Option<Millis>) {
    let ((r, p), id, by, deletes) = (sim.writer(), sim.new_id("rem"), sim.somebody(), sim.chance(0.3));
    sim.tell(|| format!("person {by} puts person {p} out of room {r} ({id}, till {ends_at:?})"));
    // Few take it at once.
    for room in [r, sim.some_room()] {
        if sim.chance(0.4) {
            press_soon(sim, p, sim.below(sim.shape.tabs), room);
        }
    }
    let task_sim = sim.clone();
    sim.exec.spawn(Owner::Outside, async move {
        for _ in 0..6 {
            match room::ask(&task_sim, r, room::removal(&id, p, by, ends_at, deletes)).await {
                Ok(_) => return task_sim.records.borrow_mut().removed(&task_sim.world.borrow(), r, &id, p, ends_at),
                Err(Lost::Failed) => warm::failed(&task_sim, "a removal"),
                Err(_) => {}
            }
            task_sim.sleep(task_sim.between(500, 5_000)).await;
        }
    });
}

/// A moderator or organizer thinks better of it.
pub(crate) fn lift(sim: &Sim) {
    let (of_rooms, wide) = (sim.records.borrow().removals(), sim.records.borrow().bans().to_vec());
    if sim.chance(0.5)
        && let Some((r, id)) = sim.pick(&of_rooms)
    {
        sim.tell(|| format!("{id} in room {r} is lifted"));
        let (task_sim, restore) = (sim.clone(), sim.chance(0.5));
        sim.exec.spawn(Owner::Outside, async move {
            let _unsure = room::ask(&task_sim, r, Lift { id, by: front_desk(), restore }).await;
        });
    } else if let Some((p, id)) = sim.pick(&wide) {
        sim.tell(|| format!("{id} of person {p} is lifted"));
        let task_sim = sim.clone();
        let by = Named { id: "key_1".into(), name: "Front desk".into() };
        sim.exec.spawn(Owner::Outside, async move {
            let _unsure = person::ask(&task_sim, p, Command::Lift { id, by }).await;
        });
    }
}

pub(super) fn front_desk() -> By {
    organizer()
}

pub(crate) fn feature_ban(sim: &Sim) {
    let feature = sim.pick(&sim.shape.rooms).map(|room| room.feature);
    wide(sim, feature);
}

pub(crate) fn event_ban(sim: &Sim) {
    wide(sim, None);
}

fn wide(sim: &Sim, feature: Option<String>) {
    let (p, id, ends_at) = (sim.writer().1, sim.new_id("ban"), sim.now() + length(sim));
    sim.tell(|| format!("an organizer bans person {p} from {feature:?} till {ends_at} ({id})"));
    let task_sim = sim.clone();
    sim.exec.spawn(Owner::Outside, async move {
        for _ in 0..10 {
            let ban = wide_ban(&id, feature.clone(), ends_at);
            let said = person::ask(&task_sim, p, ban).await;
            if said.is_ok() {
                let stands = person::ask(&task_sim, p, Command::WideBanStands { id: id.clone() }).await;
                if matches!(stands, Ok(Landing::Answer(Answer::Ban { .. }))) {
                    return task_sim.records.borrow_mut().banned(&task_sim.world.borrow(), p, &id);
                }
            }
            task_sim.sleep(task_sim.between(500, 5_000)).await;
        }
    });
}
