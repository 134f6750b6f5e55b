//! `/connections`: of this person with others of their event.

use axum::extract::Path;
use axum::routing::{get, post};
use axum::{Json, Router};
use garde::Validate;
use hallway_domain::person::{Answer, Card, Command, Landing, Verb, other_of};
use http::StatusCode;
use serde::Deserialize;

use super::RETRY;
use crate::app::App;
use crate::auth::Attendee;
use crate::error::{Error, Result};
use crate::extract::Body;
use crate::frames::ConnectionView;
use crate::ids::{Id, kind};
use crate::objects::person;
use crate::wire::Page;

/// This file's routes.
pub fn routes() -> Router {
    Router::new()
        .route("/api/v1/connections", get(list_connections).post(ask_to_connect))
        .route("/api/v1/connections/{connection}/accept", post(accept_connection))
        .route("/api/v1/connections/{connection}/decline", post(decline_connection))
        .route("/api/v1/connections/{connection}/withdraw", post(withdraw_connection))
}

/// `POST /connections`.
#[derive(Debug, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
pub struct NewConnection {
    /// `att_…`: whom to ask.
    pub person: String,
}

/// Asks somebody of the event to connect: both then see each other's e-mail address. Whoever has asked this person already is
/// accepted. Thirty new requests within a day.
#[cfg_attr(feature = "openapi", utoipa::path(post, path = "/api/v1/connections", tag = "people", request_body = NewConnection,
    security(("attendee" = [])),
    responses((status = 201, body = ConnectionView), (status = 200, description = "there already, or accepted by this", body = ConnectionView),
        (status = 401, description = "`unauthenticated`, `session_expired`, `session_revoked`"),
        (status = 404, description = "`not_found`: nobody of this event"),
        (status = 409, description = "`declined` (with `retry_at`); `blocked`: by this person themselves"),
        (status = 422, description = "`invalid`: oneself"),
        (status = 429, description = "`too_many_requests`; `Retry-After`"), (status = 503, description = "`unavailable`; `Retry-After`"))))]
#[worker::send]
pub async fn ask_to_connect(app: App, who: Attendee, Body(body): Body<NewConnection>) -> Result<(StatusCode, Json<ConnectionView>)> {
    let other = Id::<kind::Attendee>::parse(&body.person).ok_or_else(|| Error::not_found("person"))?;
    if *other == *who.person {
        return Err(Error::invalid_at("/person", "invalid", "Name somebody else."));
    }
    let profile = person::profile(&app, &other).await?.filter(|p| p.event == who.event).ok_or_else(|| Error::not_found("person"))?;
    let ask = Command::Connect { other: Card::from(&profile), link_version: who.link_version };
    let (connection, made) = connection_of(person::ask(&app, &who.person, &ask).await?)?;
    Ok((if made { StatusCode::CREATED } else { StatusCode::OK }, Json(connection)))
}

/// All of this person's, the newest change first; those they block too.
#[cfg_attr(feature = "openapi", utoipa::path(get, path = "/api/v1/connections", tag = "people", security(("attendee" = [])),
    responses((status = 200, body = Page<ConnectionView>), (status = 401, description = "`unauthenticated`, `session_expired`, `session_revoked`"))))]
#[worker::send]
pub async fn list_connections(app: App, who: Attendee) -> Result<Json<Page<ConnectionView>>> {
    match person::ask(&app, &who.person, &Command::Connections { link_version: who.link_version }).await? {
        Landing::Answer(Answer::Connections { all }) => Ok(Json(Page::whole(all.into_iter().map(ConnectionView::from).collect()))),
        _ => Err(Error::session_revoked()),
    }
}

/// Accepts a request. One that was taken back in the meantime, or answered, stays as it is: the answer says how.
#[cfg_attr(feature = "openapi", utoipa::path(post, path = "/api/v1/connections/{connection}/accept", tag = "people",
    params(("connection" = String, Path, description = "`con_…`")), security(("attendee" = [])),
    responses((status = 200, body = ConnectionView), (status = 404, description = "`not_found`"),
        (status = 503, description = "`unavailable`; `Retry-After`"))))]
#[worker::send]
pub async fn accept_connection(app: App, who: Attendee, Path(connection): Path<String>) -> Result<Json<ConnectionView>> {
    respond(&app, &who, &connection, Verb::Accept).await
}

/// Declines a request; the asker may ask again after a day.
#[cfg_attr(feature = "openapi", utoipa::path(post, path = "/api/v1/connections/{connection}/decline", tag = "people",
    params(("connection" = String, Path, description = "`con_…`")), security(("attendee" = [])),
    responses((status = 200, body = ConnectionView), (status = 404, description = "`not_found`"),
        (status = 503, description = "`unavailable`; `Retry-After`"))))]
#[worker::send]
pub async fn decline_connection(app: App, who: Attendee, Path(connection): Path<String>) -> Result<Json<ConnectionView>> {
    respond(&app, &who, &connection, Verb::Decline).await
}

/// Takes an own request back. One that was accepted first stays accepted.
#[cfg_attr(feature = "openapi", utoipa::path(post, path = "/api/v1/connections/{connection}/withdraw", tag = "people",
    params(("connection" = String, Path, description = "`con_…`")), security(("attendee" = [])),
    responses((status = 200, body = ConnectionView), (status = 404, description = "`not_found`"),
        (status = 503, description = "`unavailable`; `Retry-After`"))))]
#[worker::send]
pub async fn withdraw_connection(app: App, who: Attendee, Path(connection): Path<String>) -> Result<Json<ConnectionView>> {
    respond(&app, &who, &connection, Verb::Withdraw).await
}

async fn respond(app: &App, who: &Attendee, connection: &str, verb: Verb) -> Result<Json<ConnectionView>> {
    let other = other_of(connection, &who.person).filter(|other| Id::<kind::Attendee>::parse(other).is_some());
    let other = other.ok_or_else(|| Error::not_found("connection"))?;
    let respond = Command::Respond { other, verb, link_version: who.link_version };
    connection_of(person::ask(app, &who.person, &respond).await?).map(|(connection, _)| Json(connection))
}

/// What became of it, and whether it is new.
fn connection_of(landing: Landing) -> Result<(ConnectionView, bool)> {
    match landing {
        Landing::Answer(Answer::Connection { connection, made }) => Ok(((*connection).into(), made)),
        Landing::Answer(Answer::NoConnection) => Err(Error::not_found("connection")),
        Landing::Answer(Answer::Blocked) => Err(Error::blocked()),
        Landing::Answer(Answer::Declined { retry_at }) => Err(Error::declined(retry_at)),
        Landing::Answer(Answer::Wait { millis }) => {
            Err(Error::too_many_requests(u32::try_from((millis + 999) / 1_000).unwrap_or(u32::MAX).max(1)))
        }
        Landing::Unfinished | Landing::Overtaken => Err(Error::unavailable(RETRY, "a pair's home did not answer")),
        Landing::Answer(_) => Err(Error::session_revoked()),
    }
}
