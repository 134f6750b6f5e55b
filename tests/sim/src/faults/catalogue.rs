//! D1 stops answering, and answers again.

use crate::exec::Owner;
use crate::sim::Sim;

pub(crate) fn down(sim: &Sim) {
    let ms = sim.between(500, 90_000);
    sim.tell(|| format!("D1 is down for {ms} ms"));
    sim.d1.borrow_mut().down = true;
    let task_sim = sim.clone();
    sim.exec.spawn(Owner::Outside, async move {
        task_sim.sleep(ms).await;
        task_sim.tell(|| "D1 is up".into());
        task_sim.d1.borrow_mut().down = false;
    });
}
