//! Whatever is due has an alarm at the platform, not only in an answer; unless the platform has just eaten it.

use crate::objects::wake::Object;
use crate::sim::Sim;

/// Clocks may differ by so much.
const SLACK: i64 = 5_000;

pub(crate) fn check(sim: &Sim) -> Result<(), String> {
    let world = sim.world.borrow();
    for (object, wake) in sim.wakes.borrow().iter() {
        let (due, clock) = match object {
            Object::Room(r) => (world.room_looks[*r].alarm, world.room_clock(*r)),
            Object::Person(p) => (world.person_looks[*p].alarm, world.person_clock(*p)),
            Object::Lobby(f, n) => (sim.looks.borrow().alarms.get(&(*f, *n)).copied().flatten(), sim.now()),
        };
        // Whoever was just rung is at work on it.
        let Some(due) = due.filter(|due| !wake.eaten && !wake.ringing && *due > clock) else { continue };
        let at = sim.now() + (due - clock) + SLACK;
        if wake.alarm.is_none_or(|alarm| alarm > at) {
            return Err(format!("{object:?} wants to be woken in {} ms, its alarm is {:?}", due - clock, wake.alarm));
        }
    }
    Ok(())
}
