//! `/events`: conferences.

use axum::routing::get;
use axum::{Json, Router};
use garde::Validate;
use serde::{Deserialize, Serialize};

use super::{Paging, authorized_event, page, page_size, tell};
use crate::app::{App, time_zone_exists};
use crate::auth::Organizer;
use crate::db::{self, audit::Entry};
use crate::error::{Error, Result};
use crate::etag::{self, IfMatch, Tagged, created, ok};
use crate::extract::{Body, Params};
use crate::fields::{given, given_line, line, patch};
use crate::ids::{Id, kind};
use crate::scopes::{Can, Write};
use crate::wire::{At, Page};

/// A conference.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EventView {
    /// `evt_…`
    pub id: String,
    /// Name people see.
    pub name: String,
    /// IANA name; the end of a day is the end there.
    pub time_zone: String,
    /// When it starts.
    pub starts_at: At,
    /// When it ends.
    pub ends_at: At,
    /// Where most people are: a Cloudflare location hint (`weur`, `enam`, …).
    pub region: Option<String>,
    /// So many days after its end everybody of it is deleted, with what they wrote; counts stay. Null: nobody is.
    pub retention_days: Option<i64>,
    /// When it was made.
    pub created_at: At,
}

impl From<db::events::Event> for EventView {
    fn from(e: db::events::Event) -> EventView {
        EventView {
            id: e.id,
            name: e.name,
            time_zone: e.time_zone,
            starts_at: At(e.starts_at),
            ends_at: At(e.ends_at),
            region: e.region,
            retention_days: e.retention_days,
            created_at: At(e.created_at),
        }
    }
}

/// A new event.
#[derive(Debug, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewEvent {
    /// Name people see.
    #[serde(deserialize_with = "line")]
    #[garde(length(chars, min = 1, max = 200))]
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 200))]
    pub name: String,
    /// IANA name, as `Europe/Lisbon`.
    #[garde(length(min = 1, max = 64))]
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 64))]
    pub time_zone: String,
    /// When it starts.
    #[garde(skip)]
    pub starts_at: At,
    /// When it ends, later than it starts.
    #[garde(skip)]
    pub ends_at: At,
    /// Where most people are.
    #[serde(default)]
    #[garde(skip)]
    pub region: Option<Region>,
    /// So many days after its end everybody of it is deleted, with what they wrote; counts stay.
    #[serde(default)]
    #[garde(range(min = 1, max = 3650))]
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 3650))]
    pub retention_days: Option<i64>,
}

/// What may change of an event; absent fields stay.
#[derive(Debug, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct EventPatch {
    /// Name people see.
    #[serde(default, deserialize_with = "given_line")]
    #[garde(length(chars, min = 1, max = 200))]
    #[cfg_attr(feature = "openapi", schema(nullable = false, min_length = 1, max_length = 200))]
    pub name: Option<String>,
    /// IANA name.
    #[serde(default, deserialize_with = "given_line")]
    #[garde(length(min = 1, max = 64))]
    #[cfg_attr(feature = "openapi", schema(nullable = false, min_length = 1, max_length = 64))]
    pub time_zone: Option<String>,
    /// When it starts.
    #[serde(default, deserialize_with = "given")]
    #[garde(skip)]
    #[cfg_attr(feature = "openapi", schema(nullable = false))]
    pub starts_at: Option<At>,
    /// When it ends.
    #[serde(default, deserialize_with = "given")]
    #[garde(skip)]
    #[cfg_attr(feature = "openapi", schema(nullable = false))]
    pub ends_at: Option<At>,
    /// Where most people are: a hint for objects made from now on. An attendee's own entry keeps the old one until it changes.
    #[serde(default, deserialize_with = "patch")]
    #[garde(skip)]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Region>))]
    pub region: Option<Option<Region>>,
    /// So many days after its end everybody of it is deleted, with what they wrote. Of an event that ended long ago: soon.
    #[serde(default, deserialize_with = "patch")]
    #[garde(range(min = 1, max = 3650))]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<i64>, minimum = 1, maximum = 3650))]
    pub retention_days: Option<Option<i64>>,
}

/// Cloudflare's location hints.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Region {
    /// Western North America.
    Wnam,
    /// Eastern North America.
    Enam,
    /// South America.
    Sam,
    /// Western Europe.
    Weur,
    /// Eastern Europe.
    Eeur,
    /// Asia-Pacific.
    Apac,
    /// Oceania.
    Oc,
    /// Africa.
    Afr,
    /// Middle East.
    Me,
}

impl Region {
    fn word(self) -> &'static str {
        match self {
            Region::Wnam => "wnam",
            Region::Enam => "enam",
            Region::Sam => "sam",
            Region::Weur => "weur",
            Region::Eeur => "eeur",
            Region::Apac => "apac",
            Region::Oc => "oc",
            Region::Afr => "afr",
            Region::Me => "me",
        }
    }
}

