//! Many worlds, on all cores. World number `n` of a run has the run's seed plus `n`, so each can be run alone.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use hallway_domain::bugs::Bug;

use crate::report::Totals;
use crate::sim::{self, End, Order};

/// What to run, and when to stop.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Run {
    pub(crate) seed: u64,
    pub(crate) worlds: u64,
    /// No new world begins after this.
    pub(crate) until: Option<Instant>,
    pub(crate) jobs: usize,
    pub(crate) bug: Option<Bug>,
    pub(crate) steps: Option<usize>,
}

/// The first broken rule, in order of seeds.
#[derive(Debug)]
pub(crate) struct Found {
    pub(crate) seed: u64,
    pub(crate) worlds: u64,
    pub(crate) steps: usize,
    pub(crate) wrong: String,
}

pub(crate) fn worlds(run: Run) -> (Totals, Option<Found>) {
    let (next, first_bad) = (AtomicU64::new(0), AtomicU64::new(u64::MAX));
    let (totals, found) = (Mutex::new(Totals::default()), Mutex::new(None));
    std::thread::scope(|scope| {
        for _ in 0..run.jobs {
            scope.spawn(|| {
                let mut mine = Totals::default();
                loop {
                    let n = next.fetch_add(1, Ordering::Relaxed);
                    let late = run.until.is_some_and(|until| Instant::now() >= until);
                    // A found one ends the run, but an earlier world that is still running may be the first.
                    if n >= run.worlds || late || n > first_bad.load(Ordering::Relaxed) {
                        break;
                    }
                    let seed = run.seed.wrapping_add(n);
                    let end = one(Order { seed, bug: run.bug, steps: run.steps, story: false });
                    mine.add(&end);
                    if let Some(wrong) = end.wrong {
                        first_bad.fetch_min(n, Ordering::Relaxed);
                        keep_first(&found, Found { seed, worlds: n + 1, steps: end.steps, wrong });
                    }
                }
                if let Ok(mut totals) = totals.lock() {
                    totals.merge(mine);
                }
            });
        }
    });
    (totals.into_inner().unwrap_or_default(), found.into_inner().unwrap_or_default())
}

fn keep_first(found: &Mutex<Option<Found>>, new: Found) {
    if let Ok(mut found) = found.lock()
        && found.as_ref().is_none_or(|old| new.worlds < old.worlds)
    {
        *found = Some(new);
    }
}

/// One world; a panic in it is a finding like any other.
pub(crate) fn one(order: Order) -> End {
    catch_unwind(AssertUnwindSafe(|| sim::run(order))).unwrap_or_else(|panic| {
        let text = panic.downcast_ref::<String>().map(String::as_str).or(panic.downcast_ref::<&str>().copied());
        End {
            steps: 0,
            simulated: 0,
            counts: Default::default(),
            reached: Default::default(),
            wrong: Some(format!("panic: {}", text.unwrap_or("?"))),
            story: vec![],
        }
    })
}
