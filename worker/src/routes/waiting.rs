//! Waiting for a seat: `PUT` and `DELETE /rooms/{room}/waiting`. The Person is asked first, as for a join; the Room has the
//! queue.

use axum::routing::put;
use axum::{Json, Router};
use hallway_domain::person::{Answer, Command, Landing};
use hallway_domain::room::WaitAnswer;
use http::StatusCode;
use serde::Serialize;

use super::{RETRY, not_in, not_into};
use crate::app::App;
use crate::auth::Attendee;
use crate::error::{Error, Result};
use crate::ids::{Id, kind};
use crate::objects::person;
use crate::wire::At;

/// This file's routes.
pub fn routes() -> Router {
    Router::new().route("/api/v1/rooms/{room}/waiting", put(wait).delete(stop_waiting))
}

/// A place in a room's queue.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Waiting {
    /// 1 is the next.
    pub place: i64,
    /// How many wait.
    pub waiting: i64,
    /// A seat is kept till then: Join takes it. Null: not yet.
    pub offer_until: Option<At>,
}

/// Waits for an attendee seat, first come first served; again is the same place. Whoever is next is offered a free seat for
/// 30 s (`seat_free` on `/me/socket`, and the card says `join`); an offer nobody takes goes on, and its owner waits no more
/// (`seat_lapsed`). A room keeps its queue while it is closed or locked.
#[cfg_attr(feature = "openapi", utoipa::path(put, path = "/api/v1/rooms/{room}/waiting", tag = "rooms",
    params(("room" = String, Path, description = "`room_…`")), security(("attendee" = [])),
    responses((status = 200, body = Waiting), (status = 401, description = "`unauthenticated`, `session_expired`, `session_revoked`"),
        (status = 403, description = "`banned` (with `until`, `scope`, `by`, `reason`)"), (status = 404, description = "`not_found`"),
        (status = 409, description = "`room_closed`, `room_locked`; `not_needed`: moderates the room; `already_here`: has a seat here; `queue_full`"),
        (status = 503, description = "`unavailable`; `Retry-After`"))))]
#[worker::send]
pub async fn wait(app: App, who: Attendee, room: Id<kind::Room>) -> Result<Json<Waiting>> {
    let wait = Command::Wait { room: room.to_string(), link_version: who.link_version };
    let answer = match person::ask(&app, &who.person, &wait).await? {
        Landing::Answer(Answer::Waiting { answer }) => answer,
        Landing::Answer(Answer::Refused { refusal }) => return Err(not_in(refusal)),
        Landing::Unfinished | Landing::Overtaken => return Err(Error::unavailable(RETRY, "a room did not answer")),
        Landing::Answer(_) => return Err(Error::session_revoked()),
    };
    match answer {
        WaitAnswer::Waiting { place } => {
            Ok(Json(Waiting { place: place.place, waiting: place.waiting, offer_until: place.offer_until.map(At) }))
        }
        WaitAnswer::Refused { answer } => Err(not_into(*answer)),
        WaitAnswer::NotNeeded => Err(Error::not_needed()),
        WaitAnswer::AlreadyHere => Err(Error::already_here()),
        WaitAnswer::QueueFull => Err(Error::queue_full()),
    }
}

/// Waits no more; an offer goes to the next one. Who did not wait is no error.
#[cfg_attr(feature = "openapi", utoipa::path(delete, path = "/api/v1/rooms/{room}/waiting", tag = "rooms",
    params(("room" = String, Path, description = "`room_…`")), security(("attendee" = [])),
    responses((status = 204), (status = 401, description = "`unauthenticated`, `session_expired`, `session_revoked`"))))]
#[worker::send]
pub async fn stop_waiting(app: App, who: Attendee, room: Id<kind::Room>) -> Result<StatusCode> {
    let unwait = Command::Unwait { room: room.to_string(), link_version: who.link_version };
    match person::ask(&app, &who.person, &unwait).await? {
        Landing::Answer(Answer::Done) => Ok(StatusCode::NO_CONTENT),
        _ => Err(Error::session_revoked()),
    }
}
