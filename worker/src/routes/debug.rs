//! Only in builds for tests.

use axum::routing::get;
#[cfg(feature = "faults")]
use axum::routing::put;
use axum::{Json, Router};

use crate::app::App;
use crate::error::Result;
use crate::objects::conformance::{self, Report};

/// This file's routes.
pub fn routes() -> Router {
    let routes = Router::new()
        .route("/api/v1/debug/conformance", get(run_conformance))
        .route("/api/v1/debug/instances/{binding}/{name}", get(show_instance));
    #[cfg(feature = "faults")]
    let routes = routes.route("/api/v1/debug/faults", put(set_faults));
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

/// Which instance of an object answers: `ROOM` or `PERSON`, and its id.
#[worker::send]
pub async fn show_instance(app: App, axum::extract::Path((binding, name)): axum::extract::Path<(String, String)>) -> Result<String> {
    conformance::instance(&app, &binding, &name).await
}

/// The SQL suite in a real Durable Object.
#[worker::send]
pub async fn run_conformance(app: App) -> Result<Json<Report>> {
    conformance::run(&app).await.map(Json)
}
