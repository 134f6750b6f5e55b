//! Reports as CSV: who wrote what, and who was there, of a room, a feature or an event. Rooms first send what they have not
//! sent yet, so that a report has what happened a second ago; it is read and sent a page at a time.

use axum::Router;
use axum::response::Response;
use axum::routing::get;
use futures_util::{Stream, stream};
use garde::Validate;
use hallway_domain::reports::{Of, Query, Range, chat, participants};
use http::{HeaderName, HeaderValue};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use worker::send::{SendFuture, SendWrapper};

use super::authorized_event;
use crate::app::App;
use crate::csv::{self, Writer};
use crate::db::{self, Db};
use crate::error::{Error, Result};
use crate::extract::Params;
use crate::ids::{Id, kind};
use crate::objects;
use crate::scopes::{Can, Reports};
use crate::wire::At;

pub mod metrics;

/// This file's routes.
pub fn routes() -> Router {
    Router::new()
        .route("/api/v1/rooms/{room}/reports/chat.csv", get(room_chat))
        .route("/api/v1/features/{feature}/reports/chat.csv", get(feature_chat))
        .route("/api/v1/events/{event}/reports/chat.csv", get(event_chat))
        .route("/api/v1/rooms/{room}/reports/participants.csv", get(room_participants))
        .route("/api/v1/features/{feature}/reports/participants.csv", get(feature_participants))
        .route("/api/v1/events/{event}/reports/participants.csv", get(event_participants))
        .merge(metrics::routes())
}

/// Rows of a page: a million of them are 500 pages, and a Worker has a thousand calls.
const PAGE: i64 = 2_000;
/// How many rooms could not be asked: the report may lack their last minutes.
const INCOMPLETE: HeaderName = HeaderName::from_static("hallway-incomplete");

/// Which columns a report has.
#[derive(Clone, Copy, Debug, Deserialize, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Columns {
    /// Everything that is known.
    All,
}

/// Query of a chat report.
#[derive(Debug, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams), into_params(parameter_in = Query))]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
pub struct ChatQuery {
    /// All columns; absent: the six of everybody's report.
    #[cfg_attr(feature = "openapi", param(nullable = false, inline))]
    pub columns: Option<Columns>,
    /// Deleted messages too.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", param(nullable = false))]
    pub deleted: bool,
    /// Sent at this moment or later.
    #[cfg_attr(feature = "openapi", param(nullable = false, value_type = String, format = DateTime))]
    pub from: Option<At>,
    /// Sent before this moment.
    #[cfg_attr(feature = "openapi", param(nullable = false, value_type = String, format = DateTime))]
    pub to: Option<At>,
}

/// Query of a participant list.
#[derive(Debug, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams), into_params(parameter_in = Query))]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
pub struct ParticipantQuery {
    /// All columns; absent: the six of everybody's list.
    #[cfg_attr(feature = "openapi", param(nullable = false, inline))]
    pub columns: Option<Columns>,
    /// Joined at this moment or later.
    #[cfg_attr(feature = "openapi", param(nullable = false, value_type = String, format = DateTime))]
    pub from: Option<At>,
    /// Joined before this moment.
    #[cfg_attr(feature = "openapi", param(nullable = false, value_type = String, format = DateTime))]
    pub to: Option<At>,
}

/// From when till when.
fn range(from: Option<At>, to: Option<At>) -> Range {
    Range { from: from.map(|at| at.0), to: to.map(|at| at.0) }
}

/// The chat of a room: `First Name, Last Name, Email, Title, Company, Chat Text`; with all columns also when, as what, where,
/// and by whom and when it was deleted. `Hallway-Incomplete`, if there: so many rooms could not be asked for their latest.
#[cfg_attr(feature = "openapi", utoipa::path(get, path = "/api/v1/rooms/{room}/reports/chat.csv", tag = "reports", security(("organizer" = [])),
    params(("room" = String, Path, description = "`room_…`"), ChatQuery), responses((status = 200, body = String, content_type = "text/csv"))))]
#[worker::send]
pub async fn room_chat(app: App, organizer: Can<Reports>, room: Id<kind::Room>, Params(query): Params<ChatQuery>) -> Result<Response> {
    chat_report(app.clone(), Whole::room(&app, &organizer, &room).await?, query).await
}

/// The same of all rooms of a feature, in the order of their times.
#[cfg_attr(feature = "openapi", utoipa::path(get, path = "/api/v1/features/{feature}/reports/chat.csv", tag = "reports", security(("organizer" = [])),
    params(("feature" = String, Path, description = "`fea_…`"), ChatQuery), responses((status = 200, body = String, content_type = "text/csv"))))]
#[worker::send]
pub async fn feature_chat(
    app: App,
    organizer: Can<Reports>,
    feature: Id<kind::Feature>,
    Params(query): Params<ChatQuery>,
) -> Result<Response> {
    chat_report(app.clone(), Whole::feature(&app, &organizer, &feature).await?, query).await
}

