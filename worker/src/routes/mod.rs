//! The REST API: a file per resource, each with its own `routes()`. What a request needs stands in the handler's
//! signature; refusals are [`Error`]s. Paths are written out in full, so that a search finds them.

use axum::Router;
use axum::extract::{MatchedPath, Request};
use axum::middleware::{Next, from_fn};
use axum::response::Response;
use hallway_domain::ban::By;
use hallway_domain::person::Refusal;
use hallway_domain::room::{Denied, HoldAnswer};
use serde::Deserialize;

use crate::app::App;
use crate::auth::{Attendee, Moderating, Organizer};
use crate::db::pushes::Kind;
use crate::db::{self, Db, Table, audit::InRoom, events::Event, touch::Told};
use crate::error::{Error, FieldError, Result};
use crate::{idempotency, objects};

pub mod attendees;
pub mod audit;
pub mod bans;
pub mod cards;
pub mod chat;
pub mod clear;
pub mod clicks;
pub mod connections;
#[cfg(feature = "conformance")]
pub mod debug;
pub mod docs;
pub mod events;
pub mod features;
pub mod groups;
pub mod hands;
pub mod health;
pub mod hooks;
pub mod images;
pub mod imports;
pub mod items;
pub mod join;
pub mod keys;
pub mod live;
pub mod lock;
pub mod locks;
pub mod me;
pub mod mutes;
pub mod network;
pub mod people;
pub mod reports;
pub mod rooms;
pub mod sessions;
pub mod sockets;
pub mod stage;
pub mod waiting;

/// Every route there is, except the gate's.
pub fn router() -> Router {
    let routes = Router::new()
        .merge(health::routes())
        .merge(sessions::routes())
        .merge(me::routes())
        .merge(events::routes())
        .merge(groups::routes())
        .merge(attendees::routes())
        .merge(items::routes())
        .merge(features::routes())
        .merge(rooms::routes())
        .merge(live::routes())
        .merge(cards::routes())
        .merge(join::routes())
        .merge(waiting::routes())
        .merge(hands::routes())
        .merge(lock::routes())
        .merge(chat::routes())
        .merge(bans::routes())
        .merge(stage::routes())
        .merge(locks::routes())
        .merge(mutes::routes())
        .merge(connections::routes())
        .merge(people::routes())
        .merge(network::routes())
        .merge(clicks::routes())
        .merge(sockets::routes())
        .merge(clear::routes())
        .merge(reports::routes())
        .merge(imports::routes())
        .merge(keys::routes())
        .merge(audit::routes())
        .merge(images::routes())
        .merge(docs::routes())
        .merge(hooks::routes());
    #[cfg(feature = "conformance")]
    let routes = routes.merge(debug::routes());
    routes
        .fallback(async || Error::not_found("address"))
        .method_not_allowed_fallback(async || Error::method_not_allowed())
        .layer(from_fn(idempotency::layer))
        .layer(from_fn(note_route))
}

/// Leaves the route's pattern in the answer, for the log: a path itself could hold anything.
async fn note_route(request: Request, next: Next) -> Response {
    let matched = request.extensions().get::<MatchedPath>().cloned();
    let mut response = next.run(request).await;
    if let Some(matched) = matched {
        response.extensions_mut().insert(matched);
    }
    response
}

/// Objects told at the same time; a Worker has six connections.
const AT_ONCE: usize = 6;

/// So many rooms, and persons, of a change hear of it before it is answered.
const FIRST: usize = 50;

/// Lets objects hear of a change at once; who does not answer hears of it from cron. Where a change concerns hundreds of
/// rooms or people, most of them hear of it just after the answer.
async fn tell(app: &App, told: Vec<Told>) {
    let mut later = Vec::new();
    let mut now = Vec::new();
    for kind in [Kind::Lobby, Kind::Room, Kind::Person] {
        let mut ids: Vec<String> = told.iter().filter(|one| one.kind == kind).map(|one| one.object.clone()).collect();
        let rest = if kind == Kind::Lobby { Vec::new() } else { ids.split_off(ids.len().min(FIRST)) };
        now.push((kind, ids));
        later.push((kind, rest));
    }
    let calls = now.iter().map(|(kind, ids)| objects::push::many(app, *kind, ids));
    futures_util::future::join_all(calls).await;
    if later.iter().any(|(_, ids)| !ids.is_empty()) {
        let after = app.clone();
        app.wait_until(async move {
            for (kind, ids) in later {
                objects::push::many(&after, kind, &ids).await;
            }
        });
    }
}

/// The event, if this organizer may see it; others' events and no events answer 404 alike.
async fn authorized_event(db: &Db, organizer: &Organizer, event: &str) -> Result<Event> {
    db::events::find(db, organizer.scope(), event).await?.ok_or_else(|| Error::not_found("event"))
}

/// Seconds to wait before the same call again, when LiveKit or an object did not answer.
const RETRY: u32 = 2;

/// A Person's no to somebody who wants in.
fn not_in(refusal: Refusal) -> Error {
    match refusal {
        Refusal::Revoked => Error::session_revoked(),
        Refusal::Banned { barred } => Error::banned(&barred),
        Refusal::Superseded => Error::superseded(),
        Refusal::HoldExpired => Error::hold_expired(),
        Refusal::InAnotherRoom { room, name } => Error::in_another_room(&room, &name),
        Refusal::Room { answer } => not_into(*answer),
    }
}

