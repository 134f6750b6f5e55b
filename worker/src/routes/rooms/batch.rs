//! Many rooms of a feature at once: their order, and the same change of all.

use axum::routing::{post, put};
use axum::{Json, Router};
use garde::Validate;
use serde::{Deserialize, Serialize};

use super::super::{distinct, must_be_sortable, must_exist, tell};
use super::RoomSettings;
use crate::app::App;
use crate::auth::Organizer;
use crate::db::audit::Entry;
use crate::db::batch::Batch;
use crate::db::features::Feature;
use crate::db::rooms::Room;
use crate::db::{self, Db, Table};
use crate::error::{Error, Result};
use crate::extract::Body;
use crate::fields::{given, patch_line};
use crate::ids::{Id, kind};
use crate::scopes::{Can, Write};

/// This file's routes.
pub fn routes() -> Router {
    Router::new()
        .route("/api/v1/features/{feature}/rooms/order", put(sort_rooms))
        .route("/api/v1/features/{feature}/rooms/batch", post(change_rooms))
}

/// A new order.
#[derive(Debug, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct RoomOrder {
    /// These, in this order (`room_…`).
    #[garde(length(min = 1, max = 1000))]
    #[cfg_attr(feature = "openapi", schema(min_items = 1, max_items = 1000))]
    pub rooms: Vec<String>,
    /// Before this one; null: at the end.
    #[garde(skip)]
    pub before: Option<String>,
}

/// All rooms of the feature in their order.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RoomOrdered {
    /// `room_…`
    pub data: Vec<String>,
}

/// Puts some rooms, in this order, before another one or at the end; the others keep their order. Two who sort at once both
/// get their way. Answers with all ids in order.
#[cfg_attr(feature = "openapi", utoipa::path(put, path = "/api/v1/features/{feature}/rooms/order", tag = "rooms", security(("organizer" = [])),
    params(("feature" = String, Path, description = "`fea_…`")), request_body = RoomOrder, responses((status = 200, body = RoomOrdered))))]
#[worker::send]
pub async fn sort_rooms(
    app: App,
    organizer: Can<Write>,
    feature: Id<kind::Feature>,
    Body(body): Body<RoomOrder>,
) -> Result<Json<RoomOrdered>> {
    let db = app.db()?;
    let feature = the_feature(&db, &organizer, &feature).await?;
    let known = db::rooms::order(&db, &feature.id).await?;
    must_be_sortable("rooms", &body.rooms, body.before.as_deref(), &known)?;
    db.along(Entry::of(&organizer, &feature.event, "rooms.sorted", &feature.id, &feature.name).statement(&app, &db)?);
    tell(&app, db::batch::sort(&db, &feature.id, &body.rooms, body.before.as_deref(), app.now()).await?).await;
    Ok(Json(RoomOrdered { data: db::rooms::order(&db, &feature.id).await? }))
}

/// The same change of many rooms.
#[derive(Debug, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct RoomBatch {
    /// Rooms of the feature (`room_…`).
    #[garde(length(min = 1, max = 1000))]
    #[cfg_attr(feature = "openapi", schema(min_items = 1, max_items = 1000))]
    pub rooms: Vec<String>,
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
    /// All the groups the rooms themselves are limited to from now on.
    #[serde(default, deserialize_with = "given")]
    #[garde(length(max = 50))]
    #[cfg_attr(feature = "openapi", schema(nullable = false, max_items = 50))]
    pub groups: Option<Vec<String>>,
    /// Attendees who moderate them too (`att_…`). A room that would have more than three is skipped.
    #[serde(default)]
    #[garde(length(max = 3))]
    #[cfg_attr(feature = "openapi", schema(max_items = 3))]
    pub add_moderators: Vec<String>,
    /// Attendees who moderate them no more.
    #[serde(default)]
    #[garde(length(max = 50))]
    #[cfg_attr(feature = "openapi", schema(max_items = 50))]
    pub remove_moderators: Vec<String>,
    /// Delete them; nothing else may be asked for then.
    #[serde(default)]
    #[garde(skip)]
    pub delete: bool,
    /// Undo that; nothing else may be asked for then.
    #[serde(default)]
    #[garde(skip)]
    pub restore: bool,
}

/// What became of a batch.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RoomBatchAnswer {
    /// Rooms that are so now, in their order; deleted ones as they were.
    pub data: Vec<RoomSettings>,
    /// The others, and why.
    pub skipped: Vec<Skipped>,
}

/// A room a batch passed over.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Skipped {
    /// `room_…`
    pub room: String,
    /// `not_found` or `too_many_moderators`.
    pub code: String,
    /// For people.
    pub detail: String,
}

/// Moderators a room has at most.
const MODERATORS: usize = 3;

/// The same change of many rooms, in one transaction. Rooms it cannot be made of are skipped, and the answer says why.
#[cfg_attr(feature = "openapi", utoipa::path(post, path = "/api/v1/features/{feature}/rooms/batch", tag = "rooms", security(("organizer" = [])),
    params(("feature" = String, Path, description = "`fea_…`")), request_body = RoomBatch, responses((status = 200, body = RoomBatchAnswer))))]
