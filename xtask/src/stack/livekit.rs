//! LiveKit on the loopback: its config, start and end.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::Context;

use super::{SFU_NAME, Sfu};
use crate::ports::Ports;
use crate::process::{self, Group};
use crate::secrets::Secrets;
use crate::{http, tool};

const API_KEY: &str = "devkey";

#[derive(Debug)]
pub(super) struct Livekit {
    how: tool::Livekit,
    dir: PathBuf,
    port: u16,
    secret: String,
    group: Option<Group>,
}

impl Livekit {
    /// Writes the config. The product's own is `sfu/livekit.yaml`; what differs here is the loopback.
    pub(super) fn prepare(dir: &Path, ports: Ports, secrets: &Secrets, webhooks: bool) -> anyhow::Result<Self> {
        let how = tool::livekit().context("LiveKit is not there: run `cargo xtask setup`")?;
        std::fs::write(dir.join("livekit.yaml"), config(ports, &secrets.livekit, webhooks))?;
        Ok(Self { how, dir: dir.to_path_buf(), port: ports.livekit, secret: secrets.livekit.clone(), group: None })
    }

    pub(super) fn start(&mut self) -> anyhow::Result<()> {
        anyhow::ensure!(self.group.is_none(), "LiveKit is running already");
        let log = self.log();
        let mut group = Group::start("LiveKit", self.command(), &log)?;
        let url = self.sfu().direct_url;
        process::until_up(&mut group, &log, Duration::from_secs(30), || http::is_up(&url))?;
        self.group = Some(group);
        Ok(())
    }

    pub(super) fn kill(&mut self) -> anyhow::Result<()> {
        let mut group = self.group.take().context("LiveKit is not running")?;
        if self.how == tool::Livekit::Container {
            let _gone = Command::new("docker").args(["kill", &self.container()]).output();
        }
        group.kill()
    }

    pub(super) fn group(&self) -> Option<i32> {
        self.group.as_ref().map(Group::number)
    }

    pub(super) fn ask(&self) {
        self.group.iter().for_each(Group::ask);
    }

    /// An error if it ended by itself.
    pub(super) fn check(&mut self) -> anyhow::Result<()> {
        let ended = self.group.as_mut().map(Group::ended).transpose()?.flatten();
        anyhow::ensure!(ended.is_none(), "LiveKit ended by itself; {}", process::tail(&self.log(), 10));
        Ok(())
    }

    pub(super) fn sfu(&self) -> Sfu {
        Sfu { direct_url: format!("http://127.0.0.1:{}", self.port), api_key: API_KEY.to_owned(), api_secret: self.secret.clone() }
    }

    pub(super) fn log(&self) -> PathBuf {
        self.dir.join("logs").join("livekit.log")
    }

    fn command(&self) -> Command {
        let config = self.dir.join("livekit.yaml");
        match &self.how {
            tool::Livekit::Program(program) => {
                let mut command = process::command(program);
                command.arg("--config").arg(config);
                command
            }
            tool::Livekit::Container => {
                let mut command = process::command("docker");
                command.args(["run", "--rm", "--network", "host", "--name", &self.container(), "--volume"]);
                command.arg(format!("{}:/livekit.yaml:ro", config.display()));
                command.arg(tool::livekit_image()).args(["--config", "/livekit.yaml"]);
                command
            }
        }
    }

    fn container(&self) -> String {
        format!("hallway-livekit-{}", self.port)
    }
}

fn config(ports: Ports, secret: &str, webhooks: bool) -> String {
    let Ports { worker, livekit, media_tcp, media_udp, .. } = ports;
    let webhook = if webhooks {
        format!("webhook:\n  api_key: {API_KEY}\n  urls: [\"http://127.0.0.1:{worker}/hooks/livekit/{SFU_NAME}\"]\n")
    } else {
        String::new()
    };
    format!(
        "port: {livekit}
bind_addresses: [\"127.0.0.1\"]
keys: {{ {API_KEY}: \"{secret}\" }}
rtc:
  use_external_ip: false
  node_ip: 127.0.0.1
  enable_loopback_candidate: true
  tcp_port: {media_tcp}
  udp_port: {media_udp}
room: {{ auto_create: false, empty_timeout: 60, departure_timeout: 30 }}
api: {{ enable_psrpc_for_get_list_participants: true }}
{webhook}"
    )
}
