//! Raised hands: one's own up and down; moderators lower anybody's. Everybody inside hears of it (`floor`).

use axum::Router;
use axum::routing::{delete, put};
use garde::Validate;
use hallway_domain::room::{Answer, Command};
use http::StatusCode;
use serde::Deserialize;

use super::refused;
use crate::app::App;
use crate::auth::{Attendee, Moderating};
use crate::error::{Error, Result};
use crate::extract::Body;
use crate::ids::{Id, kind};
use crate::objects::room as object;

/// This file's routes.
pub fn routes() -> Router {
    Router::new()
        .route("/api/v1/rooms/{room}/hand", put(raise_hand))
        .route("/api/v1/rooms/{room}/hands", delete(lower_hands))
        .route("/api/v1/rooms/{room}/hands/{person}", delete(lower_hand))
}

/// One's own hand.
#[derive(Debug, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
pub struct OwnHand {
    /// Up or down. Up again keeps its place.
    pub raised: bool,
}

/// Raises or lowers one's own hand. It falls when one leaves; a reload keeps it.
#[cfg_attr(feature = "openapi", utoipa::path(put, path = "/api/v1/rooms/{room}/hand", tag = "floor", security(("attendee" = [])),
    params(("room" = String, Path, description = "`room_…`")), request_body = OwnHand,
    responses((status = 204), (status = 403, description = "`no_seat`, `banned`"), (status = 404, description = "`not_found`"))))]
#[worker::send]
pub async fn raise_hand(app: App, who: Attendee, room: Id<kind::Room>, Body(body): Body<OwnHand>) -> Result<StatusCode> {
    let command = Command::RaiseHand { event: who.event.clone(), person: who.person.clone(), raised: body.raised };
    match object::ask(&app, &room, &command).await? {
        Answer::Done => Ok(StatusCode::NO_CONTENT),
        Answer::Denied { why } => Err(refused(&app, &who, why).await),
        other => Err(Error::internal(format!("a room answered {other:?}"))),
    }
}

/// Lowers somebody's hand, as a moderator. One that is not up is no error.
#[cfg_attr(feature = "openapi", utoipa::path(delete, path = "/api/v1/rooms/{room}/hands/{person}", tag = "floor",
    security(("attendee" = []), ("organizer" = [])),
    params(("room" = String, Path, description = "`room_…`"), ("person" = String, Path, description = "`att_…`")),
    responses((status = 204), (status = 403, description = "`forbidden`: does not moderate the room"), (status = 404, description = "`not_found`: no such room, or the person has no seat in it"))))]
#[worker::send]
pub async fn lower_hand(app: App, who: Moderating, path: axum::extract::Path<(String, String)>) -> Result<StatusCode> {
    let (room, person) = &path.0;
    let room = Id::<kind::Room>::parse(room).ok_or_else(|| Error::not_found("room"))?;
    let person = Id::<kind::Attendee>::parse(person).ok_or_else(|| Error::not_found("person"))?;
    lower(&app, &who, &room, Some(person.to_string())).await
}

/// Lowers all hands, as a moderator.
#[cfg_attr(feature = "openapi", utoipa::path(delete, path = "/api/v1/rooms/{room}/hands", tag = "floor",
    security(("attendee" = []), ("organizer" = [])), params(("room" = String, Path, description = "`room_…`")),
    responses((status = 204), (status = 403, description = "`forbidden`: does not moderate the room"), (status = 404, description = "`not_found`"))))]
#[worker::send]
pub async fn lower_hands(app: App, who: Moderating, room: Id<kind::Room>) -> Result<StatusCode> {
    lower(&app, &who, &room, None).await
}

async fn lower(app: &App, who: &Moderating, room: &str, person: Option<String>) -> Result<StatusCode> {
    let by = who.hand(app, room).await?.by;
    match object::ask(app, room, &Command::LowerHands { by, person }).await? {
        Answer::Done => Ok(StatusCode::NO_CONTENT),
        Answer::Denied { why } => Err(why.into()),
        other => Err(Error::internal(format!("a room answered {other:?}"))),
    }
}
