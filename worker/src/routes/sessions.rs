//! `POST /sessions`: a personal link or an organizer's key is traded for a session.

use axum::response::{IntoResponse, Response};
use axum::routing::{delete, get, post};
use axum::{Json, Router};
use garde::Validate;
use http::StatusCode;
use http::header::SET_COOKIE;
use serde::{Deserialize, Serialize};

use crate::app::App;
use crate::auth::{self, Organizer};
use crate::credentials::{self, ATTENDEE_SESSION, Audience, ORGANIZER_SESSION, Session};
use crate::db;
use crate::error::{Error, Result};
use crate::extract::Body;
use crate::fields::given;
use crate::objects;
use crate::scopes::Scope;
use crate::wire::{At, PersonView};

/// Exactly one of the two.
#[derive(Debug, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewSession {
    /// A personal link: the whole address or what follows its `#`.
    #[serde(default, deserialize_with = "given")]
    #[garde(length(max = 2048))]
    #[cfg_attr(feature = "openapi", schema(nullable = false, max_length = 2048))]
    pub link: Option<String>,
    /// An organizer's API key.
    #[serde(default, deserialize_with = "given")]
    #[garde(length(max = 200))]
    #[cfg_attr(feature = "openapi", schema(nullable = false, max_length = 200))]
    pub key: Option<String>,
}

/// A session: the cookie's value once more, for programs, and who it is for.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SessionView {
    /// Works as `Authorization: Bearer`.
    pub token: String,
    /// When it is over.
    pub expires_at: At,
    /// The attendee, for a link.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(nullable = false))]
    pub person: Option<PersonView>,
    /// The organizer, for a key.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(nullable = false))]
    pub organizer: Option<OrganizerView>,
}

/// Whose key it is.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OrganizerView {
    /// `key_…`
    pub key: String,
    /// What the organizer calls it.
    pub name: String,
    /// The one event it is good for; null: all.
    pub event: Option<String>,
    /// What it may do beside reading.
    pub scopes: Vec<Scope>,
}

/// This file's routes.
pub fn routes() -> Router {
    Router::new()
        .route("/api/v1/sessions", post(create_session))
        .route("/api/v1/sessions/organizer", delete(sign_out_organizer))
        .route("/api/v1/organizer", get(show_organizer))
}

/// Signs in with a personal link or an API key.
///
/// Refusals: 401 `unauthenticated` (not a link or key of ours), 401 `session_revoked` (the link was replaced).
#[cfg_attr(feature = "openapi", utoipa::path(post, path = "/api/v1/sessions", tag = "sessions", security(()), request_body = NewSession,
    responses((status = 201, body = SessionView, headers(("set-cookie" = String, description = "`__Host-hallway` or `__Host-hallway-org`"))))))]
#[worker::send]
pub async fn create_session(app: App, Body(body): Body<NewSession>) -> Result<Response> {
    match (body.link, body.key) {
        (Some(link), None) => by_link(&app, &link).await,
        (None, Some(key)) => by_key(&app, &key).await,
        _ => Err(Error::invalid_at("", "invalid", "Send either `link` or `key`.")),
    }
}

/// Whose key this is, and what it may do.
#[cfg_attr(feature = "openapi", utoipa::path(get, path = "/api/v1/organizer", tag = "sessions", security(("organizer" = [])),
    responses((status = 200, body = OrganizerView))))]
pub async fn show_organizer(organizer: Organizer) -> Json<OrganizerView> {
    let Organizer { key, name, event, scopes } = organizer;
    Json(OrganizerView { key, name, event, scopes })
}

/// Ends the organizer's session in this browser. The key stays good.
#[cfg_attr(feature = "openapi", utoipa::path(delete, path = "/api/v1/sessions/organizer", tag = "sessions", security(("organizer" = [])),
    responses((status = 204))))]
pub async fn sign_out_organizer(_: Organizer) -> Result<Response> {
    let mut response = StatusCode::NO_CONTENT.into_response();
    response.headers_mut().append(SET_COOKIE, auth::set_cookie(Audience::Organizer, "", 0)?);
    Ok(response)
}

async fn by_link(app: &App, link: &str) -> Result<Response> {
    let unknown = || Error::unauthenticated("This link does not work. Ask the organizer for yours.");
    let (person, version) = credentials::read_link(&app.config.link_secret, link)?.ok_or_else(unknown)?;
    let profile = objects::person::profile(app, &person).await?.filter(|p| !p.deleted).ok_or_else(unknown)?;
    if profile.link_version != version {
        return Err(Error::session_revoked());
    }
    let (event, seconds) = (Some(profile.event.clone()), ATTENDEE_SESSION);
    let session = issue(app, Audience::Attendee, person, event, version, seconds)?;
    answer(app, &session, seconds, Some(profile.into()), None)
}

async fn by_key(app: &App, key: &str) -> Result<Response> {
    let found = db::keys::by_hash(&app.db()?, &credentials::hash_of_key(key.trim()), app.now()).await?;
    let key = found.ok_or_else(|| Error::unauthenticated("This key is not known, or no longer in force."))?;
    let seconds = ORGANIZER_SESSION;
    let session = issue(app, Audience::Organizer, key.id.clone(), key.event.clone(), 0, seconds)?;
    answer(app, &session, seconds, None, Some(OrganizerView { key: key.id, name: key.name, event: key.event, scopes: key.scopes }))
}

fn issue(app: &App, aud: Audience, sub: String, evt: Option<String>, ver: i64, seconds: i64) -> Result<Session> {
    app.saw(&sub);
    let iat = app.now() / 1000;
    Ok(Session { aud, sub, evt, ver, iat, exp: iat + seconds })
}

fn answer(app: &App, session: &Session, seconds: i64, person: Option<PersonView>, organizer: Option<OrganizerView>) -> Result<Response> {
    let token = session.sign(&app.config.session_secret)?;
    let cookie = auth::set_cookie(session.aud, &token, seconds)?;
    let view = SessionView { token, expires_at: At(session.exp * 1000), person, organizer };
    let mut response = (StatusCode::CREATED, Json(view)).into_response();
    response.headers_mut().append(SET_COOKIE, cookie);
    Ok(response)
}
