//! Rooms and attendees out of a CSV file: uploaded and looked at, then committed. Nothing is written before the commit, and
//! then everything at once. The file waits in R2 meanwhile and is checked anew each time it is asked about.

use axum::extract::DefaultBodyLimit;
use axum::response::Response;
use axum::routing::{get, post};
use axum::{Json, Router};
use bytes::Bytes;
use garde::Validate;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, StatusCode};
use serde::Deserialize;
use serde_json::json;

use super::{authorized_event, tell};
use crate::app::App;
use crate::auth::Organizer;
use crate::csv::{self, Broken, Sheet, Writer};
use crate::db::imports::Import;
use crate::db::touch::Told;
use crate::db::{self, Db, audit::Entry};
use crate::error::{Error, Result};
use crate::etag;
use crate::extract::{Body, Params};
use crate::ids::{Id, Kind, kind};
use crate::scopes::{Can, People, Scope, Write};

pub mod attendees;
pub mod check;
pub mod rooms;
#[cfg(test)]
mod tests;
pub mod view;
pub mod write;

pub use view::ImportView;
use write::Plan;

/// Largest file, in bytes.
pub const LARGEST: usize = 5 * 1024 * 1024;
/// Most rows of a file.
const ROWS: usize = 10_000;
/// So long a file waits: a day, in ms.
const KEPT: i64 = 24 * 60 * 60 * 1_000;
/// So many are swept away in one go of cron.
const SWEPT: i64 = 50;

/// This file's routes.
pub fn routes() -> Router {
    Router::new()
        .route("/api/v1/features/{feature}/imports", post(import_rooms))
        .route("/api/v1/events/{event}/imports", post(import_attendees))
        .route("/api/v1/imports/{import}", get(show_import))
        .route("/api/v1/imports/{import}/commit", post(commit_import))
        .route("/api/v1/imports/{import}/errors.csv", get(download_errors))
        // The whole body is here by then, and no longer than it may be.
        .layer(DefaultBodyLimit::disable())
}

/// Query of an upload.
#[derive(Debug, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams), into_params(parameter_in = Query))]
#[serde(deny_unknown_fields)]
pub struct ImportQuery {
    /// The file's name, to be shown.
    #[serde(default)]
    #[garde(length(chars, max = 200))]
    #[cfg_attr(feature = "openapi", param(nullable = false, max_length = 200))]
    pub name: Option<String>,
}

/// `POST /imports/{import}/commit`.
#[derive(Debug, Default, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Commit {
    /// Leave out the rows with errors; else one error keeps everything out.
    #[serde(default)]
    #[garde(skip)]
    pub only_valid: bool,
}

/// Uploads a file of rooms (`text/csv`, at most 5 MiB and 10,000 rows; columns as in `rooms.csv`) and answers what it would do.
/// A row with an `id` changes that room, else one of that name, else it makes one. Columns left out change nothing.
///
/// Refusals: 413 `too_large`; 422 `unreadable_csv`, `detail` says where.
#[cfg_attr(feature = "openapi", utoipa::path(post, path = "/api/v1/features/{feature}/imports", tag = "imports", security(("organizer" = [])),
    params(("feature" = String, Path, description = "`fea_…`"), ImportQuery), request_body(content = String, content_type = "text/csv"),
    responses((status = 201, body = ImportView))))]
#[worker::send]
pub async fn import_rooms(
    app: App,
    organizer: Can<Write>,
    feature: Id<kind::Feature>,
    Params(query): Params<ImportQuery>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<(StatusCode, Json<ImportView>)> {
    let db = app.db()?;
    let found = db::features::find(&db, organizer.scope(), &feature).await?.ok_or_else(|| Error::not_found("feature"))?;
    uploaded(&app, &db, (found.event, Some(found.id)), query, &headers, &body).await
}

/// The same for attendees of an event; columns as in `attendees.csv`, told apart by `id` or e-mail address.
#[cfg_attr(feature = "openapi", utoipa::path(post, path = "/api/v1/events/{event}/imports", tag = "imports", security(("organizer" = [])),
    params(("event" = String, Path, description = "`evt_…`"), ImportQuery), request_body(content = String, content_type = "text/csv"),
    responses((status = 201, body = ImportView))))]
