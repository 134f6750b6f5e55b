//! Rooms as their organizer writes them. Joining is `join.rs`, cards are `cards.rs`; many at once [`batch`], as a table [`export`].

use axum::routing::get;
use axum::{Json, Router};
use garde::Validate;
use hallway_domain::catalogue::{Named, RoomEntry, within};
use http::StatusCode;
use serde::{Deserialize, Serialize};

use super::{distinct, must_exist, page, page_size, put, tell};
use crate::app::App;
use crate::auth::Organizer;
use crate::db::rooms::{Filter, Link, Moderator, Room};
use crate::db::{self, Db, Table, audit::Entry};
use crate::error::{Error, Result};
use crate::etag::{self, IfMatch, MaybeIfMatch, Tagged, created, ok};
use crate::extract::{Body, Params};
use crate::fields::{
    given, given_line, line, opt_address, opt_icon, opt_line, opt_text, patch_line, patch_text, patched_address, patched_icon,
};
use crate::ids::{Id, kind};
use crate::scopes::{Can, Write};
use crate::wire::{At, Page};

pub mod batch;
pub mod export;

/// A room as its organizer sees it.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RoomSettings {
    /// `room_…`
    pub id: String,
    /// `evt_…`
    pub event: String,
    /// `fea_…`
    pub feature: String,
    /// Name people see.
    pub name: String,
    /// Free text under the name.
    pub description: Option<String>,
    /// Name of an icon of the picker.
    pub icon: Option<String>,
    /// Address of the cover image.
    pub image: Option<String>,
    /// Closed rooms refuse people without a seat.
    pub enabled: bool,
    /// Closed, and people inside leave; else they may finish.
    pub close_now: bool,
    /// Shown while closed.
    pub closed_reason: Option<String>,
    /// Attendee seats.
    pub attendee_limit: i64,
    /// Moderator seats.
    pub moderator_limit: i64,
    /// Attendees who moderate it.
    pub moderators: Vec<Moderator>,
    /// Groups the room itself is limited to (`grp_…`), within its feature's; empty: whoever the feature is for.
    pub groups: Vec<String>,
    /// Items it is linked to (`itm_…`); a linked room shows there and not in its feature's list.
    pub items: Vec<String>,
    /// The same items with their names.
    pub links: Vec<Link>,
    /// Place in the feature's list, 0 first.
    pub position: i64,
    /// When it was made.
    pub created_at: At,
}

impl From<Room> for RoomSettings {
    fn from(room: Room) -> RoomSettings {
        let Room { entry: r, groups, moderators, links, created_at } = room;
        RoomSettings {
            id: r.id,
            event: r.event,
            feature: r.feature,
            name: r.name,
            description: r.description,
            icon: r.icon,
            image: r.image,
            enabled: r.enabled,
            close_now: r.close_now,
            closed_reason: r.closed_reason,
            attendee_limit: r.attendee_limit,
            moderator_limit: r.moderator_limit,
            moderators,
            groups,
            items: r.items,
            links,
            position: r.position,
            created_at: At(created_at),
        }
    }
}

/// A new room.
#[derive(Debug, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewRoom {
    /// Name people see.
    #[serde(deserialize_with = "line")]
    #[garde(length(chars, min = 1, max = 100))]
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 100))]
    pub name: String,
    /// Open for people; true if absent.
    #[serde(default = "yes")]
    #[garde(skip)]
    pub enabled: bool,
    /// Shown while closed.
    #[serde(default, deserialize_with = "opt_line")]
    #[garde(length(chars, max = 200))]
    #[cfg_attr(feature = "openapi", schema(max_length = 200))]
    pub closed_reason: Option<String>,
    /// Name of an icon of the picker.
    #[serde(default, deserialize_with = "opt_line")]
    #[garde(custom(opt_icon))]
    pub icon: Option<String>,
    /// Address of the cover image.
    #[serde(default, deserialize_with = "opt_line")]
    #[garde(custom(opt_address))]
    pub image: Option<String>,
    /// Free text under the name.
    #[serde(default, deserialize_with = "opt_text")]
    #[garde(length(chars, max = 2000))]
    #[cfg_attr(feature = "openapi", schema(max_length = 2000))]
    pub description: Option<String>,
    /// Up to three attendees who moderate it (`att_…`).
    #[serde(default)]
    #[garde(length(max = 3))]
    #[cfg_attr(feature = "openapi", schema(max_items = 3))]
    pub moderators: Vec<String>,
    /// Groups the room itself is limited to (`grp_…`), within its feature's.
    #[serde(default)]
    #[garde(length(max = 50))]
    #[cfg_attr(feature = "openapi", schema(max_items = 50))]
    pub groups: Vec<String>,
    /// Items it is linked to (`itm_…`).
    #[serde(default)]
    #[garde(length(max = 20))]
    #[cfg_attr(feature = "openapi", schema(max_items = 20))]
    pub items: Vec<String>,
    /// Attendee seats, 13 if absent.
    #[serde(default = "thirteen")]
    #[garde(range(min = 1, max = 13))]
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 13))]
    pub attendee_limit: i64,
    /// Moderator seats, 3 if absent.
    #[serde(default = "three")]
    #[garde(range(min = 0, max = 3))]
    #[cfg_attr(feature = "openapi", schema(minimum = 0, maximum = 3))]
    pub moderator_limit: i64,
}

