//! Sockets of a Room and of a Person. The objects hold them; what they say is in [`crate::frames`].

use axum::Router;
use axum::body::Body;
use axum::response::Response;
use axum::routing::get;
use garde::Validate;
use hallway_domain::person::{Answer as PersonAnswer, Command as PersonCommand, Landing};
use hallway_domain::room::{Answer, Command};
use http::header::UPGRADE;
use http::{HeaderMap, StatusCode};
use serde::Deserialize;
use worker::WebSocket;

use super::refused;
use crate::app::App;
use crate::auth::Attendee;
use crate::error::{Error, Result};
use crate::extract::Params;
use crate::ids::{Id, kind};
use crate::objects::{person, room as object};

/// This file's routes.
pub fn routes() -> Router {
    Router::new().route("/api/v1/rooms/{room}/socket", get(room_socket)).route("/api/v1/me/socket", get(my_socket))
}

/// Query of `GET /rooms/{room}/socket`.
#[derive(Debug, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams), into_params(parameter_in = Query))]
#[serde(deny_unknown_fields)]
pub struct SocketQuery {
    /// The last chat number known; absent: the newest messages come first.
    #[serde(default)]
    #[garde(range(min = 0, max = 9_007_199_254_740_991))]
    #[cfg_attr(feature = "openapi", param(nullable = false))]
    pub after: Option<i64>,
}

/// What the room says: chat, people, removals. It takes `ping` and nothing else. Frames: `tests/golden/room_frames.json`.
#[cfg_attr(feature = "openapi", utoipa::path(get, path = "/api/v1/rooms/{room}/socket", tag = "chat", security(("attendee" = [])),
    params(("room" = String, Path, description = "`room_…`"), SocketQuery),
    responses((status = 101, description = "the socket"), (status = 403, description = "`no_seat`, `banned`, `bad_origin`"))))]
#[worker::send]
pub async fn room_socket(
    app: App,
    who: Attendee,
    room: Id<kind::Room>,
    headers: HeaderMap,
    Params(query): Params<SocketQuery>,
) -> Result<Response> {
    must_upgrade(&headers)?;
    let (event, person, session_ends_at) = (who.event.clone(), who.person.clone(), who.expires_at);
    match object::listen(&app, &room, &Command::Listen { event, person, after: query.after, session_ends_at }).await? {
        Ok(socket) => Ok(switch(socket)),
        Err(Answer::Denied { why }) => Err(refused(&app, &who, why).await),
        Err(other) => Err(Error::internal(format!("a room answered {other:?}"))),
    }
}

/// What concerns this person wherever they are: removals, bans, take-overs. Frames: `tests/golden/person_frames.json`.
#[cfg_attr(feature = "openapi", utoipa::path(get, path = "/api/v1/me/socket", tag = "me", security(("attendee" = [])),
    responses((status = 101, description = "the socket"), (status = 401, description = "`unauthenticated`, `session_expired`, `session_revoked`"))))]
#[worker::send]
pub async fn my_socket(app: App, who: Attendee, headers: HeaderMap) -> Result<Response> {
    must_upgrade(&headers)?;
    let command = PersonCommand::Listen { link_version: who.link_version, session_ends_at: who.expires_at };
    match person::listen(&app, &who.person, &command).await? {
        Ok(socket) => Ok(switch(socket)),
        Err(Landing::Answer(PersonAnswer::Refused { .. } | PersonAnswer::Cold)) => Err(Error::session_revoked()),
        Err(other) => Err(Error::internal(format!("a person answered {other:?}"))),
    }
}

fn must_upgrade(headers: &HeaderMap) -> Result<()> {
    let upgrades = headers.get(UPGRADE).is_some_and(|value| value.as_bytes().eq_ignore_ascii_case(b"websocket"));
    if upgrades { Ok(()) } else { Err(Error::malformed("This address speaks websocket only.")) }
}

/// The client's end of it, as the platform takes it from an answer.
fn switch(socket: WebSocket) -> Response {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::SWITCHING_PROTOCOLS;
    response.extensions_mut().insert(socket);
    response
}
