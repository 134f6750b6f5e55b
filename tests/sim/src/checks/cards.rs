//! I5: what a room tells of its seats is a count of its rows, at that moment.

use hallway_domain::card::Role;
use hallway_domain::room::{Answer, Command, Effect, HoldAnswer};
use hallway_domain::world::index;

use crate::sim::Sim;

/// A card on its way to a lobby names exactly those who have a seat.
pub(crate) fn pushed(sim: &Sim, r: usize, effects: &[Effect]) {
    for effect in effects {
        let Effect::PushCard { card, .. } = effect else { continue };
        let mut told: Vec<usize> = card.seated.iter().map(|s| index(&s.id)).collect();
        told.sort_unstable();
        let there: Vec<usize> = sim.world.borrow().room_looks[r].seats.keys().copied().collect();
        let world = sim.world.borrow();
        let (line, locked) = (world.room_looks[r].line.clone(), world.room_looks[r].locked);
        drop(world);
        let waiting: Vec<(usize, Option<i64>)> = card.waiting.iter().map(|w| (index(&w.id), w.offer_until)).collect();
        if (waiting.as_slice(), card.locked) != (line.as_slice(), locked) {
            sim.broken(format!("I5: room {r} pushes a card with {waiting:?} in line, there are {line:?}; locked {locked}"));
        }
        if told != there {
            sim.broken(format!("I5: room {r} pushes a card with {told:?}, its seats are of {there:?}"));
        }
    }
}

/// Nobody is told that a room is full while a seat is free for them: nobody waits before them, or it is kept for them.
pub(crate) fn refused(sim: &Sim, r: usize, command: &Command, answer: &Answer) {
    let (Command::Hold { person, .. }, Answer::Hold { answer: HoldAnswer::Full { .. } }) = (command, answer) else { return };
    let world = sim.world.borrow();
    let Some(entry) = world.known(r) else { return };
    let moderates = entry.moderators.iter().any(|m| m.id == person.id);
    let (role, limit) = if moderates { (Role::Moderator, entry.moderator_limit) } else { (Role::Attendee, entry.attendee_limit) };
    let look = &world.room_looks[r];
    let p = index(&person.id);
    let before = look.line.iter().filter(|(q, _)| *q != p && !moderates).count() as i64;
    let kept = look.line.iter().any(|(q, until)| *q == p && until.is_some());
    let taken = look.seats.values().filter(|s| s.role == role.word()).count() as i64 + before;
    drop(world);
    if kept && !moderates {
        sim.broken(format!("{} is told that room {r} is full; a seat is kept for them", person.id));
    }
    if taken < limit {
        sim.broken(format!("I5: {} is told that room {r} is full; {taken} of {limit} {role:?} seats are taken", person.id));
    }
}