fn yes() -> bool {
    true
}

fn thirteen() -> i64 {
    13
}

fn three() -> i64 {
    3
}

/// What may change of a room; absent fields stay, null clears.
#[derive(Debug, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct RoomPatch {
    /// Name people see.
    #[serde(default, deserialize_with = "given_line")]
    #[garde(length(chars, min = 1, max = 100))]
    #[cfg_attr(feature = "openapi", schema(nullable = false, min_length = 1, max_length = 100))]
    pub name: Option<String>,
    /// Open for people.
    #[serde(default, deserialize_with = "given")]
    #[garde(skip)]
    #[cfg_attr(feature = "openapi", schema(nullable = false))]
    pub enabled: Option<bool>,
    /// With `enabled: false`: people inside leave now instead of finishing.
    #[serde(default)]
    #[garde(skip)]
    pub close_now: bool,
    /// Shown while closed.
    #[serde(default, deserialize_with = "patch_line")]
    #[garde(length(chars, max = 200))]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, max_length = 200))]
    pub closed_reason: Option<Option<String>>,
    /// Name of an icon of the picker.
    #[serde(default, deserialize_with = "patch_line")]
    #[garde(custom(patched_icon))]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    pub icon: Option<Option<String>>,
    /// Address of the cover image.
    #[serde(default, deserialize_with = "patch_line")]
    #[garde(custom(patched_address))]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    pub image: Option<Option<String>>,
    /// Free text under the name.
    #[serde(default, deserialize_with = "patch_text")]
    #[garde(length(chars, max = 2000))]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, max_length = 2000))]
    pub description: Option<Option<String>>,
    /// All the moderators from now on.
    #[serde(default, deserialize_with = "given")]
    #[garde(length(max = 3))]
    #[cfg_attr(feature = "openapi", schema(nullable = false, max_items = 3))]
    pub moderators: Option<Vec<String>>,
    /// All the groups the room itself is limited to from now on; empty: whoever the feature is for.
    #[serde(default, deserialize_with = "given")]
    #[garde(length(max = 50))]
    #[cfg_attr(feature = "openapi", schema(nullable = false, max_items = 50))]
    pub groups: Option<Vec<String>>,
    /// All the links from now on.
    #[serde(default, deserialize_with = "given")]
    #[garde(length(max = 20))]
    #[cfg_attr(feature = "openapi", schema(nullable = false, max_items = 20))]
    pub items: Option<Vec<String>>,
    /// Attendee seats. Fewer than are taken now lets everybody stay.
    #[serde(default, deserialize_with = "given")]
    #[garde(range(min = 1, max = 13))]
    #[cfg_attr(feature = "openapi", schema(nullable = false, minimum = 1, maximum = 13))]
    pub attendee_limit: Option<i64>,
    /// Moderator seats.
    #[serde(default, deserialize_with = "given")]
    #[garde(range(min = 0, max = 3))]
    #[cfg_attr(feature = "openapi", schema(nullable = false, minimum = 0, maximum = 3))]
    pub moderator_limit: Option<i64>,
}

/// Query of the list.
#[derive(Debug, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams), into_params(parameter_in = Query))]
#[serde(deny_unknown_fields)]
pub struct RoomQuery {
    /// Part of a name or description.
    #[serde(default)]
    #[garde(length(chars, max = 100))]
    #[cfg_attr(feature = "openapi", param(nullable = false, max_length = 100))]
    pub q: Option<String>,
    /// Open ones, or closed ones.
    #[serde(default)]
    #[garde(skip)]
    #[cfg_attr(feature = "openapi", param(nullable = false))]
    pub enabled: Option<bool>,
    /// With moderators, or without.
    #[serde(default)]
    #[garde(skip)]
    #[cfg_attr(feature = "openapi", param(nullable = false))]
    pub moderated: Option<bool>,
    /// Linked to items, or in the feature's list.
    #[serde(default)]
    #[garde(skip)]
    #[cfg_attr(feature = "openapi", param(nullable = false))]
    pub linked: Option<bool>,
    /// `next_cursor` of the page before.
    #[serde(default)]
    #[garde(length(max = 64))]
    #[cfg_attr(feature = "openapi", param(nullable = false, max_length = 64))]
    pub cursor: Option<String>,
    /// Entries of a page, 1 to 1000; 50 if absent.
    #[serde(default)]
    #[garde(range(min = 1, max = 1000))]
    #[cfg_attr(feature = "openapi", param(nullable = false, minimum = 1, maximum = 1000))]
    pub limit: Option<i64>,
}

