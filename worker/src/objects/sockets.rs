//! The sockets an object holds, over hibernation: it speaks, they only ping. Whose they are is their tag, until when
//! they may listen is kept with them.

use hallway_domain::lobby::Viewer;
use serde::{Deserialize, Serialize};
use worker::{Response, State, WebSocket, WebSocketPair, WebSocketRequestResponsePair};

/// So many a person may have at one object: a tab that reloads, and one more.
const EACH: usize = 2;
/// `WebSocket.OPEN`.
const OPEN: u16 = 1;

/// Why a socket is closed; the app knows these.
pub(super) enum Close {
    /// The session is over or was revoked.
    Session,
    /// Put out.
    Removed,
    /// No open seat any more.
    NoSeat,
    /// The place is gone, or limited to groups they are not in.
    NotForYou,
    /// Newer ones took its place.
    Replaced,
    /// It spoke.
    Spoke,
}

impl Close {
    fn parts(&self) -> (u16, &'static str) {
        match self {
            Close::Session => (4401, "your session is over"),
            Close::Removed => (4403, "you were removed"),
            Close::NoSeat => (4404, "you have no seat here"),
            Close::NotForYou => (4404, "this is not for you any more"),
            Close::Replaced => (4409, "opened elsewhere"),
            Close::Spoke => (1008, "this socket only listens"),
        }
    }
}

#[derive(Serialize, Deserialize)]
struct Kept {
    /// When the session behind it is over, ms.
    ends_at: i64,
    /// Grows with every socket of this object.
    opened: i64,
    /// At a lobby: who looks.
    #[serde(default)]
    viewer: Option<Viewer>,
}

/// Take a new socket of a person and say `hello`.
pub(super) fn accept(state: &State, person: &str, ends_at: i64, now: i64, hello: &str) -> worker::Result<Response> {
    accept_with(state, person, ends_at, now, None, hello)
}

/// The same at a lobby: who looks is kept with the socket.
pub(super) fn accept_with(
    state: &State,
    person: &str,
    ends_at: i64,
    now: i64,
    viewer: Option<Viewer>,
    hello: &str,
) -> worker::Result<Response> {
    state.set_websocket_auto_response(&WebSocketRequestResponsePair::new("ping", "pong")?);
    let mut theirs: Vec<(i64, WebSocket)> =
        state.get_websockets_with_tag(person).into_iter().map(|ws| (kept(&ws).map_or(0, |k| k.opened), ws)).collect();
    theirs.sort_by_key(|(opened, _)| *opened);
    let opened = theirs.last().map_or(now, |(newest, _)| now.max(newest + 1));
    let too_many = (theirs.len() + 1).saturating_sub(EACH);
    for (_, oldest) in theirs.iter().take(too_many) {
        close(oldest, &Close::Replaced);
    }
    let pair = WebSocketPair::new()?;
    state.accept_websocket_with_tags(&pair.server, &[person]);
    pair.server.serialize_attachment(Kept { ends_at, opened, viewer })?;
    pair.server.send_with_str(hello)?;
    Response::from_websocket(pair.client)
}

/// Tell everybody.
pub(super) fn say(state: &State, frame: &str) {
    state.get_websockets().iter().for_each(|ws| send(ws, frame));
}

/// Tell one person.
pub(super) fn say_to(state: &State, person: &str, frame: &str) {
    state.get_websockets_with_tag(person).iter().for_each(|ws| send(ws, frame));
}

/// Close a person's sockets.
pub(super) fn hang_up(state: &State, person: &str, why: &Close) {
    state.get_websockets_with_tag(person).iter().for_each(|ws| close(ws, why));
}

/// Close all sockets whose session is over; when the next one ends.
pub(super) fn hang_up_expired(state: &State, now: i64) -> Option<i64> {
    let mut next = None;
    for ws in state.get_websockets() {
        match kept(&ws).map_or(0, |kept| kept.ends_at) {
            ends_at if ends_at <= now => close(&ws, &Close::Session),
            ends_at => next = Some(next.map_or(ends_at, |at: i64| at.min(ends_at))),
        }
    }
    next
}

/// Whose socket this was, if they have no other.
pub(super) fn left_alone(state: &State, closed: &WebSocket) -> Option<String> {
    let person = state.get_tags(closed).into_iter().next()?;
    let open = |ws: &WebSocket| ws.as_ref().ready_state() == OPEN;
    (!state.get_websockets_with_tag(&person).iter().any(open)).then_some(person)
}

/// A socket that is closing already is no fault.
pub(super) fn close(ws: &WebSocket, why: &Close) {
    let (code, reason) = why.parts();
    let _ = ws.close(Some(code), Some(reason));
}

/// Who looks through this socket.
pub(super) fn viewer(ws: &WebSocket) -> Option<Viewer> {
    kept(ws)?.viewer
}

/// Whoever looks through this socket is this one now.
pub(super) fn keep_viewer(ws: &WebSocket, viewer: &Viewer) -> bool {
    let Some(kept) = kept(ws) else { return false };
    ws.serialize_attachment(Kept { viewer: Some(viewer.clone()), ..kept }).is_ok()
}

pub(super) fn send(ws: &WebSocket, frame: &str) {
    let _ = ws.send_with_str(frame);
}

fn kept(ws: &WebSocket) -> Option<Kept> {
    ws.deserialize_attachment().ok().flatten()
}
