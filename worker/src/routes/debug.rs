//! Only in builds for tests.

#[cfg(feature = "faults")]
use axum::routing::put;
use axum::routing::{get, post};
use axum::{Json, Router};
use hallway_domain::params;

use crate::app::App;
use crate::error::Result;
use crate::objects::conformance::{self, Report};

/// This file's routes.
pub fn routes() -> Router {
    let routes = Router::new()
        .route("/api/v1/debug/conformance", get(run_conformance))
        .route("/api/v1/debug/flush", post(flush))
        .route("/api/v1/debug/outbox/{event}", get(show_outbox))
        .route("/api/v1/debug/instances/{binding}/{name}", get(show_instance));
    #[cfg(feature = "faults")]
    let routes = routes.route("/api/v1/debug/faults", put(set_faults).get(show_faults));
    routes
}

/// Sets all faults anew; what they have done so far comes back.
#[cfg(feature = "faults")]
#[worker::send]
pub async fn set_faults(Json(faults): Json<crate::faults::on::Faults>) -> Json<crate::faults::on::Set> {
    use crate::faults::on::{Counts, Set, with};
    let old = with(|set| std::mem::replace(set, Set { faults, counts: Counts::default() }));
    Json(old)
}

/// What is set, and what it has done so far.
#[cfg(feature = "faults")]
#[worker::send]
pub async fn show_faults() -> Json<serde_json::Value> {
    Json(crate::faults::on::with(|set| serde_json::json!(set)))
}

/// Which instance of an object answers: `ROOM` or `PERSON`, and its id.
#[worker::send]
pub async fn show_instance(app: App, axum::extract::Path((binding, name)): axum::extract::Path<(String, String)>) -> Result<String> {
    conformance::instance(&app, &binding, &name).await
}

/// `POST /debug/flush`.
#[derive(serde::Deserialize)]
pub struct Flush {
    event: String,
}

/// Has every object of an event send D1 all it has not; the names of those that could not.
#[worker::send]
pub async fn flush(app: App, Json(body): Json<Flush>) -> Result<Json<Vec<String>>> {
    let db = app.db()?;
    let rooms = crate::db::reports::opened_rooms(&db, &body.event, hallway_domain::reports::Of::Event(&body.event)).await?.rooms;
    let owing = crate::db::outbox::Owing { rooms, ..crate::db::reports::owing(&db, &body.event).await? };
    Ok(Json(crate::objects::outbox::flush(&app, &owing).await))
}

/// What D1 has of an event for reports, table by table. Read by the Worker itself: D1 takes it badly when others lock its file.
#[worker::send]
pub async fn show_outbox(app: App, axum::extract::Path(event): axum::extract::Path<String>) -> Result<Json<serde_json::Value>> {
    let db = app.db()?;
    let mut tables = serde_json::Map::new();
    for table in ["visits", "messages", "refusals", "clicks", "requests", "bans"] {
        let rows: Vec<serde_json::Value> = db.all(&format!("SELECT * FROM {table} WHERE event = ?1"), params![&event]).await?;
        tables.insert(table.to_owned(), rows.into());
    }
    Ok(Json(tables.into()))
}

/// The SQL suite in a real Durable Object.
#[worker::send]
pub async fn run_conformance(app: App) -> Result<Json<Report>> {
    conformance::run(&app).await.map(Json)
}
