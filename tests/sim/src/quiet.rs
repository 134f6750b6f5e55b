//! The end of every world: no faults, no clicks, everything answers. Then all must come to rest and agree.

use hallway_domain::time::{Millis, OFFER};
use hallway_domain::world::World;
use hallway_domain::{lobby, person, room};

use crate::exec::Owner;
use crate::sim::Sim;
use crate::{checks, client, faults};

/// The longest promise: the outbox tries again after five minutes at most, and where that alarm was eaten cron comes a minute
/// later. (An attempt takes 90 s, then two lists, a grace.)
const QUIET: Millis = 400_000;

pub(crate) fn come(sim: &Sim) -> Result<(), String> {
    sim.tell(|| format!("quiet: all leave {}, all under way lost {}", sim.shape.all_leave, sim.shape.all_lost));
    sim.calm.set(true);
    sim.d1.borrow_mut().down = false;
    sim.world.borrow_mut().media.down = false;
    if sim.shape.all_lost {
        faults::everything_forgotten(sim);
    }
    for p in 0..sim.persons() {
        for t in 0..sim.shape.tabs {
            let inside = sim.tab(p, t).conn.is_some();
            if sim.shape.all_leave || !inside {
                client::close(sim, p, t, false);
                sim.with_tab(p, t, |tab| tab.entry = None);
            }
        }
    }
    sim.advance_until(sim.now() + QUIET).map_err(|e| format!("in quiet: {e}"))?;
    // Nobody comes any more: each offer runs out, and the next one's after it.
    while sim.world.borrow().room_looks.iter().any(|look| look.line.iter().any(|(_, until)| until.is_some())) {
        sim.advance_until(sim.now() + OFFER).map_err(|e| format!("in quiet: {e}"))?;
    }
    checks::rest::check(sim)?;
    sim.exec.kill(|owner| owner != Owner::Outside);
    let mut world = sim.world.borrow_mut();
    world.room_skew.fill(0);
    world.person_skew.fill(0);
    everybody_knows(&mut world);
    world.flow();
    world.pass_ringing(2_000);
    world.at_rest()?;
    if sim.shape.fill {
        everybody_finds_room(&mut world)?;
    }
    Ok(())
}

/// Objects nobody ever asked are still cold.
fn everybody_knows(world: &mut World) {
    for p in 0..world.persons.len() {
        world.person(p, person::Command::Learn { profile: world.profiles[p].clone() });
    }
    for r in 0..world.rooms.len() {
        world.room(r, room::Command::Learn { entry: world.entries[r].clone() });
    }
    for f in 0..world.lobbies.len() {
        world.lobby(f, lobby::Command::Learn { entry: world.lobby_entry(f) });
    }
}

/// Reloads get back to their seats; with nobody inside, every room fills.
fn everybody_finds_room(world: &mut World) -> Result<(), String> {
    for r in 0..world.rooms.len() {
        world.lock(r, false);
        world.edit(r, |entry| {
            entry.enabled = true;
            entry.close_now = false;
            entry.groups.clear();
        });
    }
    world.flow();
    world.reloads_get_back()?;
    world.quiet(false, true)?;
    world.everybody_can_join()
}
