//! Who looks at cards, as the app does: a book made of a hello and what was told since. A gap makes it ask anew.

use std::collections::BTreeMap;

use hallway_domain::card::CardView;
use hallway_domain::lobby::fan::{self, Fan, Frame};
use hallway_domain::lobby::{Command, Effect, Here, State, Viewer};
use hallway_domain::testing::Db;
use hallway_domain::time::Millis;
use hallway_domain::world::index;

use crate::exec::Owner;
use crate::objects::lobby::{Name, find, may_look};
use crate::sim::Sim;

/// Somebody's open socket, and what they have read on it.
#[derive(Clone, Debug)]
pub(crate) struct Look {
    pub(crate) at: Name,
    pub(crate) viewer: Viewer,
    ends_at: Millis,
    pub(crate) book: Book,
}

/// The cards as this viewer knows them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Book {
    pub(crate) seq: i64,
    pub(crate) cards: BTreeMap<String, CardView>,
    order: Vec<String>,
}

impl Book {
    fn of(hello: Frame) -> Book {
        let Frame::Hello { seq, cards, .. } = hello else { return Book::default() };
        Book {
            seq,
            order: cards.iter().map(|card| card.room.clone()).collect(),
            cards: cards.into_iter().map(|c| (c.room.clone(), c)).collect(),
        }
    }

    /// False: something is missing before it.
    fn take(&mut self, frame: Frame) -> bool {
        let Frame::Cards { after, seq, cards, gone, order, .. } = frame else { return true };
        if seq <= self.seq {
            return true;
        }
        if after > self.seq {
            return false;
        }
        self.seq = seq;
        self.cards.extend(cards.into_iter().map(|card| (card.room.clone(), card)));
        self.cards.retain(|room, _| !gone.contains(room));
        self.order = order.unwrap_or(std::mem::take(&mut self.order));
        true
    }

    /// In order.
    pub(crate) fn shown(&self) -> Vec<CardView> {
        let mut cards: Vec<CardView> = self.cards.values().cloned().collect();
        cards.sort_by_key(|card| self.order.iter().position(|room| *room == card.room).unwrap_or(usize::MAX));
        cards
    }
}

/// By person and feature: sockets outlive the instance that holds them.
#[derive(Default)]
pub(crate) struct Looks {
    pub(crate) open: BTreeMap<(usize, usize), Look>,
    pub(crate) shards: BTreeMap<Name, Db>,
    pub(crate) alarms: BTreeMap<Name, Option<Millis>>,
}

/// Opens a socket, wherever there is room; tries again for a while, as the app does.
pub(crate) fn open(sim: &Sim, p: usize, f: usize) {
    let task_sim = sim.clone();
    sim.exec.spawn(Owner::Outside, async move {
        for _ in 0..5 {
            if find(&task_sim, p, f).await.is_ok() {
                return;
            }
            task_sim.sleep(task_sim.between(500, 5_000)).await;
        }
    });
}

/// What the shell knows of the sockets.
pub(crate) fn here(sim: &Sim, at: Name, command: &Command) -> Here {
    let looks = sim.looks.borrow();
    let all = || looks.open.values().filter(|look| look.at == at);
    let theirs = match command {
        Command::Listen { viewer, .. } | Command::Viewer { viewer, .. } => all().filter(|l| l.viewer.person == viewer.person).count(),
        _ => 0,
    };
    Here { listeners: all().count(), theirs, shard: at.1 > 0 }
}

/// A lobby took a socket.
pub(crate) fn opened(sim: &Sim, at: Name, viewer: Viewer, ends_at: Millis, state: &State) {
    if at.1 > 0 {
        sim.count("looked at a shard");
    }
    let Some(hello) = fan::hello(state, &viewer) else { return sim.broken(format!("{viewer:?} looks at what is not theirs")) };
    let who = (index(&viewer.person), at.0);
    sim.looks.borrow_mut().open.insert(who, Look { at, viewer, ends_at, book: Book::of(hello) });
}

/// What concerns the sockets is done within the commit.
pub(crate) fn told(sim: &Sim, at: Name, effect: Effect) -> Option<Command> {
    let mut behind = vec![];
    let mut looks = sim.looks.borrow_mut();
    match effect {
        Effect::Say { delta } => {
            let fan = Fan::new(&delta);
            let mut made = BTreeMap::new();
            for (who, look) in looks.open.iter_mut().filter(|(_, look)| look.at == at) {
                let frame: &mut Frame = made.entry(fan.alike(&look.viewer)).or_insert_with(|| fan.frame(&look.viewer));
                if !look.book.take(frame.clone()) {
                    behind.push(*who);
                }
            }
            behind.iter().for_each(|who| drop(looks.open.remove(who)));
        }
        Effect::Anew { state } => looks.open.retain(|_, look| look.at != at || say_hello(look, &state)),
        Effect::Meet { viewer, deleted, state } => looks.open.retain(|_, look| {
            if look.at != at || look.viewer.person != viewer.person || look.viewer.version >= viewer.version {
                return true;
            }
            if deleted || look.viewer.link_version != viewer.link_version {
                return false;
            }
            let same = look.viewer.groups == viewer.groups;
            look.viewer = viewer.clone();
            same || say_hello(look, &state)
        }),
        Effect::HangUpExpired => {
            let now = sim.now();
            looks.open.retain(|_, look| look.at != at || look.ends_at > now);
            let next = looks.open.values().filter(|look| look.at == at).map(|look| look.ends_at).min();
            return Some(Command::SessionsEnded { next });
        }
        Effect::PushShard { .. } => {}
    }
    drop(looks);
    for (p, f) in behind {
        sim.count("cards had a gap");
        open(sim, p, f);
    }
    None
}

fn say_hello(look: &mut Look, state: &State) -> bool {
    let hello = fan::hello(state, &look.viewer);
    look.book = hello.clone().map(Book::of).unwrap_or_default();
    hello.is_some()
}

/// One socket breaks; mostly its person comes back.
pub(crate) fn break_one(sim: &Sim) {
    let all: Vec<(usize, usize)> = sim.looks.borrow().open.keys().copied().collect();
    let Some((p, f)) = sim.pick(&all) else { return };
    sim.tell(|| format!("person {p} looks away from feature {f}"));
    sim.looks.borrow_mut().open.remove(&(p, f));
    if sim.chance(0.6) && may_look(sim, p, f) {
        open(sim, p, f);
    }
}
