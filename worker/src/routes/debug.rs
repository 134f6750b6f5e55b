//! Only in builds for tests.

use axum::routing::{get, post};
use axum::{Json, Router};

use crate::app::App;
use crate::error::Result;
use crate::objects::conformance::{self, Report};

/// This file's routes.
pub fn routes() -> Router {
    Router::new()
        .route("/api/v1/debug/conformance", get(run_conformance))
        .route("/api/v1/debug/flush", post(flush))
        .route("/api/v1/debug/instances/{binding}/{name}", get(show_instance))
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
    let owing = crate::db::outbox::owing(&app.db()?, &body.event).await?;
    Ok(Json(crate::objects::outbox::flush(&app, &owing).await))
}

/// The SQL suite in a real Durable Object.
#[worker::send]
pub async fn run_conformance(app: App) -> Result<Json<Report>> {
    conformance::run(&app).await.map(Json)
}
