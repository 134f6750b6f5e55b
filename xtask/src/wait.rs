//! Waiting for a condition with a deadline: the only kind of waiting there is in this house.

use std::time::{Duration, Instant};

const STEP: Duration = Duration::from_millis(50);

/// Asks `done` until it answers something, `limit` is over, or somebody stops us.
/// `what` completes the sentence "waited 20 s for …".
pub fn until<T>(what: &str, limit: Duration, mut done: impl FnMut() -> anyhow::Result<Option<T>>) -> anyhow::Result<T> {
    let start = Instant::now();
    loop {
        if let Some(value) = done()? {
            return Ok(value);
        }
        crate::stop::check()?;
        anyhow::ensure!(start.elapsed() < limit, "waited {} s for {what}", limit.as_secs());
        std::thread::sleep(STEP);
    }
}
