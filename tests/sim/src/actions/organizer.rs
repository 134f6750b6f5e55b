//! Organizers write the catalogue.

use hallway_domain::testing::named;
use hallway_domain::world::{World, index};

use crate::catalogue::{Thing, write};
use crate::sim::Sim;

fn edit(sim: &Sim, r: usize, change: impl FnOnce(&mut hallway_domain::catalogue::RoomEntry)) {
    let written = write(sim, |world: &mut World| {
        let entry = &mut world.entries[r];
        change(entry);
        entry.version += 1;
        vec![Thing::Room(r), Thing::Lobby(index(&entry.feature))]
    });
    sim.tell(|| format!("an organizer edits room {r}: {written}"));
}

pub(crate) fn moderators(sim: &Sim) {
    let r = sim.some_room();
    let mut who: Vec<usize> = (0..sim.below(3)).map(|_| sim.somebody()).collect();
    who.sort_unstable();
    who.dedup();
    edit(sim, r, |entry| entry.moderators = who.into_iter().map(named).collect());
}

pub(crate) fn door(sim: &Sim) {
    let (r, open, now) = (sim.some_room(), sim.chance(0.6), sim.chance(0.5));
    edit(sim, r, |entry| {
        entry.enabled = open;
        entry.close_now = !open && now;
    });
}

/// What happened in a room so far was a rehearsal.
pub(crate) fn clear(sim: &Sim) {
    let (r, now) = (sim.some_room(), sim.now());
    let written = write(sim, |world: &mut World| {
        let cleared = world.clear_in_d1(r, now);
        world.entries[r].version += 1;
        if let Err(error) = cleared {
            sim.broken(format!("D1 refused: {error}"));
        }
        vec![Thing::Room(r), Thing::Lobby(index(&world.entries[r].feature))]
    });
    sim.tell(|| format!("an organizer clears room {r}: {written}"));
}

/// Fewer seats put nobody out; more let people in.
pub(crate) fn limits(sim: &Sim) {
    let (r, attendees, moderators) = (sim.some_room(), sim.between(1, 4), sim.between(0, 2));
    edit(sim, r, |entry| {
        entry.attendee_limit = attendees;
        entry.moderator_limit = moderators;
    });
}

/// A room gets another place in the list, or shows elsewhere for a while.
pub(crate) fn places(sim: &Sim) {
    let (r, position) = (sim.some_room(), sim.between(-2, 5));
    edit(sim, r, |entry| entry.position = position);
}

/// A room is limited to a group, or a person joins or leaves it.
pub(crate) fn groups(sim: &Sim) {
    if sim.chance(0.3) {
        let (r, limited) = (sim.some_room(), sim.chance(0.4));
        return edit(sim, r, |entry| entry.groups = if limited { vec!["grp_1".into()] } else { vec![] });
    }
    let (p, inside) = (sim.somebody(), sim.chance(0.6));
    write(sim, |world| {
        let profile = &mut world.profiles[p];
        profile.groups = if inside { vec!["grp_1".into()] } else { vec![] };
        profile.version += 1;
        vec![Thing::Person(p)]
    });
    sim.tell(|| format!("person {p} is in the group: {inside}"));
}

/// Somebody has another title and address.
pub(crate) fn title(sim: &Sim) {
    let (p, title) = (sim.somebody(), sim.new_id("title"));
    sim.tell(|| format!("person {p} is {title} now"));
    write(sim, |world| {
        let profile = &mut world.profiles[p];
        profile.email = Some(format!("{title}@example.org"));
        profile.title = Some(title);
        profile.version += 1;
        vec![Thing::Person(p)]
    });
}

pub(crate) fn revoke(sim: &Sim) {
    let p = sim.somebody();
    write(sim, |world| {
        let profile = &mut world.profiles[p];
        profile.link_version += 1;
        profile.version += 1;
        vec![Thing::Person(p)]
    });
    sim.tell(|| format!("the link of person {p} is revoked"));
}
