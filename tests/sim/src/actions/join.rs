//! Pressing Join: on a card (the dialog holds a seat), and in the dialog (enter, perhaps move).

use super::{any_tab, busy_tab};
use crate::client;
use crate::exec::Owner;
use crate::sim::Sim;

pub(crate) fn join(sim: &Sim) {
    let r = sim.some_room();
    // Who is busy with a room goes on with it, mostly.
    let free = (0..4).map(|_| any_tab(sim)).find(|(p, t)| sim.tab(*p, *t).entry.is_none());
    let (p, t) = free.filter(|_| sim.chance(0.8)).unwrap_or_else(|| any_tab(sim));
    press(sim, p, t, r, sim.chance(0.8));
}

fn press(sim: &Sim, p: usize, t: usize, r: usize, moving: bool) {
    sim.tell(|| format!("person {p} tab {t} presses Join of room {r} (moving {moving})"));
    leave_the_old_page(sim, p, t, r);
    sim.open_entry(p, t, r);
    let task = client::get_in(sim.clone(), p, t, moving, false);
    sim.tab_does(p, t, task);
}

/// Second thoughts: some moments later the person presses Join there.
pub(super) fn press_soon(sim: &Sim, p: usize, t: usize, r: usize) {
    let (task_sim, wait) = (sim.clone(), sim.between(10, 6_000));
    sim.exec.spawn(Owner::Outside, async move {
        task_sim.sleep(wait).await;
        if !task_sim.calm.get() {
            press(&task_sim, p, t, r, true);
        }
    });
}

/// To another room, and back again.
pub(super) fn there_and_back(sim: &Sim) {
    let Some((p, t)) = busy_tab(sim) else { return };
    let Some((home, _)) = sim.tab(p, t).entry else { return };
    press(sim, p, t, sim.some_room(), true);
    press_soon(sim, p, t, home);
}

pub(crate) fn hold(sim: &Sim) {
    let ((p, t), r) = (any_tab(sim), sim.some_room());
    sim.tell(|| format!("person {p} tab {t} opens the dialog of room {r}"));
    if sim.tab(p, t).conn.is_some() {
        // That page was a room, and its entry ends with it.
        client::drop_connection(sim, p, t, true);
        sim.with_tab(p, t, |tab| tab.entry = None);
    }
    sim.open_entry(p, t, r);
    let task = client::keep(sim.clone(), p, t);
    sim.tab_does(p, t, task);
}

/// In another room's page the tab was connected; that page goes.
fn leave_the_old_page(sim: &Sim, p: usize, t: usize, r: usize) {
    if sim.tab(p, t).entry.is_some_and(|(room, _)| room != r) {
        client::drop_connection(sim, p, t, sim.chance(0.8));
    }
}
