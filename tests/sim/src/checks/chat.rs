//! The chat: only people with an open seat write and hear, and in the end everybody who hears has read the same.

use hallway_domain::room::{Answer, Command};
use hallway_domain::sql::Sql;
use hallway_domain::world::index;

use crate::sim::Sim;

/// Whoever hears the room sits in it.
pub(crate) fn check(sim: &Sim) -> Result<(), String> {
    let world = sim.world.borrow();
    for (r, p) in sim.ears.borrow().keys() {
        let open = world.room_looks[*r].seats.get(p).is_some_and(|seat| seat.state.is_open());
        if !open {
            return Err(format!("I2: person {p} hears room {r} without an open seat"));
        }
    }
    Ok(())
}

/// A line was written: by somebody who sits there?
pub(crate) fn posted(sim: &Sim, r: usize, command: &Command, answer: &Answer) {
    let (Command::Post { person, .. }, Answer::Posted { message }) = (command, answer) else { return };
    let p = index(person);
    let open = sim.world.borrow().room_looks[r].seats.get(&p).is_some_and(|seat| seat.state.is_open());
    if !open {
        sim.broken(format!("I2: person {p} wrote {} in room {r} without an open seat", message.id));
    }
}

/// In quiet: each open ear has read what the table says, no more and no less.
pub(crate) fn all_read(sim: &Sim) -> Result<(), String> {
    let world = sim.world.borrow();
    for ((r, p), ear) in sim.ears.borrow().iter() {
        let rows = world.rooms[*r].exec("SELECT seq, id, deleted_at IS NULL FROM messages ORDER BY seq", &[]).map_err(|e| e.to_string())?;
        let mut written = vec![];
        for row in rows {
            let read = || Ok::<_, hallway_domain::Error>((row.int(0)?, row.text(1)?, row.flag(2)?));
            written.push(read().map_err(|e| e.to_string())?);
        }
        let read: Vec<(i64, String, bool)> = ear.lines.iter().map(|(seq, (id, shown))| (*seq, id.clone(), *shown)).collect();
        if read != written {
            let differs = written.iter().zip(&read).find(|(w, r)| w != r);
            return Err(format!(
                "I4: person {p} has read {} lines of room {r}, written are {}; first difference {differs:?}",
                read.len(),
                written.len()
            ));
        }
    }
    Ok(())
}
