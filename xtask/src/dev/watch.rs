//! Noticing changed sources by their times: twice a second over a few hundred files costs nothing,
//! and works on every file system.

use std::path::{Path, PathBuf};
use std::time::SystemTime;

use crate::paths;

/// Folders that are made, not written.
const MADE: [&str; 4] = ["node_modules", "dist", "target", "build"];

/// What the Worker is built from.
pub fn worker_sources() -> Vec<PathBuf> {
    ["worker", "schema", "Cargo.toml", "Cargo.lock", "wrangler.toml"].map(|name| paths::root().join(name)).to_vec()
}

/// The time of the newest file under these.
pub fn newest(paths: &[PathBuf]) -> Option<SystemTime> {
    Snapshot::of(paths).newest
}

/// Tells when something changed and has come to rest.
#[derive(Debug)]
pub struct Watch {
    paths: Vec<PathBuf>,
    built: Snapshot,
    last: Snapshot,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Snapshot {
    newest: Option<SystemTime>,
    files: usize,
}

impl Watch {
    /// Watches these files and folders from now on.
    pub fn new(paths: Vec<PathBuf>) -> Self {
        let now = Snapshot::of(&paths);
        Self { paths, built: now, last: now }
    }

    /// Whether there is a change that was not told yet and is over: two looks in a row agree.
    pub fn changed(&mut self) -> bool {
        let now = Snapshot::of(&self.paths);
        let rests = now == self.last;
        self.last = now;
        let changed = rests && now != self.built;
        if changed {
            self.built = now;
        }
        changed
    }
}

impl Snapshot {
    fn of(paths: &[PathBuf]) -> Self {
        let mut all = Self::default();
        paths.iter().for_each(|path| all.add(path));
        all
    }

    fn add(&mut self, path: &Path) {
        let Ok(meta) = path.metadata() else { return };
        if !meta.is_dir() {
            self.files += 1;
            self.newest = self.newest.max(meta.modified().ok());
            return;
        }
        for entry in std::fs::read_dir(path).into_iter().flatten().flatten() {
            let name = entry.file_name();
            let name = name.to_string_lossy();
            if !name.starts_with('.') && !MADE.contains(&name.as_ref()) {
                self.add(&entry.path());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_is_told_once_and_when_it_is_over() {
        let folder = paths::target().join("hallway-logs").join(format!("watch-{}", std::process::id()));
        std::fs::create_dir_all(folder.join("target")).unwrap();
        let mut watch = Watch::new(vec![folder.clone()]);
        assert!(!watch.changed());
        std::fs::write(folder.join("a.rs"), "").unwrap();
        assert!(!watch.changed(), "it may go on");
        assert!(watch.changed());
        assert!(!watch.changed());
        std::fs::write(folder.join("target").join("made"), "").unwrap();
        assert!(!watch.changed() && !watch.changed(), "what is made is no change");
        std::fs::remove_dir_all(folder).unwrap();
    }
}
