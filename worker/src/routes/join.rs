//! `POST /rooms/{room}/join` and `/leave`: the Person decides, the Worker mints the token.

use axum::Json;
use axum::Router;
use axum::routing::post;
use hallway_domain::person::{Answer, Command, Landing};
use hallway_domain::room::{self as rules, HoldAnswer, Rights, RoomView};
use http::StatusCode;

use super::{RETRY, not_in, not_into};
use crate::app::App;
use crate::auth::Attendee;
use crate::error::{Error, Result};
use crate::extract::Body;
use crate::ids::{Id, kind};
use crate::objects::{person, room as room_object};
use crate::sfu::token::{self, Bearer};
use crate::wire::{At, JoinAnswer, JoinBody, LeaveBody, SeatView, SfuView, SocketView};

/// This file's routes.
pub fn routes() -> Router {
    Router::new().route("/api/v1/rooms/{room}/join", post(join_room)).route("/api/v1/rooms/{room}/leave", post(leave_room))
}

/// Hold a seat, or enter. The same `entry_id` again changes nothing and keeps the seat.
#[cfg_attr(feature = "openapi", utoipa::path(post, path = "/api/v1/rooms/{room}/join", tag = "rooms", request_body = JoinBody,
    params(("room" = String, Path, description = "`room_…`")), security(("attendee" = [])),
    responses((status = 200, body = JoinAnswer), (status = 401, description = "`unauthenticated`, `session_expired`, `session_revoked`"),
        (status = 403, description = "`banned` (with `until`, `scope`, `by`, `reason`)"), (status = 404, description = "`not_found`"),
        (status = 409, description = "`room_full`, `room_closed`, `room_locked`, `in_another_room` (with `room`), `superseded`, `hold_expired`"),
        (status = 503, description = "`sfu_unavailable`, `unavailable`; `Retry-After`"))))]
#[worker::send]
pub async fn join_room(app: App, who: Attendee, room: Id<kind::Room>, Body(body): Body<JoinBody>) -> Result<Json<JoinAnswer>> {
    let enter = Command::Enter {
        room: room.to_string(),
        id: body.entry_id.to_string(),
        hold: body.hold,
        moving: body.r#move,
        link_version: who.link_version,
    };
    let mut landing = person::ask(&app, &who.person, &enter).await?;
    if let Landing::Answer(Answer::Here { room }) = &landing {
        if let Some(answer) = here(&app, &who, room).await? {
            return Ok(answer);
        }
        // A claim the room knows nothing of: what made it was lost. Let it go, and this call is the first.
        person::ask(&app, &who.person, &Command::Leave { room: room.clone(), id: None, away: false, link_version: None }).await?;
        landing = person::ask(&app, &who.person, &enter).await?;
    }
    match landing {
        Landing::Unfinished | Landing::Overtaken => Err(Error::sfu_unavailable(RETRY, "a move or join has not come to its end")),
        Landing::Answer(Answer::Seat { epoch, keep_until, answer }) => seated(&app, &who, epoch, keep_until, body.hold, *answer),
        Landing::Answer(Answer::Here { .. }) => Err(Error::unavailable(RETRY, "a claim without a seat")),
        Landing::Answer(Answer::Refused { refusal }) => Err(not_in(refusal)),
        Landing::Answer(_) => Err(Error::session_revoked()),
    }
}

/// Leave. An entry that is no longer there is no error.
#[cfg_attr(feature = "openapi", utoipa::path(post, path = "/api/v1/rooms/{room}/leave", tag = "rooms", request_body = LeaveBody,
    params(("room" = String, Path, description = "`room_…`")), security(("attendee" = [])),
    responses((status = 204, description = "left, or was not there"), (status = 401, description = "`unauthenticated`, `session_expired`, `session_revoked`"))))]
#[worker::send]
pub async fn leave_room(app: App, who: Attendee, room: Id<kind::Room>, Body(body): Body<LeaveBody>) -> Result<StatusCode> {
    let id = body.entry_id.map(|id| id.to_string());
    let leave = Command::Leave { room: room.to_string(), id, away: body.away, link_version: Some(who.link_version) };
    if let Landing::Answer(Answer::Refused { refusal }) = person::ask(&app, &who.person, &leave).await? {
        return Err(not_in(refusal));
    }
    Ok(StatusCode::NO_CONTENT)
}

fn seated(app: &App, who: &Attendee, epoch: i64, keep_until: Option<i64>, hold: bool, answer: HoldAnswer) -> Result<Json<JoinAnswer>> {
    let HoldAnswer::Seat { seat, sfu, room } = answer else { return Err(not_into(answer)) };
    let sfu = if hold { None } else { Some(way_in(app, who, epoch, &seat, &sfu, &room)?) };
    let socket = (!hold).then(|| SocketView { url: format!("{}/api/v1/rooms/{}/socket", web_socket(app.public_url()), room.id) });
    Ok(Json(JoinAnswer { seat: view_of(&seat, keep_until.filter(|_| hold)), sfu, socket, room: (*room).into() }))
}

/// Gate address and token for somebody with an open seat.
fn way_in(app: &App, who: &Attendee, epoch: i64, seat: &rules::SeatView, sfu: &str, room: &RoomView) -> Result<SfuView> {
    let server = app.config.sfu(sfu).ok_or_else(|| Error::internal(format!("no LiveKit server is called {sfu:?}")))?;
    let name = room.people.iter().find(|p| p.id == who.person).map(|p| p.name.clone()).unwrap_or_default();
    // The gate mints the token LiveKit sees, with the rights of that moment.
    let bearer = Bearer { room: room.id.clone(), person: who.person.clone(), name, role: seat.role, rights: Rights::default(), epoch };
    let url = format!("{}/sfu/{sfu}", web_socket(app.public_url()));
    Ok(SfuView { url, token: token::join(server, &bearer, app.now())? })
}

/// "https://…" becomes "wss://…", "http://…" becomes "ws://…".
pub(super) fn web_socket(url: &str) -> String {
    url.replacen("http", "ws", 1)
}

/// The dialog of another tab is open where the person already is: look, change nothing.
async fn here(app: &App, who: &Attendee, room: &str) -> Result<Option<Json<JoinAnswer>>> {
    match room_object::ask(app, room, &rules::Command::View { viewer: who.person.clone() }).await? {
        rules::Answer::View { seat: Some(seat), room: Some(room) } => {
            Ok(Some(Json(JoinAnswer { seat: view_of(&seat, None), sfu: None, socket: None, room: (*room).into() })))
        }
        _ => Ok(None),
    }
}

fn view_of(seat: &rules::SeatView, keep_until: Option<i64>) -> SeatView {
    SeatView { role: seat.role, state: seat.state, expires_at: keep_until.or(seat.until).map(At) }
}
