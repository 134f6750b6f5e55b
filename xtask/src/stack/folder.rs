//! The folder of a stack: somebody's own, or a fresh one under `target/stacks`.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use anyhow::Context;
use rustix::process::Pid;

use crate::paths;

static NUMBER: AtomicU32 = AtomicU32::new(0);

/// A folder that goes away when its stack ends in peace, unless it is somebody's own.
#[derive(Debug)]
pub(super) struct Folder {
    path: PathBuf,
    ours: bool,
}

impl Folder {
    /// `own`, or a new folder named after this process.
    pub(super) fn open(own: Option<PathBuf>) -> anyhow::Result<Self> {
        let ours = own.is_none();
        let path = own.unwrap_or_else(|| {
            let number = NUMBER.fetch_add(1, Ordering::Relaxed);
            sweep();
            stacks().join(format!("{}-{number}", std::process::id()))
        });
        std::fs::create_dir_all(path.join("logs")).with_context(|| format!("cannot make {}", path.display()))?;
        Ok(Self { path, ours })
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        if !self.ours {
            return;
        }
        if std::thread::panicking() {
            eprintln!("the stack's logs are in {}", self.path.join("logs").display());
        } else {
            let _gone = std::fs::remove_dir_all(&self.path);
        }
    }
}

fn stacks() -> PathBuf {
    let target = paths::target();
    std::path::absolute(&target).unwrap_or(target).join("stacks")
}

/// Removes folders of processes that are no more.
fn sweep() {
    let Ok(entries) = std::fs::read_dir(stacks()) else {
        return;
    };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let pid = name.to_str().and_then(|name| name.split('-').next()?.parse().ok()).and_then(Pid::from_raw);
        if pid.is_some_and(|pid| rustix::process::test_kill_process(pid).is_err()) {
            let _gone = std::fs::remove_dir_all(entry.path());
        }
    }
}
