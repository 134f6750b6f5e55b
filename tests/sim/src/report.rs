//! Sums over many worlds, and how they are told.

use std::collections::BTreeMap;
use std::fmt::{Display, Formatter, Result};

use crate::faults::FAULTS;
use crate::sim::End;

const DAY: i64 = 86_400_000;

#[derive(Default)]
pub(crate) struct Totals {
    pub(crate) worlds: u64,
    pub(crate) steps: u64,
    pub(crate) simulated: i64,
    counts: Counts,
    reached: Counts,
}

impl Totals {
    pub(crate) fn add(&mut self, end: &End) {
        self.worlds += 1;
        self.steps += end.steps as u64;
        self.simulated += end.simulated;
        sum(&mut self.counts, &end.counts);
        sum(&mut self.reached, &end.reached);
    }
    pub(crate) fn merge(&mut self, other: Totals) {
        self.worlds += other.worlds;
        self.steps += other.steps;
        self.simulated += other.simulated;
        sum(&mut self.counts, &other.counts);
        sum(&mut self.reached, &other.reached);
    }
}

type Counts = BTreeMap<&'static str, u64>;

fn sum(all: &mut Counts, more: &Counts) {
    for (kind, times) in more {
        *all.entry(kind).or_default() += times;
    }
}

fn line<'a>(counts: impl Iterator<Item = (&'a &'static str, &'a u64)>) -> String {
    let some: Vec<String> = counts.map(|(kind, n)| format!("{kind} {}", grouped(*n))).collect();
    some.join(", ")
}

/// Counted where a message meets its fate.
const OF_MESSAGES: &[&str] = &[
    "call lost",
    "call doubled",
    "call timed out after it took effect",
    "message late",
    "message very late",
    "webhook lost",
    "LiveKit's answer late",
    "LiveKit's answer lost",
    "LiveKit's join slow",
    "alarm late",
];

impl Display for Totals {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        let days = self.simulated as f64 / DAY as f64;
        writeln!(f, "{} worlds, {} steps, {days:.1} simulated days", grouped(self.worlds), grouped(self.steps))?;
        let is_fault = |kind: &str| OF_MESSAGES.contains(&kind) || FAULTS.iter().any(|fault| fault.name == kind);
        writeln!(f, "people: {}", line(self.counts.iter().filter(|(kind, _)| !is_fault(kind))))?;
        writeln!(f, "seats: {}", line(self.reached.iter()))?;
        write!(f, "faults: {}", line(self.counts.iter().filter(|(kind, _)| is_fault(kind))))
    }
}

/// 1234567 as 1,234,567.
pub(crate) fn grouped(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}
