//! The one screen of links.

use serde_json::Value;

use crate::paths;
use crate::stack::Stack;

/// Prints who can come in and how. Links go to the web app with hot reload.
pub(super) fn show(demo: &Value, web: &str, stack: &Stack) {
    let root = paths::root();
    let logs = stack.logs.strip_prefix(&root).unwrap_or(&stack.logs).display();
    println!("\nHallway is up. Ctrl-C stops it.\n");
    println!("  Web app     {web}");
    println!("  API         {}/api/v1, described at {}/docs/", stack.url, stack.url);
    println!("  Organizer   {web}/admin#key={}", stack.organizer_key);
    println!("  Logs        {logs}");
    println!("  Everything  .hallway/dev.json: rooms, people and their links\n");
    println!("  Open each in a private window of its own:\n");
    for role in [("moderator", 1), ("attendee", 3)] {
        for person in people(demo, role.0).take(role.1) {
            println!("  {:<11} {}\n              {}", role.0, text(person, "name"), text(person, "link").replacen(&stack.url, web, 1));
        }
    }
    println!("\n  Changes in public/ show at once; changes in worker/ and schema/ rebuild the Worker.\n");
}

fn people<'a>(demo: &'a Value, role: &'a str) -> impl Iterator<Item = &'a Value> {
    let all = demo.get("people").and_then(Value::as_array).into_iter().flatten();
    all.filter(move |person| text(person, "role") == role)
}

fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value.get(name).and_then(Value::as_str).unwrap_or_default()
}