/// The same of all rooms of an event.
#[cfg_attr(feature = "openapi", utoipa::path(get, path = "/api/v1/events/{event}/reports/chat.csv", tag = "reports", security(("organizer" = [])),
    params(("event" = String, Path, description = "`evt_…`"), ChatQuery), responses((status = 200, body = String, content_type = "text/csv"))))]
#[worker::send]
pub async fn event_chat(app: App, organizer: Can<Reports>, event: Id<kind::Event>, Params(query): Params<ChatQuery>) -> Result<Response> {
    chat_report(app.clone(), Whole::event(&app, &organizer, &event).await?, query).await
}

/// Who was in a room, a row for each visit: `First Name, Last Name, Email, Title, Company, Joined At`; with all columns also
/// when they left, for how long, which visit it was, as what, how it ended, whether the end is an estimate, and where.
#[cfg_attr(feature = "openapi", utoipa::path(get, path = "/api/v1/rooms/{room}/reports/participants.csv", tag = "reports", security(("organizer" = [])),
    params(("room" = String, Path, description = "`room_…`"), ParticipantQuery), responses((status = 200, body = String, content_type = "text/csv"))))]
#[worker::send]
pub async fn room_participants(
    app: App,
    organizer: Can<Reports>,
    room: Id<kind::Room>,
    Params(query): Params<ParticipantQuery>,
) -> Result<Response> {
    participant_list(app.clone(), Whole::room(&app, &organizer, &room).await?, query).await
}

/// The same of all rooms of a feature.
#[cfg_attr(feature = "openapi", utoipa::path(get, path = "/api/v1/features/{feature}/reports/participants.csv", tag = "reports", security(("organizer" = [])),
    params(("feature" = String, Path, description = "`fea_…`"), ParticipantQuery), responses((status = 200, body = String, content_type = "text/csv"))))]
#[worker::send]
pub async fn feature_participants(
    app: App,
    organizer: Can<Reports>,
    feature: Id<kind::Feature>,
    Params(query): Params<ParticipantQuery>,
) -> Result<Response> {
    participant_list(app.clone(), Whole::feature(&app, &organizer, &feature).await?, query).await
}

/// The same of all rooms of an event.
#[cfg_attr(feature = "openapi", utoipa::path(get, path = "/api/v1/events/{event}/reports/participants.csv", tag = "reports", security(("organizer" = [])),
    params(("event" = String, Path, description = "`evt_…`"), ParticipantQuery), responses((status = 200, body = String, content_type = "text/csv"))))]
#[worker::send]
pub async fn event_participants(
    app: App,
    organizer: Can<Reports>,
    event: Id<kind::Event>,
    Params(query): Params<ParticipantQuery>,
) -> Result<Response> {
    participant_list(app.clone(), Whole::event(&app, &organizer, &event).await?, query).await
}

/// What a report is about.
#[derive(Clone, Copy)]
enum Part {
    Room,
    Feature,
    Event,
}

/// A room, a feature or an event with its event and name.
struct Whole {
    part: Part,
    event: String,
    id: String,
    name: String,
}

impl Whole {
    async fn room(app: &App, organizer: &Can<Reports>, room: &str) -> Result<Whole> {
        let found = db::rooms::find(&app.db()?, organizer.scope(), room).await?.ok_or_else(|| Error::not_found("room"))?.entry;
        Ok(Whole { part: Part::Room, event: found.event, id: found.id, name: found.name })
    }
    async fn feature(app: &App, organizer: &Can<Reports>, feature: &str) -> Result<Whole> {
        let found = db::features::find(&app.db()?, organizer.scope(), feature).await?.ok_or_else(|| Error::not_found("feature"))?;
        Ok(Whole { part: Part::Feature, event: found.event, id: found.id, name: found.name })
    }
    async fn event(app: &App, organizer: &Can<Reports>, event: &str) -> Result<Whole> {
        let found = authorized_event(&app.db()?, organizer, event).await?;
        Ok(Whole { part: Part::Event, event: found.id.clone(), id: found.id, name: found.name })
    }

    fn of(&self) -> Of<'_> {
        match self.part {
            Part::Room => Of::Room(&self.id),
            Part::Feature => Of::Feature(&self.id),
            Part::Event => Of::Event(&self.id),
        }
    }

    /// `video-rooms_lobby_chat_2026-11-22`
    fn file(&self, what: &str, now: i64) -> String {
        format!("video-rooms_{}_{what}_{}", csv::slug(&self.name, &self.id), At(now).to_string().get(..10).unwrap_or_default())
    }
}

