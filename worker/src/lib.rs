//! Hallway's Worker. Requests come in here; start reading at [`routes::router`], the gate is [`gate::handle`].
//!
//! The Worker keeps no state: D1 is the catalogue ([`db`]), Room, Person and Lobby are [`objects`].

use std::sync::OnceLock;

use axum::Router;
use axum::response::{IntoResponse, Response};
use http::Request;
use tower_service::Service;
use worker::{Context, Env, HttpRequest, ScheduleContext, ScheduledEvent, event};

pub mod app;
pub mod auth;
pub mod calendar;
pub mod config;
pub mod credentials;
pub mod csv;
pub mod db;
pub mod error;
pub mod etag;
pub mod extract;
pub mod faults;
pub mod fields;
pub mod frames;
pub mod gate;
pub mod idempotency;
pub mod ids;
pub mod keeping;
pub mod log;
pub mod objects;
#[cfg(feature = "openapi")]
pub mod openapi;
pub mod picture;
pub mod routes;
pub mod scopes;
pub mod sfu;
pub mod wire;

use app::App;

#[cfg(all(feature = "faults", not(debug_assertions)))]
compile_error!("faults are for tests: a release build has none");

#[event(start)]
fn start() {
    log::panics();
    credentials::install_hmac();
}

#[event(fetch)]
async fn fetch(request: HttpRequest, env: Env, context: Context) -> worker::Result<Response> {
    let entry = log::Entry::open(&request);
    let app = match App::of_request(env, context, &request) {
        Ok(app) => app,
        Err(e) => return Ok(entry.close(None, e.into_response())),
    };
    let (parts, body) = request.into_parts();
    let response = match extract::read(&parts.headers, body, limit(parts.uri.path())).await {
        Err(e) => e.into_response(),
        Ok(_) if parts.uri.path().starts_with("/sfu/") => {
            gate::handle(app.clone(), Request::from_parts(parts, worker::Body::empty())).await
        }
        Ok(body) => serve(app.clone(), Request::from_parts(parts, body.into())).await,
    };
    Ok(entry.close(Some(&app), response))
}

/// Pictures and tables are longer than anything else that is sent.
fn limit(path: &str) -> usize {
    match path.strip_prefix("/api/v1/") {
        Some(path) if path.starts_with("events/") && path.ends_with("/images") => picture::LARGEST,
        Some(path) if path.ends_with("/imports") => routes::imports::LARGEST,
        _ => extract::BODY_LIMIT,
    }
}

#[event(scheduled)]
async fn scheduled(_: ScheduledEvent, env: Env, _: ScheduleContext) {
    let app = match App::of_cron(env) {
        Ok(app) => app,
        Err(e) => return log::failure("cron", &e),
    };
    for (what, end) in [
        ("push", objects::push::due(&app).await),
        ("forget", objects::forget::due(&app).await),
        ("keeping", keeping::due(&app).await),
        ("imports", routes::imports::sweep(&app).await),
        ("sweep", objects::sweep(&app).await),
        ("idempotency", idempotency::sweep(&app).await),
    ] {
        if let Err(e) = end {
            log::failure(what, &e);
        }
    }
}

/// Everything but the gate: axum's router, made once per isolate.
async fn serve(app: App, mut request: Request<axum::body::Body>) -> Response {
    static ROUTER: OnceLock<Router> = OnceLock::new();
    request.extensions_mut().insert(app);
    let mut router = ROUTER.get_or_init(routes::router).clone();
    match router.call(request).await {
        Ok(response) => response,
        Err(never) => match never {},
    }
}