/// This file's routes.
pub fn routes() -> Router {
    Router::new()
        .route("/api/v1/features/{feature}/rooms", get(list_rooms).post(create_room))
        .route("/api/v1/rooms/{room}", get(show_room).patch(change_room).delete(delete_room))
        .merge(batch::routes())
        .merge(export::routes())
}

/// Makes a room at the end of the feature's list. It stays on one LiveKit server of the pool for ever.
#[cfg_attr(feature = "openapi", utoipa::path(post, path = "/api/v1/features/{feature}/rooms", tag = "rooms", security(("organizer" = [])),
    params(("feature" = String, Path, description = "`fea_…`")), request_body = NewRoom, responses((status = 201, body = RoomSettings))))]
#[worker::send]
pub async fn create_room(
    app: App,
    organizer: Can<Write>,
    feature: Id<kind::Feature>,
    Body(body): Body<NewRoom>,
) -> Result<Tagged<RoomSettings>> {
    let db = app.db()?;
    let found = db::features::find(&db, organizer.scope(), &feature).await?;
    let feature = found.ok_or_else(|| Error::not_found("feature"))?;
    let id = app.new_id::<kind::Room>()?;
    let moderators = moderators(&db, &feature.event, &body.moderators).await?;
    must_exist(&db, Table::Items, &feature.event, "items", &body.items).await?;
    must_exist(&db, Table::Groups, &feature.event, "groups", &body.groups).await?;
    let groups = distinct(body.groups);
    let room = RoomEntry {
        sfu: app.config.pin(&id)?,
        id,
        event: feature.event,
        feature: feature.id,
        name: body.name,
        description: body.description,
        icon: body.icon,
        image: body.image,
        enabled: body.enabled,
        closed_reason: body.closed_reason,
        attendee_limit: body.attendee_limit,
        moderator_limit: body.moderator_limit,
        moderators,
        groups: within(groups.clone(), feature.groups),
        items: distinct(body.items),
        position: 0,
        version: 1,
        deleted: false,
        close_now: false,
        // The row has no columns of these: they are the event's.
        time_zone: String::new(),
        event_ends_at: 0,
        cleared_at: 0,
    };
    db.along(Entry::of(&organizer, &room.event, "room.created", &room.id, &room.name).statement(&app, &db)?);
    tell(&app, db::rooms::insert(&db, &room, &groups, app.now()).await?).await;
    Ok(created(the_room(&db, &organizer, &room.id).await?.into()))
}

/// The rooms of a feature in its order, linked ones too.
#[cfg_attr(feature = "openapi", utoipa::path(get, path = "/api/v1/features/{feature}/rooms", tag = "rooms", security(("organizer" = [])),
    params(("feature" = String, Path, description = "`fea_…`"), RoomQuery), responses((status = 200, body = Page<RoomSettings>))))]
#[worker::send]
pub async fn list_rooms(
    app: App,
    organizer: Organizer,
    feature: Id<kind::Feature>,
    Params(query): Params<RoomQuery>,
) -> Result<Json<Page<RoomSettings>>> {
    let db = app.db()?;
    let found = db::features::find(&db, organizer.scope(), &feature).await?;
    let feature = found.ok_or_else(|| Error::not_found("feature"))?;
    let RoomQuery { q, enabled, moderated, linked, cursor, limit } = query;
    let filter = Filter { q: q.as_deref().filter(|q| !q.is_empty()), enabled, moderated, linked };
    let (size, cursor) = (page_size(limit), cursor.unwrap_or_default());
    let rooms = db::rooms::of_feature(&db, &feature.event, &feature.id, &filter, &cursor, size + 1).await?;
    Ok(Json(page(rooms, size, |room| &room.entry.id)))
}

/// One room.
#[cfg_attr(feature = "openapi", utoipa::path(get, path = "/api/v1/rooms/{room}", tag = "rooms", security(("organizer" = [])),
    params(("room" = String, Path, description = "`room_…`")), responses((status = 200, body = RoomSettings))))]
#[worker::send]
pub async fn show_room(app: App, organizer: Organizer, room: Id<kind::Room>) -> Result<Tagged<RoomSettings>> {
    Ok(ok(the_room(&app.db()?, &organizer, &room).await?.into()))
}

