//! The native LiveKit client of one test, and the fuzzer: Python packages in a folder of our own.

use super::{Step, apt, install, stamped};
use crate::{paths, process, tool};

pub(super) fn packages() -> anyhow::Result<Step> {
    let wanted = tool::PYTHON_PACKAGES.join(" ");
    let stamp = paths::home().join("venv").join("hallway-packages");
    if stamped(&stamp, &wanted) {
        return Ok(Step::There);
    }
    if tool::on_path("python3").is_none() {
        return apt("python3-venv", "Python is missing, for the test of native clients: install Python 3.9 or newer with venv.");
    }
    let venv = paths::home().join("venv");
    let make = || {
        let mut command = process::command("python3");
        command.args(["-m", "venv"]).arg("--clear").arg(&venv);
        install("a Python folder in .hallway", command)
    };
    if matches!(make()?, Step::Ask(_)) {
        // Debian keeps venv in a package of its own.
        let sentence = "Python's venv is missing, for the test of native clients: install it (on Debian: python3-venv).";
        if let ask @ Step::Ask(_) = apt("python3-venv", sentence)? {
            return Ok(ask);
        }
        if let ask @ Step::Ask(_) = make()? {
            return Ok(ask);
        }
    }
    let mut command = process::command(paths::python());
    command.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check"]).args(tool::PYTHON_PACKAGES);
    let step = install("a native LiveKit client for Python", command)?;
    if matches!(step, Step::Done(_)) {
        std::fs::write(stamp, wanted)?;
    }
    Ok(step)
}