/// A Room's.
fn not_into(answer: HoldAnswer) -> Error {
    match answer {
        HoldAnswer::Full { attendee_limit } => Error::room_full(attendee_limit),
        HoldAnswer::Closed { reason } => Error::room_closed(reason),
        HoldAnswer::Locked => Error::room_locked(),
        HoldAnswer::NotFound => Error::not_found("room"),
        HoldAnswer::Banned { barred } => Error::banned(&barred),
        HoldAnswer::Evicting => Error::unavailable(RETRY, "being put out at this moment"),
        HoldAnswer::Stale | HoldAnswer::Seat { .. } => Error::unavailable(RETRY, "a newer decision was here before"),
    }
}

/// A no to an attendee. Who is outside the room's groups does not learn that it exists.
async fn refused(app: &App, who: &Attendee, why: Denied) -> Error {
    match &why {
        Denied::NoSeat { groups, .. } if !groups.is_empty() => match must_see(app, who, groups).await {
            Ok(()) => why.into(),
            Err(error) => error,
        },
        _ => why.into(),
    }
}

/// A no to whoever moderates, or tries to.
async fn refused_to(app: &App, who: &Moderating, why: Denied) -> Error {
    match who {
        Moderating::Attendee(attendee) => refused(app, attendee, why).await,
        Moderating::Organizer(_) => why.into(),
    }
}

/// Notes in the audit log what was done in a room, after the answer.
fn note(app: &App, by: &By, room: &str, action: String, person: Option<String>) {
    let actor = match by {
        By::Attendee { id, .. } => id.clone(),
        By::Organizer { key } => key.id.clone(),
    };
    let act = InRoom { room: room.to_owned(), actor, action, person };
    let later = app.clone();
    app.wait_until(async move {
        let written = async { act.write(&later, &later.db()?).await };
        if let Err(error) = written.await {
            crate::log::failure("audit", &error);
        }
    });
}

/// 404 for somebody who is in none of these groups.
async fn must_see(app: &App, who: &Attendee, groups: &[String]) -> Result<()> {
    let profile = objects::person::profile(app, &who.person).await?.ok_or_else(Error::session_revoked)?;
    let sees = groups.is_empty() || groups.iter().any(|group| profile.groups.contains(group));
    if sees { Ok(()) } else { Err(Error::not_found("room")) }
}

/// 422 for ids in a body's list that are nothing of this event.
async fn must_exist(db: &Db, table: Table, event: &str, field: &str, ids: &[String]) -> Result<()> {
    let missing = db::missing(db, table, event, ids).await?;
    if missing.is_empty() {
        return Ok(());
    }
    let fault = |place| FieldError::new(format!("/{field}/{place}"), "not_found", "There is no such thing in this event.");
    Err(Error::invalid(missing.into_iter().map(fault).collect()))
}

/// 422 for a new order that names something twice, or that is not in the list.
fn must_be_sortable(field: &str, ids: &[String], before: Option<&str>, known: &[String]) -> Result<()> {
    let mut faults = Vec::new();
    for (place, id) in ids.iter().enumerate() {
        let earlier = ids.get(..place).is_some_and(|earlier| earlier.contains(id));
        if earlier || !known.contains(id) {
            let (code, detail) =
                if earlier { ("invalid", "It is named twice.") } else { ("not_found", "There is no such thing in this list.") };
            faults.push(FieldError::new(format!("/{field}/{place}"), code, detail));
        }
    }
    if let Some(before) = before
        && (!known.iter().any(|id| id == before) || ids.iter().any(|id| id == before))
    {
        faults.push(FieldError::new("/before", "not_found", "Name another thing of this list, or null for its end."));
    }
    if faults.is_empty() { Ok(()) } else { Err(Error::invalid(faults)) }
}

/// A field of a merge patch, if it was given.
fn put<T: Clone>(field: &mut T, new: Option<&T>) {
    if let Some(new) = new {
        field.clone_from(new);
    }
}

/// Each id once, in the order given.
fn distinct(ids: Vec<String>) -> Vec<String> {
    let mut once: Vec<String> = Vec::with_capacity(ids.len());
    for id in ids {
        if !once.contains(&id) {
            once.push(id);
        }
    }
    once
}

/// Where a long list goes on.
#[derive(Debug, Deserialize, garde::Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams), into_params(parameter_in = Query))]
#[serde(deny_unknown_fields)]
pub struct Paging {
    /// `next_cursor` of the page before.
    #[serde(default)]
    #[garde(length(max = 64))]
    #[cfg_attr(feature = "openapi", param(nullable = false, max_length = 64))]
    pub cursor: Option<String>,
    /// Entries of a page, 1 to 200; 50 if absent.
    #[serde(default)]
    #[garde(range(min = 1, max = 200))]
    #[cfg_attr(feature = "openapi", param(nullable = false, minimum = 1, maximum = 200))]
    pub limit: Option<i64>,
}

/// Entries of a page.
fn page_size(limit: Option<i64>) -> i64 {
    limit.unwrap_or(50)
}

/// A page out of rows of which one more than `size` was asked for.
fn page<R, T: From<R>>(rows: Vec<R>, size: i64, id: impl Fn(&R) -> &str) -> crate::wire::Page<T> {
    let size = usize::try_from(size).unwrap_or(usize::MAX);
    let more = rows.len() > size;
    let last = size.checked_sub(1).and_then(|at| rows.get(at));
    let next_cursor = last.filter(|_| more).map(|row| id(row).to_owned());
    crate::wire::Page { data: rows.into_iter().take(size).map(T::from).collect(), next_cursor }
}
