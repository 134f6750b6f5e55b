//! `/events/{event}/items`: sessions, sponsors and pages rooms can be linked to. Attendees see them through
//! `cards.rs`.

use axum::extract::Path;
use axum::routing::{get, patch};
use axum::{Json, Router};
use garde::Validate;
use http::StatusCode;
use serde::{Deserialize, Serialize};

use super::{authorized_event, page, page_size, put, tell};
use crate::app::App;
use crate::auth::Organizer;
use crate::db::{self, Db, audit::Entry, items::Item};
use crate::error::{Error, Result};
use crate::etag::{self, IfMatch, MaybeIfMatch, Tagged, created, ok};
use crate::extract::{Body, Params};
use crate::fields::{given, given_line, line, opt_text, patch as patch_field, patch_text};
use crate::ids::{Id, kind};
use crate::scopes::{Can, Write};
use crate::wire::{At, ItemKind, Page, Stream};

/// Something a room can be linked to.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ItemView {
    /// `itm_…`
    pub id: String,
    /// `evt_…`
    pub event: String,
    /// Session, sponsor or page.
    pub kind: ItemKind,
    /// Name people see.
    pub name: String,
    /// What it is about.
    pub description: Option<String>,
    /// When a session starts.
    pub starts_at: Option<At>,
    /// When it ends.
    pub ends_at: Option<At>,
    /// A session's live stream.
    pub stream: Option<Stream>,
    /// Rooms linked to it.
    pub rooms: i64,
    /// When it was made.
    pub created_at: At,
}

impl From<Item> for ItemView {
    fn from(i: Item) -> ItemView {
        ItemView {
            stream: i.stream(),
            id: i.id,
            event: i.event,
            kind: i.kind,
            name: i.name,
            description: i.description,
            rooms: i.rooms,
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
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 200))]
    pub name: String,
    /// What it is about.
    #[serde(default, deserialize_with = "opt_text")]
    #[garde(length(chars, max = 5000))]
    #[cfg_attr(feature = "openapi", schema(max_length = 5000))]
    pub description: Option<String>,
    /// When a session starts.
    #[serde(default)]
    #[garde(skip)]
    pub starts_at: Option<At>,
    /// When it ends.
    #[serde(default)]
    #[garde(skip)]
    pub ends_at: Option<At>,
    /// A session's live stream.
    #[serde(default)]
    #[garde(dive)]
    pub stream: Option<Stream>,
}

/// What may change of an item; absent fields stay, null clears.
#[derive(Debug, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ItemPatch {
    /// Session, sponsor or page.
    #[serde(default, deserialize_with = "given")]
    #[garde(skip)]
    #[cfg_attr(feature = "openapi", schema(nullable = false))]
    pub kind: Option<ItemKind>,
    /// Name people see.
    #[serde(default, deserialize_with = "given_line")]
    #[garde(length(chars, min = 1, max = 200))]
    #[cfg_attr(feature = "openapi", schema(nullable = false, min_length = 1, max_length = 200))]
    pub name: Option<String>,
    /// What it is about.
    #[serde(default, deserialize_with = "patch_text")]
    #[garde(length(chars, max = 5000))]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, max_length = 5000))]
    pub description: Option<Option<String>>,
    /// When a session starts.
    #[serde(default, deserialize_with = "patch_field")]
    #[garde(skip)]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<At>))]
    pub starts_at: Option<Option<At>>,
    /// When it ends.
    #[serde(default, deserialize_with = "patch_field")]
    #[garde(skip)]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<At>))]
    pub ends_at: Option<Option<At>>,
    /// A session's live stream.
    #[serde(default, deserialize_with = "patch_field")]
    #[garde(dive)]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Stream>))]
    pub stream: Option<Option<Stream>>,
}

/// Query of the list.
#[derive(Debug, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams), into_params(parameter_in = Query))]
#[serde(deny_unknown_fields)]
pub struct ItemsQuery {
    /// Only items of this kind.
    #[serde(default)]
    #[garde(skip)]
    #[cfg_attr(feature = "openapi", param(nullable = false))]
    pub kind: Option<ItemKind>,
    /// Part of a name or description.
    #[serde(default)]
    #[garde(length(chars, max = 100))]
    #[cfg_attr(feature = "openapi", param(nullable = false, max_length = 100))]
    pub q: Option<String>,
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

/// This file's routes. `GET /items/{item}` is the attendees'.
pub fn routes() -> Router {
    Router::new()
        .route("/api/v1/events/{event}/items", get(list_items).post(create_item))
        .route("/api/v1/events/{event}/items/{item}", get(show_item))
        .route("/api/v1/items/{item}", patch(change_item).delete(delete_item))
}

/// Makes an item.
#[cfg_attr(feature = "openapi", utoipa::path(post, path = "/api/v1/events/{event}/items", tag = "items", security(("organizer" = [])),
    operation_id = "create_item", params(("event" = String, Path, description = "`evt_…`")), request_body = NewItem,
    responses((status = 201, body = ItemView))))]
#[worker::send]
pub async fn create_item(app: App, organizer: Can<Write>, event: Id<kind::Event>, Body(body): Body<NewItem>) -> Result<Tagged<ItemView>> {
    let db = app.db()?;
    let event = authorized_event(&db, &organizer, &event).await?;
    let (stream_kind, stream_url) = body.stream.map(|stream| (stream.kind, stream.url)).unzip();
    let item = Item {
        id: app.new_id::<kind::Item>()?,
        event: event.id,
        kind: body.kind,
        name: body.name,
        description: body.description,
        starts_at: body.starts_at.map(|at| at.0),
        ends_at: body.ends_at.map(|at| at.0),
        stream_kind,
        stream_url,
        rooms: 0,
        created_at: app.now(),
        version: 1,
    };
    must_be_right(&item)?;
    db.along(Entry::of(&organizer, &item.event, "item.created", &item.id, &item.name).statement(&app, &db)?);
    db::items::insert(&db, &item).await?;
    Ok(created(item.into()))
}

