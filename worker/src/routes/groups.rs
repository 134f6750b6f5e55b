//! `/events/{event}/groups`: sets of attendees.

use axum::routing::get;
use axum::{Json, Router};
use garde::Validate;
use http::StatusCode;
use serde::Deserialize;

use super::authorized_event;
use crate::app::App;
use crate::auth::Organizer;
use crate::db::{self, audit::Entry, groups::Group};
use crate::error::{Error, Result};
use crate::extract::Body;
use crate::fields::line;
use crate::ids::{Id, kind};
use crate::scopes::{Can, Write};
use crate::wire::Page;

/// A new group.
#[derive(Debug, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewGroup {
    /// Name, unique in the event whatever the case of its letters.
    #[serde(deserialize_with = "line")]
    #[garde(length(chars, min = 1, max = 100))]
    pub name: String,
}

/// This file's routes.
pub fn routes() -> Router {
    Router::new().route("/api/v1/events/{event}/groups", get(list_groups).post(create_group))
}

/// Makes a group. A name that is taken is 422 with code `taken`.
#[cfg_attr(feature = "openapi", utoipa::path(post, path = "/api/v1/events/{event}/groups", tag = "groups", security(("organizer" = [])),
    params(("event" = String, Path, description = "`evt_…`")), request_body = NewGroup, responses((status = 201, body = Group))))]
#[worker::send]
pub async fn create_group(
    app: App,
    organizer: Can<Write>,
    event: Id<kind::Event>,
    Body(body): Body<NewGroup>,
) -> Result<(StatusCode, Json<Group>)> {
    let db = app.db()?;
    let event = authorized_event(&db, &organizer, &event).await?;
    let group = Group { id: app.new_id::<kind::Group>()?, name: body.name };
    db.along(Entry::of(&organizer, &event.id, "group.created", &group.id, &group.name).statement(&app, &db)?);
    db::groups::insert(&db, &event.id, &group, app.now()).await.map_err(|e| match e.violates("groups.name") {
        true => Error::invalid_at("/name", "taken", "The event has a group of that name."),
        false => e,
    })?;
    Ok((StatusCode::CREATED, Json(group)))
}

/// The groups of an event by name.
#[cfg_attr(feature = "openapi", utoipa::path(get, path = "/api/v1/events/{event}/groups", tag = "groups", security(("organizer" = [])),
    params(("event" = String, Path, description = "`evt_…`")), responses((status = 200, body = Page<Group>))))]
#[worker::send]
pub async fn list_groups(app: App, organizer: Organizer, event: Id<kind::Event>) -> Result<Json<Page<Group>>> {
    let db = app.db()?;
    let event = authorized_event(&db, &organizer, &event).await?;
    Ok(Json(Page::whole(db::groups::list(&db, &event.id).await?)))
}
