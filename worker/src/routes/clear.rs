//! `/rooms/{room}/clear`, `/features/{feature}/clear`, `/events/{event}/clear`: the rehearsal is over.

use axum::routing::post;
use axum::{Json, Router};
use hallway_domain::outbox::clear::Whole;
use serde::Serialize;

use super::{authorized_event, tell};
use crate::app::App;
use crate::db::{self, audit::Entry, clear::clear};
use crate::error::{Error, Result};
use crate::ids::{Id, kind};
use crate::scopes::{Can, Write};
use crate::wire::At;

/// This file's routes.
pub fn routes() -> Router {
    Router::new()
        .route("/api/v1/rooms/{room}/clear", post(clear_room))
        .route("/api/v1/features/{feature}/clear", post(clear_feature))
        .route("/api/v1/events/{event}/clear", post(clear_event))
}

/// What was cleared away.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Cleared {
    /// Whatever happened up to then is gone.
    pub cleared_at: At,
    /// Rooms it happened in, deleted ones too.
    pub rooms: usize,
}

/// Clears away what happened in a room up to now, as a rehearsal: chat, visits, refused joins, presses on Join and requests to
/// connect are gone from the room, the reports and the metrics. Bans and who is inside stay; a visit that goes on counts from
/// now.
#[cfg_attr(feature = "openapi", utoipa::path(post, path = "/api/v1/rooms/{room}/clear", tag = "keeping", security(("organizer" = [])),
    params(("room" = String, Path, description = "`room_…`")), responses((status = 200, body = Cleared))))]
#[worker::send]
pub async fn clear_room(app: App, organizer: Can<Write>, room: Id<kind::Room>) -> Result<Json<Cleared>> {
    let found = db::rooms::find(&app.db()?, organizer.scope(), &room).await?.ok_or_else(|| Error::not_found("room"))?;
    let entry = Entry::of(&organizer, &found.entry.event, "room.cleared", &found.entry.id, &found.entry.name);
    cleared(&app, Whole::Room(&found.entry.id), entry).await
}

/// The same for a feature and all its rooms, with the times it was opened.
#[cfg_attr(feature = "openapi", utoipa::path(post, path = "/api/v1/features/{feature}/clear", tag = "keeping", security(("organizer" = [])),
    params(("feature" = String, Path, description = "`fea_…`")), responses((status = 200, body = Cleared))))]
#[worker::send]
pub async fn clear_feature(app: App, organizer: Can<Write>, feature: Id<kind::Feature>) -> Result<Json<Cleared>> {
    let found = db::features::find(&app.db()?, organizer.scope(), &feature).await?.ok_or_else(|| Error::not_found("feature"))?;
    let entry = Entry::of(&organizer, &found.event, "feature.cleared", &found.id, &found.name);
    cleared(&app, Whole::Feature(&found.id), entry).await
}

/// The same for everything of an event.
#[cfg_attr(feature = "openapi", utoipa::path(post, path = "/api/v1/events/{event}/clear", tag = "keeping", security(("organizer" = [])),
    params(("event" = String, Path, description = "`evt_…`")), responses((status = 200, body = Cleared))))]
#[worker::send]
pub async fn clear_event(app: App, organizer: Can<Write>, event: Id<kind::Event>) -> Result<Json<Cleared>> {
    let found = authorized_event(&app.db()?, &organizer, &event).await?;
    let entry = Entry::of(&organizer, &found.id, "event.cleared", &found.id, &found.name);
    cleared(&app, Whole::Event(&found.id), entry).await
}

async fn cleared(app: &App, whole: Whole<'_>, entry: Entry<'_>) -> Result<Json<Cleared>> {
    let (db, now) = (app.db()?, app.now());
    db.along(entry.statement(app, &db)?);
    let (rooms, told) = clear(&db, whole, now).await?;
    tell(app, told).await;
    Ok(Json(Cleared { cleared_at: At(now), rooms }))
}