#[worker::send]
pub async fn change_rooms(
    app: App,
    organizer: Can<Write>,
    feature: Id<kind::Feature>,
    Body(body): Body<RoomBatch>,
) -> Result<Json<RoomBatchAnswer>> {
    body.must_make_sense()?;
    let db = app.db()?;
    let feature = the_feature(&db, &organizer, &feature).await?;
    must_exist(&db, Table::Groups, &feature.event, "groups", body.groups.as_deref().unwrap_or_default()).await?;
    must_exist(&db, Table::Attendees, &feature.event, "add_moderators", &body.add_moderators).await?;
    let (named, batch) = (distinct(body.rooms.clone()), body.batch());
    // Somebody else may name a moderator in between: then the batch is refused whole, and judged anew.
    let (chosen, skipped) = match once(&app, &db, &organizer, &feature, &named, &batch).await {
        Err(e) if e.violates("too_many_moderators") => once(&app, &db, &organizer, &feature, &named, &batch).await?,
        other => other?,
    };
    let rooms = if batch.deleted == Some(true) { chosen } else { db::rooms::named(&db, &feature.id, &ids(&chosen)).await? };
    Ok(Json(RoomBatchAnswer { data: rooms.into_iter().map(RoomSettings::from).collect(), skipped }))
}

async fn once(
    app: &App,
    db: &Db,
    organizer: &Organizer,
    feature: &Feature,
    named: &[String],
    batch: &Batch,
) -> Result<(Vec<Room>, Vec<Skipped>)> {
    let (chosen, skipped) = judge(named, db::rooms::named(db, &feature.id, named).await?, batch);
    let done = match batch.deleted {
        None => "room.changed",
        Some(true) => "room.deleted",
        Some(false) => "room.restored",
    };
    let rooms = chosen.iter().map(|room| &room.entry);
    let entries: Vec<Entry<'_>> =
        rooms.map(|room| Entry::of(organizer, &feature.event, done, &room.id, &room.name).with(batch.noted())).collect();
    db.along(Entry::statement_of_all(&entries, app, db)?);
    tell(app, db::batch::change(db, &feature.event, &ids(&chosen), batch, app.now()).await?).await;
    Ok((chosen, skipped))
}

/// Which rooms it can be made of, and why not of the others.
fn judge(named: &[String], found: Vec<Room>, batch: &Batch) -> (Vec<Room>, Vec<Skipped>) {
    let restores = batch.deleted == Some(false);
    let found: Vec<Room> = found.into_iter().filter(|room| restores || !room.entry.deleted).collect();
    let missing = |id: &&String| !found.iter().any(|room| room.entry.id == **id);
    let skip = |room: &str, code: &str, detail: &str| Skipped { room: room.to_owned(), code: code.to_owned(), detail: detail.to_owned() };
    let mut skipped: Vec<Skipped> = named.iter().filter(missing).map(|id| skip(id, "not_found", "The feature has no such room.")).collect();
    let (fit, full): (Vec<Room>, Vec<Room>) = found.into_iter().partition(|room| fits(room, batch));
    skipped.extend(full.iter().map(|room| skip(&room.entry.id, "too_many_moderators", "It would have more than three moderators.")));
    (fit, skipped)
}

fn fits(room: &Room, batch: &Batch) -> bool {
    let stays = room.moderators.iter().filter(|m| !batch.remove_moderators.contains(&m.id));
    let comes =
        batch.add_moderators.iter().filter(|id| !room.moderators.iter().any(|m| m.id == **id && !batch.remove_moderators.contains(id)));
    stays.count() + comes.count() <= MODERATORS
}

fn ids(rooms: &[Room]) -> Vec<String> {
    rooms.iter().map(|room| room.entry.id.clone()).collect()
}

async fn the_feature(db: &Db, organizer: &Organizer, feature: &str) -> Result<Feature> {
    db::features::find(db, organizer.scope(), feature).await?.ok_or_else(|| Error::not_found("feature"))
}

impl RoomBatch {
    fn must_make_sense(&self) -> Result<()> {
        let changes = self.enabled.is_some()
            || self.closed_reason.is_some()
            || self.groups.is_some()
            || !self.add_moderators.is_empty()
            || !self.remove_moderators.is_empty();
        if self.close_now && self.enabled != Some(false) {
            return Err(Error::invalid_at("/close_now", "invalid", "Only closed rooms can be emptied: send `enabled: false` too."));
        }
        match [changes, self.delete, self.restore].into_iter().filter(|asked| *asked).count() {
            0 => Err(Error::invalid_at("", "required", "Say what to change.")),
            1 => Ok(()),
            _ => Err(Error::invalid_at("", "invalid", "Deleting and restoring go with no other change.")),
        }
    }

    fn batch(self) -> Batch {
        let deleted = if self.delete { Some(true) } else { self.restore.then_some(false) };
        Batch {
            enabled: self.enabled.map(|enabled| (enabled, self.close_now)),
            closed_reason: self.closed_reason,
            groups: self.groups.map(distinct),
            add_moderators: distinct(self.add_moderators),
            remove_moderators: distinct(self.remove_moderators),
            deleted,
        }
    }
}
