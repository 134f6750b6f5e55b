//! Numbers of an event: while it runs and after it, as JSON and as CSV.

use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use garde::Validate;
use hallway_domain::reports::metrics::{FeatureNumbers, Numbers, Step};
use http::HeaderValue;
use serde::{Deserialize, Serialize};

use super::super::authorized_event;
use super::{INCOMPLETE, range};
use crate::app::App;
use crate::csv;
use crate::db::{self, events::Event};
use crate::error::Result;
use crate::extract::Params;
use crate::ids::{Id, kind};
use crate::objects;
use crate::scopes::{Can, Reports};
use crate::wire::At;

/// This file's routes.
pub fn routes() -> Router {
    Router::new()
        .route("/api/v1/events/{event}/metrics", get(show_metrics))
        .route("/api/v1/events/{event}/metrics.csv", get(download_metrics))
}

/// Query of the numbers.
#[derive(Debug, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams), into_params(parameter_in = Query))]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
pub struct MetricsQuery {
    /// What happened at this moment or later; absent: from the beginning.
    #[cfg_attr(feature = "openapi", param(nullable = false, value_type = String, format = DateTime))]
    pub from: Option<At>,
    /// What happened before this moment; absent: up to now.
    #[cfg_attr(feature = "openapi", param(nullable = false, value_type = String, format = DateTime))]
    pub to: Option<At>,
}

/// An event's numbers.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Metrics {
    /// When they were counted.
    pub at: At,
    /// As it was asked.
    pub from: Option<At>,
    /// As it was asked.
    pub to: Option<At>,
    /// So many rooms and people could not be asked: what they did last may be missing.
    pub incomplete: usize,
    /// Of the whole event. People are counted once, however many rooms they were in.
    #[serde(flatten)]
    pub numbers: Numbers,
    /// Of each feature and its rooms, in the organizers' order.
    pub features: Vec<FeatureNumbers>,
    /// How it went.
    pub over_time: OverTime,
}

/// What happened step by step, from the first thing that happened to the last.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OverTime {
    /// How long a step is.
    pub seconds: i64,
    /// One after the other, without a gap; none where nothing happened.
    pub points: Vec<Point>,
}

/// One step.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Point {
    /// Its beginning.
    pub at: At,
    /// What happened in it.
    #[serde(flatten)]
    pub step: Step,
}

/// An event's numbers, by feature and room and over time, as they are now: rooms send what they have before it is counted.
#[cfg_attr(feature = "openapi", utoipa::path(get, path = "/api/v1/events/{event}/metrics", tag = "reports", security(("organizer" = [])),
    params(("event" = String, Path, description = "`evt_…`"), MetricsQuery), responses((status = 200, body = Metrics))))]
#[worker::send]
pub async fn show_metrics(
    app: App,
    organizer: Can<Reports>,
    event: Id<kind::Event>,
    Params(query): Params<MetricsQuery>,
) -> Result<Json<Metrics>> {
    let event = authorized_event(&app.db()?, &organizer, &event).await?;
    counted(&app, &event, query).await.map(Json)
}

/// The same numbers as a table: a row for the event, for each feature and for each room.
#[cfg_attr(feature = "openapi", utoipa::path(get, path = "/api/v1/events/{event}/metrics.csv", tag = "reports", security(("organizer" = [])),
    params(("event" = String, Path, description = "`evt_…`"), MetricsQuery), responses((status = 200, body = String, content_type = "text/csv"))))]
#[worker::send]
pub async fn download_metrics(
    app: App,
    organizer: Can<Reports>,
    event: Id<kind::Event>,
    Params(query): Params<MetricsQuery>,
) -> Result<Response> {
    let event = authorized_event(&app.db()?, &organizer, &event).await?;
    let metrics = counted(&app, &event, query).await?;
    let name =
        format!("video-rooms_{}_metrics_{}", csv::slug(&event.name, &event.id), metrics.at.to_string().get(..10).unwrap_or_default());
    let mut response = csv::file(&name, &COLUMNS, &table(&event, &metrics))?.into_response();
    if metrics.incomplete > 0 {
        response.headers_mut().insert(INCOMPLETE, HeaderValue::from(metrics.incomplete));
    }
    Ok(response)
}

async fn counted(app: &App, event: &Event, query: MetricsQuery) -> Result<Metrics> {
    let (db, now) = (app.db()?, app.now());
    let left = objects::outbox::flush(app, &db::reports::owing(&db, &event.id).await?).await;
    let MetricsQuery { from, to } = query;
    let (metrics, cut, steps) = db::reports::numbers(&db, &event.id, range(from, to), now).await?;
    Ok(Metrics {
        at: At(now),
        from,
        to,
        incomplete: left.len(),
        numbers: metrics.numbers,
        features: metrics.features,
        over_time: OverTime {
            seconds: cut.map_or(0, |cut| cut.step / 1_000),
            points: steps.into_iter().map(|step| Point { at: At(step.at), step }).collect(),
        },
    })
}

const COLUMNS: [&str; 14] = [
    "Level",
    "Id",
    "Feature",
    "Room",
    "Clicks",
    "Chats",
    "People",
    "Visits",
    "Minutes",
    "Average Stay (seconds)",
    "Peak",
    "Connection Requests",
    "Removals",
    "Turned Away",
];

fn table(event: &Event, metrics: &Metrics) -> Vec<Vec<String>> {
    let mut rows = vec![row(["event", &event.id, "", ""], &metrics.numbers)];
    for feature in &metrics.features {
        rows.push(row(["feature", &feature.id, &feature.name, ""], &feature.numbers));
        rows.extend(feature.rooms.iter().map(|room| row(["room", &room.id, &feature.name, &room.name], &room.numbers)));
    }
    rows
}

fn row(what: [&str; 4], n: &Numbers) -> Vec<String> {
    // Tenths of a minute, rounded.
    let tenths = (n.seconds + 3) / 6;
    let mut row: Vec<String> = what.map(str::to_owned).into();
    row.extend([n.clicks, n.chats, n.people, n.visits].map(|n| n.to_string()));
    row.push(format!("{}.{}", tenths / 10, tenths % 10));
    row.push(n.average_seconds.map(|n| n.to_string()).unwrap_or_default());
    row.extend([n.peak, n.connection_requests, n.removals, n.turned_away].map(|n| n.to_string()));
    row
}
