//! `/people/{person}`: somebody of the event, as another attendee sees them; and blocking them.

use axum::routing::{get, post};
use axum::{Json, Router};
use hallway_domain::catalogue::Profile;
use hallway_domain::person::{Answer, Card, Command, Landing};
use http::StatusCode;
use serde::Serialize;

use crate::app::App;
use crate::auth::Attendee;
use crate::error::{Error, Result};
use crate::frames::ConnectionView;
use crate::ids::{Id, kind};
use crate::objects::person;

/// This file's routes.
pub fn routes() -> Router {
    Router::new()
        .route("/api/v1/people/{person}", get(show_person))
        .route("/api/v1/people/{person}/block", post(block_person).delete(unblock_person))
}

/// Somebody of the event.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PersonCard {
    /// `att_…`
    pub id: String,
    /// First and last name.
    pub name: String,
    /// Job title.
    pub title: Option<String>,
    /// Company.
    pub company: Option<String>,
    /// Address of the picture.
    pub avatar: Option<String>,
    /// Null unless both agreed to connect.
    pub email: Option<String>,
    /// The viewer's connection with them; null: nobody asked.
    pub connection: Option<ConnectionView>,
}

/// Somebody of the event, as they are now.
#[cfg_attr(feature = "openapi", utoipa::path(get, path = "/api/v1/people/{person}", tag = "people", security(("attendee" = [])),
    params(("person" = String, Path, description = "`att_…`")),
    responses((status = 200, body = PersonCard), (status = 404, description = "`not_found`: nobody of this event"))))]
#[worker::send]
pub async fn show_person(app: App, who: Attendee, other: Id<kind::Attendee>) -> Result<Json<PersonCard>> {
    let p = of_event(&app, &who, &other).await?;
    let mine = Command::ConnectionWith { other: other.to_string(), link_version: who.link_version };
    let connection = match person::ask(&app, &who.person, &mine).await? {
        Landing::Answer(Answer::Connection { connection, .. }) => Some(ConnectionView::from(*connection)),
        Landing::Answer(Answer::NoConnection) => None,
        _ => return Err(Error::session_revoked()),
    };
    let (name, email) = (p.name(), connection.as_ref().and_then(|c| c.person.email.clone()));
    Ok(Json(PersonCard { id: p.id, name, title: p.title, company: p.company, avatar: p.avatar, email, connection }))
}

/// Hears no more of somebody's requests. They are not told, and see theirs as pending; an own request is taken back.
#[cfg_attr(feature = "openapi", utoipa::path(post, path = "/api/v1/people/{person}/block", tag = "people", security(("attendee" = [])),
    params(("person" = String, Path, description = "`att_…`")),
    responses((status = 204), (status = 404, description = "`not_found`: nobody of this event"), (status = 422, description = "`invalid`: oneself"))))]
#[worker::send]
pub async fn block_person(app: App, who: Attendee, other: Id<kind::Attendee>) -> Result<StatusCode> {
    block(&app, &who, &other, true).await
}

/// Hears of them again: what they asked meanwhile shows.
#[cfg_attr(feature = "openapi", utoipa::path(delete, path = "/api/v1/people/{person}/block", tag = "people", security(("attendee" = [])),
    params(("person" = String, Path, description = "`att_…`")),
    responses((status = 204), (status = 404, description = "`not_found`: nobody of this event"), (status = 422, description = "`invalid`: oneself"))))]
#[worker::send]
pub async fn unblock_person(app: App, who: Attendee, other: Id<kind::Attendee>) -> Result<StatusCode> {
    block(&app, &who, &other, false).await
}

async fn block(app: &App, who: &Attendee, other: &str, on: bool) -> Result<StatusCode> {
    let profile = of_event(app, who, other).await?;
    if profile.id == who.person {
        return Err(Error::invalid_at("/person", "invalid", "Name somebody else."));
    }
    let block = Command::Block { other: Card::from(&profile), on, link_version: who.link_version };
    match person::ask(app, &who.person, &block).await? {
        // The rest is a job of theirs.
        Landing::Answer(Answer::Refused { .. }) => Err(Error::session_revoked()),
        _ => Ok(StatusCode::NO_CONTENT),
    }
}

async fn of_event(app: &App, who: &Attendee, person: &str) -> Result<Profile> {
    let profile = person::profile(app, person).await?.filter(|p| p.event == who.event);
    profile.ok_or_else(|| Error::not_found("person"))
}
