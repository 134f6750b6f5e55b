//! Rooms of a feature as a table.

use axum::Router;
use axum::response::Response;
use axum::routing::{get, post};
use garde::Validate;
use serde::Deserialize;

use super::super::distinct;
use crate::app::App;
use crate::auth::Organizer;
use crate::csv;
use crate::db::rooms::{Filter, Room};
use crate::db::{self, Db, features::Feature};
use crate::error::{Error, FieldError, Result};
use crate::extract::{Body, Params};
use crate::ids::{Id, kind};
use crate::wire::TableQuery;

/// This file's routes.
pub fn routes() -> Router {
    Router::new()
        .route("/api/v1/features/{feature}/rooms.csv", get(download_rooms))
        .route("/api/v1/features/{feature}/exports", post(export_rooms))
}

/// Some rooms of a feature.
#[derive(Debug, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewExport {
    /// Rooms of the feature (`room_…`).
    #[garde(length(min = 1, max = 1000))]
    #[cfg_attr(feature = "openapi", schema(min_items = 1, max_items = 1000))]
    pub rooms: Vec<String>,
}

/// More rooms than any feature has.
const ALL: i64 = 100_000;

/// All rooms of a feature in their order as CSV, or a file to begin with. Imported again it changes nothing.
#[cfg_attr(feature = "openapi", utoipa::path(get, path = "/api/v1/features/{feature}/rooms.csv", tag = "rooms", security(("organizer" = [])),
    params(("feature" = String, Path, description = "`fea_…`"), TableQuery), responses((status = 200, body = String, content_type = "text/csv"))))]
#[worker::send]
pub async fn download_rooms(
    app: App,
    organizer: Organizer,
    feature: Id<kind::Feature>,
    Params(query): Params<TableQuery>,
) -> Result<Response> {
    let db = app.db()?;
    let feature = the_feature(&db, &organizer, &feature).await?;
    if query.template {
        return csv::file("video-rooms-template", &COLUMNS, &EXAMPLES);
    }
    let rooms = db::rooms::of_feature(&db, &feature.event, &feature.id, &Filter::default(), "", ALL).await?;
    table(&db, &feature, rooms).await
}

/// Some rooms of a feature in their order as CSV.
#[cfg_attr(feature = "openapi", utoipa::path(post, path = "/api/v1/features/{feature}/exports", tag = "rooms", security(("organizer" = [])),
    params(("feature" = String, Path, description = "`fea_…`")), request_body = NewExport,
    responses((status = 200, body = String, content_type = "text/csv"))))]
#[worker::send]
pub async fn export_rooms(app: App, organizer: Organizer, feature: Id<kind::Feature>, Body(body): Body<NewExport>) -> Result<Response> {
    let db = app.db()?;
    let feature = the_feature(&db, &organizer, &feature).await?;
    let named = distinct(body.rooms);
    let found = db::rooms::named(&db, &feature.id, &named).await?;
    let rooms: Vec<Room> = found.into_iter().filter(|room| !room.entry.deleted).collect();
    let missing = named.iter().enumerate().filter(|(_, id)| !rooms.iter().any(|room| room.entry.id == **id));
    let faults: Vec<FieldError> =
        missing.map(|(place, _)| FieldError::new(format!("/rooms/{place}"), "not_found", "The feature has no such room.")).collect();
    if faults.is_empty() { table(&db, &feature, rooms).await } else { Err(Error::invalid(faults)) }
}

/// The columns of a table of rooms.
pub const COLUMNS: [&str; 12] = [
    "id",
    "name",
    "enabled",
    "closed_reason",
    "icon",
    "image",
    "description",
    "moderators",
    "links",
    "groups",
    "attendee_limit",
    "moderator_limit",
];

/// Rows of a file to begin with.
const EXAMPLES: [[&str; 12]; 2] = [
    ["", "Lobby", "true", "", "coffee", "", "Say hello", "", "", "", "13", "3"],
    ["", "Q&A", "false", "Opens after the keynote", "message-circle", "", "Ask the speakers", "", "", "", "13", "3"],
];

async fn table(db: &Db, feature: &Feature, rooms: Vec<Room>) -> Result<Response> {
    let groups = db::groups::list(db, &feature.event).await?;
    let named = |id: &String| groups.iter().find(|group| group.id == *id).map(|group| group.name.clone());
    let rows: Vec<[String; 12]> = rooms.into_iter().map(|room| row(room, named)).collect::<Result<_>>()?;
    csv::file(&format!("video-rooms-{}", feature.id.trim_start_matches("fea_")), &COLUMNS, &rows)
}

/// A room as a row; several of something share a cell.
pub fn row(room: Room, group: impl Fn(&String) -> Option<String>) -> Result<[String; 12]> {
    let Room { entry: r, groups, moderators, .. } = room;
    // In one order whenever it is asked.
    let mut emails: Vec<String> = moderators.into_iter().map(|m| m.email).collect();
    let mut groups: Vec<String> = groups.iter().filter_map(group).collect();
    let mut items = r.items;
    [&mut emails, &mut groups, &mut items].into_iter().for_each(|list| list.sort());
    Ok([
        r.id,
        r.name,
        r.enabled.to_string(),
        r.closed_reason.unwrap_or_default(),
        r.icon.unwrap_or_default(),
        r.image.unwrap_or_default(),
        r.description.unwrap_or_default(),
        csv::several(&emails)?,
        csv::several(&items)?,
        csv::several(&groups)?,
        r.attendee_limit.to_string(),
        r.moderator_limit.to_string(),
    ])
}

async fn the_feature(db: &Db, organizer: &Organizer, feature: &str) -> Result<Feature> {
    db::features::find(db, organizer.scope(), feature).await?.ok_or_else(|| Error::not_found("feature"))
}
