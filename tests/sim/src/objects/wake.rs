//! An object's alarm, as `worker/src/objects/wake.rs` sets it and the platform rings it. What is set, and when the name
//! is left with cron, the domain decides.

use std::collections::BTreeMap;

use hallway_domain::bugs::{self, Bug};
use hallway_domain::time::Millis;
use hallway_domain::world::World;
use hallway_domain::{lobby, person, room, wake};

use super::{lobby as lobby_shell, person as person_shell, room as room_shell};
use crate::catalogue;
use crate::exec::Owner;
use crate::sim::Sim;

/// The platform repeats an alarm that failed after so long.
const AGAIN: Millis = 2_000;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Object {
    Room(usize),
    Person(usize),
    /// Feature, and number of the shard; 0: the place's own.
    Lobby(usize, usize),
}

impl Object {
    pub(crate) fn owner(self) -> Owner {
        match self {
            Object::Room(r) => Owner::Room(r),
            Object::Person(p) => Owner::Person(p),
            Object::Lobby(f, n) => Owner::Lobby(f, n),
        }
    }
}

#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Wake {
    memory: wake::Wake,
    /// The platform's: survives the instance. `rings_at` may be later than what was asked for.
    pub(crate) alarm: Option<Millis>,
    pub(crate) rings_at: Option<Millis>,
    /// It rang, and the platform rings again if the instance dies over it.
    pub(crate) ringing: bool,
    /// A name is on its way to cron; or it was lost on it, through D1 or an eviction.
    pub(crate) name_unsure: bool,
    /// The platform forgot it: the watchdog is what is left.
    pub(crate) eaten: bool,
}

impl Wake {
    pub(crate) fn all(world: &World) -> BTreeMap<Object, Wake> {
        let rooms = (0..world.rooms.len()).map(Object::Room);
        let lobbies = (0..world.lobbies.len()).map(|f| Object::Lobby(f, 0));
        rooms.chain((0..world.persons.len()).map(Object::Person)).chain(lobbies).map(|o| (o, Wake::default())).collect()
    }
    /// The instance is gone.
    pub(crate) fn forget_memory(&mut self, now: Millis) {
        self.memory = wake::Wake::default();
        if std::mem::take(&mut self.ringing) && self.alarm.is_none() {
            self.alarm = Some(now + AGAIN);
            self.rings_at = self.alarm;
        }
        if bugs::on(Bug::AlarmInMemory) {
            self.alarm = None;
            self.rings_at = None;
        }
    }
}

/// After a commit: have the object woken at `due` of its own clock. `rests`: it has just said that nothing is due.
pub(crate) fn after_commit(sim: &Sim, object: Object, clock: Millis, due: Option<Millis>, rests: bool) {
    let late = if sim.fault("alarm late", sim.rates().late / 4.0) { sim.between(1_000, 60_000) } else { 0 };
    let mut wakes = sim.wakes.borrow_mut();
    let Some(wake) = wakes.get_mut(&object) else { return };
    let needs = wake.memory.after_commit(clock, due, rests);
    if let Some(due) = needs.alarm {
        let at = sim.now() + (due - clock).max(0);
        *wake = Wake { alarm: Some(at), rings_at: Some(at + late), eaten: false, ..*wake };
    }
    wake.name_unsure |= needs.name;
    drop(wakes);
    if needs.name {
        let task = catalogue::note(sim.clone(), object);
        sim.exec.spawn(object.owner(), task);
    }
}

/// Whether D1 took the name.
pub(crate) fn name_left(sim: &Sim, object: Object, taken: bool) {
    if let Some(wake) = sim.wakes.borrow_mut().get_mut(&object) {
        wake.name_unsure = !taken;
        if !taken {
            wake.memory.name_not_left();
        }
    }
}

/// Ring every alarm that is due.
pub(crate) fn ring(sim: &Sim) {
    let due: Vec<Object> =
        sim.wakes.borrow().iter().filter(|(_, w)| w.rings_at.is_some_and(|at| at <= sim.now())).map(|(object, _)| *object).collect();
    for object in due {
        if let Some(wake) = sim.wakes.borrow_mut().get_mut(&object) {
            wake.memory.rang();
            *wake = Wake { alarm: None, rings_at: None, ringing: true, ..*wake };
        }
        sim.tell(|| format!("{object:?}: alarm"));
        let task_sim = sim.clone();
        sim.exec.spawn(object.owner(), async move {
            let _unheard = rung(task_sim.clone(), object).await;
            if let Some(wake) = task_sim.wakes.borrow_mut().get_mut(&object) {
                wake.ringing = false;
            }
        });
    }
}

/// The alarm rang, or cron knocked; whether nothing is due any more.
pub(crate) async fn rung(sim: Sim, object: Object) -> Result<bool, crate::network::Lost> {
    match object {
        Object::Room(r) => {
            let answer = room_shell::serve(sim, r, room::Command::Alarm).await?;
            Ok(matches!(answer, room::Answer::Resting | room::Answer::Cold))
        }
        Object::Person(p) => {
            let landing = person_shell::serve(sim, p, person::Command::Alarm).await?;
            Ok(matches!(landing, person::Landing::Answer(person::Answer::Resting | person::Answer::Cold)))
        }
        Object::Lobby(f, n) => {
            let answer = lobby_shell::serve(sim, (f, n), lobby::Command::Alarm).await?;
            Ok(matches!(answer, lobby::Answer::Resting | lobby::Answer::Cold))
        }
    }
}
