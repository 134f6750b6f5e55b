//! `/me`: the attendee of this session.

use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use http::StatusCode;
use http::header::SET_COOKIE;
use serde::Serialize;

use crate::app::App;
use crate::auth::{self, Attendee};
use crate::credentials::Audience;
use crate::db;
use crate::error::{Error, Result};
use crate::objects;
use crate::wire::{At, PersonView};

/// Who I am, where, and for how long.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Me {
    /// The attendee.
    pub person: PersonView,
    /// Their event.
    pub event: MyEvent,
    /// When the session is over.
    pub expires_at: At,
}

/// An event as its attendees see it.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MyEvent {
    /// `evt_…`
    pub id: String,
    /// Name people see.
    pub name: String,
    /// IANA name.
    pub time_zone: String,
    /// When it starts.
    pub starts_at: At,
    /// When it ends.
    pub ends_at: At,
}

/// This file's routes.
pub fn routes() -> Router {
    Router::new().route("/api/v1/me", get(show_me).delete(sign_out))
}

/// The attendee of this session and their event. Refusals: 401 `session_revoked` (the personal link was replaced).
#[cfg_attr(feature = "openapi", utoipa::path(get, path = "/api/v1/me", tag = "me", security(("attendee" = [])), responses((status = 200, body = Me))))]
#[worker::send]
pub async fn show_me(app: App, attendee: Attendee) -> Result<Json<Me>> {
    let profile = objects::person::profile(&app, &attendee.person).await?.ok_or_else(Error::session_revoked)?;
    attendee.must_match(&profile)?;
    let event = db::events::find(&app.db()?, None, &attendee.event).await?.ok_or_else(|| Error::not_found("event"))?;
    let event =
        MyEvent { id: event.id, name: event.name, time_zone: event.time_zone, starts_at: At(event.starts_at), ends_at: At(event.ends_at) };
    Ok(Json(Me { person: profile.into(), event, expires_at: At(attendee.expires_at) }))
}

/// Ends the session in this browser. A bearer token stays good until it is over.
#[cfg_attr(feature = "openapi", utoipa::path(delete, path = "/api/v1/me", tag = "me", security(("attendee" = [])), responses((status = 204))))]
pub async fn sign_out(_: Attendee) -> Result<Response> {
    let mut response = StatusCode::NO_CONTENT.into_response();
    response.headers_mut().append(SET_COOKIE, auth::set_cookie(Audience::Attendee, "", 0)?);
    Ok(response)
}
