//! The stages, cheapest first. A stage is required or it is not in this list.

use std::process::Command;

use super::count::{self, Count};
use super::fuzz;
use crate::artifact::{self, Profile};
use crate::stack::{Options, Stack};
use crate::{licences, openapi, paths, process, seed, sim as simulator, task, tool};

/// Tests that keep every core busy, measure a speed, or have native clients that publish: one at a time.
const ALONE: [&str; 4] = ["crowd::", "::alone_", "locks::", "stage::"];

/// What a Worker may weigh, gzipped: 3 MB is the smallest plan's limit, and size is start-up time.
const WORKER_GZIP: u64 = 2_000_000;

/// One check.
pub(super) struct Stage {
    pub(super) name: &'static str,
    pub(super) what: &'static str,
    /// Only with `--full`.
    pub(super) full: bool,
    pub(super) run: fn() -> anyhow::Result<Done>,
}

/// What a stage that went well has to say.
#[derive(Default)]
pub(super) struct Done {
    pub(super) note: String,
    pub(super) count: Count,
}

/// All stages in their order.
pub(super) fn all() -> Vec<Stage> {
    let stage = |name, what, run| Stage { name, what, full: false, run };
    vec![
        stage("fmt", "Rust is formatted", fmt),
        stage("clippy", "no warnings, native and WASM", clippy),
        stage("domain", "the rules and these tools", domain),
        stage("worker", "the Worker's native tests", worker),
        stage("sim", "worlds of faults break no rule; every deliberate bug is found", sim),
        stage("openapi", "openapi.json is what the code says, and lint finds nothing", openapi_drift),
        stage("licences", "dependencies go with Apache-2.0", licences_fit),
        stage("web-check", "types and style of the web app", web_check),
        stage("web-test", "unit tests of the web app", web_test),
        stage("web-build", "the web app builds and is small", web_build),
        stage("build", "the Worker builds", build),
        Stage { full: true, ..stage("release", "what is deployed builds, is small, serves, and has no fault hooks", release) },
        stage("blackbox", "every route, on a real LiveKit", blackbox),
        stage("fuzz", "no request made out of openapi.json gets an answer that is not in it", fuzz::run),
        stage("faults", "nothing lost, nothing false, whatever breaks", || faults(&[])),
        Stage { full: true, ..stage("faults-long", "the same for minutes", || faults(&[("HALLWAY_FULL", "1")])) },
        stage("crowds", "what is measured: sixteen who talk at once, races, how live cards are", crowds),
        stage("browser", "people in Chromium", browser),
    ]
}

fn fmt() -> anyhow::Result<Done> {
    cargo("fmt", &["fmt", "--all", "--check", "--", "--color", "never"])
}

fn clippy() -> anyhow::Result<Done> {
    let native = ["-p", "hallway-domain", "-p", "xtask", "-p", "hallway-tests", "-p", "hallway-sim", "--all-targets"];
    cargo("clippy native", &[&["clippy"], &native[..], &["--", "-D", "warnings"]].concat())?;
    let wasm = ["-p", "hallway-worker", "--target", "wasm32-unknown-unknown"];
    cargo("clippy wasm", &[&["clippy"], &wasm[..], &["--", "-D", "warnings"]].concat())
}

fn domain() -> anyhow::Result<Done> {
    cargo("domain tests", &["test", "-p", "hallway-domain", "-p", "xtask"])
}

fn worker() -> anyhow::Result<Done> {
    cargo("worker tests", &["test", "-p", "hallway-worker", "--features", "openapi"])
}

/// The bugs and some worlds from a fixed seed, which say the same at every run; then two minutes from a new one, which
/// the log names and, where a rule breaks, the failure with its replay line.
fn sim() -> anyhow::Result<Done> {
    let tests = cargo("sim build", &["test", "--profile", "sim", "-p", "hallway-sim"])?;
    let simulate = |what, flags: &[&str]| logged(what, cargo_command(&[&simulator::CARGO[..], flags].concat()));
    let bugs = simulate("sim bugs", &["--bugs", "--seed", "1"])?;
    simulate("sim known worlds", &["--worlds", "500", "--seed", "1"])?;
    let worlds = simulate("sim new worlds", &["--seconds", "120"])?;
    let told = |log: &str, what: &str| log.lines().find(|line| line.contains(what)).unwrap_or_default().to_owned();
    Ok(Done { note: format!("{}; {}", told(&worlds, "simulated days"), told(&bugs, "bugs,")), ..tests })
}

fn openapi_drift() -> anyhow::Result<Done> {
    openapi::run(true)?;
    npm("openapi lint", "openapi:lint")
}

fn licences_fit() -> anyhow::Result<Done> {
    let looked_at = licences::check()?;
    Ok(Done { note: format!("{looked_at} crates and packages"), ..Done::default() })
}

fn web_check() -> anyhow::Result<Done> {
    npm("web check", "web:check")
}

