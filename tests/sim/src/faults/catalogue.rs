//! D1 stops answering, and answers again.

use crate::sim::Sim;

pub(crate) fn down_or_up(sim: &Sim) {
    let mut d1 = sim.d1.borrow_mut();
    d1.down = !d1.down;
    sim.tell(|| format!("D1 is {}", if d1.down { "down" } else { "up" }));
}
