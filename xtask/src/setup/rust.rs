//! The Rust side: the WASM target and the two programs that turn a crate into a Worker.

use std::path::Path;

use super::{Step, install, place_for};
use crate::{paths, process, tool};

const TARGET: &str = "wasm32-unknown-unknown";

/// rust-toolchain.toml names the target, so rustup mostly has brought it already.
pub(super) fn wasm_target() -> anyhow::Result<Step> {
    let folder = tool::says("rustc", &["--print", "target-libdir", "--target", TARGET]);
    if folder.is_some_and(|folder| Path::new(&folder).is_dir()) {
        return Ok(Step::There);
    }
    if tool::on_path("rustup").is_none() {
        return Ok(Step::Ask(format!("Rust's {TARGET} target is missing. Install rustup, or that target from where your Rust came from.")));
    }
    let mut command = process::command("rustup");
    command.args(["target", "add", TARGET]).current_dir(paths::root());
    install(&format!("Rust's {TARGET} target"), command)
}

pub(super) fn worker_build() -> anyhow::Result<Step> {
    match tool::worker_build() {
        Some(_) => Ok(Step::There),
        None => cargo_install("worker-build", "worker-build", tool::WORKER_BUILD),
    }
}

pub(super) fn wasm_bindgen() -> anyhow::Result<Step> {
    match tool::wasm_bindgen() {
        Some(_) => Ok(Step::There),
        None => cargo_install("wasm-bindgen-cli", "wasm-bindgen", tool::WASM_BINDGEN),
    }
}

/// Both tools build in one folder and share what they have in common. They run for a second at a
/// time, so building them fast matters more than fast programs.
fn cargo_install(package: &str, program: &str, version: &str) -> anyhow::Result<Step> {
    let bin = place_for(program, tool::cargo_bin());
    let Some(prefix) = bin.parent() else { anyhow::bail!("{} has no parent", bin.display()) };
    let mut command = process::command("cargo");
    command.arg("install").arg(format!("{package}@{version}")).args(["--force", "--no-track", "--root"]).arg(prefix);
    command.env("CARGO_TARGET_DIR", paths::target().join("tools")).current_dir(std::env::temp_dir());
    let quick = [("OPT_LEVEL", "1"), ("LTO", "off"), ("CODEGEN_UNITS", "16"), ("DEBUG", "0")];
    command.envs(quick.map(|(name, value)| (format!("CARGO_PROFILE_RELEASE_{name}"), value)));
    command.env("RUSTUP_TOOLCHAIN", toolchain()?);
    install(&format!("{package} {version}"), command)
}

/// The pinned toolchain, also outside this folder: its name in rust-toolchain.toml.
fn toolchain() -> anyhow::Result<String> {
    let text = std::fs::read_to_string(paths::root().join("rust-toolchain.toml"))?;
    let table: toml::Table = text.parse()?;
    let channel = table.get("toolchain").and_then(|t| t.get("channel")).and_then(toml::Value::as_str);
    Ok(channel.unwrap_or("stable").to_owned())
}