#[worker::send]
pub async fn import_attendees(
    app: App,
    organizer: Can<People>,
    event: Id<kind::Event>,
    Params(query): Params<ImportQuery>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<(StatusCode, Json<ImportView>)> {
    let db = app.db()?;
    let event = authorized_event(&db, &organizer, &event).await?;
    uploaded(&app, &db, (event.id, None), query, &headers, &body).await
}

/// What an upload would do now; once committed, what it did.
#[cfg_attr(feature = "openapi", utoipa::path(get, path = "/api/v1/imports/{import}", tag = "imports", security(("organizer" = [])),
    params(("import" = String, Path, description = "`imp_…`")), responses((status = 200, body = ImportView))))]
#[worker::send]
pub async fn show_import(app: App, organizer: Organizer, import: Id<kind::Import>) -> Result<Response> {
    let db = app.db()?;
    let (import, _) = the_import(&app, &db, &organizer, &import).await?;
    if let Some(outcome) = import.outcome {
        return Ok(view::stored(outcome));
    }
    let sheet = sheet_of(&app, &import.id).await?;
    let plan = Plan::make(&db, &import, &sheet).await?;
    Ok(view::answer(&plan.view(&import)))
}

/// Writes all rows of an upload, or none. With errors in it: 409 `has_errors`, unless only the valid rows are wanted. Committed
/// once, it answers the same again.
#[cfg_attr(feature = "openapi", utoipa::path(post, path = "/api/v1/imports/{import}/commit", tag = "imports", security(("organizer" = [])),
    params(("import" = String, Path, description = "`imp_…`")), request_body = Commit, responses((status = 200, body = ImportView))))]
#[worker::send]
pub async fn commit_import(app: App, organizer: Organizer, import: Id<kind::Import>, Body(body): Body<Commit>) -> Result<Response> {
    let db = app.db()?;
    let (answer, told) = etag::edit(async || committed(&app, &db, &organizer, &import, body.only_valid).await).await?;
    tell(&app, told).await;
    Ok(answer)
}

/// One try. Where somebody changes what it is about meanwhile, nothing is written and it is tried again; where somebody else
/// commits it, the next try finds it done.
async fn committed(app: &App, db: &Db, organizer: &Organizer, id: &Id<kind::Import>, only_valid: bool) -> Result<(Response, Vec<Told>)> {
    let (import, about) = the_import(app, db, organizer, id).await?;
    if let Some(outcome) = import.outcome {
        return Ok((view::stored(outcome), vec![]));
    }
    let sheet = sheet_of(app, &import.id).await?;
    let plan = Plan::make(db, &import, &sheet).await?;
    let view = plan.view(&import);
    if view.counts.errors > 0 && !only_valid {
        return Err(Error::has_errors(view.counts.errors, json!(view)));
    }
    let view = view.committed(app.now());
    db::imports::commit(db, &import.id, app.now(), &json!(view).to_string())?;
    let (action, object) = match &import.feature {
        Some(feature) => ("rooms.imported", feature.as_str()),
        None => ("attendees.imported", import.event.as_str()),
    };
    let entry = Entry::of(organizer, &import.event, action, object, &about);
    db.along(entry.with(json!(view.result)).statement(app, db)?);
    let told = plan.write(app, db, &import).await?;
    Ok((view::answer(&view), told))
}

/// The rows of an upload that cannot be imported as they are, and why: to be corrected and uploaded.
#[cfg_attr(feature = "openapi", utoipa::path(get, path = "/api/v1/imports/{import}/errors.csv", tag = "imports", security(("organizer" = [])),
    params(("import" = String, Path, description = "`imp_…`")), responses((status = 200, body = String, content_type = "text/csv"))))]
#[worker::send]
pub async fn download_errors(app: App, organizer: Organizer, import: Id<kind::Import>) -> Result<Response> {
    let db = app.db()?;
    let (import, _) = the_import(&app, &db, &organizer, &import).await?;
    let sheet = sheet_of(&app, &import.id).await?;
    let errors = Plan::make(&db, &import, &sheet).await?.errors();
    let kept: Vec<usize> = (0..sheet.header.len()).filter(|at| sheet.header.get(*at).is_some_and(|name| name != check::WHY)).collect();
    let cells = |row: &[String]| kept.iter().filter_map(|at| row.get(*at).cloned()).collect::<Vec<_>>();
    let mut header = cells(&sheet.header);
    header.push(check::WHY.to_owned());
    let mut writer = Writer::new(&header)?;
    for (line, row) in &sheet.rows {
        if let Some(why) = errors.get(line) {
            let mut row = cells(row);
            row.push(why.clone());
            writer.row(&row)?;
        }
    }
    csv::bytes(&format!("import-errors-{}", import.id.trim_start_matches(kind::Import::PREFIX)), writer.take()?)
}

