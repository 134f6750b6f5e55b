//! What no object can see by itself: who was put out and till when, and whether a seat took a forbidden edge.

use std::collections::BTreeMap;

use super::{Seat, Token};
use crate::room::{Command, SeatState};
use crate::time::Millis;

#[derive(Debug)]
pub struct Watch {
    /// By room and person: epochs up to this were put out, and nobody comes in before then.
    barred: BTreeMap<(usize, usize), (i64, Millis)>,
    /// Two objects may disagree so long about whether a ban has ended.
    pub slack: Millis,
    /// The first thing that went wrong.
    pub wrong: Option<String>,
    last_command: Option<(Command, usize, Millis)>,
    /// How often something worth reaching was reached.
    pub reached: BTreeMap<&'static str, usize>,
}

impl Watch {
    pub(super) fn new() -> Watch {
        Watch { barred: BTreeMap::new(), slack: 0, wrong: None, last_command: None, reached: BTreeMap::new() }
    }
    pub fn say(&mut self, wrong: String) {
        self.wrong.get_or_insert(wrong);
    }
    pub fn reach(&mut self, what: &'static str) {
        *self.reached.entry(what).or_default() += 1;
    }
    pub(super) fn about_to(&mut self, command: Command, r: usize, clock: Millis) {
        self.last_command = Some((command, r, clock));
    }
    /// A removal was committed, or a wide ban answered.
    pub(super) fn bar(&mut self, r: usize, p: usize, epoch: i64, until: Option<Millis>) {
        let entry = self.barred.entry((r, p)).or_insert((0, 0));
        *entry = (entry.0.max(epoch), entry.1.max(until.unwrap_or(0)));
    }
    /// A ban was lifted: nobody comes in before then, by those that are left.
    pub(super) fn lift(&mut self, r: usize, p: usize, until: Millis) {
        if let Some(entry) = self.barred.get_mut(&(r, p)) {
            entry.1 = until;
        }
    }
    pub fn banned(&self, r: usize, p: usize, now: Millis) -> bool {
        self.barred.get(&(r, p)).is_some_and(|b| now < b.1)
    }
    /// The gate let a token in, before or after LiveKit's 101.
    pub(super) fn admitted(&mut self, token: Token, seat_epoch: Option<i64>, now: Millis) {
        let (epoch, until) = self.barred.get(&(token.room, token.person)).copied().unwrap_or((0, 0));
        if token.epoch <= epoch || now + self.slack < until {
            self.say(format!("I2: {token:?} was let in after its removal: {:?}", self.last_command));
        }
        if seat_epoch != Some(token.epoch) {
            self.say(format!("I2: {token:?} was let in, the seat has {seat_epoch:?}: {:?}", self.last_command));
        }
        self.reach("let in");
    }
    /// PROTOCOL 5: a live seat is never freed at once, an evicting one never opens again.
    pub(super) fn edges(&mut self, before: &BTreeMap<usize, Seat>, seats: &BTreeMap<usize, Seat>) {
        for (p, old) in before {
            let new = seats.get(p);
            let bad = match old.state {
                SeatState::Live => new.is_none(),
                SeatState::Evicting => new.is_some_and(|n| n.state != SeatState::Evicting),
                _ => false,
            };
            if bad {
                self.say(format!("person {p}: {:?} became {:?} by {:?}", old.state, new.map(|n| n.state), self.last_command));
            }
            match (old.state, new.map(|n| n.state)) {
                (SeatState::Leaving | SeatState::Evicting, None) => self.reach("proven"),
                (SeatState::Leaving, Some(SeatState::Held | SeatState::Granted)) => self.reach("re-opened"),
                (SeatState::Live, Some(SeatState::Granted)) => self.reach("grace"),
                (SeatState::Live, Some(SeatState::Evicting)) => self.reach("put out"),
                (SeatState::Held, Some(SeatState::Granted)) => self.reach("held, then granted"),
                _ => {}
            }
        }
    }
}
