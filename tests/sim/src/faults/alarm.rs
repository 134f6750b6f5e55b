//! The platform forgets an alarm; only of an object that must have left its name with the watchdog: two faults at once (D1
//! down at that moment, and the alarm eaten) are not promised against.

use hallway_domain::time::Millis;
use hallway_domain::wake::WATCHED;

use crate::objects::wake::Object;
use crate::sim::Sim;

pub(crate) fn eat(sim: &Sim) {
    let mut wakes = sim.wakes.borrow_mut();
    let soon = |at: &Millis| *at < sim.now() + WATCHED;
    let watched = wakes.iter().filter(|(_, wake)| wake.alarm.as_ref().is_some_and(soon) && !wake.name_unsure);
    let watched: Vec<Object> = watched.map(|(object, _)| *object).collect();
    let Some(object) = sim.pick(&watched) else { return };
    if let Some(wake) = wakes.get_mut(&object) {
        wake.alarm = None;
        wake.rings_at = None;
        wake.eaten = true;
        sim.tell(|| format!("{object:?}: its alarm is eaten"));
    }
}
