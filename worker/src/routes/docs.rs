//! The API's description where programs look for it. The page that shows it is a file: `/docs/`.

use axum::Router;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use http::HeaderValue;
use http::header::CONTENT_TYPE;
use http_body_util::BodyExt;

use crate::app::App;
use crate::error::{Error, Result};

/// This file's routes.
pub fn routes() -> Router {
    Router::new().route("/api/v1/openapi.json", get(show_description))
}

/// `openapi.json` as it was built with the web app.
#[worker::send]
pub async fn show_description(app: App) -> Result<Response> {
    let missing = |what: String| Error::unavailable(60, format!("openapi.json: {what}"));
    let assets = app.env.assets("ASSETS").map_err(|e| missing(e.to_string()))?;
    let found = assets.fetch(format!("{}/docs/openapi.json", app.origin()), None).await.map_err(|e| missing(e.to_string()))?;
    let (parts, body) = found.into_parts();
    let body = body.collect().await.map_err(|e| missing(e.to_string()))?.to_bytes();
    if !parts.status.is_success() || !body.starts_with(b"{") {
        return Err(missing(format!("status {}", parts.status)));
    }
    let mut response = body.into_response();
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    Ok(response)
}