/// Changes a room. It and the lobbies it shows in hear of it before the answer, or from cron.
#[cfg_attr(feature = "openapi", utoipa::path(patch, path = "/api/v1/rooms/{room}", tag = "rooms", security(("organizer" = [])),
    params(("room" = String, Path, description = "`room_…`")), request_body = RoomPatch, responses((status = 200, body = RoomSettings))))]
#[worker::send]
pub async fn change_room(
    app: App,
    organizer: Can<Write>,
    room: Id<kind::Room>,
    from: IfMatch,
    Body(patch): Body<RoomPatch>,
) -> Result<Tagged<RoomSettings>> {
    let db = app.db()?;
    let told = etag::edit(async || {
        let before = the_room(&db, &organizer, &room).await?;
        from.must_be(&RoomSettings::from(before.clone()))?;
        let after = patch.applied(&db, &before).await?;
        let room = &after.entry;
        if from.is_exact() {
            db.only_if("rooms", &room.id, before.entry.version)?;
        }
        let entry = Entry::of(&organizer, &room.event, "room.changed", &room.id, &room.name);
        db.along(entry.between(&noted(&before), &noted(&after)).statement(&app, &db)?);
        db::rooms::update(&db, &before, &after, app.now()).await
    })
    .await?;
    tell(&app, told).await;
    Ok(ok(the_room(&db, &organizer, &room).await?.into()))
}

/// Deletes a room. People inside are put out.
#[cfg_attr(feature = "openapi", utoipa::path(delete, path = "/api/v1/rooms/{room}", tag = "rooms", security(("organizer" = [])),
    params(("room" = String, Path, description = "`room_…`")), responses((status = 204))))]
#[worker::send]
pub async fn delete_room(app: App, organizer: Can<Write>, room: Id<kind::Room>, from: MaybeIfMatch) -> Result<StatusCode> {
    let db = app.db()?;
    let room = the_room(&db, &organizer, &room).await?;
    from.0.must_be(&RoomSettings::from(room.clone()))?;
    let room = room.entry;
    db.along(Entry::of(&organizer, &room.event, "room.deleted", &room.id, &room.name).statement(&app, &db)?);
    tell(&app, db::rooms::delete(&db, &room, app.now()).await?).await;
    Ok(StatusCode::NO_CONTENT)
}

/// What the audit log keeps of a room: names, and no addresses.
fn noted(room: &Room) -> serde_json::Value {
    let r = &room.entry;
    serde_json::json!({
        "name": r.name, "enabled": r.enabled, "close_now": r.close_now, "closed_reason": r.closed_reason, "icon": r.icon,
        "image": r.image, "description": r.description, "moderators": r.moderators, "groups": room.groups, "items": r.items,
        "attendee_limit": r.attendee_limit, "moderator_limit": r.moderator_limit,
    })
}

impl RoomPatch {
    async fn applied(&self, db: &Db, before: &Room) -> Result<Room> {
        let (mut after, event) = (before.clone(), &before.entry.event);
        if let Some(named) = &self.moderators {
            after.entry.moderators = moderators(db, event, named).await?;
        }
        if let Some(items) = &self.items {
            must_exist(db, Table::Items, event, "items", items).await?;
        }
        if let Some(groups) = &self.groups {
            must_exist(db, Table::Groups, event, "groups", groups).await?;
            after.groups = distinct(groups.clone());
        }
        self.apply(&mut after.entry)?;
        Ok(after)
    }

    fn apply(&self, room: &mut RoomEntry) -> Result<()> {
        room.enabled = self.enabled.unwrap_or(room.enabled);
        if self.close_now && room.enabled {
            return Err(Error::invalid_at("/close_now", "invalid", "Only a closed room can be emptied: send `enabled: false` too."));
        }
        // Once said, it holds until the room opens again.
        room.close_now = !room.enabled && (room.close_now || self.close_now);
        put(&mut room.name, self.name.as_ref());
        put(&mut room.closed_reason, self.closed_reason.as_ref());
        put(&mut room.icon, self.icon.as_ref());
        put(&mut room.image, self.image.as_ref());
        put(&mut room.description, self.description.as_ref());
        if let Some(items) = &self.items {
            room.items = distinct(items.clone());
        }
        room.attendee_limit = self.attendee_limit.unwrap_or(room.attendee_limit);
        room.moderator_limit = self.moderator_limit.unwrap_or(room.moderator_limit);
        Ok(())
    }
}

async fn the_room(db: &Db, organizer: &Organizer, room: &str) -> Result<Room> {
    db::rooms::find(db, organizer.scope(), room).await?.ok_or_else(|| Error::not_found("room"))
}

/// The named attendees, who must be of this event.
async fn moderators(db: &Db, event: &str, ids: &[String]) -> Result<Vec<Named>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    must_exist(db, Table::Attendees, event, "moderators", ids).await?;
    db::attendees::named(db, event, &distinct(ids.to_vec())).await
}
