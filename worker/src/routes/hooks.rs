//! `POST /hooks/livekit/{name}`: LiveKit's webhooks. Verified, then treated as a hint: "look now", nothing more.

use axum::Router;
use axum::extract::{Path, Request};
use axum::routing::post;
use hallway_domain::room::Command;
use http::StatusCode;
use http::header::AUTHORIZATION;
use http_body_util::{BodyExt, Limited};
use livekit_api::access_token::TokenVerifier;
use livekit_api::webhooks::WebhookReceiver;

use crate::app::App;
use crate::error::{Error, Result};
use crate::extract::{BODY_LIMIT, within_limit};
use crate::faults;
use crate::ids::{Id, kind};
use crate::objects::room;

/// This file's routes; not under `/api`.
pub fn routes() -> Router {
    Router::new().route("/hooks/livekit/{name}", post(hear_livekit))
}

/// A hint about one of our rooms starts a look at it; anything else is thanked for and forgotten.
#[worker::send]
pub async fn hear_livekit(app: App, Path(name): Path<String>, request: Request) -> Result<StatusCode> {
    let sfu = app.config.sfu(&name).ok_or_else(|| Error::not_found("video server"))?;
    let (parts, body) = request.into_parts();
    within_limit(&parts.headers, BODY_LIMIT)?;
    let token = parts.headers.get(AUTHORIZATION).and_then(|v| v.to_str().ok()).unwrap_or_default();
    let bytes = Limited::new(body, BODY_LIMIT).collect().await.map_err(|_| Error::too_large(BODY_LIMIT))?.to_bytes();
    let text = std::str::from_utf8(&bytes).map_err(|_| Error::malformed("The body is not text."))?;
    let receiver = WebhookReceiver::new(TokenVerifier::with_api_key(&sfu.api_key, &sfu.api_secret));
    let token = token.trim_start_matches("Bearer ");
    let event = receiver.receive(text, token).map_err(|_| Error::unauthenticated("This is no webhook of our LiveKit."))?;
    let about = event.room.map(|room| room.name).filter(|name| Id::<kind::Room>::parse(name).is_some());
    if let Some(about) = about {
        let hint = || {
            let (app, about) = (app.clone(), about.clone());
            async move { room::ask(&app, &about, &Command::Hint).await.map(drop) }
        };
        faults::webhook(&app, hint).await?;
    }
    Ok(StatusCode::NO_CONTENT)
}
