//! Where things are. Nothing else in this crate knows a folder by name twice.

use std::path::{Path, PathBuf};

/// The root of the repository: the folder above this crate.
pub fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_path_buf()
}

/// `.hallway/`: what `setup` and `dev` keep between runs. Never committed.
pub fn home() -> PathBuf {
    root().join(".hallway")
}

/// Tools that `setup` installs for this house alone, where the machine has another version already.
pub fn tools() -> PathBuf {
    home().join("tools").join("bin")
}

/// The Python with a native LiveKit client, for one test.
pub fn python() -> PathBuf {
    home().join("venv").join("bin").join("python")
}

/// Cargo's output folder.
pub fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from)
}

/// Output of the last run of each long step.
pub fn logs() -> PathBuf {
    target().join("hallway-logs")
}

/// A program that npm installed.
pub fn npm_bin(name: &str) -> PathBuf {
    root().join("node_modules").join(".bin").join(name)
}

/// The built Worker.
pub fn worker_build() -> PathBuf {
    root().join("build")
}

/// The built web app.
pub fn web_build() -> PathBuf {
    root().join("public").join("dist")
}
