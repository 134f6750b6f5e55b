//! The catalogue's changes on their way to the objects: tried right after the D1 batch that wrote both the change and
//! the pending push, and again by cron until the object has that version.

use futures_util::{StreamExt, stream};
use hallway_domain::catalogue::{Profile, RoomEntry};
use hallway_domain::{lobby as lobby_rules, person as person_rules, room as room_rules};

use super::{lobby, person, room};
use crate::app::App;
use crate::db;
use crate::db::pushes::Kind;
use crate::error::Result;
use crate::faults;

/// So many are pushed in one run of cron.
const AT_ONCE: i64 = 200;
/// Above every version there is, and still exact as a double.
const NEWEST: i64 = 1 << 53;

/// Push what is pending for these objects now. A failure is logged and left to cron.
pub async fn now(app: &App, kind: Kind, object: &str) {
    if faults::dies_before_push() {
        return;
    }
    if let Err(error) = one(app, kind, object).await {
        worker::console_warn!(
            "{}",
            serde_json::json!({ "message": "push waits for cron", "kind": kind, "object": object, "error": error.to_string() })
        );
    }
}

/// Rows read from D1 in one go.
const ROWS: usize = 100;
/// Objects told at the same time; a Worker has six connections.
const CALLS: usize = 6;

/// Push what is pending for these rooms or persons now, with few questions to D1. Failures are left to cron.
pub async fn many(app: &App, kind: Kind, objects: &[String]) {
    if faults::dies_before_push() {
        return;
    }
    for some in objects.chunks(ROWS) {
        let done = match kind {
            Kind::Room => few_rooms(app, some).await,
            Kind::Person => few_persons(app, some).await,
            Kind::Lobby => {
                let each = some.iter().map(|place| now(app, kind, place));
                stream::iter(each).buffer_unordered(CALLS).collect::<()>().await;
                Ok(())
            }
        };
        if let Err(error) = done {
            worker::console_warn!("{}", serde_json::json!({ "message": "pushes wait for cron", "error": error.to_string() }));
        }
    }
}

async fn few_rooms(app: &App, rooms: &[String]) -> Result<()> {
    let database = app.db()?;
    let entries = db::rooms::entries(&database, rooms).await?;
    let Some(first) = entries.first() else { return Ok(()) };
    let region = db::events::region(&database, &first.event).await?;
    let tell = async |entry: RoomEntry| {
        let (room, version) = (entry.id.clone(), entry.version);
        let told = room::ask_near(app, region.as_deref(), &room, &room_rules::Command::Learn { entry }).await;
        told.is_ok().then_some((room, version))
    };
    let told: Vec<Option<(String, i64)>> = stream::iter(entries.into_iter().map(tell)).buffer_unordered(CALLS).collect().await;
    db::pushes::all_done(&database, Kind::Room, &told.into_iter().flatten().collect::<Vec<_>>()).await
}

async fn few_persons(app: &App, persons: &[String]) -> Result<()> {
    let database = app.db()?;
    let tell = async |profile: Profile| {
        let (person, version) = (profile.id.clone(), profile.version);
        let told = person::tell(app, &person, &person_rules::Command::Learn { profile }).await;
        told.is_ok().then_some((person, version))
    };
    let profiles = db::attendees::profiles(&database, persons).await?;
    let told: Vec<Option<(String, i64)>> = stream::iter(profiles.into_iter().map(tell)).buffer_unordered(CALLS).collect().await;
    db::pushes::all_done(&database, Kind::Person, &told.into_iter().flatten().collect::<Vec<_>>()).await
}

/// Push everything that is due.
pub async fn due(app: &App) -> Result<()> {
    let database = app.db()?;
    for push in db::pushes::due(&database, app.now(), AT_ONCE).await? {
        if let Err(error) = one(app, push.kind, &push.object).await {
            db::pushes::failed(&database, push.kind, &push.object, app.now() + hallway_domain::time::backoff(push.tries)).await?;
            worker::console_warn!(
                "{}",
                serde_json::json!({ "message": "push", "kind": push.kind, "object": push.object, "error": error.to_string() })
            );
        }
    }
    Ok(())
}

async fn one(app: &App, kind: Kind, object: &str) -> Result<()> {
    let database = app.db()?;
    // A row that is gone leaves nothing to tell.
    let nothing = db::pushes::done(&database, kind, object, NEWEST);
    let version = match kind {
        Kind::Room => {
            let Some(entry) = db::rooms::entry(&database, object).await? else { return nothing.await };
            let (version, region) = (entry.version, db::events::region(&database, &entry.event).await?);
            room::ask_near(app, region.as_deref(), object, &room_rules::Command::Learn { entry }).await?;
            version
        }
        Kind::Person => {
            let Some(profile) = db::attendees::profile(&database, object).await? else { return nothing.await };
            let version = profile.version;
            person::tell(app, object, &person_rules::Command::Learn { profile }).await?;
            version
        }
        Kind::Lobby => {
            let Some(entry) = db::lobbies::entry(&database, object).await? else { return nothing.await };
            let (version, region) = (entry.version, db::events::region(&database, &entry.event).await?);
            lobby::ask_near(app, region.as_deref(), object, &lobby_rules::Command::Learn { entry }).await?;
            version
        }
    };
    db::pushes::done(&database, kind, object, version).await
}
