//! `cargo xtask doctor`: what is there, in which version. Changes nothing.

use std::path::PathBuf;

use crate::{paths, tool};

/// Prints one line for each thing Hallway needs.
pub fn run() {
    let program = |path: Option<PathBuf>| path.map(|path| path.display().to_string());
    let node = tool::node().map(|(major, minor)| format!("{major}.{minor}"));
    let livekit = tool::livekit().map(|how| match how {
        tool::Livekit::Program(path) => path.display().to_string(),
        tool::Livekit::Container => tool::livekit_image(),
    });
    let python = paths::python();
    let client = tool::says(&python, &["-c", "import livekit.rtc, livekit.api; print('livekit and livekit-api')"]);
    line("Rust", None, tool::says("rustc", &["--version"]));
    line("worker-build", Some(tool::WORKER_BUILD), program(tool::worker_build()));
    line("wasm-bindgen", Some(tool::WASM_BINDGEN), program(tool::wasm_bindgen()));
    line("Node", Some("20.19 or newer"), node);
    line("wrangler", None, tool::says(paths::npm_bin("wrangler"), &["--version"]));
    line("LiveKit", Some(tool::LIVEKIT), livekit);
    line("Go", None, tool::says("go", &["version"]));
    line("Docker", None, tool::says("docker", &["version", "--format", "{{.Server.Version}}"]));
    line("Chromium", Some("tests"), program(tool::chromium()));
    line("Python client", Some("tests"), client);
    let built = |file: PathBuf| file.is_file().then(|| "built".to_owned());
    line("Worker", None, built(paths::worker_build().join("index.js")));
    line("Web app", None, built(paths::web_build().join("index.html")));
}

fn line(what: &str, wanted: Option<&str>, found: Option<String>) {
    let wanted = wanted.map(|wanted| format!(" ({wanted})")).unwrap_or_default();
    println!("{:<26} {}", format!("{what}{wanted}"), found.as_deref().unwrap_or("not there"));
}
