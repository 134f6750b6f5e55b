//! `/events/{event}/items`: sessions, sponsors and pages rooms can be linked to. Attendees see them through
//! `cards.rs`.

use axum::routing::get;
use axum::{Json, Router};
use garde::Validate;
use http::StatusCode;
use serde::{Deserialize, Serialize};

use super::authorized_event;
use crate::app::App;
use crate::auth::Organizer;
use crate::db::{self, audit::Entry, items::Item};
use crate::error::{Error, Result};
use crate::extract::Body;
use crate::fields::line;
use crate::ids::{Id, kind};
use crate::scopes::{Can, Write};
use crate::wire::{At, ItemKind, Page};

/// Something a room can be linked to.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ItemView {
    /// `itm_…`
    pub id: String,
    /// Session, sponsor or page.
    pub kind: ItemKind,
    /// Name people see.
    pub name: String,
    /// When a session starts.
    pub starts_at: Option<At>,
    /// When it ends.
    pub ends_at: Option<At>,
    /// When it was made.
    pub created_at: At,
}

impl From<Item> for ItemView {
    fn from(i: Item) -> ItemView {
        ItemView {
            id: i.id,
            kind: i.kind,
            name: i.name,
            starts_at: i.starts_at.map(At),
            ends_at: i.ends_at.map(At),
            created_at: At(i.created_at),
        }
    }
}

/// A new item.
#[derive(Debug, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewItem {
    /// Session, sponsor or page.
    #[garde(skip)]
    pub kind: ItemKind,
    /// Name people see.
    #[serde(deserialize_with = "line")]
    #[garde(length(chars, min = 1, max = 200))]
    pub name: String,
    /// When a session starts.
    #[serde(default)]
    #[garde(skip)]
    pub starts_at: Option<At>,
    /// When it ends.
    #[serde(default)]
    #[garde(skip)]
    pub ends_at: Option<At>,
}

/// This file's routes.
pub fn routes() -> Router {
    Router::new().route("/api/v1/events/{event}/items", get(list_items).post(create_item))
}

/// Makes an item.
#[cfg_attr(feature = "openapi", utoipa::path(post, path = "/api/v1/events/{event}/items", tag = "items", security(("organizer" = [])),
    operation_id = "create_item", params(("event" = String, Path, description = "`evt_…`")), request_body = NewItem,
    responses((status = 201, body = ItemView))))]
#[worker::send]
pub async fn create_item(
    app: App,
    organizer: Can<Write>,
    event: Id<kind::Event>,
    Body(body): Body<NewItem>,
) -> Result<(StatusCode, Json<ItemView>)> {
    if let (Some(start), Some(end)) = (body.starts_at, body.ends_at)
        && end < start
    {
        return Err(Error::invalid_at("/ends_at", "invalid", "It must not end before it starts."));
    }
    let db = app.db()?;
    let event = authorized_event(&db, &organizer, &event).await?;
    let item = Item {
        id: app.new_id::<kind::Item>()?,
        kind: body.kind,
        name: body.name,
        starts_at: body.starts_at.map(|at| at.0),
        ends_at: body.ends_at.map(|at| at.0),
        created_at: app.now(),
    };
    db.along(Entry::of(&organizer, &event.id, "item.created", &item.id, &item.name).statement(&app, &db)?);
    db::items::insert(&db, &event.id, &item).await?;
    Ok((StatusCode::CREATED, Json(item.into())))
}

/// The items of an event, by their start.
#[cfg_attr(feature = "openapi", utoipa::path(get, path = "/api/v1/events/{event}/items", tag = "items", security(("organizer" = [])),
    operation_id = "list_event_items", params(("event" = String, Path, description = "`evt_…`")),
    responses((status = 200, body = Page<ItemView>))))]
#[worker::send]
pub async fn list_items(app: App, organizer: Organizer, event: Id<kind::Event>) -> Result<Json<Page<ItemView>>> {
    let db = app.db()?;
    let event = authorized_event(&db, &organizer, &event).await?;
    let items = db::items::list(&db, &event.id, None).await?;
    Ok(Json(Page::whole(items.into_iter().map(ItemView::from).collect())))
}
