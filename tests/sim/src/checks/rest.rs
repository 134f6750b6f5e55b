//! What must be true once quiet has come, beside `world::rest`.

use hallway_domain::sql::Sql;

use crate::sim::Sim;

pub(crate) fn check(sim: &Sim) -> Result<(), String> {
    sim.records.borrow().check(&sim.world.borrow())?;
    super::chat::all_read(sim)?;
    super::outbox::check(sim)?;
    super::lobbies::all_true(sim)?;
    let world = sim.world.borrow();
    if let Some(thing) = sim.d1.borrow().pushes.keys().next() {
        return Err(format!("catalogue: {thing:?} never heard of its newest entry"));
    }
    for (r, entry) in world.entries.iter().enumerate() {
        let known = world.rooms[r].first("SELECT version FROM room", &[]);
        let known = known.ok().flatten().and_then(|row| row.int(0).ok());
        if known.is_some_and(|version| version != entry.version) {
            return Err(format!("catalogue: room {r} goes by version {known:?}, written is {}", entry.version));
        }
    }
    for (p, profile) in world.profiles.iter().enumerate() {
        let known = world.persons[p].first("SELECT version FROM profile", &[]);
        let known = known.ok().flatten().and_then(|row| row.int(0).ok());
        if known.is_some_and(|version| version != profile.version) {
            return Err(format!("catalogue: person {p} goes by version {known:?}, written is {}", profile.version));
        }
    }
    Ok(())
}
