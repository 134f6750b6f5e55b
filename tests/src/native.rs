//! A native LiveKit client with real media: Python's, in the folder `cargo xtask setup` made.

use std::process::Stdio;
use std::time::Duration;

use serde_json::Value;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader, Lines};
use tokio::process::{Child, ChildStdin, ChildStdout, Command};
use xtask::paths;

/// Whether it is there. Missing in CI is an error, elsewhere a reason to skip.
pub fn is_there() -> bool {
    let there = paths::python().is_file();
    assert!(there || std::env::var_os("CI").is_none(), "{} is missing: run `cargo xtask setup`", paths::python().display());
    if !there {
        eprintln!("skipped: no native LiveKit client here; `cargo xtask setup` installs it");
    }
    there
}

/// A running client. Dropped, it is killed: gone without a goodbye.
#[derive(Debug)]
pub struct Native {
    _child: Child,
    input: ChildStdin,
    lines: Lines<BufReader<ChildStdout>>,
}

impl Native {
    /// Connects to `url` (as in the answer to a join) and publishes a moving picture.
    pub fn start(url: &str, token: &str) -> Native {
        Native::with(url, token, false)
    }

    /// Connects, and publishes nothing before it is told to.
    pub fn quiet(url: &str, token: &str) -> Native {
        Native::with(url, token, true)
    }

    fn with(url: &str, token: &str, quiet: bool) -> Native {
        let script = paths::root().join("tests").join("native").join("client.py");
        let mut command = Command::new(paths::python());
        command.arg(script).env("HALLWAY_URL", url).env("HALLWAY_TOKEN", token);
        if quiet {
            command.env("HALLWAY_QUIET", "1");
        }
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).kill_on_drop(true).spawn().expect("python");
        let lines = BufReader::new(child.stdout.take().expect("its output")).lines();
        let input = child.stdin.take().expect("its input");
        Native { _child: child, input, lines }
    }

    /// Tells it to publish `camera`, `microphone` or `screen`; whether LiveKit let it.
    pub async fn publish(&mut self, what: &str) -> bool {
        self.tell("publish", what).await
    }

    /// Tells it to stop that again.
    pub async fn unpublish(&mut self, what: &str) -> bool {
        self.tell("unpublish", what).await
    }

    async fn tell(&mut self, verb: &str, what: &str) -> bool {
        self.input.write_all(format!("{verb} {what}\n").as_bytes()).await.expect("its input");
        let said = self.says(&format!("what came of {verb} {what}"), Duration::from_secs(20), |said| said[verb] == what).await;
        eprintln!("native: {said}");
        said["ok"] == true
    }

    /// Waits until it says something for which `is` holds.
    pub async fn says(&mut self, what: &str, limit: Duration, mut is: impl FnMut(&Value) -> bool) -> Value {
        let mut heard = vec![];
        let listen = async {
            while let Some(line) = self.lines.next_line().await.expect("its output") {
                let said = serde_json::from_str(&line).unwrap_or(Value::String(line));
                if is(&said) {
                    return Some(said);
                }
                heard.push(said.to_string());
            }
            None
        };
        let said = tokio::time::timeout(limit, listen).await.ok().flatten();
        said.unwrap_or_else(|| panic!("the native client never said {what}; it said {heard:?}"))
    }
}
