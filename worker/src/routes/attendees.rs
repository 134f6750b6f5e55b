//! `/events/{event}/attendees`: people, with their personal links.

use axum::routing::{get, post};
use axum::{Json, Router};
use garde::Validate;
use serde::{Deserialize, Serialize};

use super::{authorized_event, distinct, must_exist, page_size, put, tell};
use crate::app::App;
use crate::auth::Organizer;
use crate::credentials;
use crate::db::{self, Db, Table, attendees::Attendee, audit::Entry};
use crate::error::{Error, Result};
use crate::etag::{self, IfMatch, Tagged, created, ok};
use crate::extract::{Body, Params};
use crate::fields::{email, given, given_email, given_line, is_email, line, opt_address, opt_email, opt_line, patch_line, patched_address};
use crate::ids::{Id, kind};
use crate::scopes::{Can, People};
use crate::wire::{At, Page};

pub mod data;
pub mod export;

/// An attendee as their organizer sees them.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AttendeeView {
    /// `att_…`
    pub id: String,
    /// `evt_…`
    pub event: String,
    /// First name.
    pub first_name: String,
    /// Last name.
    pub last_name: String,
    /// Both in one line.
    pub name: String,
    /// Lower case, unique in the event.
    pub email: String,
    /// Job title.
    pub title: Option<String>,
    /// Company.
    pub company: Option<String>,
    /// Address of the picture.
    pub avatar: Option<String>,
    /// Groups they are in (`grp_…`).
    pub groups: Vec<String>,
    /// The personal link: whoever has it is this person.
    pub link: String,
    /// When they were added.
    pub created_at: At,
}

/// A new attendee.
#[derive(Debug, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewAttendee {
    /// First name.
    #[serde(deserialize_with = "line")]
    #[garde(length(chars, min = 1, max = 100))]
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 100))]
    pub first_name: String,
    /// Last name; may be empty.
    #[serde(deserialize_with = "line")]
    #[garde(length(chars, max = 100))]
    #[cfg_attr(feature = "openapi", schema(max_length = 100))]
    pub last_name: String,
    /// Unique in the event whatever the case of its letters.
    #[serde(deserialize_with = "email")]
    #[garde(custom(is_email))]
    pub email: String,
    /// Job title.
    #[serde(default, deserialize_with = "opt_line")]
    #[garde(length(chars, max = 200))]
    #[cfg_attr(feature = "openapi", schema(max_length = 200))]
    pub title: Option<String>,
    /// Company.
    #[serde(default, deserialize_with = "opt_line")]
    #[garde(length(chars, max = 200))]
    #[cfg_attr(feature = "openapi", schema(max_length = 200))]
    pub company: Option<String>,
    /// Address of the picture.
    #[serde(default, deserialize_with = "opt_line")]
    #[garde(custom(opt_address))]
    pub avatar: Option<String>,
    /// Groups they are in.
    #[serde(default)]
    #[garde(length(max = 50))]
    #[cfg_attr(feature = "openapi", schema(max_items = 50))]
    pub groups: Vec<String>,
}

/// What may change of an attendee; absent fields stay, null clears.
#[derive(Debug, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AttendeePatch {
    /// First name.
    #[serde(default, deserialize_with = "given_line")]
    #[garde(length(chars, min = 1, max = 100))]
    #[cfg_attr(feature = "openapi", schema(nullable = false, min_length = 1, max_length = 100))]
    pub first_name: Option<String>,
    /// Last name.
    #[serde(default, deserialize_with = "given_line")]
    #[garde(length(chars, max = 100))]
    #[cfg_attr(feature = "openapi", schema(nullable = false, max_length = 100))]
    pub last_name: Option<String>,
    /// Unique in the event.
    #[serde(default, deserialize_with = "given_email")]
    #[garde(custom(opt_email))]
    #[cfg_attr(feature = "openapi", schema(nullable = false))]
    pub email: Option<String>,
    /// Job title.
    #[serde(default, deserialize_with = "patch_line")]
    #[garde(length(chars, max = 200))]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, max_length = 200))]
    pub title: Option<Option<String>>,
    /// Company.
    #[serde(default, deserialize_with = "patch_line")]
    #[garde(length(chars, max = 200))]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, max_length = 200))]
    pub company: Option<Option<String>>,
    /// Address of the picture.
    #[serde(default, deserialize_with = "patch_line")]
    #[garde(custom(patched_address))]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    pub avatar: Option<Option<String>>,
    /// All the groups they are in from now on.
    #[serde(default, deserialize_with = "given")]
    #[garde(length(max = 50))]
    #[cfg_attr(feature = "openapi", schema(nullable = false, max_items = 50))]
    pub groups: Option<Vec<String>>,
}