async fn chat_report(app: App, whole: Whole, query: ChatQuery) -> Result<Response> {
    let all = query.columns.is_some();
    let header: &[&str] = if all { &CHAT_ALL } else { &CHAT_ALL[..6] };
    let (range, deleted) = (range(query.from, query.to), query.deleted);
    let next = move |whole: &Whole, last: Option<&chat::Line>| {
        chat::page(&whole.event, whole.of(), range, deleted, last.map(chat::Line::place).as_ref(), PAGE)
    };
    report(app, whole, "chat", header, next, move |line| chat_row(line, all)).await
}

const CHAT_ALL: [&str; 12] =
    ["First Name", "Last Name", "Email", "Title", "Company", "Chat Text", "Sent At", "Role", "Feature", "Room", "Deleted At", "Deleted By"];

fn chat_row(line: &chat::Line, all: bool) -> Vec<String> {
    let mut row = who(&line.who);
    row.push(line.text.clone());
    if all {
        row.extend([At(line.sent_at).to_string(), line.role.clone(), said(&line.feature), said(&line.room_name)]);
        row.extend([moment(line.deleted_at), said(&line.deleted_by)]);
    }
    row
}

async fn participant_list(app: App, whole: Whole, query: ParticipantQuery) -> Result<Response> {
    let all = query.columns.is_some();
    let header: &[&str] = if all { &PARTICIPANTS_ALL } else { &PARTICIPANTS_ALL[..6] };
    let range = range(query.from, query.to);
    let next = move |whole: &Whole, last: Option<&participants::Line>| {
        participants::page(&whole.event, whole.of(), range, last.map(participants::Line::place).as_ref(), PAGE)
    };
    report(app, whole, "participants", header, next, move |line| participant_row(line, all)).await
}

const PARTICIPANTS_ALL: [&str; 14] = [
    "First Name",
    "Last Name",
    "Email",
    "Title",
    "Company",
    "Joined At",
    "Left At",
    "Duration (seconds)",
    "Visit",
    "Role",
    "Ended",
    "Estimated",
    "Feature",
    "Room",
];

fn participant_row(line: &participants::Line, all: bool) -> Vec<String> {
    let mut row = who(&line.who);
    row.push(At(line.joined_at).to_string());
    if all {
        row.extend([moment(line.left_at), line.seconds().map(|n| n.to_string()).unwrap_or_default(), line.visit.to_string()]);
        row.extend([line.role.clone(), said(&line.ended), (line.estimated != 0).to_string()]);
        row.extend([said(&line.feature), said(&line.room_name)]);
    }
    row
}

fn who(parts: &[Option<String>; 5]) -> Vec<String> {
    parts.iter().map(said).collect()
}

fn said(text: &Option<String>) -> String {
    text.clone().unwrap_or_default()
}

fn moment(at: Option<i64>) -> String {
    at.map(|at| At(at).to_string()).unwrap_or_default()
}

/// A report that is being read.
struct Reading<L, N, R> {
    db: Db,
    whole: Whole,
    writer: Writer,
    lines: Vec<L>,
    next: N,
    row: R,
}

/// Has the rooms send what they have, reads the first page, and answers with it and whatever follows.
async fn report<L, N, R>(app: App, whole: Whole, what: &str, header: &'static [&'static str], next: N, row: R) -> Result<Response>
where
    L: DeserializeOwned + 'static,
    N: Fn(&Whole, Option<&L>) -> Query + 'static,
    R: Fn(&L) -> Vec<String> + 'static,
{
    let db = app.db()?;
    let left = objects::outbox::flush(&app, &db::reports::opened_rooms(&db, &whole.event, whole.of()).await?).await;
    let lines = db::reports::page(&db, next(&whole, None)).await?;
    let name = whole.file(what, app.now());
    let mut response = csv::stream(&name, pages(Reading { db, whole, writer: Writer::new(header)?, lines, next, row }))?;
    if !left.is_empty() {
        response.headers_mut().insert(INCOMPLETE, HeaderValue::from(left.len()));
    }
    Ok(response)
}

/// Bytes of one page after the other; the next is read when this one was taken.
fn pages<L, N, R>(reading: Reading<L, N, R>) -> impl Stream<Item = Result<Vec<u8>>> + Send + 'static
where
    L: DeserializeOwned + 'static,
    N: Fn(&Whole, Option<&L>) -> Query + 'static,
    R: Fn(&L) -> Vec<String> + 'static,
{
    stream::try_unfold(Some(SendWrapper::new(reading)), |state| {
        SendFuture::new(async move {
            let Some(SendWrapper(mut reading)) = state else { return Ok(None) };
            for line in &reading.lines {
                reading.writer.row(&(reading.row)(line))?;
            }
            let bytes = reading.writer.take()?;
            if i64::try_from(reading.lines.len()).unwrap_or_default() < PAGE {
                return Ok(Some((bytes, None)));
            }
            let query = (reading.next)(&reading.whole, reading.lines.last());
            reading.lines = db::reports::page(&reading.db, query).await?;
            Ok(Some((bytes, Some(SendWrapper::new(reading)))))
        })
    })
}
