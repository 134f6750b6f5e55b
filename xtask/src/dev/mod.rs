//! `cargo xtask dev`: all of Hallway on this machine, until Ctrl-C.

mod screen;
pub mod watch;

use std::path::PathBuf;
use std::time::{Duration, Instant};

use anyhow::Context;
use serde_json::Value;

use crate::artifact::{self, Profile};
use crate::ports::{self, Ports};
use crate::process::{self, Group};
use crate::setup::{self, For};
use crate::stack::{self, Options, Stack};
use crate::{http, paths, seed, stop, task};

/// What a person may change about it.
#[derive(Clone, Copy, Debug)]
pub struct Flags {
    /// The Worker.
    pub port: u16,
    /// The web app with hot reload.
    pub web_port: u16,
    /// LiveKit; its media takes the next two.
    pub livekit_port: u16,
    /// wrangler's inspector.
    pub inspector_port: u16,
    /// Forget what the last run kept.
    pub fresh: bool,
}

impl Default for Flags {
    fn default() -> Self {
        Self { port: 8787, web_port: 5173, livekit_port: 7880, inspector_port: 9229, fresh: false }
    }
}

impl Flags {
    fn ports(&self) -> anyhow::Result<Ports> {
        let media = |more| self.livekit_port.checked_add(more).context("--livekit-port is too high");
        Ok(Ports {
            worker: self.port,
            inspector: self.inspector_port,
            livekit: self.livekit_port,
            media_tcp: media(1)?,
            media_udp: media(2)?,
        })
    }
}

/// Runs it until somebody asks it to stop.
pub fn run(flags: Flags) -> anyhow::Result<()> {
    let ports = flags.ports()?;
    // Known before the long steps, not after them.
    ports.ensure_free()?;
    ports::tcp_free(flags.web_port, "the web app", "--web-port")?;
    setup::run(For::Running)?;
    build()?;
    let state = paths::home().join("dev");
    if flags.fresh {
        let _first_time = std::fs::remove_dir_all(&state);
    }
    println!("starting LiveKit and the Worker");
    let mut stack = Stack::start(options(flags, ports, state.clone()))?;
    let web = Web::start(flags, &stack)?;
    let demo = demo(&stack, &state)?;
    screen::show(&demo, &web.url, &stack);
    stay(&mut stack, web)?;
    println!("stopping");
    Ok(())
}

/// The Worker always (cargo knows what is fresh), the web app when a source is newer.
fn build() -> anyhow::Result<()> {
    let took = artifact::worker(Profile::Dev)?.took;
    println!("built the Worker in {}", task::time(took));
    if !artifact::web_is_fresh() {
        println!("built the web app in {}", task::time(artifact::web(None)?.took));
    }
    Ok(())
}

fn options(flags: Flags, ports: Ports, state: PathBuf) -> Options {
    let origins = [flags.web_port, flags.port].map(|port| format!("http://127.0.0.1:{port},http://localhost:{port}"));
    Options { dir: Some(state), ports: Some(ports), vars: [("ALLOWED_ORIGINS".to_owned(), origins.join(","))].into(), ..Options::default() }
}

/// The demo event: made once for this state, then kept; its addresses follow the ports.
fn demo(stack: &Stack, state: &std::path::Path) -> anyhow::Result<Value> {
    let kept = state.join("demo.json");
    let file = paths::home().join("dev.json");
    if !kept.is_file() {
        println!("making the demo event");
        seed::run(&seed::Target { url: &stack.url, key: &stack.organizer_key, sfu: Some(&stack.sfu) }, &kept)?;
    }
    let text = std::fs::read_to_string(&kept)?;
    let before: Value = serde_json::from_str(&text).with_context(|| format!("{} is damaged", kept.display()))?;
    let old = |pointer: &str| before.pointer(pointer).and_then(Value::as_str).context("not a demo");
    let text = text.replace(old("/url")?, &stack.url).replace(old("/sfu/direct_url")?, &stack.sfu.direct_url);
    std::fs::write(&kept, &text)?;
    std::fs::write(&file, &text)?;
    Ok(serde_json::from_str(&text)?)
}

/// Vite: the web app from its sources, with hot reload.
struct Web {
    url: String,
    group: Group,
    log: PathBuf,
}

impl Web {
    fn start(flags: Flags, stack: &Stack) -> anyhow::Result<Self> {
        let (log, port) = (stack.logs.join("web.log"), flags.web_port.to_string());
        let mut command = process::command(paths::npm_bin("vite"));
        command.args(["--host", "127.0.0.1", "--strictPort", "--port", &port]);
        command.env("HALLWAY_WORKER", &stack.url).env("NO_COLOR", "1").current_dir(paths::root());
        let mut group = Group::start("the web app", command, &log)?;
        let url = format!("http://127.0.0.1:{port}");
        process::until_up(&mut group, &log, Duration::from_secs(60), || http::is_up(&url))?;
        Ok(Self { url, group, log })
    }

    fn check(&mut self) -> anyhow::Result<()> {
        anyhow::ensure!(self.group.ended()?.is_none(), "the web app's server ended by itself; {}", process::tail(&self.log, 10));
        Ok(())
    }
}

/// Rebuilds on change and runs the cron every minute, until somebody asks us to stop.
fn stay(stack: &mut Stack, mut web: Web) -> anyhow::Result<()> {
    let mut watch = watch::Watch::new(watch::worker_sources());
    let mut cron = Instant::now();
    while !stop::asked() {
        std::thread::sleep(Duration::from_millis(300));
        stack.check()?;
        web.check()?;
        if watch.changed() {
            rebuild(stack);
        }
        if cron.elapsed() > Duration::from_secs(60) {
            cron = Instant::now();
            if let Err(error) = stack::cron(&stack.url) {
                println!("{error:#}");
            }
        }
    }
    Ok(())
}

/// A build that fails, or a Worker that does not start, waits for the next change.
fn rebuild(stack: &mut Stack) {
    println!("the Worker changed, building");
    let done = artifact::worker(Profile::Dev).and_then(|built| stack.deploy().map(|()| built));
    match done {
        Ok(built) => println!("built in {}, and running", task::time(built.took)),
        Err(error) if error.is::<stop::Stopped>() => {}
        Err(error) => println!("{error:#}\nwaiting for the next change"),
    }
}
