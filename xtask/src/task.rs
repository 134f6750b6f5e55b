//! Steps that take a while: output to a log, elapsed time on the screen, stoppable at any moment.

use std::io::{IsTerminal, Write};
use std::path::PathBuf;
use std::process::Command;
use std::time::{Duration, Instant};

use crate::{paths, process, stop};

/// Without a terminal, a sign of life this often.
const SIGN_OF_LIFE: Duration = Duration::from_secs(60);

/// How a step ended.
#[derive(Debug)]
pub struct Outcome {
    /// Exit code 0.
    pub ok: bool,
    /// Both outputs.
    pub log: PathBuf,
    /// How long it took.
    pub took: Duration,
}

impl Outcome {
    /// An error with the end of the log, unless the step went well.
    pub fn require(self, what: &str) -> anyhow::Result<Self> {
        anyhow::ensure!(self.ok, "{what} failed; the end of its output:\n{}", process::tail(&self.log, 60));
        Ok(self)
    }
}

/// Runs `command` (from [`process::command`]) to its end. `what` is shown with the time it takes.
pub fn run(what: &str, command: Command) -> anyhow::Result<Outcome> {
    let log = paths::logs().join(format!("{}.log", file_name(what)));
    let _first_time = std::fs::remove_file(&log);
    let start = Instant::now();
    let mut group = process::Group::start(what, command, &log)?;
    let mut progress = Progress::new(what);
    let status = loop {
        if let Some(status) = group.ended()? {
            break status;
        }
        stop::check()?;
        progress.show(start.elapsed());
        std::thread::sleep(Duration::from_millis(40));
    };
    progress.clear();
    Ok(Outcome { ok: status.success(), log, took: start.elapsed() })
}

/// Seconds with one decimal, or minutes.
pub fn time(took: Duration) -> String {
    let seconds = took.as_secs();
    if seconds < 100 { format!("{:.1} s", took.as_secs_f64()) } else { format!("{} min {:02} s", seconds / 60, seconds % 60) }
}

fn file_name(what: &str) -> String {
    what.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' }).collect()
}

struct Progress<'a> {
    what: &'a str,
    terminal: bool,
    next: Duration,
}

impl<'a> Progress<'a> {
    fn new(what: &'a str) -> Self {
        let terminal = std::io::stdout().is_terminal();
        let next = if terminal { Duration::from_secs(1) } else { SIGN_OF_LIFE };
        Self { what, terminal, next }
    }

    fn show(&mut self, elapsed: Duration) {
        if elapsed < self.next {
            return;
        }
        if self.terminal {
            print!("\r\x1b[K  {} … {} s", self.what, elapsed.as_secs());
            let _closed = std::io::stdout().flush();
            self.next = elapsed + Duration::from_secs(1);
        } else {
            println!("  {} … {} s", self.what, elapsed.as_secs());
            self.next = elapsed + SIGN_OF_LIFE;
        }
    }

    fn clear(&self) {
        if self.terminal {
            print!("\r\x1b[K");
            let _closed = std::io::stdout().flush();
        }
    }
}
