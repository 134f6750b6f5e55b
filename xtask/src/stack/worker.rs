//! The Worker under `wrangler dev`: its config, its database, start and end.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::Context;
use serde_json::json;
use toml::{Table, Value};

use super::{Options, SFU_NAME, built};
use crate::ports::Ports;
use crate::process::{self, Group};
use crate::secrets::{self, Secrets};
use crate::{http, paths, wait};

/// Under wrangler's `--test-scheduled` this path runs the Worker's cron.
pub(super) const CRON: &str = "/__scheduled";

/// Where D1's migrations are.
const MIGRATIONS: &str = "schema/catalogue";

#[derive(Debug)]
pub(super) struct Worker {
    dir: PathBuf,
    ports: Ports,
    build: PathBuf,
    group: Option<Group>,
}

impl Worker {
    /// Copies the build and writes config and secrets.
    pub(super) fn prepare(dir: &Path, ports: Ports, secrets: &Secrets, options: &Options) -> anyhow::Result<Self> {
        let build = built(options.worker.clone().unwrap_or_else(paths::worker_build))?;
        let worker = Self { dir: dir.to_path_buf(), ports, build, group: None };
        worker.take_build()?;
        let text = std::fs::read_to_string(paths::root().join("wrangler.toml")).context("no wrangler.toml")?;
        std::fs::write(worker.config(), config(&text, dir, options)?)?;
        std::fs::write(dir.join(".dev.vars"), dev_vars(ports, secrets))?;
        Ok(worker)
    }

    /// Takes a copy of the build, so that a later build does not disturb what runs.
    pub(super) fn take_build(&self) -> anyhow::Result<()> {
        let copy = self.dir.join("build");
        let _first_time = std::fs::remove_dir_all(&copy);
        copy_folder(&self.build, &copy)
    }

    pub(super) fn group(&self) -> Option<i32> {
        self.group.as_ref().map(Group::number)
    }

    /// Brings the database up to the newest migration; wrangler is asked only if there may be one.
    pub(super) fn migrate(&self) -> anyhow::Result<()> {
        let stamp = self.dir.join("migrations-applied");
        let all = migrations()?;
        if std::fs::read_to_string(&stamp).is_ok_and(|applied| applied == all) {
            return Ok(());
        }
        self.finish("the database's migrations", &["d1", "migrations", "apply", "DB"])?;
        std::fs::write(stamp, all)?;
        Ok(())
    }

    /// Puts the organizer's first API key there: the one thing that the API cannot make.
    pub(super) fn add_key(&self, key: &str) -> anyhow::Result<()> {
        let stamp = self.dir.join("key-is-there");
        if stamp.exists() {
            return Ok(());
        }
        let (id, hash) = (&secrets::sha256_hex(format!("id of {key}").as_bytes())[..32], secrets::sha256_hex(key.as_bytes()));
        let sql = format!(
            "INSERT OR IGNORE INTO api_keys (id, hash, event, name, created_at) \
             VALUES ('key_{id}', '{hash}', NULL, 'First key', CAST(unixepoch() AS INTEGER) * 1000)"
        );
        self.finish("the organizer's key", &["d1", "execute", "DB", "--yes", "--command", &sql])?;
        std::fs::write(stamp, "")?;
        Ok(())
    }

    pub(super) fn start(&mut self) -> anyhow::Result<()> {
        let log = self.log();
        let mut command = self.wrangler(&["dev", "--test-scheduled"]);
        command.args(["--ip", "127.0.0.1", "--port", &self.ports.worker.to_string()]);
        command.args(["--inspector-port", &self.ports.inspector.to_string()]);
        let mut group = Group::start("the Worker", command, &log)?;
        let health = format!("{}/api/v1/healthz", self.url());
        process::until_up(&mut group, &log, Duration::from_secs(60), || http::is_up(&health))?;
        self.group = Some(group);
        Ok(())
    }

    pub(super) fn stop(&mut self) -> anyhow::Result<()> {
        self.group.take().map_or(Ok(()), |mut group| group.stop())
    }

    pub(super) fn ask(&self) {
        self.group.iter().for_each(Group::ask);
    }

    /// An error if it ended by itself.
    pub(super) fn check(&mut self) -> anyhow::Result<()> {
        let ended = self.group.as_mut().map(Group::ended).transpose()?.flatten();
        anyhow::ensure!(ended.is_none(), "the Worker ended by itself; {}", process::tail(&self.log(), 10));
        Ok(())
    }

    pub(super) fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.ports.worker)
    }

    pub(super) fn log(&self) -> PathBuf {
        self.dir.join("logs").join("worker.log")
    }

    fn config(&self) -> PathBuf {
        self.dir.join("wrangler.toml")
    }

    /// A wrangler command that works on our own config and data, and asks and tells nobody.
    fn wrangler(&self, arguments: &[&str]) -> Command {
        let mut command = process::command(paths::npm_bin("wrangler"));
        command.args(arguments).arg("--local").arg("--config").arg(self.config());
        command.arg("--persist-to").arg(self.dir.join("state")).current_dir(&self.dir);
        command.envs([("CI", "true"), ("NO_COLOR", "1"), ("WRANGLER_SEND_METRICS", "false")]);
        command.env("WRANGLER_SEND_ERROR_REPORTS", "false").env("WRANGLER_LOG_PATH", self.dir.join("logs"));
        command.env("WRANGLER_REGISTRY_PATH", self.dir.join("registry"));
        command
    }

    fn finish(&self, what: &str, arguments: &[&str]) -> anyhow::Result<()> {
        let log = self.dir.join("logs").join("wrangler.log");
        let mut group = Group::start(what, self.wrangler(arguments), &log)?;
        let status = wait::until(what, Duration::from_secs(90), || group.ended())?;
        anyhow::ensure!(status.success(), "{what} failed; the end of {}:\n{}", log.display(), process::tail(&log, 25));
        Ok(())
    }
}

