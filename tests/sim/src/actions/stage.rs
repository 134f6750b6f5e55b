//! People share their screens, mostly after asking; moderators take over, and lock what people use.

use hallway_domain::ban::By;
use hallway_domain::room::{Answer, Command, Lock, StageState, Tool};
use hallway_domain::world::{index, person_id};

use super::removal::front_desk;
use crate::exec::Owner;
use crate::objects::room;
use crate::sim::Sim;

/// Somebody who sits there presses Share, goes on asking as the app does, publishes, and stops some time later.
pub(crate) fn share(sim: &Sim) {
    let (r, p) = sim.writer();
    press(sim, r, p, false);
}

/// A moderator takes the stage from whoever has it.
pub(crate) fn take_over(sim: &Sim) {
    let r = sim.some_room();
    let moderators = sim.world.borrow().known(r).map(|entry| entry.moderators).unwrap_or_default();
    if let Some(moderator) = sim.pick(&moderators) {
        press(sim, r, index(&moderator.id), true);
    }
}

fn press(sim: &Sim, r: usize, p: usize, take_over: bool) {
    sim.tell(|| format!("person {p} wants the stage of room {r} (take over {take_over})"));
    let task_sim = sim.clone();
    sim.exec.spawn(Owner::Outside, async move {
        if granted(&task_sim, r, p, take_over).await && publish(&task_sim, r, p) {
            task_sim.count("screens shared");
            task_sim.sleep(task_sim.between(1_000, 60_000)).await;
            stop(&task_sim, r, p).await;
        }
    });
}

/// Asks until it is theirs, for as long as somebody would wait.
async fn granted(sim: &Sim, r: usize, p: usize, take_over: bool) -> bool {
    for _ in 0..6 {
        let claim = Command::Claim { event: "evt_1".into(), person: person_id(p), take_over };
        match room::ask(sim, r, claim).await {
            Ok(Answer::Stage { stage }) if stage.state == StageState::Granted => {
                sim.sleep(sim.between(10, 6_000)).await;
                return true;
            }
            Ok(Answer::Denied { .. }) => return false,
            _ if sim.calm.get() => return false,
            _ => sim.sleep(sim.between(500, 5_000)).await,
        }
    }
    false
}

fn publish(sim: &Sim, r: usize, p: usize) -> bool {
    let shares = sim.world.borrow_mut().media.screen(r, p, true);
    sim.tell(|| format!("person {p} publishes a screen in room {r}: {shares}"));
    if shares {
        hint(sim, r);
    }
    shares
}

async fn stop(sim: &Sim, r: usize, p: usize) {
    sim.tell(|| format!("person {p} stops sharing in room {r}"));
    let shared = sim.world.borrow_mut().media.screen(r, p, false);
    if shared {
        hint(sim, r);
    }
    // Not every browser lives to say so.
    if sim.chance(0.7) {
        let by = By::Attendee { id: person_id(p), event: "evt_1".into() };
        let _unsure = room::ask(sim, r, Command::Unclaim { by }).await;
    }
}

/// `track_published` and `track_unpublished` come as webhooks do.
fn hint(sim: &Sim, r: usize) {
    if !sim.fault("webhook lost", sim.rates().webhook_lost) {
        let task_sim = sim.clone();
        sim.exec.spawn(Owner::Outside, async move {
            let _hint = room::ask(&task_sim, r, Command::Hint).await;
        });
    }
}

/// A client of somebody's own publishes without asking. LiveKit decides.
pub(crate) fn cheat(sim: &Sim) {
    let (r, p) = sim.writer();
    if publish(sim, r, p) {
        sim.count("screens shared unasked");
    }
}

/// A moderator takes the stage away.
pub(crate) fn clear(sim: &Sim) {
    let r = sim.some_room();
    sim.tell(|| format!("the stage of room {r} is taken away"));
    let task_sim = sim.clone();
    sim.exec.spawn(Owner::Outside, async move {
        let _unsure = room::ask(&task_sim, r, Command::Unclaim { by: front_desk() }).await;
    });
}

/// A moderator locks something, for one or for all, or opens it again.
pub(crate) fn lock(sim: &Sim) {
    let (r, p) = sim.writer();
    let what = [Tool::Microphone, Tool::Camera, Tool::Share, Tool::Chat][sim.below(4)];
    let (person, locked) = (sim.chance(0.6).then(|| person_id(p)), sim.chance(0.5));
    sim.tell(|| format!("{what:?} of {person:?} in room {r} is locked: {locked}"));
    let task_sim = sim.clone();
    sim.exec.spawn(Owner::Outside, async move {
        let lock = Command::Lock { by: front_desk(), lock: Lock { person, what }, locked };
        let _unsure = room::ask(&task_sim, r, lock).await;
    });
}
