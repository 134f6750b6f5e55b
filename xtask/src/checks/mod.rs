//! `cargo xtask test`: every check there is, a line each, the first failure ends it.

mod count;
mod fuzz;
mod stages;

use std::time::Instant;

use crate::setup::{self, For};
use crate::{stop, task};
use count::Count;
use stages::{Failed, Stage};

/// What to run.
#[derive(Clone, Debug, Default)]
pub struct Flags {
    /// Also what takes longer.
    pub full: bool,
    /// Only these stages, by name; none: all.
    pub only: Vec<String>,
}

/// Names and what they check, for `--help`.
pub fn list() -> impl Iterator<Item = String> {
    stages::all().into_iter().map(|stage| {
        let full = if stage.full { " (--full)" } else { "" };
        format!("  {:<12} {}{full}", stage.name, stage.what)
    })
}

/// Runs setup, then the stages; ends with the plain line that CI reads.
pub fn run(flags: &Flags) -> anyhow::Result<()> {
    let chosen = choose(flags)?;
    let start = Instant::now();
    setup::run(For::Testing)?;
    let mut total = Count::default();
    for stage in &chosen {
        match run_stage(stage) {
            Ok(count) => total += count,
            Err(error) if error.is::<stop::Stopped>() => return Err(error),
            Err(error) => {
                println!("{:<12} FAILED\n\n{error:#}\n", stage.name);
                let counted = error.downcast_ref::<Failed>().map(|failed| failed.count).unwrap_or_default();
                let failed = counted.failed.max(1);
                println!("{}", total + Count { failed, ..counted });
                anyhow::bail!("{} failed", stage.name);
            }
        }
    }
    println!("{:<12} {}\n\n{total}", "all", task::time(start.elapsed()));
    Ok(())
}

fn choose(flags: &Flags) -> anyhow::Result<Vec<Stage>> {
    let all = stages::all();
    for name in &flags.only {
        anyhow::ensure!(all.iter().any(|stage| stage.name == name), "there is no stage {name}; `cargo xtask help` lists them");
    }
    let wanted = |stage: &Stage| match flags.only.as_slice() {
        [] => !stage.full || flags.full,
        only => only.iter().any(|name| name == stage.name),
    };
    Ok(all.into_iter().filter(wanted).collect())
}

fn run_stage(stage: &Stage) -> anyhow::Result<Count> {
    let start = Instant::now();
    let done = (stage.run)()?;
    let took = task::time(start.elapsed());
    println!("{:<12} ok {took:>12}   {}", stage.name, done.note);
    // A check that is not made of tests counts as one.
    let alone = done.count == Count::default();
    Ok(if alone { Count { passed: 1, failed: 0 } } else { done.count })
}
