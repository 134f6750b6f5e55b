//! The platform forgets an alarm; only an object that could leave its name with the watchdog, for two faults at once
//! (D1 down at that moment, and the alarm eaten) are not promised against.

use crate::objects::wake::Object;
use crate::sim::Sim;

pub(crate) fn eat(sim: &Sim) {
    let named: Vec<Object> = sim.d1.borrow().awake.keys().copied().collect();
    let mut wakes = sim.wakes.borrow_mut();
    let Some(object) = sim.pick(&named) else { return };
    if let Some(wake) = wakes.get_mut(&object).filter(|wake| wake.alarm.is_some()) {
        wake.alarm = None;
        wake.rings_at = None;
        wake.eaten = true;
        sim.tell(|| format!("{object:?}: its alarm is eaten"));
    }
}
