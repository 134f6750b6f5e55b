//! D1: what organizers wrote, which objects must hear of it, and which left their names for the watchdog. It can be down.

use std::collections::BTreeMap;

use hallway_domain::time::Millis;
use hallway_domain::world::World;
use hallway_domain::{lobby, person, room};

use crate::exec::Owner;
use crate::network::{Copies, Lost, call, latency};
use crate::objects::wake::{self, Object};
use crate::objects::{lobby as lobby_shell, person as person_shell, room as room_shell};
use crate::sim::Sim;

/// Cron comes by so often.
const CRON: i64 = 60_000;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Thing {
    Room(usize),
    Person(usize),
    Lobby(usize),
}

pub(crate) struct D1 {
    pub(crate) down: bool,
    /// Objects with something due, and when they said so.
    pub(crate) awake: BTreeMap<Object, Millis>,
    /// The version each object must hear of.
    pub(crate) pushes: BTreeMap<Thing, i64>,
}

impl D1 {
    pub(crate) fn new(world: &World) -> D1 {
        let lobbies = (0..world.lobbies.len()).map(|f| (Thing::Lobby(f), world.lobby_entry(f).version));
        D1 { down: false, awake: BTreeMap::new(), pushes: lobbies.collect() }
    }
}

/// Any statement: D1 answers or it does not.
pub(crate) async fn read(sim: &Sim) -> Result<(), Lost> {
    sim.sleep(latency(sim)).await;
    if sim.d1.borrow().down {
        sim.sleep(sim.between(10, 1_000)).await;
        return Err(Lost::NoCatalogue);
    }
    Ok(())
}

/// Statements that write: D1 may be slow, and may fail before they take effect or after.
pub(crate) async fn put(sim: &Sim, statements: impl FnOnce(&World) -> Result<(), hallway_domain::Error>) -> Result<(), Lost> {
    read(sim).await?;
    if sim.fault("D1 failed before it took effect", sim.rates().lost) {
        return Err(Lost::NoCatalogue);
    }
    if sim.fault("D1 slow", sim.rates().slow_answer) {
        sim.sleep(sim.between(500, 20_000)).await;
    }
    let done = statements(&sim.world.borrow());
    if let Err(error) = done {
        sim.broken(format!("D1 refused: {error}"));
    }
    if sim.fault("D1 failed after it took effect", sim.rates().timed_out) {
        sim.sleep(sim.between(500, 5_000)).await;
        return Err(Lost::NoCatalogue);
    }
    sim.sleep(latency(sim)).await;
    Ok(())
}

/// An object leaves its name. Best effort.
pub(crate) async fn note(sim: Sim, object: Object) {
    let taken = read(&sim).await.is_ok();
    if taken {
        sim.d1.borrow_mut().awake.insert(object, sim.now());
    }
    wake::name_left(&sim, object, taken);
}

/// Write a change and, in the same batch, who must hear of it; then try to tell them. False: D1 is down, nothing is written.
pub(crate) fn write(sim: &Sim, change: impl FnOnce(&mut World) -> Vec<Thing>) -> bool {
    if sim.d1.borrow().down {
        return false;
    }
    let things = change(&mut sim.world.borrow_mut());
    for thing in things {
        let version = version(sim, thing);
        sim.d1.borrow_mut().pushes.insert(thing, version);
        let task = push(sim.clone(), thing);
        sim.exec.spawn(Owner::Outside, task);
    }
    true
}

fn version(sim: &Sim, thing: Thing) -> i64 {
    let world = sim.world.borrow();
    match thing {
        Thing::Room(r) => world.entries[r].version,
        Thing::Person(p) => world.profiles[p].version,
        Thing::Lobby(f) => world.lobby_entry(f).version,
    }
}

/// Read the row, tell the object; forget the push unless a newer one is pending.
async fn push(sim: Sim, thing: Thing) -> Result<(), Lost> {
    read(&sim).await?;
    let told = version(&sim, thing);
    match thing {
        Thing::Room(r) => {
            let entry = sim.world.borrow().entries[r].clone();
            room_shell::ask(&sim, r, room::Command::Learn { entry }).await?;
        }
        Thing::Person(p) => {
            let profile = sim.world.borrow().profiles[p].clone();
            person_shell::ask(&sim, p, person::Command::Learn { profile }).await?;
        }
        Thing::Lobby(f) => {
            let entry = sim.world.borrow().lobby_entry(f);
            lobby_shell::ask(&sim, (f, 0), lobby::Command::Learn { entry }).await?;
        }
    }
    read(&sim).await?;
    sim.d1.borrow_mut().pushes.retain(|which, version| *which != thing || *version > told);
    Ok(())
}

/// The minute's cron: pushes that wait, and a knock at every object that left its name.
pub(crate) async fn cron(sim: Sim) {
    loop {
        let things: Vec<Thing> = sim.d1.borrow().pushes.keys().copied().collect();
        for thing in things {
            let task = push(sim.clone(), thing);
            sim.exec.spawn(Owner::Outside, task);
        }
        let names: Vec<(Object, Millis)> = sim.d1.borrow().awake.iter().map(|(object, since)| (*object, *since)).collect();
        for (object, since) in names {
            let task = knock(sim.clone(), object, since);
            sim.exec.spawn(Owner::Outside, task);
        }
        sim.sleep(CRON).await;
    }
}

async fn knock(sim: Sim, object: Object, since: Millis) -> Result<(), Lost> {
    read(&sim).await?;
    let rests = call(&sim, object.owner(), Copies::Maybe, move |sim| wake::rung(sim, object)).await?;
    read(&sim).await?;
    if rests {
        sim.d1.borrow_mut().awake.retain(|name, noted| *name != object || *noted != since);
    }
    Ok(())
}
