//! The room's lock: `PUT /rooms/{room}/lock`. Nobody new gets in but moderators.

use axum::routing::put;
use axum::{Json, Router};
use garde::Validate;
use hallway_domain::room::{Answer, Command};
use serde::Deserialize;

use super::note;
use crate::app::App;
use crate::auth::Moderating;
use crate::error::{Error, Result};
use crate::extract::Body;
use crate::frames::FloorView;
use crate::ids::{Id, kind};
use crate::objects::room as object;

/// This file's routes.
pub fn routes() -> Router {
    Router::new().route("/api/v1/rooms/{room}/lock", put(lock_room))
}

/// The room's lock.
#[derive(Debug, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
pub struct RoomLock {
    /// Whether nobody new gets in.
    pub locked: bool,
}

/// Locks the room: nobody new gets in (`room_locked`) but its moderators; whoever has a seat comes and goes with it. The
/// lock ends by itself when the last one leaves. The floor as it is then.
#[cfg_attr(feature = "openapi", utoipa::path(put, path = "/api/v1/rooms/{room}/lock", tag = "floor",
    security(("attendee" = []), ("organizer" = [])), params(("room" = String, Path, description = "`room_…`")), request_body = RoomLock,
    responses((status = 200, body = FloorView), (status = 403, description = "`forbidden`: does not moderate the room"),
        (status = 404, description = "`not_found`"))))]
#[worker::send]
pub async fn lock_room(app: App, who: Moderating, room: Id<kind::Room>, Body(body): Body<RoomLock>) -> Result<Json<FloorView>> {
    let by = who.hand(&app, &room).await?.by;
    match object::ask(&app, &room, &Command::LockRoom { by: by.clone(), locked: body.locked }).await? {
        Answer::Floor { floor } => {
            let action = if body.locked { "room.locked" } else { "room.unlocked" };
            note(&app, &by, &room, action.to_owned(), None);
            Ok(Json((*floor).into()))
        }
        Answer::Denied { why } => Err(why.into()),
        other => Err(Error::internal(format!("a room answered {other:?}"))),
    }
}
