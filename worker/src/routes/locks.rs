//! Locks: what attendees may not use in a room, each of them or all. Moderators set them and are never meant.

use axum::routing::put;
use axum::{Json, Router};
use garde::Validate;
use hallway_domain::room::{Answer, Command, Lock, Tool};
use serde::Deserialize;

use super::{note, refused_to};
use crate::app::App;
use crate::auth::Moderating;
use crate::error::{Error, Result};
use crate::extract::Body;
use crate::frames::FloorView;
use crate::ids::{Id, kind};
use crate::objects::room as object;

/// This file's routes.
pub fn routes() -> Router {
    Router::new().route("/api/v1/rooms/{room}/locks", put(set_lock))
}

/// `PUT /rooms/{room}/locks`.
#[derive(Debug, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
pub struct LockBody {
    /// What is locked.
    pub what: Tool,
    /// `att_…`; null or absent: every attendee, also who comes later.
    #[serde(default)]
    pub person: Option<String>,
    /// Locked, or open again.
    pub locked: bool,
}

/// Locks or unlocks something. A lock of `share` ends the stage of whom it means; one of microphone or camera ends their
/// track. It lasts until it is opened, also over leaving and coming back.
#[cfg_attr(feature = "openapi", utoipa::path(put, path = "/api/v1/rooms/{room}/locks", tag = "stage",
    security(("attendee" = []), ("organizer" = [])), params(("room" = String, Path, description = "`room_…`")), request_body = LockBody,
    responses((status = 200, body = FloorView),
        (status = 403, description = "`forbidden`: does not moderate the room, or the person does"),
        (status = 404, description = "`not_found`: the person was never here"))))]
#[worker::send]
pub async fn set_lock(app: App, who: Moderating, room: Id<kind::Room>, Body(body): Body<LockBody>) -> Result<Json<FloorView>> {
    let person = body.person.as_deref().map(attendee).transpose()?;
    let by = who.hand(&app, &room).await?.by;
    let lock = Lock { person: person.clone(), what: body.what };
    let command = Command::Lock { by: by.clone(), lock, locked: body.locked };
    match object::ask(&app, &room, &command).await? {
        Answer::Floor { floor } => {
            let done = if body.locked { "locked" } else { "unlocked" };
            note(&app, &by, &room, format!("{}.{done}", body.what.word()), person);
            Ok(Json((*floor).into()))
        }
        Answer::Denied { why } => Err(refused_to(&app, &who, why).await),
        other => Err(Error::internal(format!("a room answered {other:?}"))),
    }
}

fn attendee(id: &str) -> Result<String> {
    let id = Id::<kind::Attendee>::parse(id).map(|id| id.to_string());
    id.ok_or_else(|| Error::invalid_at("/person", "invalid", "Expected the id of an attendee."))
}
