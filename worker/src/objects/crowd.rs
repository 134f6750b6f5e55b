//! The sockets of a lobby: each keeps who looks through it, and hears what that person may see.

use std::collections::BTreeMap;

use hallway_domain::lobby::fan::{self, Alike, Fan};
use hallway_domain::lobby::{Delta, State as Cards, Viewer};
use worker::{Response, State, WebSocket};

use super::sockets::{self, Close};
use crate::frames;

/// Take a new socket of a viewer and say what they see.
pub(super) fn accept(state: &State, viewer: Viewer, ends_at: i64, now: i64, cards: &Cards) -> worker::Result<Response> {
    let hello = fan::hello(cards, &viewer).map(|frame| frames::lobby::text(&frame)).unwrap_or_default();
    let person = viewer.person.clone();
    sockets::accept_with(state, &person, ends_at, now, Some(viewer), &hello)
}

/// Tell everybody what changed; the words are made once for all who are told the same.
pub(super) fn tell(state: &State, delta: &Delta) {
    let fan = Fan::new(delta);
    let mut made: BTreeMap<Alike, String> = BTreeMap::new();
    for (ws, viewer) in viewers(state.get_websockets()) {
        let text = made.entry(fan.alike(&viewer)).or_insert_with(|| frames::lobby::text(&fan.frame(&viewer)));
        sockets::send(&ws, text);
    }
}

/// Tell everybody everything, and hang up on those the place is not for.
pub(super) fn tell_anew(state: &State, cards: &Cards) {
    let delta = cards.as_delta();
    let fan = Fan::new(&delta);
    let mut made: BTreeMap<Alike, String> = BTreeMap::new();
    for (ws, viewer) in viewers(state.get_websockets()) {
        if !fan::is_for(&cards.place, &viewer) {
            sockets::close(&ws, &Close::NotForYou);
            continue;
        }
        let hello = || fan::hello(cards, &viewer).map(|frame| frames::lobby::text(&frame)).unwrap_or_default();
        sockets::send(&ws, made.entry(fan.alike(&viewer)).or_insert_with(hello));
    }
}

/// A person is another one now: their older sockets hear everything anew, or are closed.
pub(super) fn meet(state: &State, viewer: &Viewer, deleted: bool, cards: &Cards) {
    for (ws, old) in viewers(state.get_websockets_with_tag(&viewer.person)) {
        if old.version >= viewer.version {
            continue;
        }
        if deleted || old.link_version != viewer.link_version {
            sockets::close(&ws, &Close::Session);
        } else if sockets::keep_viewer(&ws, viewer) && old.groups != viewer.groups {
            say_hello(&ws, viewer, cards);
        }
    }
}

fn say_hello(ws: &WebSocket, viewer: &Viewer, cards: &Cards) {
    match fan::hello(cards, viewer) {
        Some(frame) => sockets::send(ws, &frames::lobby::text(&frame)),
        None => sockets::close(ws, &Close::NotForYou),
    }
}

fn viewers(all: Vec<WebSocket>) -> impl Iterator<Item = (WebSocket, Viewer)> {
    all.into_iter().filter_map(|ws| sockets::viewer(&ws).map(|viewer| (ws, viewer)))
}
