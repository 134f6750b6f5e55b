//! Clicks: a press on Join, or a feature opened. Counted for reports, and nothing else follows from one.

use axum::{Router, routing::post};
use garde::Validate;
use hallway_domain::lobby::{Answer as LobbyAnswer, Command as LobbyCommand};
use hallway_domain::person::{Answer, Command, Landing};
use hallway_domain::room::{Answer as RoomAnswer, Command as RoomCommand};
use http::StatusCode;
use serde::Deserialize;
use uuid::Uuid;

use crate::app::App;
use crate::auth::Attendee;
use crate::error::{Error, Result};
use crate::extract::Body;
use crate::ids::{Id, Kind, kind};
use crate::objects::{lobby, person, room};

/// This file's routes.
pub fn routes() -> Router {
    Router::new().route("/api/v1/clicks", post(click))
}

/// `POST /clicks`: of a feature or of a room.
#[derive(Debug, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
pub struct NewClick {
    /// Chosen by the client; sent again, it is the same click.
    #[serde(default)]
    pub id: Option<Uuid>,
    /// `fea_…`: it was opened.
    #[serde(default)]
    pub feature: Option<String>,
    /// `room_…`: Join was pressed there.
    #[serde(default)]
    pub room: Option<String>,
}

/// Where somebody clicked.
struct Spot {
    event: String,
    feature: String,
    room: Option<String>,
    groups: Vec<String>,
}

/// Counts a press on Join, or a feature opened. Thirty at once, then one each second.
#[cfg_attr(feature = "openapi", utoipa::path(post, path = "/api/v1/clicks", tag = "features", request_body = NewClick,
    security(("attendee" = [])),
    responses((status = 204, description = "counted"), (status = 401, description = "`unauthenticated`, `session_expired`, `session_revoked`"),
        (status = 404, description = "`not_found`: no such feature or room, or not for this person"),
        (status = 422, description = "`invalid`: neither a feature nor a room, or both"),
        (status = 429, description = "`rate_limited`; `Retry-After`"))))]
#[worker::send]
pub async fn click(app: App, who: Attendee, Body(body): Body<NewClick>) -> Result<StatusCode> {
    let (noun, spot) = match (&body.feature, &body.room) {
        (Some(feature), None) => (kind::Feature::NOUN, of_feature(&app, feature).await?),
        (None, Some(room)) => (kind::Room::NOUN, of_room(&app, room).await?),
        (Some(_), Some(_)) => return Err(Error::invalid_at("/room", "invalid", "Name a feature or a room, not both.")),
        (None, None) => return Err(Error::invalid_at("/feature", "invalid", "Name a feature or a room.")),
    };
    let Some(spot) = spot.filter(|spot| spot.event == who.event) else { return Err(Error::not_found(noun)) };
    let id = match body.id {
        Some(id) => id.simple().to_string(),
        None => app.new_id::<kind::Click>()?,
    };
    let Spot { feature, room, groups, .. } = spot;
    let command = Command::Click { id, feature, room, groups, link_version: who.link_version };
    match person::ask(&app, &who.person, &command).await? {
        Landing::Answer(Answer::Done) => Ok(StatusCode::NO_CONTENT),
        Landing::Answer(Answer::Wait { millis }) => Err(Error::rate_limited(u32::try_from((millis + 999) / 1_000).unwrap_or(1))),
        Landing::Answer(Answer::NotForYou) => Err(Error::not_found(noun)),
        _ => Err(Error::session_revoked()),
    }
}

async fn of_feature(app: &App, feature: &str) -> Result<Option<Spot>> {
    let Some(feature) = Id::<kind::Feature>::parse(feature) else { return Ok(None) };
    Ok(match lobby::ask(app, &feature, &LobbyCommand::List).await? {
        LobbyAnswer::Cards { place, .. } if !place.deleted => {
            Some(Spot { event: place.event, feature: place.id, room: None, groups: place.groups })
        }
        _ => None,
    })
}

async fn of_room(app: &App, room: &str) -> Result<Option<Spot>> {
    let Some(room) = Id::<kind::Room>::parse(room) else { return Ok(None) };
    Ok(match room::ask(app, &room, &RoomCommand::Where).await? {
        RoomAnswer::Where { event, feature, groups } => Some(Spot { event, feature, room: Some(room.to_string()), groups }),
        _ => None,
    })
}
