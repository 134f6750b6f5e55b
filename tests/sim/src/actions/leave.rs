//! Going, with and without a word.

use super::join::press_soon;
use super::{any_tab, busy_tab};
use crate::client;
use crate::exec::Owner;
use crate::sim::Sim;

/// The Leave button: our server hears of it first.
pub(crate) fn leave(sim: &Sim) {
    let Some((p, t)) = busy_tab(sim) else { return };
    let Some((r, id)) = sim.with_tab(p, t, |tab| tab.entry.take()) else { return };
    sim.tell(|| format!("person {p} tab {t} leaves room {r} ({id})"));
    let task_sim = sim.clone();
    sim.tab_does(p, t, async move {
        client::leave(&task_sim, p, r, Some(id), false).await;
        client::drop_connection(&task_sim, p, t, true);
    });
    if sim.chance(0.3) {
        press_soon(sim, p, t, r);
    }
}

/// A program without entries.
pub(crate) fn leave_whatever_is_there(sim: &Sim) {
    let (p, r) = (sim.somebody(), sim.some_room());
    sim.tell(|| format!("person {p} leaves room {r} by API"));
    let task_sim = sim.clone();
    sim.exec.spawn(Owner::Outside, async move { client::leave(&task_sim, p, r, None, false).await });
}

/// `pagehide` says away; the page may come back with its entry, mostly in time.
pub(crate) fn reload(sim: &Sim) {
    let Some((p, t)) = busy_tab(sim) else { return };
    gone(sim, p, t, sim.chance(0.7));
    let (task_sim, takes) = (sim.clone(), if sim.chance(0.8) { sim.between(200, 3_000) } else { sim.between(3_000, 20_000) });
    sim.tell(|| format!("person {p} tab {t} reloads, {takes} ms"));
    sim.tab_does(p, t, async move {
        task_sim.sleep(takes).await;
        client::get_in(task_sim, p, t, false, false).await;
    });
}

pub(crate) fn close(sim: &Sim) {
    let Some((p, t)) = busy_tab(sim) else { return };
    sim.tell(|| format!("person {p} tab {t} is closed"));
    gone(sim, p, t, sim.chance(0.7));
    sim.with_tab(p, t, |tab| tab.entry = None);
}

fn gone(sim: &Sim, p: usize, t: usize, goodbye: bool) {
    client::close(sim, p, t, goodbye);
    if let Some((r, id)) = sim.tab(p, t).entry {
        let task_sim = sim.clone();
        sim.exec.spawn(Owner::Outside, async move { client::leave(&task_sim, p, r, Some(id), true).await });
    }
}

/// No word to anybody.
pub(crate) fn die(sim: &Sim) {
    let (p, t) = any_tab(sim);
    sim.tell(|| format!("person {p} tab {t} dies"));
    client::close(sim, p, t, false);
    sim.with_tab(p, t, |tab| tab.entry = None);
}

/// The connection breaks, the tab lives on.
pub(crate) fn blip(sim: &Sim) {
    let Some((p, t)) = busy_tab(sim).filter(|(p, t)| sim.tab(*p, *t).conn.is_some()) else { return };
    sim.tell(|| format!("person {p} tab {t} loses the network"));
    client::drop_connection(sim, p, t, false);
    let task = client::come_back(sim.clone(), p, t);
    sim.tab_does(p, t, task);
}
