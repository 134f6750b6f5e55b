//! `cargo xtask openapi`: the API's description, written by the code itself.

use anyhow::Context;

use crate::{paths, process, task};

/// Writes openapi.json, or with `check` says whether the committed one is what the code emits.
pub fn run(check: bool) -> anyhow::Result<()> {
    let made = paths::target().join("openapi.json");
    std::fs::create_dir_all(paths::target())?;
    // What it prints is the document; what cargo says goes to the log.
    let mut command = process::command("sh");
    command.args(["-c", "out=$1; shift; \"$@\" > \"$out\"", "openapi"]).arg(&made).current_dir(paths::root());
    command.args(["cargo", "run", "--package", "hallway-worker", "--features", "openapi", "--bin", "openapi"]);
    task::run("emitting openapi.json", command)?.require("emitting openapi.json")?;
    let emitted = std::fs::read_to_string(&made).context("nothing was emitted")?;
    let committed = paths::root().join("openapi.json");
    if check {
        let there = std::fs::read_to_string(&committed).unwrap_or_default();
        anyhow::ensure!(there.trim() == emitted.trim(), "openapi.json is not what the code says. Run `cargo xtask openapi` and commit it.");
    } else {
        std::fs::write(committed, emitted)?;
    }
    Ok(())
}
