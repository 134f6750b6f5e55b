//! I8: what somebody reads on the cards is what the catalogue and the rooms say; and nobody reads what is not theirs.

use hallway_domain::card::CardView;
use hallway_domain::catalogue::RoomEntry;
use hallway_domain::lobby::{Answer, Command};
use hallway_domain::world::index;

use crate::objects::lobby::may_look;
use crate::sim::Sim;

/// In quiet, every book is the list, made here without the lobby's own idea of who may see what.
pub(crate) fn all_true(sim: &Sim) -> Result<(), String> {
    let looks = sim.looks.borrow();
    for ((p, f), look) in &looks.open {
        let (world, person) = (sim.world.borrow(), &look.viewer.person);
        let profile = world.profiles[*p].clone();
        if profile.link_version != look.viewer.link_version {
            return Err(format!("I8: {person} looks at {:?} through a revoked link: {:?} is now {profile:?}", look.at, look.viewer));
        }
        if !may_look(sim, *p, *f) {
            return Err(format!("I8: {person} looks at feature {f}, which is not for them"));
        }
        let Answer::Cards { cards, .. } = world.lobby(*f, Command::List) else { return Err(format!("I8: lobby {f} is cold")) };
        let listed: Vec<&RoomEntry> = cards.iter().map(|(room, _)| room).collect();
        let entry = world.lobby_entry(*f);
        if !listed.iter().copied().eq(entry.rooms.iter()) {
            return Err(format!("I8: lobby {f} lists {listed:?}"));
        }
        let seen = cards.iter().filter(|(room, _)| room.open_to(&profile.groups));
        let truth: Vec<CardView> = seen.map(|(room, live)| CardView::of(room, live, person)).collect();
        let shown = look.book.shown();
        if shown != truth {
            let (at, seq) = (look.at, look.book.seq);
            return Err(format!("I8: {person} reads at {at:?}, number {seq}: {shown:?}; the truth is {truth:?}"));
        }
        for (room, live) in &cards {
            if *live != world.card(index(&room.id)) {
                return Err(format!("I8: the card of {} is another one", room.id));
            }
        }
    }
    Ok(())
}
