//! The stage: one screen share at a time. Whoever has it from the Room may share once LiveKit lets them.

use axum::routing::put;
use axum::{Json, Router};
use garde::Validate;
use hallway_domain::room::{Answer, Command, StageState};
use http::StatusCode;
use serde::{Deserialize, Serialize};

use super::{refused, refused_to};
use crate::app::App;
use crate::auth::{Attendee, Moderating};
use crate::error::{Error, Result};
use crate::extract::Body;
use crate::frames::StageView;
use crate::ids::{Id, kind};
use crate::objects::room as object;

/// When the same call may find LiveKit obeying, seconds.
const RETRY: u32 = 1;

/// This file's routes.
pub fn routes() -> Router {
    Router::new().route("/api/v1/rooms/{room}/stage", put(claim_stage).delete(leave_stage))
}

/// `PUT /rooms/{room}/stage`; may be left out.
#[derive(Debug, Default, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
pub struct StageBody {
    /// From whoever has it: moderators of the room only.
    #[serde(default)]
    pub take_over: bool,
}

/// The stage after a claim.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StageAnswer {
    /// Yours, and granted: publish the screen now.
    pub stage: StageView,
}

/// Takes the stage, and waits until LiveKit lets the person share. The claim lapses after 20 s without a live screen;
/// while the browser asks what to share, repeat the call every 5 s (a minute at most).
#[cfg_attr(feature = "openapi", utoipa::path(put, path = "/api/v1/rooms/{room}/stage", tag = "stage", security(("attendee" = [])),
    params(("room" = String, Path, description = "`room_…`")), request_body(content = Option<StageBody>),
    responses((status = 200, body = StageAnswer),
        (status = 403, description = "`no_seat`, `banned`, `locked` (`what`: `share`), `forbidden`: only moderators take over"),
        (status = 409, description = "`stage_taken`, with the `holder`"),
        (status = 503, description = "`sfu_unavailable`: the claim stands; the same call goes on. `Retry-After`"))))]
#[worker::send]
pub async fn claim_stage(app: App, who: Attendee, room: Id<kind::Room>, body: Option<Body<StageBody>>) -> Result<Json<StageAnswer>> {
    let take_over = body.is_some_and(|Body(body)| body.take_over);
    let command = Command::Claim { event: who.event.clone(), person: who.person.clone(), take_over };
    match object::ask(&app, &room, &command).await? {
        Answer::Stage { stage } if stage.state == StageState::Granted => Ok(Json(StageAnswer { stage: stage.into() })),
        Answer::Stage { .. } => Err(Error::sfu_unavailable(RETRY, "LiveKit has not granted the stage yet")),
        Answer::Denied { why } => Err(refused(&app, &who, why).await),
        other => Err(Error::internal(format!("a room answered {other:?}"))),
    }
}

/// Gives the stage up; a moderator takes it from anybody. Nobody's is no error.
#[cfg_attr(feature = "openapi", utoipa::path(delete, path = "/api/v1/rooms/{room}/stage", tag = "stage",
    security(("attendee" = []), ("organizer" = [])), params(("room" = String, Path, description = "`room_…`")),
    responses((status = 204), (status = 403, description = "`no_seat`, `banned`, `forbidden`: it is another's"))))]
#[worker::send]
pub async fn leave_stage(app: App, who: Moderating, room: Id<kind::Room>) -> Result<StatusCode> {
    let by = who.hand(&app, &room).await?.by;
    match object::ask(&app, &room, &Command::Unclaim { by }).await? {
        Answer::Done => Ok(StatusCode::NO_CONTENT),
        Answer::Denied { why } => Err(refused_to(&app, &who, why).await),
        other => Err(Error::internal(format!("a room answered {other:?}"))),
    }
}