/// One that this key may see, whoever may write its rows, and the name of the feature or event it is about.
async fn the_import(app: &App, db: &Db, organizer: &Organizer, import: &Id<kind::Import>) -> Result<(Import, String)> {
    let gone = || Error::not_found("import");
    let found = db::imports::find(db, organizer.scope(), import, app.now()).await?.ok_or_else(gone)?;
    organizer.must(if found.feature.is_some() { Scope::Write } else { Scope::People })?;
    let about = match &found.feature {
        Some(feature) => db::features::find(db, organizer.scope(), feature).await?.map(|feature| feature.name),
        None => db::events::find(db, organizer.scope(), &found.event).await?.map(|event| event.name),
    };
    Ok((found, about.ok_or_else(gone)?))
}

/// Keeps a file that can be read, and tells what it would do.
async fn uploaded(
    app: &App,
    db: &Db,
    (event, feature): (String, Option<String>),
    query: ImportQuery,
    headers: &HeaderMap,
    body: &Bytes,
) -> Result<(StatusCode, Json<ImportView>)> {
    let sort = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if !sort.split(';').next().is_some_and(|sort| sort.trim().eq_ignore_ascii_case("text/csv")) {
        return Err(Error::not_csv());
    }
    let sheet = sheet(body)?;
    let (id, now) = (app.new_id::<kind::Import>()?, app.now());
    let name = query.name.filter(|name| !name.is_empty());
    let import = Import { id, event, feature, name, created_at: now, expires_at: now + KEPT, committed_at: None, outcome: None };
    let plan = Plan::make(db, &import, &sheet).await?;
    // The row first: a file without one would stay for ever.
    db::imports::insert(db, &import).await?;
    app.bucket()?.put(place(&import.id), body.to_vec()).execute().await.map_err(Error::bucket)?;
    Ok((StatusCode::CREATED, Json(plan.view(&import))))
}

fn sheet(bytes: &[u8]) -> Result<Sheet> {
    let sheet = csv::read(bytes).map_err(|broken| Error::unreadable_csv(why(&broken)))?;
    if sheet.rows.len() > ROWS {
        let detail = format!("The file has {} rows; at most {ROWS} are taken at once. Split it.", sheet.rows.len());
        return Err(Error::unreadable_csv(detail));
    }
    Ok(sheet)
}

fn why(broken: &Broken) -> String {
    match broken {
        Broken::Encoding => "The file is not UTF-8. In a spreadsheet, save it as \"CSV UTF-8\".".to_owned(),
        Broken::Empty => "The file has no first line with the names of the columns.".to_owned(),
        Broken::TooManyCells { line, cells, columns } => {
            format!("Line {line} has {cells} cells and the first line names {columns} columns. Is a comma not in quotes?")
        }
        Broken::Unreadable(what) => format!("The file cannot be read: {what}."),
    }
}

async fn sheet_of(app: &App, id: &str) -> Result<Sheet> {
    let gone = || Error::not_found("import");
    let object = app.bucket()?.get(place(id)).execute().await.map_err(Error::bucket)?.ok_or_else(gone)?;
    sheet(&object.body().ok_or_else(gone)?.bytes().await.map_err(Error::bucket)?)
}

/// Where a file waits: no address of a picture leads there.
fn place(id: &str) -> String {
    format!("imports/{id}.csv")
}

/// Drops files that were kept long enough: first the file, for a row without one can be dropped again.
pub async fn sweep(app: &App) -> Result<()> {
    let db = app.db()?;
    for id in db::imports::expired(&db, app.now(), SWEPT).await? {
        app.bucket()?.delete(place(&id)).await.map_err(Error::bucket)?;
        db::imports::forget(&db, &id).await?;
    }
    Ok(())
}
