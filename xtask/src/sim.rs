//! `cargo xtask sim`: the simulator of tests/sim, built with optimisation.

use std::ffi::OsString;
use std::os::unix::process::CommandExt;
use std::process::Command;

use crate::paths;

/// What cargo is told, before the simulator's own flags.
pub const CARGO: [&str; 7] = ["run", "--quiet", "--profile", "sim", "-p", "hallway-sim", "--"];

/// Becomes the simulator, with these flags. Returns only if that does not work.
pub fn run(flags: impl Iterator<Item = OsString>) -> anyhow::Result<()> {
    Err(Command::new("cargo").args(CARGO).args(flags).current_dir(paths::root()).exec().into())
}
