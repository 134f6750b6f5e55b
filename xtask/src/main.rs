//! `cargo xtask`: see [`HELP`].
#![allow(clippy::disallowed_methods, reason = "a native tool measures real time; the ban is for the Worker")]

use std::process::ExitCode;

use anyhow::Context;
use lexopt::prelude::{Long, Short, Value};
use xtask::artifact::{self, Profile};
use xtask::setup::For;
use xtask::{checks, dev, doctor, openapi, paths, seed, setup, sim, stop, task};

const HELP: &str = "cargo xtask <command>

  setup               find or install what is missing
  dev                 run all of Hallway here, with a demo event, until Ctrl-C
      --fresh         forget the last run's data
      --port 8787  --web-port 5173  --livekit-port 7880  --inspector-port 9229
  test                every check (under 30 minutes on 2 cores)
      --full          and what takes longer
      --only STAGE    only this stage; may be given more than once
  sim                 worlds of people and faults round the real rules, each from one seed
      --worlds N  --seconds T  --seed S  --bugs
                      how many, how long, which; or find every deliberate bug (sim --help has more)
  build               the release Worker and the web app, with sizes
      --dev           the Worker only, quick to build
  openapi [--check]   write openapi.json, or say whether it is what the code says
  seed --url URL --key KEY
                      make the demo event there, and .hallway/dev.json
  doctor              what is there, in which version

Stages of test:";

fn main() -> ExitCode {
    match stop::listen().and_then(|()| run()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) if error.is::<stop::Stopped>() => ExitCode::from(130),
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> anyhow::Result<()> {
    let mut args = lexopt::Parser::from_env();
    let command = match args.next()? {
        Some(Value(name)) => name.into_string().ok().context("not a command")?,
        None | Some(Long("help") | Short('h')) => "help".to_owned(),
        Some(other) => return Err(other.unexpected().into()),
    };
    match command.as_str() {
        "setup" => no_more(args).and_then(|()| setup_all()),
        "dev" => dev::run(dev_flags(args)?),
        "test" => checks::run(&test_flags(args)?),
        "sim" => sim::run(args.raw_args()?),
        "build" => build(flag(args, "dev")?),
        "openapi" => openapi::run(flag(args, "check")?),
        "seed" => seed_there(args),
        "doctor" => no_more(args).map(|()| doctor::run()),
        "help" => {
            println!("{HELP}");
            checks::list().for_each(|line| println!("{line}"));
            Ok(())
        }
        other => anyhow::bail!("there is no command {other}; `cargo xtask help` lists them"),
    }
}

fn setup_all() -> anyhow::Result<()> {
    setup::run(For::Testing)?;
    println!("setup: everything is there");
    Ok(())
}

fn dev_flags(mut args: lexopt::Parser) -> anyhow::Result<dev::Flags> {
    use lexopt::ValueExt;
    let mut flags = dev::Flags::default();
    while let Some(arg) = args.next()? {
        match arg {
            Long("fresh") => flags.fresh = true,
            Long("port") => flags.port = args.value()?.parse()?,
            Long("web-port") => flags.web_port = args.value()?.parse()?,
            Long("livekit-port") => flags.livekit_port = args.value()?.parse()?,
            Long("inspector-port") => flags.inspector_port = args.value()?.parse()?,
            other => return Err(other.unexpected().into()),
        }
    }
    Ok(flags)
}

fn test_flags(mut args: lexopt::Parser) -> anyhow::Result<checks::Flags> {
    use lexopt::ValueExt;
    let mut flags = checks::Flags::default();
    while let Some(arg) = args.next()? {
        match arg {
            Long("full") => flags.full = true,
            Long("only") => flags.only.push(args.value()?.string()?),
            other => return Err(other.unexpected().into()),
        }
    }
    Ok(flags)
}

fn build(dev: bool) -> anyhow::Result<()> {
    let profile = if dev { Profile::Dev } else { Profile::Release };
    let took = artifact::worker(profile)?.took;
    println!("built the Worker in {}: build/", task::time(took));
    if profile == Profile::Release {
        println!("  {}", artifact::worker_size(&paths::worker_build())?);
        println!("built the web app in {}: public/dist/", task::time(artifact::web(None)?.took));
    }
    Ok(())
}

fn seed_there(mut args: lexopt::Parser) -> anyhow::Result<()> {
    use lexopt::ValueExt;
    let (mut url, mut key) = (None, None);
    while let Some(arg) = args.next()? {
        match arg {
            Long("url") => url = Some(args.value()?.string()?),
            Long("key") => key = Some(args.value()?.string()?),
            other => return Err(other.unexpected().into()),
        }
    }
    let (url, key) = (url.context("--url is missing")?, key.context("--key is missing")?);
    let file = paths::home().join("dev.json");
    seed::run(&seed::Target { url: url.trim_end_matches('/'), key: &key, sfu: None }, &file)?;
    println!("the demo event is there; its rooms, people and links are in .hallway/dev.json");
    Ok(())
}

/// Whether the one flag that a command knows was given (`--release` is the default of build).
fn flag(mut args: lexopt::Parser, name: &str) -> anyhow::Result<bool> {
    let mut given = false;
    while let Some(arg) = args.next()? {
        match arg {
            Long("release") if name == "dev" => given = false,
            Long(other) if other == name => given = true,
            other => return Err(other.unexpected().into()),
        }
    }
    Ok(given)
}

fn no_more(mut args: lexopt::Parser) -> anyhow::Result<()> {
    args.next()?.map_or(Ok(()), |arg| Err(arg.unexpected().into()))
}