/// Our wrangler.toml for a folder elsewhere: paths made absolute, no build step, our variables.
fn config(text: &str, dir: &Path, options: &Options) -> anyhow::Result<String> {
    let mut config: Table = text.parse().context("wrangler.toml")?;
    let root = paths::root();
    config.remove("build");
    config.insert("main".into(), text_of(&dir.join("build").join("index.js")));
    if let Some(assets) = config.get_mut("assets").and_then(Value::as_table_mut) {
        assets.insert("directory".into(), text_of(&assets_folder(dir, options.dir.is_none())?));
        // Where --test-scheduled runs the cron; the page of the web app would answer else.
        let first = assets.get_mut("run_worker_first").and_then(Value::as_array_mut);
        first.into_iter().for_each(|first| first.push(Value::String(CRON.into())));
    }
    let databases = config.get_mut("d1_databases").and_then(Value::as_array_mut);
    for database in databases.into_iter().flatten().filter_map(Value::as_table_mut) {
        let migrations = database.get("migrations_dir").and_then(Value::as_str).unwrap_or(MIGRATIONS);
        let migrations = text_of(&root.join(migrations));
        database.insert("migrations_dir".into(), migrations);
    }
    let vars = config.entry("vars").or_insert_with(|| Value::Table(Table::new()));
    let vars = vars.as_table_mut().context("wrangler.toml: [vars] is no table")?;
    vars.insert("EXPOSE_COST".into(), Value::String("1".into()));
    // One key does the work of many organizers here.
    vars.insert("ORGANIZER_RATE".into(), Value::String("1000000".into()));
    vars.extend(options.vars.iter().map(|(name, value)| (name.clone(), Value::String(value.clone()))));
    Ok(config.to_string())
}

/// The built web app; where it is not built (API tests need none), a page that says so. A stack of its own gets a copy:
/// wrangler restarts the Worker when a file there changes.
fn assets_folder(dir: &Path, copy: bool) -> anyhow::Result<PathBuf> {
    let web = paths::web_build();
    if web.join("index.html").is_file() {
        if !copy {
            return Ok(web);
        }
        let own = dir.join("web-app");
        copy_folder(&web, &own)?;
        return Ok(own);
    }
    let stand_in = dir.join("no-web-app");
    std::fs::create_dir_all(&stand_in)?;
    std::fs::write(stand_in.join("index.html"), "The web app is not built: npm run web:build\n")?;
    Ok(stand_in)
}

fn dev_vars(ports: Ports, secrets: &Secrets) -> String {
    let pool = json!([{
        "name": SFU_NAME, "origin": format!("http://127.0.0.1:{}", ports.livekit),
        "api_key": "devkey", "api_secret": secrets.livekit, "door_secret": secrets.door,
    }]);
    format!("SESSION_SECRET={}\nLINK_SECRET={}\nSFU_POOL='{pool}'\n", secrets.session, secrets.link)
}

/// One hash over the catalogue's migrations.
fn migrations() -> anyhow::Result<String> {
    let folder = paths::root().join(MIGRATIONS);
    let files = std::fs::read_dir(&folder).with_context(|| format!("no {}", folder.display()))?;
    let mut files: Vec<PathBuf> = files.flatten().map(|entry| entry.path()).collect();
    files.sort();
    let texts = files.iter().map(std::fs::read).collect::<Result<Vec<_>, _>>()?;
    Ok(secrets::sha256_hex(&texts.concat()))
}

fn text_of(path: &Path) -> Value {
    Value::String(path.to_string_lossy().into_owned())
}

fn copy_folder(from: &Path, to: &Path) -> anyhow::Result<()> {
    std::fs::create_dir_all(to)?;
    for entry in std::fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        // worker-build keeps its staging in hidden folders.
        if entry.file_name().to_string_lossy().starts_with('.') {
            continue;
        }
        if entry.file_type()?.is_dir() {
            copy_folder(&entry.path(), &target)?;
        } else {
            std::fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_config_loses_its_build_step_and_its_relative_paths() {
        let ours = "main = \"build/index.js\"\n[build]\ncommand = \"x\"\n\
                    [[d1_databases]]\nbinding = \"DB\"\nmigrations_dir = \"schema/catalogue\"\n[vars]\nA = \"1\"\n";
        let options = Options { vars: [("A".into(), "2".into())].into(), ..Options::default() };
        let made: Table = config(ours, Path::new("/here"), &options).unwrap().parse().unwrap();
        assert!(!made.contains_key("build"));
        assert_eq!(made["main"].as_str(), Some("/here/build/index.js"));
        assert!(made["d1_databases"][0]["migrations_dir"].as_str().unwrap().starts_with('/'));
        assert_eq!(made["vars"]["A"].as_str(), Some("2"));
    }
}
