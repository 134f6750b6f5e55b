//! Somebody was deleted: the rooms that know them forget them. Tried right after the D1 batch that deleted the person and
//! noted these rooms, and again by cron until each has done so. Their own object, and through it those they know, hear of it
//! as of any change.

use futures_util::{StreamExt, stream};
use hallway_domain::room::Command;
use hallway_domain::time;

use super::room;
use crate::app::App;
use crate::db::forgets::{self, Forget};
use crate::error::Result;
use crate::faults;

/// So many rooms hear of it in one go.
const AT_ONCE: i64 = 200;
/// Rooms told at the same time; a Worker has six connections.
const CALLS: usize = 6;

/// Have the rooms that know this person forget them now. A failure is left to cron.
pub async fn now(app: &App, person: &str) {
    if faults::dies_before_push() {
        return;
    }
    let done = async {
        let rooms = forgets::of(&app.db()?, person, AT_ONCE).await?;
        all(app, rooms).await
    };
    if let Err(error) = done.await {
        worker::console_warn!("{}", serde_json::json!({ "message": "forgetting waits for cron", "error": error.to_string() }));
    }
}

/// All that is due.
pub async fn due(app: &App) -> Result<()> {
    let rooms = forgets::due(&app.db()?, app.now(), AT_ONCE).await?;
    all(app, rooms).await
}

async fn all(app: &App, rooms: Vec<Forget>) -> Result<()> {
    let ends: Vec<Result<()>> = stream::iter(rooms.iter().map(|forget| one(app, forget))).buffer_unordered(CALLS).collect().await;
    ends.into_iter().collect()
}

async fn one(app: &App, forget: &Forget) -> Result<()> {
    let told = room::ask(app, &forget.room, &Command::Forget { person: forget.person.clone() }).await;
    let db = app.db()?;
    if told.is_ok() {
        return forgets::done(&db, forget).await;
    }
    forgets::failed(&db, forget, app.now() + time::backoff(forget.tries)).await
}
