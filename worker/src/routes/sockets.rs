//! Sockets of a Room, of a Person and of a Lobby. The objects hold them; what they say is in [`crate::frames`].

use axum::Router;
use axum::body::Body;
use axum::response::Response;
use axum::routing::get;
use garde::Validate;
use hallway_domain::lobby::{Answer as LobbyAnswer, Command as LobbyCommand, Viewer, shard_name};
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
use crate::ids::{Id, Kind, kind};
use crate::objects::{lobby, person, room as object};

/// So many lobbies of one place are asked for a socket.
const LOBBIES: usize = 8;

/// This file's routes.
pub fn routes() -> Router {
    Router::new()
        .route("/api/v1/rooms/{room}/socket", get(room_socket))
        .route("/api/v1/me/socket", get(my_socket))
        .route("/api/v1/features/{feature}/socket", get(feature_socket))
        .route("/api/v1/items/{item}/socket", get(item_socket))
}

/// Query of `GET /rooms/{room}/socket`.
#[derive(Debug, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams), into_params(parameter_in = Query))]
#[serde(deny_unknown_fields)]
pub struct SocketQuery {
    /// The last chat number known; absent: the newest messages come first.
    #[serde(default)]
    #[garde(range(min = 0, max = 9_007_199_254_740_991))]
    #[cfg_attr(feature = "openapi", param(nullable = false, minimum = 0, maximum = 9_007_199_254_740_991i64))]
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

/// The feature's cards, and every change of them, as this person sees them. Frames: `tests/golden/lobby_frames.json`.
#[cfg_attr(feature = "openapi", utoipa::path(get, path = "/api/v1/features/{feature}/socket", tag = "features", security(("attendee" = [])),
    params(("feature" = String, Path, description = "`fea_…`")),
    responses((status = 101, description = "the socket"), (status = 401, description = "`unauthenticated`, `session_expired`, `session_revoked`"),
        (status = 404, description = "`not_found`: no such feature, or not for this person"))))]
#[worker::send]
pub async fn feature_socket(app: App, who: Attendee, feature: Id<kind::Feature>, headers: HeaderMap) -> Result<Response> {
    lobby_socket::<kind::Feature>(&app, &who, &feature, &headers).await
}

/// The cards of the rooms linked to an item, and every change of them. Frames: `tests/golden/lobby_frames.json`.
#[cfg_attr(feature = "openapi", utoipa::path(get, path = "/api/v1/items/{item}/socket", tag = "items", security(("attendee" = [])),
    params(("item" = String, Path, description = "`itm_…`")),
    responses((status = 101, description = "the socket"), (status = 401, description = "`unauthenticated`, `session_expired`, `session_revoked`"),
        (status = 404, description = "`not_found`"))))]
#[worker::send]
pub async fn item_socket(app: App, who: Attendee, item: Id<kind::Item>, headers: HeaderMap) -> Result<Response> {
    lobby_socket::<kind::Item>(&app, &who, &item, &headers).await
}

/// At the place's own lobby or, where that is full, at one of its shards.
async fn lobby_socket<K: Kind>(app: &App, who: &Attendee, place: &str, headers: &HeaderMap) -> Result<Response> {
    must_upgrade(headers)?;
    let (mut name, mut shards) = (place.to_owned(), 0);
    for _ in 0..LOBBIES {
        // Asked each time: the person's object has the last word on a revoked link, and must know where to tell of changes.
        let (gen_no, profile) = person::watch(app, &who.person, &name, who.link_version).await?.ok_or_else(Error::session_revoked)?;
        let listen = LobbyCommand::Listen {
            event: who.event.clone(),
            viewer: Viewer::from(&profile),
            gen_no,
            limit: app.config.lobby_listeners,
            session_ends_at: who.expires_at,
        };
        match lobby::listen(app, &name, &listen).await? {
            Ok(socket) => return Ok(switch(socket)),
            Err(LobbyAnswer::NotFound | LobbyAnswer::Cold) => {
                person::unwatch(app, &who.person, &name, gen_no).await?;
                return Err(Error::not_found(K::NOUN));
            }
            Err(LobbyAnswer::Outdated) => {}
            Err(LobbyAnswer::Elsewhere { shards: open }) => {
                shards = open;
                let [random] = crate::app::random::<1>()?;
                name = shard_name(place, 1 + i64::from(random) % open.max(1));
            }
            Err(LobbyAnswer::Full) => {
                let LobbyAnswer::Elsewhere { shards: open } = lobby::ask(app, place, &LobbyCommand::Grow { shards }).await? else { break };
                shards = open;
                name = shard_name(place, open);
            }
            Err(other) => return Err(Error::internal(format!("a lobby answered {other:?}"))),
        }
    }
    Err(Error::unavailable(2, format!("no lobby of {place} has room")))
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
