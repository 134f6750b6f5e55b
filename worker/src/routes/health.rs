//! `GET /healthz`, for whoever watches us.

use axum::routing::get;
use axum::{Json, Router};
use serde::Serialize;

/// The Worker answers.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Health {
    /// Always true.
    pub ok: bool,
    /// Version of Hallway.
    pub version: &'static str,
}

/// This file's routes.
pub fn routes() -> Router {
    Router::new().route("/healthz", get(healthz)).route("/api/v1/healthz", get(healthz))
}

/// Whether the Worker answers. Touches neither D1 nor an object.
#[cfg_attr(feature = "openapi", utoipa::path(get, path = "/api/v1/healthz", tag = "health", security(()), responses((status = 200, body = Health))))]
pub async fn healthz() -> Json<Health> {
    Json(Health { ok: true, version: env!("CARGO_PKG_VERSION") })
}
