//! `cargo xtask setup`: finds or installs what is missing. One line for each thing done, one sentence
//! for what only a person can do, and nothing at all when everything is there.

mod chromium;
mod ffmpeg;
mod livekit;
mod npm;
mod python;
mod rust;

use std::path::Path;

use crate::{paths, process, task, tool};

/// What is about to be done, and so what must be there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum For {
    /// Running Hallway: `dev`.
    Running,
    /// All checks: `setup`, `test`.
    Testing,
}

/// How one step ended.
#[derive(Debug)]
enum Step {
    /// It was there.
    There,
    /// It was not, now it is: what was done.
    Done(String),
    /// A person must do it: the whole sentence.
    Ask(String),
}

type Look = fn() -> anyhow::Result<Step>;

/// What only a person can bring is found out before the long steps begin.
const RUNNING: [Look; 5] = [npm::packages, livekit::server, rust::wasm_target, rust::worker_build, rust::wasm_bindgen];
const TESTING: [Look; 3] = [chromium::browser, python::packages, ffmpeg::ffmpeg];

/// Does every step and tells what happened; fails if something is left for a person to do.
pub fn run(purpose: For) -> anyhow::Result<()> {
    let more: &[Look] = if purpose == For::Testing { &TESTING } else { &[] };
    let mut missing = 0;
    for look in RUNNING.iter().chain(more) {
        match look()? {
            Step::There => {}
            Step::Done(what) => println!("setup: {what}"),
            Step::Ask(what) => {
                missing += 1;
                println!("setup: {what}");
            }
        }
    }
    anyhow::ensure!(missing == 0, "setup: {missing} of these only you can do; then run this again.");
    Ok(())
}

/// Runs one installing command; `Done` with the time it took, or what went wrong.
fn install(what: &str, command: std::process::Command) -> anyhow::Result<Step> {
    let outcome = task::run(&format!("installing {what}"), command)?;
    if outcome.ok {
        return Ok(Step::Done(format!("installed {what} in {}", task::time(outcome.took))));
    }
    let tail = process::tail(&outcome.log, 40);
    Ok(Step::Ask(format!("{what} could not be installed. Its installer said:\n{tail}")))
}

/// As root on Debian and its like, installs a package; else tells `otherwise`.
fn apt(package: &str, otherwise: &str) -> anyhow::Result<Step> {
    if !rustix::process::geteuid().is_root() || tool::on_path("apt-get").is_none() {
        return Ok(Step::Ask(otherwise.to_owned()));
    }
    let script = format!("apt-get install -y -q {package} || (apt-get update -q && apt-get install -y -q {package})");
    let mut command = process::command("sh");
    command.args(["-c", &script]).env("DEBIAN_FRONTEND", "noninteractive");
    let outcome = task::run(&format!("installing {package}"), command)?;
    if !outcome.ok {
        return Ok(Step::Ask(otherwise.to_owned()));
    }
    Ok(Step::Done(format!("installed {package} in {}", task::time(outcome.took))))
}

/// Whether `stamp` says that this very content was installed.
fn stamped(stamp: &Path, content: &str) -> bool {
    std::fs::read_to_string(stamp).is_ok_and(|text| text == content)
}

/// Where an installer puts a program: the machine's own place if that name is free there, else ours.
fn place_for(name: &str, common: Option<std::path::PathBuf>) -> std::path::PathBuf {
    match common {
        Some(bin) if !bin.join(name).exists() => bin,
        _ => paths::tools(),
    }
}
