//! Muting: a moderator stops somebody's microphone or camera now. They may start it again; a lock is what keeps it off.

use axum::Router;
use axum::routing::post;
use garde::Validate;
use hallway_domain::room::{Answer, Command, Tool};
use http::StatusCode;
use serde::Deserialize;

use super::{note, refused_to};
use crate::app::App;
use crate::auth::Moderating;
use crate::error::{Error, Result};
use crate::extract::Body;
use crate::ids::{Id, kind};
use crate::objects::room as object;

/// This file's routes.
pub fn routes() -> Router {
    Router::new().route("/api/v1/rooms/{room}/mutes", post(mute))
}

/// `POST /rooms/{room}/mutes`.
#[derive(Debug, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
pub struct MuteBody {
    /// Which of the two.
    pub what: Muted,
    /// `att_…`, in the room; null or absent: every attendee there.
    #[serde(default)]
    pub person: Option<String>,
}

/// What can be muted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Muted {
    /// Their sound.
    Microphone,
    /// Their picture.
    Camera,
}

/// Mutes somebody, or every attendee. Answers when LiveKit has done so; whom it muted hears `muted` on the room's socket.
#[cfg_attr(feature = "openapi", utoipa::path(post, path = "/api/v1/rooms/{room}/mutes", tag = "stage",
    security(("attendee" = []), ("organizer" = [])), params(("room" = String, Path, description = "`room_…`")), request_body = MuteBody,
    responses((status = 204), (status = 403, description = "`forbidden`: does not moderate the room, or the person does"),
        (status = 404, description = "`not_found`: the person is not here"),
        (status = 503, description = "`sfu_unavailable`: not all of them; send it again. `Retry-After`"))))]
#[worker::send]
pub async fn mute(app: App, who: Moderating, room: Id<kind::Room>, Body(body): Body<MuteBody>) -> Result<StatusCode> {
    if body.person.as_deref().is_some_and(|id| Id::<kind::Attendee>::parse(id).is_none()) {
        return Err(Error::invalid_at("/person", "invalid", "Expected the id of an attendee."));
    }
    let what = match body.what {
        Muted::Microphone => Tool::Microphone,
        Muted::Camera => Tool::Camera,
    };
    let by = who.hand(&app, &room).await?.by;
    match object::ask(&app, &room, &Command::Mute { by: by.clone(), what, person: body.person.clone() }).await? {
        Answer::Muted { done: true } => {
            note(&app, &by, &room, format!("{}.muted", what.word()), body.person);
            Ok(StatusCode::NO_CONTENT)
        }
        Answer::Muted { done: false } => Err(Error::sfu_unavailable(2, "mute")),
        Answer::Denied { why } => Err(refused_to(&app, &who, why).await),
        other => Err(Error::internal(format!("a room answered {other:?}"))),
    }
}