/// Query of the list.
#[derive(Debug, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams), into_params(parameter_in = Query))]
#[serde(deny_unknown_fields)]
pub struct AttendeeQuery {
    /// Part of a name, e-mail address, title or company.
    #[serde(default)]
    #[garde(length(chars, max = 100))]
    #[cfg_attr(feature = "openapi", param(nullable = false, max_length = 100))]
    pub q: Option<String>,
    /// Only members of this group (`grp_…`).
    #[serde(default)]
    #[garde(length(max = 64))]
    #[cfg_attr(feature = "openapi", param(nullable = false, max_length = 64))]
    pub group: Option<String>,
    /// `next_cursor` of the page before.
    #[serde(default)]
    #[garde(length(max = 64))]
    #[cfg_attr(feature = "openapi", param(nullable = false, max_length = 64))]
    pub cursor: Option<String>,
    /// Entries of a page, 1 to 200; 50 if absent.
    #[serde(default)]
    #[garde(range(min = 1, max = 200))]
    #[cfg_attr(feature = "openapi", param(nullable = false, minimum = 1, maximum = 200))]
    pub limit: Option<i64>,
}

/// This file's routes.
pub fn routes() -> Router {
    Router::new()
        .route("/api/v1/events/{event}/attendees", get(list_attendees).post(create_attendee))
        .route("/api/v1/attendees/{attendee}", get(show_attendee).patch(change_attendee))
        .route("/api/v1/attendees/{attendee}/revoke_link", post(revoke_link))
        .merge(data::routes())
        .merge(export::routes())
}

/// Adds an attendee and answers with their personal link. An address that is taken is 422 with code `taken`.
#[cfg_attr(feature = "openapi", utoipa::path(post, path = "/api/v1/events/{event}/attendees", tag = "attendees", security(("organizer" = [])),
    params(("event" = String, Path, description = "`evt_…`")), request_body = NewAttendee, responses((status = 201, body = AttendeeView))))]
#[worker::send]
pub async fn create_attendee(
    app: App,
    organizer: Can<People>,
    event: Id<kind::Event>,
    Body(body): Body<NewAttendee>,
) -> Result<Tagged<AttendeeView>> {
    let db = app.db()?;
    let event = authorized_event(&db, &organizer, &event).await?;
    must_exist(&db, Table::Groups, &event.id, "groups", &body.groups).await?;
    let attendee = Attendee {
        id: app.new_id::<kind::Attendee>()?,
        event: event.id,
        first_name: body.first_name,
        last_name: body.last_name,
        email: body.email,
        title: body.title,
        company: body.company,
        avatar: body.avatar,
        groups: distinct(body.groups),
        link_version: 1,
        created_at: app.now(),
        version: 1,
    };
    let view = view(&app, attendee.clone())?;
    db.along(Entry::of(&organizer, &view.event, "attendee.created", &view.id, &view.name).statement(&app, &db)?);
    db::attendees::insert(&db, &attendee).await.map_err(taken)?;
    Ok(created(view))
}

/// The attendees of an event, oldest first.
#[cfg_attr(feature = "openapi", utoipa::path(get, path = "/api/v1/events/{event}/attendees", tag = "attendees", security(("organizer" = [])),
    params(("event" = String, Path, description = "`evt_…`"), AttendeeQuery), responses((status = 200, body = Page<AttendeeView>))))]
#[worker::send]
pub async fn list_attendees(
    app: App,
    organizer: Can<People>,
    event: Id<kind::Event>,
    Params(query): Params<AttendeeQuery>,
) -> Result<Json<Page<AttendeeView>>> {
    let db = app.db()?;
    let event = authorized_event(&db, &organizer, &event).await?;
    let size = page_size(query.limit);
    let cursor = query.cursor.unwrap_or_default();
    let q = query.q.as_deref().filter(|q| !q.is_empty());
    let rows = db::attendees::list(&db, &event.id, q, query.group.as_deref(), &cursor, size + 1).await?;
    let page: Page<Attendee> = super::page(rows, size, |row| &row.id);
    let data = page.data.into_iter().map(|row| view(&app, row)).collect::<Result<_>>()?;
    Ok(Json(Page { data, next_cursor: page.next_cursor }))
}