/// This file's routes.
pub fn routes() -> Router {
    Router::new()
        .route("/api/v1/events", get(list_events).post(create_event))
        .route("/api/v1/events/{event}", get(show_event).patch(change_event))
}

/// Makes an event. A key that is limited to one event may not: 403 `forbidden`.
#[cfg_attr(feature = "openapi", utoipa::path(post, path = "/api/v1/events", tag = "events", security(("organizer" = [])),
    request_body = NewEvent, responses((status = 201, body = EventView))))]
#[worker::send]
pub async fn create_event(app: App, organizer: Can<Write>, Body(body): Body<NewEvent>) -> Result<Tagged<EventView>> {
    if organizer.event.is_some() {
        return Err(Error::forbidden("This key is for one event only."));
    }
    let event = db::events::Event {
        id: app.new_id::<kind::Event>()?,
        name: body.name,
        time_zone: body.time_zone,
        starts_at: body.starts_at.0,
        ends_at: body.ends_at.0,
        region: body.region.map(|region| region.word().to_owned()),
        retention_days: body.retention_days,
        created_at: app.now(),
        version: 1,
    };
    must_be_right(&event)?;
    let db = app.db()?;
    db.along(Entry::of(&organizer, &event.id, "event.created", &event.id, &event.name).statement(&app, &db)?);
    db::events::insert(&db, &event).await?;
    Ok(created(event.into()))
}

/// The events of this key, oldest first.
#[cfg_attr(feature = "openapi", utoipa::path(get, path = "/api/v1/events", tag = "events", security(("organizer" = [])),
    params(Paging), responses((status = 200, body = Page<EventView>))))]
#[worker::send]
pub async fn list_events(app: App, organizer: Organizer, Params(query): Params<Paging>) -> Result<Json<Page<EventView>>> {
    let size = page_size(query.limit);
    let cursor = query.cursor.unwrap_or_default();
    let rows = db::events::list(&app.db()?, organizer.scope(), &cursor, size + 1).await?;
    Ok(Json(page(rows, size, |row| &row.id)))
}

/// One event.
#[cfg_attr(feature = "openapi", utoipa::path(get, path = "/api/v1/events/{event}", tag = "events", security(("organizer" = [])),
    params(("event" = String, Path, description = "`evt_…`")), responses((status = 200, body = EventView))))]
#[worker::send]
pub async fn show_event(app: App, organizer: Organizer, event: Id<kind::Event>) -> Result<Tagged<EventView>> {
    Ok(ok(authorized_event(&app.db()?, &organizer, &event).await?.into()))
}

/// Changes an event.
#[cfg_attr(feature = "openapi", utoipa::path(patch, path = "/api/v1/events/{event}", tag = "events", security(("organizer" = [])),
    params(("event" = String, Path, description = "`evt_…`")), request_body = EventPatch, responses((status = 200, body = EventView))))]
#[worker::send]
pub async fn change_event(
    app: App,
    organizer: Can<Write>,
    event: Id<kind::Event>,
    from: IfMatch,
    Body(patch): Body<EventPatch>,
) -> Result<Tagged<EventView>> {
    let db = app.db()?;
    let (event, told) = etag::edit(async || {
        let before = authorized_event(&db, &organizer, &event).await?;
        let view = EventView::from(before.clone());
        from.must_be(&view)?;
        let event = patch.applied(&before);
        must_be_right(&event)?;
        if from.is_exact() {
            db.only_if("events", &event.id, before.version)?;
        }
        let entry = Entry::of(&organizer, &event.id, "event.changed", &event.id, &event.name);
        db.along(entry.between(&view, &EventView::from(event.clone())).statement(&app, &db)?);
        let told = db::events::update(&db, &before, &event, app.now()).await?;
        Ok((event, told))
    })
    .await?;
    tell(&app, told).await;
    Ok(ok(event.into()))
}

impl EventPatch {
    fn applied(&self, before: &db::events::Event) -> db::events::Event {
        let mut event = before.clone();
        event.name = self.name.clone().unwrap_or(event.name);
        event.time_zone = self.time_zone.clone().unwrap_or(event.time_zone);
        event.starts_at = self.starts_at.map_or(event.starts_at, |at| at.0);
        event.ends_at = self.ends_at.map_or(event.ends_at, |at| at.0);
        if let Some(region) = self.region {
            event.region = region.map(|region| region.word().to_owned());
        }
        event.retention_days = self.retention_days.unwrap_or(event.retention_days);
        event
    }
}

/// What no single field can tell.
fn must_be_right(event: &db::events::Event) -> Result<()> {
    if event.ends_at <= event.starts_at {
        return Err(Error::invalid_at("/ends_at", "invalid", "The event must end after it starts."));
    }
    if !time_zone_exists(&event.time_zone) {
        return Err(Error::invalid_at("/time_zone", "invalid", "There is no such time zone."));
    }
    Ok(())
}
