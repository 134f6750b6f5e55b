//! Processes that cannot outlive us.
//!
//! Each runs in a process group of its own, held on a leash: a line of shell whose standard input is
//! a pipe from us. However we end (return, panic, SIGKILL), the pipe closes and the leash kills the
//! group. In the ordinary case [`Group::stop`] asks politely first.

use std::ffi::OsStr;
use std::fs::File;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::Duration;

use anyhow::Context;
use rustix::process::{Pid, Signal};

use crate::wait;

/// `$@` runs in the background without the pipe; a reader waits for the pipe to close. When the
/// program ends by itself the reader goes too, and the leash passes on the program's exit code.
const LEASH: &str = r#"exec 3<&0 </dev/null
"$@" 3<&- &
child=$!
{ read -r _ <&3; kill -s KILL -- "-$$"; } &
reader=$!
exec 3<&-
wait "$child"
code=$?
kill "$reader" 2>/dev/null
exit $code"#;

/// A program and all its children.
#[derive(Debug)]
pub struct Group {
    name: String,
    leash: Child,
    pgid: Pid,
}

/// A command to be started in a [`Group`].
pub fn command(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new("sh");
    command.arg("-c").arg(LEASH).arg("leash").arg(program);
    command
}

impl Group {
    /// Starts what [`command`] described; both outputs go to the end of `log`.
    pub fn start(name: &str, mut command: Command, log: &Path) -> anyhow::Result<Self> {
        let out = append(log)?;
        command.stdin(Stdio::piped()).stdout(out.try_clone()?).stderr(out).process_group(0);
        let leash = command.spawn().with_context(|| format!("cannot start {name}"))?;
        let pgid = Pid::from_child(&leash);
        Ok(Self { name: name.to_owned(), leash, pgid })
    }

    /// The exit status, once the program has ended.
    pub fn ended(&mut self) -> anyhow::Result<Option<ExitStatus>> {
        Ok(self.leash.try_wait()?)
    }

    /// The process group's number.
    pub fn number(&self) -> i32 {
        self.pgid.as_raw_nonzero().get()
    }

    /// SIGTERM to all of it. Does not wait.
    pub fn ask(&self) {
        let _gone = rustix::process::kill_process_group(self.pgid, Signal::TERM);
    }

    /// SIGKILL to all of it, and waits until it is gone.
    pub fn kill(&mut self) -> anyhow::Result<()> {
        let _gone = rustix::process::kill_process_group(self.pgid, Signal::KILL);
        self.gone_within(Duration::from_secs(10))
    }

    /// SIGTERM, a little patience, then SIGKILL; returns when nothing of it is left.
    pub fn stop(&mut self) -> anyhow::Result<()> {
        self.ask();
        match self.gone_within(Duration::from_secs(5)) {
            Ok(()) => Ok(()),
            Err(_) => self.kill(),
        }
    }

    fn gone_within(&mut self, limit: Duration) -> anyhow::Result<()> {
        let start = std::time::Instant::now();
        while self.leash.try_wait()?.is_none() || alive(self.pgid) {
            anyhow::ensure!(start.elapsed() < limit, "{} does not end", self.name);
            std::thread::sleep(Duration::from_millis(20));
        }
        Ok(())
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        if let Err(error) = self.stop() {
            eprintln!("{error}");
        }
    }
}

/// Opens a log for appending, with its folder.
pub fn append(log: &Path) -> anyhow::Result<File> {
    if let Some(folder) = log.parent() {
        std::fs::create_dir_all(folder)?;
    }
    File::options().create(true).append(true).open(log).with_context(|| format!("cannot write {}", log.display()))
}

/// The last lines of a log, for an error message.
pub fn tail(log: &Path, lines: usize) -> String {
    let text = std::fs::read(log).map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default();
    let all: Vec<&str> = text.lines().collect();
    all.get(all.len().saturating_sub(lines)..).unwrap_or_default().join("\n")
}

/// Waits for a server to answer; an early end of its process is told at once, with the log's tail.
pub fn until_up(group: &mut Group, log: &Path, limit: Duration, mut up: impl FnMut() -> bool) -> anyhow::Result<()> {
    let name = group.name.clone();
    let waited = wait::until(&format!("{name} to answer"), limit, || {
        if let Some(status) = group.ended()? {
            anyhow::bail!("{name} ended by itself ({status})");
        }
        Ok(up().then_some(()))
    });
    waited.with_context(|| format!("{name} did not start; the end of {}:\n{}", log.display(), tail(log, 25)))
}

/// Whether a member of the group still runs. A zombie that nobody reaps (as in many containers) is
/// not alive, so `/proc` is asked where there is one.
fn alive(pgid: Pid) -> bool {
    if rustix::process::test_kill_process_group(pgid).is_err() {
        return false;
    }
    let Ok(entries) = std::fs::read_dir("/proc") else {
        return true;
    };
    let group = pgid.as_raw_nonzero().to_string();
    entries.flatten().any(|entry| {
        let Ok(stat) = std::fs::read_to_string(entry.path().join("stat")) else {
            return false;
        };
        // pid (name with any characters) state ppid pgrp …
        let mut fields = stat.rsplit(')').next().unwrap_or_default().split_whitespace();
        let state = fields.next();
        state != Some("Z") && fields.nth(1) == Some(group.as_str())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn log(name: &str) -> std::path::PathBuf {
        crate::paths::target().join("hallway-logs").join(format!("test-{name}-{}.log", std::process::id()))
    }

    #[test]
    fn an_exit_code_comes_through() {
        let mut run = command("sh");
        run.args(["-c", "echo out; echo err >&2; exit 7"]);
        let log = log("exit");
        let mut group = Group::start("it", run, &log).unwrap();
        let status = wait::until("it to end", Duration::from_secs(5), || group.ended()).unwrap();
        assert_eq!(status.code(), Some(7));
        assert_eq!(tail(&log, 9), "out\nerr");
    }

    #[test]
    fn nothing_is_left_of_a_group_that_does_not_listen() {
        let mut run = command("sh");
        run.args(["-c", "trap '' TERM; sleep 1000 & echo up; while :; do wait; done"]);
        let log = log("deaf");
        let mut group = Group::start("it", run, &log).unwrap();
        wait::until("it to start", Duration::from_secs(5), || Ok((tail(&log, 1) == "up").then_some(()))).unwrap();
        let pgid = group.pgid;
        group.kill().unwrap();
        assert!(!alive(pgid));
    }

    #[test]
    fn a_closed_leash_kills_the_group() {
        let mut run = command("sleep");
        run.arg("1000");
        let mut group = Group::start("it", run, &log("leash")).unwrap();
        drop(group.leash.stdin.take());
        let pgid = group.pgid;
        let dead = || Ok((group.leash.try_wait()?.is_some() && !alive(pgid)).then_some(()));
        wait::until("the leash to kill it", Duration::from_secs(5), dead).unwrap();
    }
}
