//! Waiting for a condition with a deadline: the only kind of waiting there is.

use std::io::Write;
use std::time::{Duration, Instant};

const STEP: Duration = Duration::from_millis(50);

/// Asks `done` until it answers something; how long that took comes along. `what` completes "waited 20 s for …".
#[track_caller]
pub fn until<T>(what: &str, limit: Duration, done: impl AsyncFnMut() -> Option<T>) -> impl Future<Output = (T, Duration)> {
    until_asking_every(STEP, what, limit, done)
}

/// The same for a question that is asked now and then, as a dialog renews its seat.
#[track_caller]
pub fn until_asking_every<T>(
    step: Duration,
    what: &str,
    limit: Duration,
    mut done: impl AsyncFnMut() -> Option<T>,
) -> impl Future<Output = (T, Duration)> {
    let place = std::panic::Location::caller();
    async move {
        let start = Instant::now();
        loop {
            if let Some(value) = done().await {
                return (value, start.elapsed());
            }
            assert!(start.elapsed() < limit, "waited {} s for {what} ({place})", limit.as_secs());
            tokio::time::sleep(step).await;
        }
    }
}

/// Seconds as a duration: most deadlines are some.
pub const fn s(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

/// Says what was measured, past the test harness, which keeps the output of tests that pass.
pub fn figure(text: &str) {
    let line = format!("figure: {text}\n");
    let _closed = std::io::stdout().lock().write_all(line.as_bytes());
}
