//! The real stack on this machine: a LiveKit and the Worker under `wrangler dev`.
//!
//! ```no_run
//! use xtask::stack::{Options, Stack};
//!
//! # fn main() -> anyhow::Result<()> {
//! let mut stack = Stack::start(Options::default())?;
//! // `stack.url` + "/api/v1/…" with `Authorization: Bearer {stack.organizer_key}` makes an event;
//! // `stack.sfu` is LiveKit itself, behind the door, for tests that look at it or forge tokens.
//! stack.kill_livekit()?; // SIGKILL, as a crash
//! stack.start_livekit()?; // on the same ports
//! println!("{}", stack.worker_log());
//! # Ok(()) }
//! ```
//!
//! - It blocks; in an async test use `spawn_blocking`, or start it before the runtime.
//! - One stack takes about ten seconds, so share it (`static STACK: OnceLock<Stack>`) and give each
//!   test an event and rooms of its own. A test that kills or restarts something starts its own.
//! - Everything dies with the test process, however that ends, so a stack in a `static` is fine.
//! - Its folder (logs, database, config) is `target/stacks/…`: removed when a stack is dropped in
//!   peace, kept after a panic, swept by the next start once its process is gone.
//! - It serves what `cargo xtask build` built, from a copy: a later build does not disturb it.
//! - Local wrangler runs no cron: call [`Stack::cron`].

mod folder;
mod livekit;
mod worker;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

use anyhow::Context;

use crate::ports::Ports;
use crate::process;
use crate::secrets::Secrets;
use folder::Folder;
use livekit::Livekit;
use worker::Worker;

/// The name of the one LiveKit in the Worker's pool: `/sfu/main/rtc`, `/hooks/livekit/main`.
pub const SFU_NAME: &str = "main";

/// How a stack is started. The default is right for tests: free ports, a fresh folder.
#[derive(Clone, Debug)]
pub struct Options {
    /// A folder to keep between runs; none: a fresh one.
    pub dir: Option<PathBuf>,
    /// Fixed ports; none: free ones.
    pub ports: Option<Ports>,
    /// Whether LiveKit tells the Worker what happens.
    pub webhooks: bool,
    /// `[vars]` of the Worker besides those of wrangler.toml, e.g. `ALLOWED_ORIGINS`.
    pub vars: BTreeMap<String, String>,
    /// The Worker to run; none: what `cargo xtask build` built.
    pub worker: Option<PathBuf>,
}

impl Default for Options {
    fn default() -> Self {
        Self { dir: None, ports: None, webhooks: true, vars: BTreeMap::new(), worker: None }
    }
}

/// LiveKit as tests reach it, past the gate.
#[derive(Clone, Debug)]
pub struct Sfu {
    /// `http://127.0.0.1:port`; the same with `ws` is its signalling.
    pub direct_url: String,
    /// The one API key.
    pub api_key: String,
    /// Its secret.
    pub api_secret: String,
}

/// A running stack. Dropping it stops exactly what it started.
#[derive(Debug)]
pub struct Stack {
    /// The Worker: `http://127.0.0.1:port`.
    pub url: String,
    /// An API key that may do everything.
    pub organizer_key: String,
    /// LiveKit itself.
    pub sfu: Sfu,
    /// Config, database, build.
    pub dir: PathBuf,
    /// `worker.log`, `livekit.log`, `wrangler.log`.
    pub logs: PathBuf,
    /// The ports in use.
    pub ports: Ports,
    // Dropped in this order: the Worker goes before LiveKit, the folder last.
    worker: Worker,
    livekit: Livekit,
    _folder: Folder,
}

impl Stack {
    /// Starts everything and returns when both answer. Free ports are tried anew if somebody was
    /// faster; fixed ports must be free.
    pub fn start(options: Options) -> anyhow::Result<Self> {
        if let Some(ports) = options.ports {
            ports.ensure_free()?;
            return Self::attempt(&options, ports);
        }
        let mut tries = 0;
        loop {
            let started = Self::attempt(&options, Ports::free()?);
            tries += 1;
            match started {
                Err(error) if tries < 3 && lost_a_port(&error) => {}
                other => return other,
            }
        }
    }

    fn attempt(options: &Options, ports: Ports) -> anyhow::Result<Self> {
        let folder = Folder::open(options.dir.clone())?;
        let dir = folder.path().to_path_buf();
        let secrets = Secrets::load_or_make(&dir.join("secrets.json"))?;
        let mut livekit = Livekit::prepare(&dir, ports, &secrets, options.webhooks)?;
        livekit.start()?;
        let mut worker = Worker::prepare(&dir, ports, &secrets, options)?;
        worker.migrate()?;
        worker.add_key(&secrets.organizer_key)?;
        worker.start()?;
        Ok(Self {
            url: worker.url(),
            organizer_key: secrets.organizer_key,
            sfu: livekit.sfu(),
            logs: dir.join("logs"),
            dir,
            ports,
            worker,
            livekit,
            _folder: folder,
        })
    }

    /// LiveKit's process group, for a test in another language that kills it.
    pub fn livekit_group(&self) -> Option<i32> {
        self.livekit.group()
    }

    /// The Worker's process group, for a test that looks at what it costs.
    pub fn worker_group(&self) -> Option<i32> {
        self.worker.group()
    }

    /// LiveKit dies at once, as in a crash.
    pub fn kill_livekit(&mut self) -> anyhow::Result<()> {
        self.livekit.kill()
    }

    /// LiveKit again, on the same ports, knowing nothing of before.
    pub fn start_livekit(&mut self) -> anyhow::Result<()> {
        self.livekit.start()
    }

    /// The Worker again, on the same port with the same data. Objects lose their memory.
    pub fn restart_worker(&mut self) -> anyhow::Result<()> {
        self.worker.stop()?;
        self.worker.start()
    }

    /// Takes over a new build and new migrations, then restarts the Worker.
    pub fn deploy(&mut self) -> anyhow::Result<()> {
        self.worker.stop()?;
        self.worker.take_build()?;
        self.worker.migrate()?;
        self.worker.start()
    }

    /// Runs the Worker's cron once, as Cloudflare does every minute.
    pub fn cron(&self) -> anyhow::Result<()> {
        cron(&self.url)
    }

    /// What the Worker has written so far.
    pub fn worker_log(&self) -> String {
        process::tail(&self.worker.log(), usize::MAX)
    }

    /// What LiveKit has written so far.
    pub fn livekit_log(&self) -> String {
        process::tail(&self.livekit.log(), usize::MAX)
    }

    /// An error if the Worker or LiveKit ended by itself.
    pub fn check(&mut self) -> anyhow::Result<()> {
        self.worker.check()?;
        self.livekit.check()
    }
}

impl Drop for Stack {
    fn drop(&mut self) {
        // Both end at the same time; the fields' own drops then wait for them.
        self.worker.ask();
        self.livekit.ask();
    }
}

/// Runs the cron of the Worker at `url` once.
pub fn cron(url: &str) -> anyhow::Result<()> {
    let ran = crate::http::answers(&format!("{url}{}", worker::CRON), Duration::from_secs(30));
    anyhow::ensure!(ran, "the Worker's cron failed");
    Ok(())
}

fn lost_a_port(error: &anyhow::Error) -> bool {
    let text = format!("{error:#}").to_lowercase();
    text.contains("address already in use") || text.contains("eaddrinuse")
}

/// `path`, or a sentence what to run first.
fn built(path: PathBuf) -> anyhow::Result<PathBuf> {
    let there = path.join("index.js").is_file();
    there.then_some(path).context("the Worker is not built: run `cargo xtask build --dev` first")
}
