//! The npm packages: wrangler, the web app's, the tests'.

use super::{Step, install, stamped};
use crate::{paths, process, secrets, tool};

/// `npm ci` when the lock file is not the one that was installed last.
pub(super) fn packages() -> anyhow::Result<Step> {
    let (major, minor) = tool::NODE;
    match tool::node() {
        Some(found) if found >= tool::NODE => {}
        Some(found) => {
            return Ok(Step::Ask(format!("Node {}.{} is too old: install Node {major}.{minor} or newer.", found.0, found.1)));
        }
        None => {
            return Ok(Step::Ask(format!("Node is missing: install Node {major}.{minor} or newer, with npm.")));
        }
    }
    let root = paths::root();
    let Ok(lock) = std::fs::read(root.join("package-lock.json")) else {
        return Ok(Step::Ask("package-lock.json is missing: run `npm install` and commit it.".to_owned()));
    };
    // Inside node_modules, so that it goes when they go.
    let stamp = root.join("node_modules").join(".hallway-lock");
    let hash = secrets::sha256_hex(&lock);
    if stamped(&stamp, &hash) {
        return Ok(Step::There);
    }
    let mut command = process::command("npm");
    // No package here needs a script of its own at installation.
    command.args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]).current_dir(root);
    let step = install("the npm packages", command)?;
    if matches!(step, Step::Done(_)) {
        std::fs::write(stamp, hash)?;
    }
    Ok(step)
}
