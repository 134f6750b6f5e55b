//! Finding tools and asking their version. Nothing here installs anything.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::paths;

/// The versions this house is built with. `setup` installs them, `doctor` shows them.
pub const WORKER_BUILD: &str = "0.8.7";
/// Equal to the version of the wasm-bindgen crate in Cargo.lock, or worker-build ignores it.
pub const WASM_BINDGEN: &str = "0.2.129";
/// LiveKit, the media server.
pub const LIVEKIT: &str = "1.13.5";
/// The native LiveKit client of one test, by pip's names.
pub const PYTHON_PACKAGES: [&str; 3] = ["livekit==1.2.1", "livekit-api==1.2.2", "schemathesis==4.32.5"];
/// The oldest Node that Vite accepts.
pub const NODE: (u32, u32) = (20, 19);

/// The first line a program prints, or nothing if it is not there or fails.
pub fn says(program: impl AsRef<std::ffi::OsStr>, args: &[&str]) -> Option<String> {
    let output = Command::new(program).args(args).output().ok()?;
    let text = String::from_utf8_lossy(&output.stdout);
    let line = text.lines().find(|line| !line.trim().is_empty())?.trim().to_owned();
    output.status.success().then_some(line)
}

/// A program on the PATH.
pub fn on_path(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(name)).find(|file| is_program(file))
}

fn is_program(file: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    file.metadata().is_ok_and(|meta| meta.is_file() && meta.permissions().mode() & 0o111 != 0)
}

/// The first of our own tools folder and the PATH that has `name` and says `version`.
pub fn versioned(name: &str, version: &str) -> Option<PathBuf> {
    let candidates = [Some(paths::tools().join(name)), cargo_bin().map(|bin| bin.join(name)), on_path(name)];
    candidates.into_iter().flatten().find(|file| is_program(file) && has_version(file, version))
}

/// Whether `file --version` names exactly this version.
pub fn has_version(file: &Path, version: &str) -> bool {
    says(file, &["--version"]).is_some_and(|line| line.split_whitespace().any(|word| word == version))
}

/// Where `cargo install` puts things.
pub fn cargo_bin() -> Option<PathBuf> {
    let home = std::env::var_os("CARGO_HOME")
        .map(PathBuf::from)
        .or_else(|| std::env::var_os("HOME").map(|home| PathBuf::from(home).join(".cargo")))?;
    Some(home.join("bin"))
}

/// worker-build in our version.
pub fn worker_build() -> Option<PathBuf> {
    versioned("worker-build", WORKER_BUILD)
}

/// wasm-bindgen in our version.
pub fn wasm_bindgen() -> Option<PathBuf> {
    versioned("wasm-bindgen", WASM_BINDGEN)
}

/// How LiveKit can be run here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Livekit {
    /// A program.
    Program(PathBuf),
    /// The pinned container image, where only Docker is there.
    Container,
}

/// The image of LiveKit in our version.
pub fn livekit_image() -> String {
    format!("livekit/livekit-server:v{LIVEKIT}")
}

/// LiveKit in our version: a program, or its image if Docker has it already.
pub fn livekit() -> Option<Livekit> {
    livekit_program().map(Livekit::Program).or_else(|| has_image().then_some(Livekit::Container))
}

/// `livekit-server`, or what `go install` made of it (it calls the program `server`).
pub fn livekit_program() -> Option<PathBuf> {
    versioned("livekit-server", LIVEKIT).or_else(|| {
        let bin = go_bin()?;
        let names = ["livekit-server", "server"].map(|name| bin.join(name));
        names.into_iter().find(|file| is_program(file) && has_version(file, LIVEKIT))
    })
}

fn has_image() -> bool {
    on_path("docker").is_some() && says("docker", &["image", "inspect", "--format", "ok", &livekit_image()]).is_some()
}

/// Where `go install` puts things.
pub fn go_bin() -> Option<PathBuf> {
    if let Some(bin) = std::env::var_os("GOBIN") {
        return Some(PathBuf::from(bin));
    }
    let gopath = says("go", &["env", "GOPATH"])?;
    std::env::split_paths(&gopath).next().map(|path| path.join("bin"))
}

/// Chromium, or Chrome, for the browser tests. `HALLWAY_CHROMIUM` names one that is not on the PATH.
pub fn chromium() -> Option<PathBuf> {
    if let Some(named) = std::env::var_os("HALLWAY_CHROMIUM") {
        return Some(PathBuf::from(named));
    }
    ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"].into_iter().find_map(on_path)
}

/// Node's version as two numbers.
pub fn node() -> Option<(u32, u32)> {
    let line = says("node", &["--version"])?;
    let mut parts = line.trim_start_matches('v').split('.').map(|part| part.parse().ok());
    Some((parts.next()??, parts.next()??))
}