fn web_test() -> anyhow::Result<Done> {
    npm("web tests", "web:test")
}

fn web_build() -> anyhow::Result<Done> {
    // The journeys' stream comes from there, under the policy that people have.
    artifact::web(Some("https://stream.example"))?;
    npm("web size", "web:size")
}

fn build() -> anyhow::Result<Done> {
    artifact::worker(Profile::Dev)?;
    Ok(Done::default())
}

/// The release build serves an event to an organizer: what only optimisation breaks shows here.
fn release() -> anyhow::Result<Done> {
    // Beside build/, which the other stages run.
    let out = std::path::absolute(paths::target())?.join("worker-release");
    artifact::worker_into(Profile::Release, &out)?;
    artifact::has_no_faults(&out)?;
    anyhow::ensure!(
        artifact::has_no_faults(&paths::worker_build()).is_err(),
        "the build for tests has no fault hooks, so their absence says nothing"
    );
    let size = artifact::worker_size(&out)?;
    anyhow::ensure!(size.gzip <= WORKER_GZIP, "the Worker is {size}, more than {WORKER_GZIP} bytes");
    let stack = Stack::start(Options { worker: Some(out), ..Options::default() })?;
    demo(&stack)?;
    Ok(Done { note: size.to_string(), ..Done::default() })
}

fn blackbox() -> anyhow::Result<Done> {
    // Most of the time they wait, so more of them than cores.
    cargo(
        "black box",
        &[
            &["test", "-p", "hallway-tests", "--", "--test-threads=12", "--skip", "faults::"][..],
            &ALONE.map(|name| ["--skip", name]).concat()[..],
        ]
        .concat(),
    )
}

/// A fault strikes everybody, so one at a time.
fn faults(environment: &[(&str, &str)]) -> anyhow::Result<Done> {
    let mut command = cargo_command(&["test", "-p", "hallway-tests", "--", "--test-threads=1", "faults::"]);
    command.envs(environment.iter().copied());
    run("faults", command)
}

/// What takes every core for itself.
fn crowds() -> anyhow::Result<Done> {
    cargo("crowds", &[&["test", "-p", "hallway-tests", "--", "--test-threads=1"][..], &ALONE[..]].concat())
}

fn browser() -> anyhow::Result<Done> {
    let stack = Stack::start(Options::default())?;
    let file = demo(&stack)?;
    let mut command = process::command(paths::npm_bin("playwright"));
    command.arg("test").current_dir(paths::root().join("tests").join("browser"));
    command.env("HALLWAY_DEV_JSON", file).envs(tool::chromium().map(|path| ("HALLWAY_CHROMIUM", path)));
    // The last journey kills LiveKit; another talks to a native client.
    command.env("HALLWAY_PYTHON", paths::python()).envs(stack.livekit_group().map(|group| ("HALLWAY_SFU_GROUP", group.to_string())));
    run("browser tests", command)
}

/// Fills a stack with the demo event; where its dev.json is.
fn demo(stack: &Stack) -> anyhow::Result<std::path::PathBuf> {
    let file = stack.dir.join("dev.json");
    seed::run(&seed::Target { url: &stack.url, key: &stack.organizer_key, sfu: Some(&stack.sfu) }, &file)?;
    Ok(file)
}

fn cargo(what: &str, arguments: &[&str]) -> anyhow::Result<Done> {
    run(what, cargo_command(arguments))
}

fn cargo_command(arguments: &[&str]) -> Command {
    let mut command = process::command("cargo");
    command.args(arguments).current_dir(paths::root());
    command
}

fn npm(what: &str, script: &str) -> anyhow::Result<Done> {
    let mut command = process::command("npm");
    command.args(["run", "--silent", script]).current_dir(paths::root());
    run(what, command)
}

/// Runs tests; how many there were.
fn run(what: &str, command: Command) -> anyhow::Result<Done> {
    let count = count::of(&logged(what, command)?);
    let note = if count == Count::default() { String::new() } else { format!("{} tests", count.passed) };
    Ok(Done { note, count })
}

/// Runs it with colours off, and gives what it said; its failure is an error with the end of that.
fn logged(what: &str, mut command: Command) -> anyhow::Result<String> {
    command.env("NO_COLOR", "1").env("CARGO_TERM_COLOR", "never");
    let outcome = task::run(what, command)?;
    let log = process::tail(&outcome.log, usize::MAX);
    if !outcome.ok {
        let count = count::of(&log);
        let end = process::tail(&outcome.log, 150);
        return Err(Failed { count, text: format!("{end}\n(all of it: {})", outcome.log.display()) }.into());
    }
    Ok(log)
}

/// A stage whose runner failed, with what it counted before.
#[derive(Debug)]
pub(super) struct Failed {
    pub(super) count: Count,
    text: String,
}

impl std::fmt::Display for Failed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.text)
    }
}

impl std::error::Error for Failed {}
