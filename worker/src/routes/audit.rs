//! `/events/{event}/audit`: who did what, organizers and moderators both.

use axum::routing::get;
use axum::{Json, Router};
use garde::Validate;
use serde::{Deserialize, Serialize};

use super::{authorized_event, page_size};
use crate::app::App;
use crate::db::{self, audit::Wanted};
use crate::error::{Error, Result};
use crate::extract::Params;
use crate::ids::{Id, Kind, kind};
use crate::scopes::{Admin, Can};
use crate::wire::{At, Page};

/// An entry of the audit log.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AuditEntry {
    /// Unique in the log.
    pub id: String,
    /// When it was done.
    pub at: At,
    /// Who did it.
    pub actor: Actor,
    /// What was done, as `room.changed`, `person.removed`, `microphone.locked`.
    pub action: String,
    /// To what or whom, by the name it had then.
    pub object: hallway_domain::catalogue::Named,
    /// What belongs to it: for changes field → `{"from", "to"}` (of people only which fields), else what the action says.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<std::collections::BTreeMap<String, serde_json::Value>>))]
    pub changes: Option<serde_json::Value>,
}

/// Who did it.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Actor {
    /// `key_…` or `att_…`
    pub id: String,
    /// Their name then.
    pub name: String,
    /// With a key, or moderating a room.
    pub kind: ActorKind,
}

/// The two sorts of actors.
#[derive(Clone, Copy, Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ActorKind {
    /// By API key.
    Organizer,
    /// An attendee who moderates the room.
    Moderator,
}

impl From<db::audit::Row> for AuditEntry {
    fn from(row: db::audit::Row) -> AuditEntry {
        let kind = if row.actor.starts_with(kind::Attendee::PREFIX) { ActorKind::Moderator } else { ActorKind::Organizer };
        AuditEntry {
            id: row.id,
            at: At(row.at),
            actor: Actor { id: row.actor, name: row.actor_name, kind },
            action: row.action,
            object: hallway_domain::catalogue::Named { id: row.object, name: row.object_name },
            changes: row.changes.and_then(|text| serde_json::from_str(&text).ok()),
        }
    }
}

/// Query of the log.
#[derive(Debug, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams), into_params(parameter_in = Query))]
#[serde(deny_unknown_fields)]
pub struct AuditQuery {
    /// Only what was done to this one.
    #[serde(default)]
    #[garde(length(max = 64))]
    #[cfg_attr(feature = "openapi", param(nullable = false, max_length = 64))]
    pub object: Option<String>,
    /// Only what this one did.
    #[serde(default)]
    #[garde(length(max = 64))]
    #[cfg_attr(feature = "openapi", param(nullable = false, max_length = 64))]
    pub actor: Option<String>,
    /// Only actions that begin so, as `room.`.
    #[serde(default)]
    #[garde(length(max = 40))]
    #[cfg_attr(feature = "openapi", param(nullable = false, max_length = 40))]
    pub action: Option<String>,
    /// `next_cursor` of the page before.
    #[serde(default)]
    #[garde(length(max = 200))]
    #[cfg_attr(feature = "openapi", param(nullable = false, max_length = 200))]
    pub cursor: Option<String>,
    /// Entries of a page, 1 to 200; 50 if absent.
    #[serde(default)]
    #[garde(range(min = 1, max = 200))]
    #[cfg_attr(feature = "openapi", param(nullable = false, minimum = 1, maximum = 200))]
    pub limit: Option<i64>,
}

/// This file's routes.
pub fn routes() -> Router {
    Router::new().route("/api/v1/events/{event}/audit", get(list_audit))
}

/// What organizers and moderators did in an event, newest first. Removals come from the rooms, within seconds.
#[cfg_attr(feature = "openapi", utoipa::path(get, path = "/api/v1/events/{event}/audit", tag = "audit", security(("organizer" = [])),
    params(("event" = String, Path, description = "`evt_…`"), AuditQuery), responses((status = 200, body = Page<AuditEntry>))))]
#[worker::send]
pub async fn list_audit(
    app: App,
    organizer: Can<Admin>,
    event: Id<kind::Event>,
    Params(query): Params<AuditQuery>,
) -> Result<Json<Page<AuditEntry>>> {
    let db = app.db()?;
    let event = authorized_event(&db, &organizer, &event).await?;
    let size = page_size(query.limit);
    let cursor = query.cursor.as_deref().map(place).transpose()?;
    let (object, actor, action) = (query.object.as_deref(), query.actor.as_deref(), query.action.as_deref());
    let mut rows = db::audit::list(&db, &event.id, &Wanted { cursor, object, actor, action, limit: size + 1 }).await?;
    let size = usize::try_from(size).unwrap_or(usize::MAX);
    let more = rows.len() > size;
    rows.truncate(size);
    let next_cursor = rows.last().filter(|_| more).map(|row| format!("{}~{}", row.at, row.id));
    Ok(Json(Page { data: rows.into_iter().map(AuditEntry::from).collect(), next_cursor }))
}

/// Moment and id of a page's last entry.
fn place(cursor: &str) -> Result<(i64, &str)> {
    let parts = cursor.split_once('~').and_then(|(at, id)| Some((at.parse().ok()?, id)));
    parts.ok_or_else(|| Error::invalid_at("/cursor", "invalid", "This is no cursor of this list."))
}