/// The items of an event, by their start.
#[cfg_attr(feature = "openapi", utoipa::path(get, path = "/api/v1/events/{event}/items", tag = "items", security(("organizer" = [])),
    operation_id = "list_event_items", params(("event" = String, Path, description = "`evt_…`"), ItemsQuery),
    responses((status = 200, body = Page<ItemView>))))]
#[worker::send]
pub async fn list_items(
    app: App,
    organizer: Organizer,
    event: Id<kind::Event>,
    Params(query): Params<ItemsQuery>,
) -> Result<Json<Page<ItemView>>> {
    let db = app.db()?;
    let event = authorized_event(&db, &organizer, &event).await?;
    let (size, cursor) = (page_size(query.limit), query.cursor.unwrap_or_default());
    let q = query.q.as_deref().filter(|q| !q.is_empty());
    let items = db::items::page(&db, &event.id, query.kind, q, &cursor, size + 1).await?;
    Ok(Json(page(items, size, |item| &item.id)))
}

/// One item.
#[cfg_attr(feature = "openapi", utoipa::path(get, path = "/api/v1/events/{event}/items/{item}", tag = "items", security(("organizer" = [])),
    operation_id = "show_event_item",
    params(("event" = String, Path, description = "`evt_…`"), ("item" = String, Path, description = "`itm_…`")),
    responses((status = 200, body = ItemView))))]
#[worker::send]
pub async fn show_item(app: App, organizer: Organizer, Path((event, item)): Path<(String, String)>) -> Result<Tagged<ItemView>> {
    let db = app.db()?;
    let item = the_item(&db, &organizer, &item).await?;
    if item.event == event { Ok(ok(item.into())) } else { Err(Error::not_found("item")) }
}

/// Changes an item. Its lobby hears of it before the answer, or from cron.
#[cfg_attr(feature = "openapi", utoipa::path(patch, path = "/api/v1/items/{item}", tag = "items", security(("organizer" = [])),
    params(("item" = String, Path, description = "`itm_…`")), request_body = ItemPatch, responses((status = 200, body = ItemView))))]
#[worker::send]
pub async fn change_item(
    app: App,
    organizer: Can<Write>,
    item: Id<kind::Item>,
    from: IfMatch,
    Body(patch): Body<ItemPatch>,
) -> Result<Tagged<ItemView>> {
    let db = app.db()?;
    let (after, told) = etag::edit(async || {
        let before = the_item(&db, &organizer, &item).await?;
        let view = ItemView::from(before.clone());
        from.must_be(&view)?;
        let after = patch.applied(&before);
        must_be_right(&after)?;
        if from.is_exact() {
            db.only_if("items", &after.id, before.version)?;
        }
        let entry = Entry::of(&organizer, &after.event, "item.changed", &after.id, &after.name);
        db.along(entry.between(&view, &ItemView::from(after.clone())).statement(&app, &db)?);
        let told = db::items::update(&db, &before, &after, app.now()).await?;
        Ok((after, told))
    })
    .await?;
    tell(&app, told).await;
    Ok(ok(after.into()))
}

/// Deletes an item. Rooms that are linked to nothing else come back to their feature's list.
#[cfg_attr(feature = "openapi", utoipa::path(delete, path = "/api/v1/items/{item}", tag = "items", security(("organizer" = [])),
    params(("item" = String, Path, description = "`itm_…`")), responses((status = 204))))]
#[worker::send]
pub async fn delete_item(app: App, organizer: Can<Write>, item: Id<kind::Item>, from: MaybeIfMatch) -> Result<StatusCode> {
    let db = app.db()?;
    let item = the_item(&db, &organizer, &item).await?;
    from.0.must_be(&ItemView::from(item.clone()))?;
    db.along(Entry::of(&organizer, &item.event, "item.deleted", &item.id, &item.name).statement(&app, &db)?);
    tell(&app, db::items::delete(&db, &item, app.now()).await?).await;
    Ok(StatusCode::NO_CONTENT)
}

impl ItemPatch {
    fn applied(&self, before: &Item) -> Item {
        let mut item = before.clone();
        put(&mut item.kind, self.kind.as_ref());
        put(&mut item.name, self.name.as_ref());
        put(&mut item.description, self.description.as_ref());
        put(&mut item.starts_at, self.starts_at.map(|at| at.map(|at| at.0)).as_ref());
        put(&mut item.ends_at, self.ends_at.map(|at| at.map(|at| at.0)).as_ref());
        if let Some(stream) = self.stream.clone() {
            (item.stream_kind, item.stream_url) = stream.map(|stream| (stream.kind, stream.url)).unzip();
        }
        item
    }
}

/// What no single field can tell.
fn must_be_right(item: &Item) -> Result<()> {
    if let (Some(start), Some(end)) = (item.starts_at, item.ends_at)
        && end < start
    {
        return Err(Error::invalid_at("/ends_at", "invalid", "It must not end before it starts."));
    }
    if item.stream_kind.is_some() && item.kind != ItemKind::Session {
        return Err(Error::invalid_at("/stream", "invalid", "Only a session has a live stream."));
    }
    Ok(())
}

async fn the_item(db: &Db, organizer: &Organizer, item: &str) -> Result<Item> {
    db::items::find(db, organizer.scope(), item).await?.ok_or_else(|| Error::not_found("item"))
}