/// One attendee.
#[cfg_attr(feature = "openapi", utoipa::path(get, path = "/api/v1/attendees/{attendee}", tag = "attendees", security(("organizer" = [])),
    params(("attendee" = String, Path, description = "`att_…`")), responses((status = 200, body = AttendeeView))))]
#[worker::send]
pub async fn show_attendee(app: App, organizer: Can<People>, attendee: Id<kind::Attendee>) -> Result<Tagged<AttendeeView>> {
    Ok(ok(view(&app, the_attendee(&app.db()?, &organizer, &attendee).await?)?))
}

/// Changes an attendee. They, and the rooms they moderate, hear of it before the answer, or from cron.
#[cfg_attr(feature = "openapi", utoipa::path(patch, path = "/api/v1/attendees/{attendee}", tag = "attendees", security(("organizer" = [])),
    params(("attendee" = String, Path, description = "`att_…`")), request_body = AttendeePatch, responses((status = 200, body = AttendeeView))))]
#[worker::send]
pub async fn change_attendee(
    app: App,
    organizer: Can<People>,
    attendee: Id<kind::Attendee>,
    from: IfMatch,
    Body(patch): Body<AttendeePatch>,
) -> Result<Tagged<AttendeeView>> {
    let db = app.db()?;
    let (after, told) = etag::edit(async || {
        let row = the_attendee(&db, &organizer, &attendee).await?;
        let before = view(&app, row.clone())?;
        from.must_be(&before)?;
        if let Some(groups) = &patch.groups {
            must_exist(&db, Table::Groups, &row.event, "groups", groups).await?;
        }
        let changed = patch.applied(&row);
        let after = view(&app, changed.clone())?;
        if from.is_exact() {
            db.only_if("attendees", &row.id, row.version)?;
        }
        let entry = Entry::of(&organizer, &row.event, "attendee.changed", &row.id, &after.name);
        db.along(entry.fields(&before, &after).statement(&app, &db)?);
        let told = db::attendees::update(&db, &row, &changed, app.now()).await.map_err(taken)?;
        Ok((after, told))
    })
    .await?;
    tell(&app, told).await;
    Ok(ok(after))
}

async fn the_attendee(db: &Db, organizer: &Organizer, attendee: &str) -> Result<Attendee> {
    db::attendees::find(db, organizer.scope(), attendee).await?.ok_or_else(|| Error::not_found("attendee"))
}

/// Ends the personal link and every session made with it, and answers with the new one.
#[cfg_attr(feature = "openapi", utoipa::path(post, path = "/api/v1/attendees/{attendee}/revoke_link", tag = "attendees", security(("organizer" = [])),
    params(("attendee" = String, Path, description = "`att_…`")), responses((status = 200, body = AttendeeView))))]
#[worker::send]
pub async fn revoke_link(app: App, organizer: Can<People>, attendee: Id<kind::Attendee>) -> Result<Tagged<AttendeeView>> {
    let db = app.db()?;
    let before = the_attendee(&db, &organizer, &attendee).await?;
    db.along(Entry::of(&organizer, &before.event, "attendee.link_revoked", &before.id, &before.name()).statement(&app, &db)?);
    tell(&app, db::attendees::revoke_link(&db, &attendee, app.now()).await?).await;
    Ok(ok(view(&app, the_attendee(&db, &organizer, &attendee).await?)?))
}

impl AttendeePatch {
    fn applied(&self, before: &Attendee) -> Attendee {
        let mut row = before.clone();
        put(&mut row.first_name, self.first_name.as_ref());
        put(&mut row.last_name, self.last_name.as_ref());
        put(&mut row.email, self.email.as_ref());
        put(&mut row.title, self.title.as_ref());
        put(&mut row.company, self.company.as_ref());
        put(&mut row.avatar, self.avatar.as_ref());
        if let Some(groups) = &self.groups {
            row.groups = distinct(groups.clone());
        }
        row
    }
}

fn taken(e: Error) -> Error {
    match e.violates("attendees.email") {
        true => Error::invalid_at("/email", "taken", "The event has an attendee with that address."),
        false => e,
    }
}

fn view(app: &App, row: Attendee) -> Result<AttendeeView> {
    let secret = credentials::link_secret(&app.config.link_secret, &row.id, row.link_version)?;
    Ok(AttendeeView {
        name: row.name(),
        link: format!("{}/enter#{secret}", app.public_url()),
        id: row.id,
        event: row.event,
        first_name: row.first_name,
        last_name: row.last_name,
        email: row.email,
        title: row.title,
        company: row.company,
        avatar: row.avatar,
        groups: row.groups,
        created_at: At(row.created_at),
    })
}
