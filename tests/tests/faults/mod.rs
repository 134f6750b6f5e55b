//! The fault suite: whatever breaks, nothing is lost, nothing is doubled, nobody is let in. Its tests run one at a time
//! (`cargo xtask test --only faults`) in one stack of their own, for a fault strikes everybody; long with `--full`.

mod catalogue;
mod d1;
mod evict;
mod flood;
mod livekit;
mod people;
mod walk;
mod webhooks;

use std::sync::LazyLock;

use hallway_tests::event::{Inside, Room};
use hallway_tests::wait::s;
use hallway_tests::{Knock, Person, World, until};
use reqwest::Method;
use serde_json::{Value, json};
use xtask::stack::Options;

/// The suite's stack, with every fault off.
async fn calm() -> &'static World {
    static STACK: LazyLock<&'static World> = LazyLock::new(|| World::own(Options::default()));
    STACK.faults(&json!({})).await;
    *STACK
}

/// Whether there is time for the long form.
fn long() -> bool {
    std::env::var_os("HALLWAY_FULL").is_some()
}

/// Joins or moves and connects, again and again until it is done or refused for good.
async fn enter(world: &World, person: &Person, room: &Room, id: &str, moves: bool) -> Result<Inside, Value> {
    let body = json!({ "entry_id": id, "move": moves });
    let entered = until("a way in", s(60), async || {
        let answer = person.client.persist(Method::POST, &format!("/rooms/{}/join", room.id), &body).await;
        if !answer.status.is_success() {
            return Some(Err(answer.body));
        }
        let token = answer.body["sfu"]["token"].as_str()?.to_owned();
        let socket = Knock::query(world, &token).send_to_the_dying().await?;
        socket.joined().await;
        Some(Ok(Inside { token, socket }))
    });
    entered.await.0
}

/// Has the event's outboxes emptied; what D1 then has of it, by table.
async fn told(world: &World, event: &str) -> Value {
    let emptied = async || {
        let answer = world.anybody.post("/debug/flush", &json!({ "event": event })).await;
        (answer.status.is_success() && answer.body == json!([])).then_some(())
    };
    until("every outbox to be empty", s(60), emptied).await;
    world.anybody.get(&format!("/debug/outbox/{event}")).await.ok()
}

/// The rows of a table of it.
fn rows<'a>(told: &'a Value, table: &str) -> &'a Vec<Value> {
    told[table].as_array().unwrap_or_else(|| panic!("no {table}: {told}"))
}

/// Milliseconds since 1970, as the Worker counts them.
fn now() -> i64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
    i64::try_from(since.as_millis()).unwrap()
}
