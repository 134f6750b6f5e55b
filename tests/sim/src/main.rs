//! The simulator: whole worlds of Hallway in one process, each made and moved by one seed. The Persons, Rooms and Lobbies
//! are the real code on real SQL; network, platform, LiveKit, browsers and people are models with their worst habits.
//!
//! `sim.rs` is one world and its steps; `shape.rs` what kind of world a seed makes; `actions/` what people do; `faults/`
//! and `network.rs` what goes wrong; `objects/`, `gate.rs`, `livekit.rs`, `catalogue.rs` and `client.rs` the programs
//! round the rules; `checks/` and `quiet.rs` what must hold at once and in the end; `bugs.rs` what it must be able to find.
#![allow(clippy::disallowed_methods, reason = "the runner measures real time; no world does")]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a panic in a world is a finding")]

mod actions;
mod bugs;
mod catalogue;
mod checks;
mod client;
mod ears;
mod exec;
mod faults;
mod gate;
mod livekit;
mod looks;
mod network;
mod objects;
mod quiet;
mod report;
mod run;
mod shape;
mod sim;

use std::process::ExitCode;
use std::time::{Duration, Instant};

use anyhow::Context;
use lexopt::ValueExt;
use lexopt::prelude::{Long, Short};
use report::{Totals, grouped};
use run::{Found, Run};
use sim::Order;

const HELP: &str = "cargo xtask sim [flags]

  --worlds N    so many worlds (1,000)
  --seconds T   or as many as begin in T seconds
  --seed S      the first world's seed (random)
  --steps K     each world comes to quiet after K steps at the latest
  --bugs        switch each deliberate bug on until it is found
  --bug NAME    only this one
  --jobs J      threads (all cores)";

/// A bug that so many worlds do not show is not found.
const WORLDS_PER_BUG: u64 = 60_000;

#[derive(Clone, Debug, Default)]
struct Flags {
    worlds: Option<u64>,
    seconds: Option<u64>,
    seed: Option<u64>,
    steps: Option<usize>,
    bugs: bool,
    bug: Option<String>,
    jobs: Option<usize>,
}

fn main() -> ExitCode {
    // What a world panics about is told with its story.
    std::panic::set_hook(Box::new(|_| {}));
    match flags().and_then(|flags| flags.map_or(Ok(true), |flags| if flags.bugs { find_bugs(&flags) } else { simulate(&flags) })) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

fn flags() -> anyhow::Result<Option<Flags>> {
    let (mut args, mut flags) = (lexopt::Parser::from_env(), Flags::default());
    while let Some(arg) = args.next()? {
        match arg {
            Long("worlds") => flags.worlds = Some(number(&args.value()?.string()?)?),
            Long("seconds") => flags.seconds = Some(args.value()?.parse()?),
            Long("seed") => flags.seed = Some(number(&args.value()?.string()?)?),
            Long("steps") => flags.steps = Some(args.value()?.parse()?),
            Long("bugs") => flags.bugs = true,
            Long("bug") => (flags.bugs, flags.bug) = (true, Some(args.value()?.string()?)),
            Long("jobs") => flags.jobs = Some(args.value()?.parse()?),
            Long("help") | Short('h') => {
                println!("{HELP}");
                return Ok(None);
            }
            other => return Err(other.unexpected().into()),
        }
    }
    Ok(Some(flags))
}

/// Also with separators: 200_000, 200,000.
fn number(text: &str) -> anyhow::Result<u64> {
    text.replace(['_', ','], "").parse().with_context(|| format!("{text} is no number"))
}

impl Flags {
    fn run(&self) -> Run {
        let until = self.seconds.map(|seconds| Instant::now() + Duration::from_secs(seconds));
        let worlds = self.worlds.unwrap_or(if until.is_some() { u64::MAX } else { 1_000 });
        let cores = || std::thread::available_parallelism().map_or(1, usize::from);
        let seed = self.seed.unwrap_or_else(|| u64::from(fastrand::u32(..)) << 16);
        Run { seed, worlds, until, jobs: self.jobs.unwrap_or_else(cores), bug: None, steps: self.steps }
    }
}

/// True if no rule was broken.
fn simulate(flags: &Flags) -> anyhow::Result<bool> {
    let (run, start) = (flags.run(), Instant::now());
    println!("seed {}", run.seed);
    let (totals, found) = run::worlds(run);
    tell(&totals, start);
    let Some(found) = found else {
        println!("no rule broken");
        return Ok(true);
    };
    explain(&found, run.steps);
    Ok(false)
}

fn tell(totals: &Totals, start: Instant) {
    let seconds = start.elapsed().as_secs_f64();
    println!("{totals}\n{:.1} s, {:.0} worlds a second", seconds, totals.worlds as f64 / seconds);
}

/// The story of the first broken rule, and how to see it again.
fn explain(found: &Found, steps: Option<usize>) {
    let again = run::one(Order { seed: found.seed, bug: None, steps, story: true });
    println!("\nBROKEN in world {} (seed {}), step {}: {}\n", grouped(found.worlds), found.seed, found.steps, found.wrong);
    again.story.iter().for_each(|line| println!("  {line}"));
    if again.wrong.as_ref() != Some(&found.wrong) {
        println!("\n(the second run says: {:?})", again.wrong);
    }
    let steps = steps.map(|steps| format!(" --steps {steps}")).unwrap_or_default();
    println!("\nreplay: cargo xtask sim --seed {} --worlds 1{steps}", found.seed);
}

/// True if every bug was found.
fn find_bugs(flags: &Flags) -> anyhow::Result<bool> {
    let (mut missed, run, start) = (0, flags.run(), Instant::now());
    println!("seed {}\n{:<26} {:>7} {:>7}  broken rule", run.seed, "bug", "worlds", "steps");
    for (bug, what) in bugs::TABLE {
        let name = format!("{bug:?}");
        if flags.bug.as_ref().is_some_and(|only| !name.eq_ignore_ascii_case(only)) {
            continue;
        }
        let worlds = flags.worlds.unwrap_or(WORLDS_PER_BUG);
        let passed_over = if run.seed == 1 { bugs::passed_over(*bug) } else { 0 };
        match run::worlds(Run { bug: Some(*bug), worlds, seed: run.seed + passed_over, ..run }).1 {
            Some(found) => {
                let rule: String = found.wrong.chars().take(90).collect();
                println!("{name:<26} {:>7} {:>7}  {rule}", grouped(passed_over + found.worlds), found.steps);
            }
            None => {
                missed += 1;
                println!("{name:<26} NOT FOUND in {} worlds: {what}", grouped(worlds));
            }
        }
    }
    println!("{} bugs, {missed} not found, {:.1} s", bugs::TABLE.len(), start.elapsed().as_secs_f64());
    Ok(missed == 0)
}
