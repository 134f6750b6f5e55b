//! `/keys`: organizers' API keys. A key gives away no more than it has itself.

use axum::response::{IntoResponse, Response};
use axum::routing::{delete, get};
use axum::{Json, Router};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use garde::Validate;
use http::StatusCode;
use serde::{Deserialize, Serialize};

use super::{Paging, page, page_size};
use crate::app::{App, random};
use crate::auth::Organizer;
use crate::credentials::{KEY_PREFIX, hash_of_key};
use crate::db::{self, audit::Entry, keys::Listed};
use crate::error::{Error, Result};
use crate::extract::{Body, Params};
use crate::fields::line;
use crate::idempotency::ShownOnce;
use crate::ids::{Id, kind};
use crate::scopes::{Admin, Can, Scope};
use crate::wire::{At, Page};

/// A key, without its text.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct KeyView {
    /// `key_…`
    pub id: String,
    /// What the organizer calls it.
    pub name: String,
    /// The one event it is good for; null: all.
    pub event: Option<String>,
    /// What it may do beside reading.
    pub scopes: Vec<Scope>,
    /// When it was made.
    pub created_at: At,
    /// When it was last used; null: never.
    pub last_used_at: Option<At>,
    /// When it was revoked; null: in force.
    pub revoked_at: Option<At>,
}

impl From<Listed> for KeyView {
    fn from(k: Listed) -> KeyView {
        KeyView {
            id: k.id,
            name: k.name,
            event: k.event,
            scopes: k.scopes,
            created_at: At(k.created_at),
            last_used_at: k.last_used_at.map(At),
            revoked_at: k.revoked_at.map(At),
        }
    }
}

/// A new key, with its text: shown once, kept nowhere.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MadeKey {
    /// The key.
    #[serde(flatten)]
    pub view: KeyView,
    /// Its text, `hw_live_…`: works as `Authorization: Bearer`, and to sign in to the organizers' app.
    pub key: String,
}

/// What a new key is for.
#[derive(Debug, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
pub struct NewKey {
    /// What to call it.
    #[serde(deserialize_with = "line")]
    #[garde(length(chars, min = 1, max = 100))]
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 100))]
    pub name: String,
    /// The one event it is good for; null or absent: all of the maker's.
    #[serde(default)]
    pub event: Option<String>,
    /// What it may do beside reading; none of it that the maker may not.
    pub scopes: Vec<Scope>,
}

/// This file's routes.
pub fn routes() -> Router {
    Router::new().route("/api/v1/keys", get(list_keys).post(create_key)).route("/api/v1/keys/{key}", delete(revoke_key))
}

/// Makes a key. Its text is in this answer and nowhere else.
///
/// Sent again with the same Idempotency-Key it makes no second one and answers 409: the text is not kept.
#[cfg_attr(feature = "openapi", utoipa::path(post, path = "/api/v1/keys", tag = "keys", security(("organizer" = [])), request_body = NewKey,
    responses((status = 201, body = MadeKey), (status = 403, description = "`forbidden`: a scope or event the maker does not have"))))]
#[worker::send]
pub async fn create_key(app: App, organizer: Can<Admin>, Body(body): Body<NewKey>) -> Result<Response> {
    let db = app.db()?;
    let event = event_of(&db, &organizer, body.event.as_deref()).await?;
    let mut scopes = body.scopes;
    scopes.sort_unstable();
    scopes.dedup();
    scopes.iter().try_for_each(|scope| organizer.must(*scope))?;
    let text = format!("{KEY_PREFIX}{}", URL_SAFE_NO_PAD.encode(random::<32>()?));
    let key = Listed {
        id: app.new_id::<kind::Key>()?,
        name: body.name,
        event,
        scopes,
        created_at: app.now(),
        last_used_at: None,
        revoked_at: None,
    };
    db.along(Entry::of_all(&organizer, key.event.as_deref(), "key.created", &key.id, &key.name).statement(&app, &db)?);
    db::keys::insert(&db, &key, &hash_of_key(&text)).await?;
    let mut response = (StatusCode::CREATED, Json(MadeKey { view: key.into(), key: text })).into_response();
    response.extensions_mut().insert(ShownOnce);
    Ok(response)
}

/// A key that is limited to one event makes keys for that one only.
async fn event_of(db: &db::Db, organizer: &Organizer, wanted: Option<&str>) -> Result<Option<String>> {
    let unknown = || Error::invalid_at("/event", "not_found", "There is no such event.");
    let Some(event) = wanted.or(organizer.scope()) else { return Ok(None) };
    db::events::find(db, organizer.scope(), event).await?.map(|event| Some(event.id)).ok_or_else(unknown)
}

/// The keys, newest first, revoked ones too; those of its event for a key that is limited to one.
#[cfg_attr(feature = "openapi", utoipa::path(get, path = "/api/v1/keys", tag = "keys", security(("organizer" = [])), params(Paging),
    responses((status = 200, body = Page<KeyView>))))]
#[worker::send]
pub async fn list_keys(app: App, organizer: Can<Admin>, Params(query): Params<Paging>) -> Result<Json<Page<KeyView>>> {
    let size = page_size(query.limit);
    let rows = db::keys::list(&app.db()?, organizer.scope(), &query.cursor.unwrap_or_default(), size + 1).await?;
    Ok(Json(page(rows, size, |row| &row.id)))
}

/// Revokes a key and every session made with it, at once and for good. Revoked twice is no error.
#[cfg_attr(feature = "openapi", utoipa::path(delete, path = "/api/v1/keys/{key}", tag = "keys", security(("organizer" = [])),
    params(("key" = String, Path, description = "`key_…`")), responses((status = 204))))]
#[worker::send]
pub async fn revoke_key(app: App, organizer: Can<Admin>, key: Id<kind::Key>) -> Result<StatusCode> {
    let db = app.db()?;
    let key = db::keys::find(&db, organizer.scope(), &key).await?.ok_or_else(|| Error::not_found("key"))?;
    if key.revoked_at.is_none() {
        db.along(Entry::of_all(&organizer, key.event.as_deref(), "key.revoked", &key.id, &key.name).statement(&app, &db)?);
        db::keys::revoke(&db, &key.id, app.now()).await?;
    }
    Ok(StatusCode::NO_CONTENT)
}
