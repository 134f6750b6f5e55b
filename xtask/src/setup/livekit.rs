//! LiveKit: on the PATH, built by Go, or as its container image, in this order.

use super::{Step, install, place_for};
use crate::{paths, process, task, tool};

pub(super) fn server() -> anyhow::Result<Step> {
    if tool::livekit().is_some() {
        return Ok(Step::There);
    }
    if tool::on_path("go").is_some() {
        return by_go();
    }
    if tool::says("docker", &["version", "--format", "{{.Server.Version}}"]).is_some() {
        let mut command = process::command("docker");
        command.args(["pull", &tool::livekit_image()]);
        return install(&format!("LiveKit {} as a container image", tool::LIVEKIT), command);
    }
    let version = tool::LIVEKIT;
    Ok(Step::Ask(format!(
        "LiveKit {version} is missing: put livekit-server {version} on the PATH, or install Go or Docker and run this again."
    )))
}

/// Go names the program after its folder, `server`; it gets its proper name before it gets its place.
fn by_go() -> anyhow::Result<Step> {
    let made = paths::target().join("tools").join("livekit");
    std::fs::create_dir_all(&made)?;
    let mut command = process::command("go");
    command.arg("install").arg(format!("github.com/livekit/livekit-server/cmd/server@v{}", tool::LIVEKIT));
    command.env("GOBIN", std::path::absolute(&made)?).env("GOFLAGS", "").current_dir(std::env::temp_dir());
    let what = format!("LiveKit {} with Go", tool::LIVEKIT);
    let outcome = task::run(&format!("building {what}"), command)?.require(&what)?;
    let place = place_for("livekit-server", tool::go_bin());
    std::fs::create_dir_all(&place)?;
    std::fs::copy(made.join("server"), place.join("livekit-server"))?;
    std::fs::remove_dir_all(made)?;
    Ok(Step::Done(format!("built {what} in {}", task::time(outcome.took))))
}
