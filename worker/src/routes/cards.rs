//! Cards: of a feature, and of an item. A listing reads the Lobby and never asks the rooms.

use axum::{Json, Router, routing::get};
use garde::Validate;
use hallway_domain::catalogue::LobbyEntry;
use hallway_domain::lobby::{Answer, Command, State, Viewer, fan};
use serde::Deserialize;

use crate::app::App;
use crate::auth::Attendee;
use crate::db;
use crate::error::{Error, Result};
use crate::extract::Params;
use crate::ids::{Id, Kind, kind};
use crate::objects::{lobby, person};
use crate::wire::{At, CardList, CardView, FeatureHead, ItemCards, ItemKind, Page};

/// This file's routes.
pub fn routes() -> Router {
    Router::new()
        .route("/api/v1/features/{feature}/cards", get(list_cards))
        .route("/api/v1/items", get(list_items))
        .route("/api/v1/items/{item}", get(show_item))
}

/// The cards of a feature, in the organizer's order, as this attendee sees them.
#[cfg_attr(feature = "openapi", utoipa::path(get, path = "/api/v1/features/{feature}/cards", tag = "features",
    params(("feature" = String, Path, description = "`fea_…`")), security(("attendee" = [])),
    responses((status = 200, body = CardList), (status = 401, description = "`unauthenticated`, `session_expired`, `session_revoked`"),
        (status = 404, description = "`not_found`: no such feature, or not for this person"))))]
#[worker::send]
pub async fn list_cards(app: App, who: Attendee, feature: Id<kind::Feature>) -> Result<Json<CardList>> {
    let (place, seq, data) = cards_of::<kind::Feature>(&app, &who, &feature).await?;
    let feature = FeatureHead { id: place.id, name: place.name, icon: place.icon, image: place.image };
    Ok(Json(CardList { feature, seq, data, next_cursor: None }))
}

/// Query of `GET /items`.
#[derive(Debug, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams), into_params(parameter_in = Query))]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
pub struct ItemQuery {
    /// Only items of this kind.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", param(nullable = false))]
    pub kind: Option<ItemKind>,
}

/// An item in a list; its cards come with `GET /items/{item}`.
#[derive(Clone, Debug, serde::Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ItemHead {
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
}

/// The event's sessions, sponsors and pages; sessions by their start.
#[cfg_attr(feature = "openapi", utoipa::path(get, path = "/api/v1/items", tag = "items", params(ItemQuery), security(("attendee" = [])),
    responses((status = 200, body = Page<ItemHead>), (status = 401, description = "`unauthenticated`, `session_expired`, `session_revoked`"))))]
#[worker::send]
pub async fn list_items(app: App, who: Attendee, Params(query): Params<ItemQuery>) -> Result<Json<Page<ItemHead>>> {
    let profile = person::profile(&app, &who.person).await?.ok_or_else(Error::session_revoked)?;
    who.must_match(&profile)?;
    let items = db::items::list(&app.db()?, &who.event, query.kind).await?;
    let heads = items.into_iter().map(|i| ItemHead {
        id: i.id,
        kind: i.kind,
        name: i.name,
        starts_at: i.starts_at.map(At),
        ends_at: i.ends_at.map(At),
    });
    Ok(Json(Page::whole(heads.collect())))
}

/// An item with the rooms linked to it.
#[cfg_attr(feature = "openapi", utoipa::path(get, path = "/api/v1/items/{item}", tag = "items",
    params(("item" = String, Path, description = "`itm_…`")), security(("attendee" = [])),
    responses((status = 200, body = ItemCards), (status = 401, description = "`unauthenticated`, `session_expired`, `session_revoked`"),
        (status = 404, description = "`not_found`"))))]
#[worker::send]
pub async fn show_item(app: App, who: Attendee, item: Id<kind::Item>) -> Result<Json<ItemCards>> {
    let head = db::items::find(&app.db()?, Some(&who.event), &item).await?.ok_or_else(|| Error::not_found("item"))?;
    let (_, seq, cards) = cards_of::<kind::Item>(&app, &who, &item).await?;
    let stream = head.stream();
    Ok(Json(ItemCards {
        id: head.id,
        kind: head.kind,
        name: head.name,
        description: head.description,
        starts_at: head.starts_at.map(At),
        ends_at: head.ends_at.map(At),
        stream,
        seq,
        cards,
    }))
}

/// The cards of a place that this attendee may see, and the number they are of; 404 where the place itself is not for them.
async fn cards_of<K: Kind>(app: &App, who: &Attendee, place: &str) -> Result<(LobbyEntry, i64, Vec<CardView>)> {
    let not_found = || Error::not_found(K::NOUN);
    let Answer::Cards { seq, place, cards } = lobby::ask(app, place, &Command::List).await? else { return Err(not_found()) };
    if place.event != who.event || place.deleted {
        return Err(not_found());
    }
    // Always asked: the person's object has the last word on a revoked link, and knows the groups.
    let profile = person::profile(app, &who.person).await?.ok_or_else(Error::session_revoked)?;
    who.must_match(&profile)?;
    let (viewer, state) = (Viewer::from(&profile), State { seq, place: *place, rooms: cards });
    if !fan::is_for(&state.place, &viewer) {
        return Err(not_found());
    }
    let cards = fan::cards(&state, &viewer);
    Ok((state.place, seq, cards))
}
