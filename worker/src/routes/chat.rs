//! A room's chat: post, read, delete. The Room decides; people without a seat read and write nothing.

use axum::routing::{delete, get};
use axum::{Json, Router};
use garde::Validate;
use hallway_domain::room::{Answer, Command, Read};
use http::{HeaderMap, StatusCode};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{refused, refused_to};
use crate::app::App;
use crate::auth::{Attendee, Moderating};
use crate::error::{Error, Result};
use crate::extract::{Body, Params};
use crate::frames::Message;
use crate::ids::{Id, Kind, kind};
use crate::objects::room as object;

/// Messages of a page, unless asked otherwise.
const PAGE: i64 = 50;

/// This file's routes.
pub fn routes() -> Router {
    Router::new()
        .route("/api/v1/rooms/{room}/messages", get(list_messages).post(post_message))
        .route("/api/v1/rooms/{room}/messages/{message}", delete(delete_message))
}

/// Query of `GET /rooms/{room}/messages`.
#[derive(Debug, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams), into_params(parameter_in = Query))]
#[serde(deny_unknown_fields)]
pub struct MessageQuery {
    /// Whatever was posted or changed after this number, in the order of the changes.
    #[serde(default)]
    #[garde(range(min = 0, max = 9_007_199_254_740_991))]
    #[cfg_attr(feature = "openapi", param(nullable = false, minimum = 0, maximum = 9_007_199_254_740_991i64))]
    pub after: Option<i64>,
    /// Those posted before this one.
    #[serde(default)]
    #[garde(range(min = 0, max = 9_007_199_254_740_991))]
    #[cfg_attr(feature = "openapi", param(nullable = false, minimum = 0, maximum = 9_007_199_254_740_991i64))]
    pub before: Option<i64>,
    /// At most so many, 1 to 200; 50 if absent, 200 with `after`.
    #[serde(default)]
    #[garde(range(min = 1, max = 200))]
    #[cfg_attr(feature = "openapi", param(nullable = false, minimum = 1, maximum = 200))]
    pub limit: Option<i64>,
}

/// A part of the chat.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MessageList {
    /// By `seq`; with `after`, in the order of their last changes.
    pub data: Vec<Message>,
    /// There is more: give it back as `before`, or as `after` where that was asked for.
    pub next_cursor: Option<String>,
    /// Nothing up to this number is missing: the next `after`.
    pub seq: i64,
}

/// The chat: the newest messages, older ones, or what changed since a number.
#[cfg_attr(feature = "openapi", utoipa::path(get, path = "/api/v1/rooms/{room}/messages", tag = "chat", security(("attendee" = [])),
    params(("room" = String, Path, description = "`room_…`"), MessageQuery),
    responses((status = 200, body = MessageList), (status = 403, description = "`no_seat`, `banned`"))))]
#[worker::send]
pub async fn list_messages(
    app: App,
    who: Attendee,
    room: Id<kind::Room>,
    Params(query): Params<MessageQuery>,
) -> Result<Json<MessageList>> {
    let (part, size) = match (query.after, query.before) {
        (Some(_), Some(_)) => return Err(Error::invalid_at("/before", "invalid", "Ask for `after` or for `before`, not for both.")),
        (Some(number), None) => (Read::After(number), 200),
        (None, Some(seq)) => (Read::Before(seq), PAGE),
        (None, None) => (Read::Latest, PAGE),
    };
    let limit = query.limit.unwrap_or(size);
    let command = Command::ReadChat { event: who.event.clone(), person: who.person.clone(), part, limit };
    match object::ask(&app, &room, &command).await? {
        Answer::Chat { log } => {
            let cursor = if query.after.is_some() { Some(log.seq) } else { log.messages.first().map(|m| m.seq) };
            let next_cursor = cursor.filter(|_| log.more).map(|number| number.to_string());
            Ok(Json(MessageList { data: log.messages.into_iter().map(Message::from).collect(), next_cursor, seq: log.seq }))
        }
        Answer::Denied { why } => Err(refused(&app, &who, why).await),
        other => Err(Error::internal(format!("a room answered {other:?}"))),
    }
}

/// A new message.
#[derive(Debug, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
pub struct NewMessage {
    /// Chosen by the client; sent again, it is the same message.
    pub id: Uuid,
    /// At most 1,000 characters after normalisation: NFC, no control or direction characters, trimmed.
    pub text: String,
}

/// Posts a message. Ten at once, then one each second.
#[cfg_attr(feature = "openapi", utoipa::path(post, path = "/api/v1/rooms/{room}/messages", tag = "chat", security(("attendee" = [])),
    params(("room" = String, Path, description = "`room_…`")), request_body = NewMessage,
    responses((status = 201, body = Message), (status = 403, description = "`no_seat`, `banned`, `locked` (`what`: `chat`)"),
        (status = 409, description = "`conflict`: the id is another person's"), (status = 429, description = "`rate_limited`; `Retry-After`"))))]
#[worker::send]
pub async fn post_message(
    app: App,
    who: Attendee,
    room: Id<kind::Room>,
    headers: HeaderMap,
    Body(body): Body<NewMessage>,
) -> Result<(StatusCode, Json<Message>)> {
    let id = format!("{}{}", kind::Message::PREFIX, body.id.simple());
    let (event, person) = (who.event.clone(), who.person.clone());
    let command = Command::Post { event, person, id, text: body.text, limited: is_limited(&headers) };
    match object::ask(&app, &room, &command).await? {
        Answer::Posted { message } => Ok((StatusCode::CREATED, Json((*message).into()))),
        Answer::Denied { why } => Err(refused(&app, &who, why).await),
        other => Err(Error::internal(format!("a room answered {other:?}"))),
    }
}

/// Only builds for tests can be flooded.
fn is_limited(headers: &HeaderMap) -> bool {
    !(cfg!(feature = "conformance") && headers.contains_key("x-hallway-unlimited"))
}

/// Deletes a message: one's own, or, moderating the room, anybody's. The line stays as deleted.
#[cfg_attr(feature = "openapi", utoipa::path(delete, path = "/api/v1/rooms/{room}/messages/{message}", tag = "chat",
    security(("attendee" = []), ("organizer" = [])),
    params(("room" = String, Path, description = "`room_…`"), ("message" = String, Path, description = "`msg_…`")),
    responses((status = 204), (status = 403, description = "`forbidden`, `no_seat`, `banned`"), (status = 404, description = "`not_found`"))))]
#[worker::send]
pub async fn delete_message(app: App, who: Moderating, path: axum::extract::Path<(String, String)>) -> Result<StatusCode> {
    let (room, message) = &path.0;
    let room = Id::<kind::Room>::parse(room).ok_or_else(|| Error::not_found("room"))?;
    let message = Id::<kind::Message>::parse(message).ok_or_else(|| Error::not_found("message"))?;
    let by = who.hand(&app, &room).await?.by;
    match object::ask(&app, &room, &Command::DeleteMessage { id: message.to_string(), by }).await? {
        Answer::Done => Ok(StatusCode::NO_CONTENT),
        Answer::Denied { why } => Err(refused_to(&app, &who, why).await),
        other => Err(Error::internal(format!("a room answered {other:?}"))),
    }
}
