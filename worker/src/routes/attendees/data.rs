//! Everything of one person: to give it to them, and to delete it.

use axum::Router;
use axum::response::{IntoResponse, Response};
use axum::routing::{delete, get};
use hallway_domain::catalogue::DELETED;
use hallway_domain::person::{Answer, Command, Landing};
use http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use http::{HeaderName, HeaderValue, StatusCode};
use serde_json::{Map, Value, json};

use super::super::tell;
use super::{the_attendee, view};
use crate::app::App;
use crate::db::attendees::Attendee;
use crate::db::outbox::Owing;
use crate::db::{self, audit::Entry};
use crate::error::{Error, Result};
use crate::etag::MaybeIfMatch;
use crate::frames::ConnectionView;
use crate::ids::{Id, kind};
use crate::keeping;
use crate::objects::{self, person};
use crate::scopes::{Can, People};
use crate::wire::At;

/// This file's routes.
pub fn routes() -> Router {
    Router::new().route("/api/v1/attendees/{attendee}/data", get(show_data)).route("/api/v1/attendees/{attendee}", delete(delete_attendee))
}

/// So many rooms are asked for what they have not yet told; more would take too long.
const ASKED: i64 = 100;

/// Everything that is kept of one person, as a JSON document to be saved.
#[cfg_attr(feature = "openapi", utoipa::path(get, path = "/api/v1/attendees/{attendee}/data", tag = "attendees", security(("organizer" = [])),
    params(("attendee" = String, Path, description = "`att_…`")), responses((status = 200, body = Object, content_type = "application/json"))))]
#[worker::send]
pub async fn show_data(app: App, organizer: Can<People>, attendee: Id<kind::Attendee>) -> Result<Response> {
    let db = app.db()?;
    let row = the_attendee(&db, &organizer, &attendee).await?;
    let owing = Owing { rooms: db::person_data::rooms(&db, &row.event, &row.id, ASKED).await?, persons: vec![row.id.clone()] };
    let read = Entry::of(&organizer, &row.event, "attendee.data_read", &row.id, &row.name()).statement(&app, &db)?;
    db.batch(vec![read]).await?;
    let missing = objects::outbox::flush(&app, &owing).await;
    let mut document = Map::new();
    document.insert("complete".to_owned(), json!(missing.is_empty()));
    document.insert("connections".to_owned(), connections(&app, &row).await?);
    for (part, rows) in db::person_data::read(&db, &row.event, &row.id).await? {
        document.insert(part.to_owned(), rows.into_iter().map(with_moments).collect());
    }
    let name = format!("attachment; filename=\"person-{}.json\"", row.id.trim_start_matches("att_"));
    document.insert("person".to_owned(), serde_json::to_value(view(&app, row)?).map_err(|e| Error::internal(e.to_string()))?);
    let headers: [(HeaderName, HeaderValue); 3] = [
        (CONTENT_TYPE, HeaderValue::from_static("application/json")),
        (CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (CONTENT_DISPOSITION, HeaderValue::try_from(name).map_err(|e| Error::internal(e.to_string()))?),
    ];
    Ok((headers, Value::Object(document).to_string()).into_response())
}

/// Whom they asked to connect, or were asked by.
async fn connections(app: &App, row: &Attendee) -> Result<Value> {
    let all = match person::ask(app, &row.id, &Command::Connections { link_version: row.link_version }).await? {
        Landing::Answer(Answer::Connections { all }) => all,
        // The object has not heard of a newer link yet.
        _ => return Err(Error::unavailable(2, "a person does not know their own link")),
    };
    serde_json::to_value(all.into_iter().map(ConnectionView::from).collect::<Vec<_>>()).map_err(|e| Error::internal(e.to_string()))
}

/// D1's milliseconds as the API writes moments.
fn with_moments(mut row: Value) -> Value {
    if let Value::Object(fields) = &mut row {
        for (name, value) in fields.iter_mut() {
            if (name == "at" || name.ends_with("_at"))
                && let Some(millis) = value.as_i64()
            {
                *value = json!(At(millis).to_string());
            }
        }
    }
    row
}

/// Deletes a person with everything of theirs: link, sessions, seat and places in line end now, their chat lines become
/// deleted and empty, and whoever knew them sees "Deleted attendee". Counts stay. What an object cannot do now it does as soon
/// as it answers.
#[cfg_attr(feature = "openapi", utoipa::path(delete, path = "/api/v1/attendees/{attendee}", tag = "attendees", security(("organizer" = [])),
    params(("attendee" = String, Path, description = "`att_…`")), responses((status = 204))))]
#[worker::send]
pub async fn delete_attendee(app: App, organizer: Can<People>, attendee: Id<kind::Attendee>, from: MaybeIfMatch) -> Result<StatusCode> {
    let db = app.db()?;
    let row = the_attendee(&db, &organizer, &attendee).await?;
    from.0.must_be(&view(&app, row.clone())?)?;
    keeping::drop_picture(&app, &db, &row).await?;
    db.along(Entry::of(&organizer, &row.event, "attendee.deleted", &row.id, DELETED).statement(&app, &db)?);
    tell(&app, db::person_data::delete(&db, &row, app.now()).await?).await;
    objects::forget::now(&app, &row.id).await;
    Ok(StatusCode::NO_CONTENT)
}
