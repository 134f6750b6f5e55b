//! `/events/{event}/groups`: sets of attendees.

use axum::routing::{get, post};
use axum::{Json, Router};
use garde::Validate;
use http::StatusCode;
use serde::Deserialize;

use super::{authorized_event, must_exist, tell};
use crate::app::App;
use crate::auth::Organizer;
use crate::db::{self, Db, Table, audit::Entry, groups::Group};
use crate::error::{Error, Result};
use crate::etag::{self, IfMatch, MaybeIfMatch, Tagged, created, ok};
use crate::extract::Body;
use crate::fields::{given_line, line};
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
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 100))]
    pub name: String,
}

/// What may change of a group.
#[derive(Debug, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct GroupPatch {
    /// Name, unique in the event.
    #[serde(default, deserialize_with = "given_line")]
    #[garde(length(chars, min = 1, max = 100))]
    #[cfg_attr(feature = "openapi", schema(nullable = false, min_length = 1, max_length = 100))]
    pub name: Option<String>,
}

/// Who joins a group, and who leaves it.
#[derive(Debug, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct MemberChanges {
    /// Attendees to take in (`att_…`).
    #[serde(default)]
    #[garde(length(max = 500))]
    #[cfg_attr(feature = "openapi", schema(max_items = 500))]
    pub add: Vec<String>,
    /// Members to let go.
    #[serde(default)]
    #[garde(length(max = 500))]
    #[cfg_attr(feature = "openapi", schema(max_items = 500))]
    pub remove: Vec<String>,
}

/// This file's routes.
pub fn routes() -> Router {
    Router::new()
        .route("/api/v1/events/{event}/groups", get(list_groups).post(create_group))
        .route("/api/v1/groups/{group}", get(show_group).patch(change_group).delete(delete_group))
        .route("/api/v1/groups/{group}/members", post(change_members))
}

/// Makes a group. A name that is taken is 422 with code `taken`.
#[cfg_attr(feature = "openapi", utoipa::path(post, path = "/api/v1/events/{event}/groups", tag = "groups", security(("organizer" = [])),
    params(("event" = String, Path, description = "`evt_…`")), request_body = NewGroup, responses((status = 201, body = Group))))]
#[worker::send]
pub async fn create_group(app: App, organizer: Can<Write>, event: Id<kind::Event>, Body(body): Body<NewGroup>) -> Result<Tagged<Group>> {
    let db = app.db()?;
    let event = authorized_event(&db, &organizer, &event).await?;
    let group = Group { id: app.new_id::<kind::Group>()?, event: event.id, name: body.name, members: 0, version: 1 };
    db.along(Entry::of(&organizer, &group.event, "group.created", &group.id, &group.name).statement(&app, &db)?);
    db::groups::insert(&db, &group, app.now()).await.map_err(taken)?;
    Ok(created(group))
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

/// One group.
#[cfg_attr(feature = "openapi", utoipa::path(get, path = "/api/v1/groups/{group}", tag = "groups", security(("organizer" = [])),
    params(("group" = String, Path, description = "`grp_…`")), responses((status = 200, body = Group))))]
#[worker::send]
pub async fn show_group(app: App, organizer: Organizer, group: Id<kind::Group>) -> Result<Tagged<Group>> {
    Ok(ok(the_group(&app.db()?, &organizer, &group).await?))
}

/// Renames a group.
#[cfg_attr(feature = "openapi", utoipa::path(patch, path = "/api/v1/groups/{group}", tag = "groups", security(("organizer" = [])),
    params(("group" = String, Path, description = "`grp_…`")), request_body = GroupPatch, responses((status = 200, body = Group))))]
#[worker::send]
pub async fn change_group(
    app: App,
    organizer: Can<Write>,
    group: Id<kind::Group>,
    from: IfMatch,
    Body(patch): Body<GroupPatch>,
) -> Result<Tagged<Group>> {
    let db = app.db()?;
    let after = etag::edit(async || {
        let before = the_group(&db, &organizer, &group).await?;
        from.must_be(&before)?;
        let after = Group { name: patch.name.clone().unwrap_or_else(|| before.name.clone()), ..before.clone() };
        if from.is_exact() {
            db.only_if("groups", &group, before.version)?;
        }
        let entry = Entry::of(&organizer, &before.event, "group.changed", &group, &after.name);
        db.along(entry.between(&before, &after).statement(&app, &db)?);
        db::groups::rename(&db, &before, &after.name).await.map_err(taken)?;
        Ok(after)
    })
    .await?;
    Ok(ok(after))
}

/// Deletes a group. One that limits a feature or a room stays: 409 `in_use` names them.
#[cfg_attr(feature = "openapi", utoipa::path(delete, path = "/api/v1/groups/{group}", tag = "groups", security(("organizer" = [])),
    params(("group" = String, Path, description = "`grp_…`")),
    responses((status = 204), (status = 409, description = "`in_use`: features or rooms are limited to it"))))]
#[worker::send]
pub async fn delete_group(app: App, organizer: Can<Write>, group: Id<kind::Group>, from: MaybeIfMatch) -> Result<StatusCode> {
    let db = app.db()?;
    let group = the_group(&db, &organizer, &group).await?;
    from.0.must_be(&group)?;
    let used_by = db::groups::used_by(&db, &group.id).await?;
    if !used_by.is_empty() {
        return Err(Error::in_use(&used_by));
    }
    db.along(Entry::of(&organizer, &group.event, "group.deleted", &group.id, &group.name).statement(&app, &db)?);
    tell(&app, db::groups::delete(&db, &group, app.now()).await?).await;
    Ok(StatusCode::NO_CONTENT)
}

/// Takes people into a group and lets others go. They hear of it before the answer, or from cron.
#[cfg_attr(feature = "openapi", utoipa::path(post, path = "/api/v1/groups/{group}/members", tag = "groups", security(("organizer" = [])),
    params(("group" = String, Path, description = "`grp_…`")), request_body = MemberChanges, responses((status = 200, body = Group))))]
#[worker::send]
pub async fn change_members(
    app: App,
    organizer: Can<Write>,
    group: Id<kind::Group>,
    Body(body): Body<MemberChanges>,
) -> Result<Tagged<Group>> {
    let db = app.db()?;
    let before = the_group(&db, &organizer, &group).await?;
    must_exist(&db, Table::Attendees, &before.event, "add", &body.add).await?;
    must_exist(&db, Table::Attendees, &before.event, "remove", &body.remove).await?;
    if let Some(place) = body.remove.iter().position(|id| body.add.contains(id)) {
        return Err(Error::invalid_at(&format!("/remove/{place}"), "invalid", "It cannot join and leave at once."));
    }
    let numbers = serde_json::json!({ "added": { "to": body.add.len() }, "removed": { "to": body.remove.len() } });
    db.along(Entry::of(&organizer, &before.event, "group.members_changed", &group, &before.name).with(numbers).statement(&app, &db)?);
    tell(&app, db::groups::change_members(&db, &before, &body.add, &body.remove, app.now()).await?).await;
    Ok(ok(the_group(&db, &organizer, &group).await?))
}

async fn the_group(db: &Db, organizer: &Organizer, group: &str) -> Result<Group> {
    db::groups::find(db, organizer.scope(), group).await?.ok_or_else(|| Error::not_found("group"))
}

fn taken(e: Error) -> Error {
    match e.violates("groups.name") {
        true => Error::invalid_at("/name", "taken", "The event has a group of that name."),
        false => e,
    }
}
