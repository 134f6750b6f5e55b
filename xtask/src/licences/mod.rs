//! Whether every dependency's licence goes with ours (Apache-2.0): all crates of the workspace, and
//! the npm packages that reach a browser.

mod spdx;

use std::path::Path;
use std::process::Command;

use anyhow::Context;
use serde_json::Value;

use crate::paths;

/// Permissive ones, and those that ask for nothing but their own files to stay as they are.
const FINE: [&str; 17] = [
    "0BSD",
    "Apache-2.0",
    "BlueOak-1.0.0",
    "BSD-1-Clause",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "CDLA-Permissive-2.0",
    "ISC",
    "MIT",
    "MIT-0",
    "MPL-2.0",
    "OFL-1.1",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
];

/// One dependency whose licence does not go with ours.
#[derive(Debug, PartialEq, Eq)]
struct Odd {
    name: String,
    licence: String,
}

/// Looks at all of them; an error names those that do not fit. Answers how many were looked at.
pub fn check() -> anyhow::Result<usize> {
    let crates = crates()?;
    let packages = packages(&paths::root())?;
    let all = crates.iter().chain(&packages);
    let odd: Vec<String> = all.clone().filter(|d| !spdx::fits(&d.licence, &FINE)).map(|d| format!("{} ({})", d.name, d.licence)).collect();
    anyhow::ensure!(odd.is_empty(), "licences that do not go with Apache-2.0:\n  {}", odd.join("\n  "));
    Ok(all.count())
}

/// Every crate in Cargo.lock but our own.
fn crates() -> anyhow::Result<Vec<Odd>> {
    let mut command = Command::new("cargo");
    command.args(["metadata", "--format-version", "1", "--locked"]).current_dir(paths::root());
    let output = command.output().context("cargo metadata")?;
    anyhow::ensure!(output.status.success(), "cargo metadata: {}", String::from_utf8_lossy(&output.stderr));
    let metadata: Value = serde_json::from_slice(&output.stdout)?;
    let packages = metadata.get("packages").and_then(Value::as_array).context("no packages")?;
    Ok(packages.iter().filter(|package| text(package, "source").is_some()).map(of_crate).collect())
}

fn of_crate(package: &Value) -> Odd {
    let name = format!("{} {}", text(package, "name").unwrap_or("?"), text(package, "version").unwrap_or("?"));
    let named = text(package, "license").map(str::to_owned);
    let licence = named.or_else(|| text(package, "license_file").map(|file| format!("a file, {file}")));
    Odd { name, licence: licence.unwrap_or_else(|| "none".to_owned()) }
}

/// Every production package in package-lock.json.
fn packages(root: &Path) -> anyhow::Result<Vec<Odd>> {
    let lock: Value = serde_json::from_slice(&std::fs::read(root.join("package-lock.json"))?)?;
    let packages = lock.get("packages").and_then(Value::as_object).context("package-lock.json is too old")?;
    let is = |package: &Value, flag: &str| package.get(flag).and_then(Value::as_bool).unwrap_or(false);
    let reached = packages.iter().filter(|(path, package)| !path.is_empty() && !is(package, "dev") && !is(package, "devOptional"));
    Ok(reached.map(|(path, package)| of_package(root, path, package)).collect())
}

fn of_package(root: &Path, path: &str, package: &Value) -> Odd {
    let name = path.rsplit("node_modules/").next().unwrap_or(path).to_owned();
    let licence = text(package, "license").map(str::to_owned).or_else(|| installed(&root.join(path)));
    Odd { name, licence: licence.unwrap_or_else(|| "none".to_owned()) }
}

fn installed(folder: &Path) -> Option<String> {
    let manifest: Value = serde_json::from_slice(&std::fs::read(folder.join("package.json")).ok()?).ok()?;
    text(&manifest, "license").map(str::to_owned)
}

fn text<'a>(value: &'a Value, name: &str) -> Option<&'a str> {
    value.get(name).and_then(Value::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_crate_with_a_licence_file_alone_is_told_by_its_file() {
        let odd = of_crate(&json!({"name": "a", "version": "1.0.0", "license": null, "license_file": "COPYING"}));
        assert_eq!(odd, Odd { name: "a 1.0.0".into(), licence: "a file, COPYING".into() });
    }
}
