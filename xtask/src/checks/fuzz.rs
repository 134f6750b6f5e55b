//! What `openapi.json` promises, asked by somebody who never read the code: schemathesis makes requests out of it, and
//! no answer may be a failure of ours or anything the document does not say.

use std::path::{Path, PathBuf};

use anyhow::Context;
use serde_json::{Value, json};

use super::count::Count;
use super::stages::Done;
use crate::http::Client;
use crate::stack::{Options, Stack};
use crate::{paths, process, seed, task};

/// Requests made of each operation's schema, beside those that cover its every rule.
const EXAMPLES: &str = "12";

/// Once as an organizer, once as an attendee.
pub(super) fn run() -> anyhow::Result<Done> {
    let stack = Stack::start(Options::default())?;
    let file = stack.dir.join("dev.json");
    let demo = seed::run(&seed::Target { url: &stack.url, key: &stack.organizer_key, sfu: Some(&stack.sfu) }, &file)?;
    let attendee = session(&stack, &demo)?;
    let ids = stack.dir.join("schemathesis.toml");
    std::fs::write(&ids, known(&stack, &demo)?)?;
    let mut done = Done::default();
    let mut cases = 0;
    for (who, token) in [("an organizer", stack.organizer_key.as_str()), ("an attendee", attendee.as_str())] {
        let outcome = task::run(&format!("schemathesis as {who}"), command(&stack.url, token, &ids))?;
        let log = std::fs::read_to_string(&outcome.log).unwrap_or_default();
        outcome.require(&format!("schemathesis as {who}"))?;
        let (made, passed) = counted(&log).with_context(|| format!("schemathesis as {who} does not say what it did"))?;
        anyhow::ensure!(made > 500, "schemathesis as {who} made only {made} requests");
        cases += made;
        done.count += Count { passed: 1, failed: 0 };
        anyhow::ensure!(passed > 0, "schemathesis as {who}: nothing passed");
    }
    done.note = format!("{cases} requests");
    Ok(done)
}

fn command(url: &str, token: &str, ids: &Path) -> std::process::Command {
    let mut command = process::command(program());
    // It keeps notes of its own where it runs.
    command.current_dir(ids.parent().unwrap_or_else(|| Path::new(".")));
    command.arg("--config-file").arg(ids).arg("run").arg(paths::root().join("openapi.json"));
    command.args(["--url", url, "-H", &format!("Authorization: Bearer {token}"), "-H", "If-Match: *"]);
    command.args(["--phases", "coverage,fuzzing", "--max-examples", EXAMPLES, "--workers", "2", "--seed", "7"]);
    // What is wrong only by a rule that no schema can say is refused, rightly; and text is trimmed before it is measured, so
    // that some of what is too long is taken. Bad input has a test of its own (tests/tests/bad_input.rs).
    command.args(["--checks", "all", "--exclude-checks", "positive_data_acceptance,negative_data_rejection"]);
    // A socket answers with an upgrade.
    command.args(["--exclude-path-regex", "/socket$", "--request-timeout", "30", "--no-color"]);
    command
}

fn program() -> PathBuf {
    paths::python().with_file_name("schemathesis")
}

/// Ids that lead somewhere. What is deleted is another thing than what the rest works on.
fn known(stack: &Stack, demo: &Value) -> anyhow::Result<String> {
    let api = Client::new(format!("{}/api/v1", stack.url), &stack.organizer_key);
    let event = text(demo, "/event")?;
    let made = |path: &str, body: Value| -> anyhow::Result<String> { text(&api.post(path, &body)?, "/id") };
    let feature = text(demo, "/features/0/id").or_else(|_| text(demo, "/features/0"))?;
    let spare_feature = made(&format!("/events/{event}/features"), json!({ "name": "Spare" }))?;
    let spare_room = made(&format!("/features/{spare_feature}/rooms"), json!({ "name": "Spare" }))?;
    let item = made(&format!("/events/{event}/items"), json!({ "kind": "session", "name": "Fuzzed" }))?;
    let spare_item = made(&format!("/events/{event}/items"), json!({ "kind": "page", "name": "Spare" }))?;
    let group = made(&format!("/events/{event}/groups"), json!({ "name": "Fuzzed" }))?;
    let spare_group = made(&format!("/events/{event}/groups"), json!({ "name": "Spare" }))?;
    let person = |email: &str| json!({ "first_name": "Fuzz", "last_name": "Ed", "email": email });
    let spare_person = made(&format!("/events/{event}/attendees"), person("spare@example.org"))?;
    let spare_key = made("/keys", json!({ "name": "Spare", "scopes": [] }))?;
    let mut all = vec![
        "[parameters]".to_owned(),
        pair("event", &event),
        pair("feature", &feature),
        pair("room", &text(demo, "/rooms/0/id")?),
        pair("item", &item),
        pair("group", &group),
        pair("attendee", &text(demo, "/people/8/id")?),
        pair("person", &text(demo, "/people/9/id")?),
    ];
    for (operation, name, id) in [
        ("DELETE /api/v1/features/{feature}", "feature", &spare_feature),
        ("DELETE /api/v1/rooms/{room}", "room", &spare_room),
        ("DELETE /api/v1/items/{item}", "item", &spare_item),
        ("DELETE /api/v1/groups/{group}", "group", &spare_group),
        ("DELETE /api/v1/attendees/{attendee}", "attendee", &spare_person),
        ("POST /api/v1/attendees/{attendee}/revoke_link", "attendee", &spare_person),
        ("DELETE /api/v1/keys/{key}", "key", &spare_key),
    ] {
        all.extend([
            "[[operations]]".to_owned(),
            format!("include-name = \"{operation}\""),
            format!("parameters = {{ \"path.{name}\" = \"{id}\" }}"),
        ]);
    }
    Ok(all.join("\n") + "\n")
}

fn pair(name: &str, id: &str) -> String {
    format!("\"path.{name}\" = \"{id}\"")
}

fn session(stack: &Stack, demo: &Value) -> anyhow::Result<String> {
    let api = Client::new(format!("{}/api/v1", stack.url), "");
    text(&api.post("/sessions", &json!({ "link": text(demo, "/people/10/link")? }))?, "/token")
}

fn text(value: &Value, pointer: &str) -> anyhow::Result<String> {
    let found = value.pointer(pointer).and_then(Value::as_str).map(str::to_owned);
    found.with_context(|| format!("no text at {pointer}"))
}

/// `3153 generated, 3153 passed`.
fn counted(log: &str) -> Option<(u32, u32)> {
    let line = log.lines().find(|line| line.contains(" generated, "))?;
    let number = |word: &str| line.split(", ").find(|part| part.contains(word))?.split_whitespace().next()?.parse().ok();
    Some((number("generated")?, number("passed")?))
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_closing_line_is_read() {
        assert_eq!(super::counted("x\n  3153 generated, 3100 passed, 53 skipped\n"), Some((3153, 3100)));
        assert_eq!(super::counted("nothing"), None);
    }
}
