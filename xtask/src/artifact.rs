//! `cargo xtask build`: the Worker as WASM, and the web app.

use std::io::Write;
use std::path::Path;

use anyhow::Context;

use crate::{paths, process, task, tool};

/// How the Worker is built.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Profile {
    /// Quick to build, large, with panic messages.
    Dev,
    /// What is deployed.
    Release,
}

/// Bytes as they are and as they travel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    /// All bytes.
    pub raw: u64,
    /// After gzip -9.
    pub gzip: u64,
}

impl std::fmt::Display for Size {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} KB, {} KB gzip", self.raw.div_ceil(1000), self.gzip.div_ceil(1000))
    }
}

/// What only tests ask for: a release build has none of it, and with `faults` it does not even compile.
fn features(profile: Profile) -> &'static [&'static str] {
    match profile {
        Profile::Dev => &["--features", "conformance,faults"],
        Profile::Release => &[],
    }
}

/// Fails if a build holds anything of the fault hooks: what they say when they strike is nowhere in it.
pub fn has_no_faults(build: &Path) -> anyhow::Result<()> {
    let wasm = std::fs::read(build.join("index_bg.wasm"))?;
    let told = wasm.windows(FAULT.len()).any(|bytes| bytes == FAULT);
    anyhow::ensure!(!told, "this build has the fault hooks of tests in it");
    Ok(())
}

/// The beginning of each message in `worker/src/faults.rs`.
const FAULT: &[u8] = b"fault: ";

/// The command that builds the Worker into `out`, with every tool named, so that it downloads none.
fn worker_command(profile: Profile, out: &Path) -> anyhow::Result<std::process::Command> {
    let missing = "is not there: run `cargo xtask setup`";
    let program = tool::worker_build().with_context(|| format!("worker-build {} {missing}", tool::WORKER_BUILD))?;
    let bindgen = tool::wasm_bindgen().with_context(|| format!("wasm-bindgen {} {missing}", tool::WASM_BINDGEN))?;
    let flag = if profile == Profile::Dev { "--dev" } else { "--release" };
    let mut command = process::command(program);
    // Absolute, because --out-dir is relative to the crate.
    command.args([flag, "worker", "--out-dir"]).arg(out).current_dir(paths::root());
    command.args(features(profile));
    command.env("WASM_BINDGEN_BIN", bindgen);
    command.env("WASM_OPT_BIN", paths::npm_bin("wasm-opt")).env("ESBUILD_BIN", paths::npm_bin("esbuild"));
    Ok(command)
}

/// Builds the Worker into build/.
pub fn worker(profile: Profile) -> anyhow::Result<task::Outcome> {
    worker_into(profile, &paths::worker_build())
}

/// Builds the Worker into a folder of its own.
pub fn worker_into(profile: Profile, out: &Path) -> anyhow::Result<task::Outcome> {
    task::run("building the Worker", worker_command(profile, out)?)?.require("the Worker's build")
}

/// Builds the web app. `streams`: where live streams may come from, else what `STREAM_SOURCES` says.
pub fn web(streams: Option<&str>) -> anyhow::Result<task::Outcome> {
    let mut command = process::command("npm");
    command.args(["run", "--silent", "web:build"]).current_dir(paths::root());
    command.envs(streams.map(|named| ("STREAM_SOURCES", named)));
    task::run("building the web app", command)?.require("the web app's build")
}

/// Whether the web app was built and none of its sources is newer.
pub fn web_is_fresh() -> bool {
    let built = paths::web_build().join("index.html").metadata().and_then(|meta| meta.modified());
    let sources = crate::dev::watch::newest(&[paths::root().join("public"), paths::root().join("package.json")]);
    built.is_ok_and(|built| sources.is_some_and(|source| source <= built))
}

/// Code that is uploaded for the Worker: its JavaScript and its WASM.
pub fn worker_size(build: &Path) -> anyhow::Result<Size> {
    let files = ["index.js", "index_bg.wasm"].map(|name| build.join(name));
    let mut total = Size { raw: 0, gzip: 0 };
    for file in files.iter().filter(|file| file.is_file()) {
        let size = size_of(file)?;
        total = Size { raw: total.raw + size.raw, gzip: total.gzip + size.gzip };
    }
    anyhow::ensure!(total.raw > 0, "the Worker is not built");
    Ok(total)
}

fn size_of(file: &Path) -> anyhow::Result<Size> {
    let bytes = std::fs::read(file)?;
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    packer.write_all(&bytes)?;
    Ok(Size { raw: bytes.len() as u64, gzip: packer.finish()?.len() as u64 })
}
