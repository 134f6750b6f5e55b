//! Attendees of an event as a table, and their personal links.

use axum::Router;
use axum::response::Response;
use axum::routing::get;
use serde_json::json;

use super::super::authorized_event;
use super::view;
use crate::app::App;
use crate::csv::{self, Writer};
use crate::db::{self, Db, attendees::Attendee, audit::Entry};
use crate::error::Result;
use crate::extract::Params;
use crate::ids::{Id, Kind, kind};
use crate::scopes::{Can, People};
use crate::wire::TableQuery;

/// This file's routes.
pub fn routes() -> Router {
    Router::new()
        .route("/api/v1/events/{event}/attendees.csv", get(download_attendees))
        .route("/api/v1/events/{event}/links.csv", get(download_links))
}

/// People read at a time.
const PAGE: i64 = 2_000;

const COLUMNS: [&str; 8] = ["Id", "First Name", "Last Name", "Email", "Title", "Company", "Avatar", "Groups"];
/// Rows of a file to begin with.
const EXAMPLES: [[&str; 8]; 2] = [
    ["", "Ada", "Lovelace", "ada@example.org", "Programmer", "Analytical Engines", "", ""],
    ["", "Alan", "Turing", "alan@example.org", "", "", "", ""],
];

/// The attendees of an event as CSV, oldest first, or a file to begin with. Imported again it changes nothing.
#[cfg_attr(feature = "openapi", utoipa::path(get, path = "/api/v1/events/{event}/attendees.csv", tag = "attendees", security(("organizer" = [])),
    params(("event" = String, Path, description = "`evt_…`"), TableQuery), responses((status = 200, body = String, content_type = "text/csv"))))]
#[worker::send]
pub async fn download_attendees(
    app: App,
    organizer: Can<People>,
    event: Id<kind::Event>,
    Params(query): Params<TableQuery>,
) -> Result<Response> {
    let db = app.db()?;
    let event = authorized_event(&db, &organizer, &event).await?;
    if query.template {
        return csv::file("attendees-template", &COLUMNS, &EXAMPLES);
    }
    let groups = db::groups::list(&db, &event.id).await?;
    let mut writer = Writer::new(&COLUMNS)?;
    each(&db, &event.id, |person| {
        let in_order = groups.iter().filter(|group| person.groups.contains(&group.id)).map(|group| group.name.as_str());
        let groups = csv::several(&in_order.collect::<Vec<_>>())?;
        let said = |text: Option<String>| text.unwrap_or_default();
        let (title, company, avatar) = (said(person.title), said(person.company), said(person.avatar));
        writer.row(&[person.id, person.first_name, person.last_name, person.email, title, company, avatar, groups])
    })
    .await?;
    csv::bytes(&format!("attendees-{}", event.id.trim_start_matches(kind::Event::PREFIX)), writer.take()?)
}

/// The personal links of all attendees as CSV: whoever has one is that person. The audit log says who asked.
#[cfg_attr(feature = "openapi", utoipa::path(get, path = "/api/v1/events/{event}/links.csv", tag = "attendees", security(("organizer" = [])),
    params(("event" = String, Path, description = "`evt_…`")), responses((status = 200, body = String, content_type = "text/csv"))))]
#[worker::send]
pub async fn download_links(app: App, organizer: Can<People>, event: Id<kind::Event>) -> Result<Response> {
    let db = app.db()?;
    let event = authorized_event(&db, &organizer, &event).await?;
    let mut writer = Writer::new(&["First Name", "Last Name", "Email", "Link"])?;
    let mut people = 0;
    each(&db, &event.id, |person| {
        people += 1;
        let view = view(&app, person)?;
        writer.row(&[view.first_name, view.last_name, view.email, view.link])
    })
    .await?;
    let entry = Entry::of(&organizer, &event.id, "attendees.links_exported", &event.id, &event.name);
    db.batch(vec![entry.with(json!({ "people": people })).statement(&app, &db)?]).await?;
    csv::bytes(&format!("links-{}", event.id.trim_start_matches(kind::Event::PREFIX)), writer.take()?)
}

/// Everybody of an event, a page at a time.
async fn each(db: &Db, event: &str, mut write: impl FnMut(Attendee) -> Result<()>) -> Result<()> {
    let mut cursor = String::new();
    loop {
        let people = db::attendees::list(db, event, None, None, &cursor, PAGE).await?;
        let more = i64::try_from(people.len()).unwrap_or_default() == PAGE;
        cursor = people.last().map(|person| person.id.clone()).unwrap_or_default();
        people.into_iter().try_for_each(&mut write)?;
        if !more {
            return Ok(());
        }
    }
}
