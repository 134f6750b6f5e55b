//! I11: an address is shown to those who both said yes; who blocks hears nothing; one act changes a pair once. What both
//! sides say in quiet is in the domain's `world::pairs`.

use std::collections::BTreeSet;

use hallway_domain::params;
use hallway_domain::person::{Answer, Command, Effect, Frame, Shown, Verdict};
use hallway_domain::sql::Sql;
use hallway_domain::world::index;

use crate::sim::Sim;

/// What people ever said to each other.
#[derive(Default)]
pub(crate) struct SeenPairs {
    /// Asked or accepted.
    yes: BTreeSet<(usize, usize)>,
    /// By home, asker and number.
    acts: BTreeSet<(usize, usize, i64)>,
}

impl SeenPairs {
    pub(crate) fn yes(&mut self, p: usize, q: usize) {
        self.yes.insert((p, q));
    }
}

/// After each command of a person: what their tabs hear of it, and what it decided.
pub(crate) fn check(sim: &Sim, p: usize, command: &Command, answer: &Answer, effects: &[Effect]) {
    for effect in effects {
        let Effect::Say { frame: Frame::Connection { connection } } = effect else { continue };
        let q = index(&connection.person.id);
        let sql = "SELECT COUNT(*) FROM connections WHERE other = ? AND blocked_at IS NOT NULL";
        let blocks = sim.world.borrow().persons[p].number(sql, params![&connection.person.id]).unwrap_or(0) > 0;
        if blocks && connection.state != Shown::Blocked {
            sim.broken(format!("I11: person {p} blocks person {q} and hears of {:?}", connection.state));
        }
        let seen = sim.seen_pairs.borrow();
        let agreed = seen.yes.contains(&(p, q)) && seen.yes.contains(&(q, p));
        if connection.person.email.is_some() && !agreed {
            sim.broken(format!("I11: person {p} sees the address of person {q}, and not both said yes"));
        }
    }
    if let (Command::Act { act }, Answer::Acted { verdict: Verdict::Changed | Verdict::Made, .. }) = (command, answer) {
        let q = index(&act.from.id);
        if !sim.seen_pairs.borrow_mut().acts.insert((p, q, act.number)) {
            sim.broken(format!("I11: act {} of person {q} changed their pair with {p} a second time", act.number));
        }
    }
}
