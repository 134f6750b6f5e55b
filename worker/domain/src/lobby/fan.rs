//! What each viewer is told. Most of a crowd is told the same words: they differ only for those who moderate, sit in or
//! wait for a room that changed, and by which rooms somebody may see.

use std::collections::BTreeSet;

use serde::Serialize;

use super::{Delta, Gone, State, Viewer};
use crate::bugs::{self, Bug};
use crate::card::{CardView, is_own};
use crate::catalogue::{LobbyEntry, RoomEntry};

/// What a viewer is told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Frame {
    /// First, and whenever everything must be taken anew.
    Hello {
        /// The number of the newest change in it.
        seq: i64,
        /// Where.
        place: Head,
        /// In order.
        cards: Vec<CardView>,
    },
    /// What changed after one number up to another.
    Cards {
        /// The number before the first change.
        after: i64,
        /// The number of the last.
        seq: i64,
        /// Rooms that changed or are new, whole.
        cards: Vec<CardView>,
        /// Rooms that are no longer here (`room_…`).
        gone: Vec<String>,
        /// All rooms in order, if that changed.
        order: Option<Vec<String>>,
        /// The place, if its name or picture changed.
        place: Option<Head>,
    },
}

/// A place as a viewer sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Head {
    /// `fea_…` or `itm_…`
    pub id: String,
    /// Name people see.
    pub name: String,
    /// Name of an icon of the picker.
    pub icon: Option<String>,
    /// Address of a feature's picture.
    pub image: Option<String>,
}

impl From<&LobbyEntry> for Head {
    fn from(place: &LobbyEntry) -> Head {
        Head { id: place.id.clone(), name: place.name.clone(), icon: place.icon.clone(), image: place.image.clone() }
    }
}

fn open_to(limits: &[String], viewer: &Viewer) -> bool {
    limits.is_empty() || limits.iter().any(|group| viewer.groups.contains(group)) || bugs::on(Bug::GroupsNotLookedAt)
}

/// Whether a place is there for this viewer.
pub fn is_for(place: &LobbyEntry, viewer: &Viewer) -> bool {
    !place.deleted && open_to(&place.groups, viewer)
}

fn sees(room: &RoomEntry, viewer: &Viewer) -> bool {
    !room.deleted && open_to(&room.groups, viewer)
}

/// The cards this viewer may see, in order.
pub fn cards(state: &State, viewer: &Viewer) -> Vec<CardView> {
    let seen = state.rooms.iter().filter(|(room, _)| sees(room, viewer));
    seen.map(|(room, live)| CardView::of(room, live, &viewer.person)).collect()
}

/// What a viewer hears first; nothing: the place is not for them.
pub fn hello(state: &State, viewer: &Viewer) -> Option<Frame> {
    is_for(&state.place, viewer).then(|| Frame::Hello { seq: state.seq, place: (&state.place).into(), cards: cards(state, viewer) })
}

/// Viewers who are told the same.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Alike {
    /// Somebody who is told something of their own.
    person: Option<String>,
    /// Which of the limits that matter they pass.
    passes: Vec<bool>,
}

/// One delta for many viewers.
#[derive(Debug)]
pub struct Fan<'a> {
    delta: &'a Delta,
    insiders: BTreeSet<&'a str>,
    limits: Vec<&'a [String]>,
}

impl<'a> Fan<'a> {
    /// Look through a delta once, for all viewers.
    pub fn new(delta: &'a Delta) -> Fan<'a> {
        let moderators = delta.changed.iter().flat_map(|(room, _)| room.moderators.iter().map(|m| m.id.as_str()));
        let own = delta.changed.iter().flat_map(|(_, live)| live.insiders());
        let insiders = moderators.chain(own).collect();
        let rooms = delta.changed.iter().map(|(room, _)| room.groups.as_slice());
        let listed = delta.order.iter().flatten().chain(&delta.gone).map(|shown| shown.groups.as_slice());
        let limits: BTreeSet<&[String]> = rooms.chain(listed).filter(|groups| !groups.is_empty()).collect();
        Fan { delta, insiders, limits: limits.into_iter().collect() }
    }

    /// Who is told the same as this viewer.
    pub fn alike(&self, viewer: &Viewer) -> Alike {
        let person = self.insiders.contains(viewer.person.as_str()).then(|| viewer.person.clone());
        Alike { person, passes: self.limits.iter().map(|limits| open_to(limits, viewer)).collect() }
    }

    /// What this viewer is told.
    pub fn frame(&self, viewer: &Viewer) -> Frame {
        let Delta { after, seq, place, renamed, changed, gone, order } = self.delta;
        let names = |shown: &[Gone]| shown.iter().filter(|s| open_to(&s.groups, viewer)).map(|s| s.room.clone()).collect();
        let seen = changed.iter().filter(|(room, _)| sees(room, viewer));
        let cards: Vec<CardView> = seen.map(|(room, live)| CardView::of(room, live, &viewer.person)).collect();
        debug_assert!(
            self.insiders.contains(viewer.person.as_str()) || !changed.iter().any(|(room, live)| is_own(room, live, &viewer.person)),
            "somebody's own card is told to all"
        );
        Frame::Cards {
            after: *after,
            seq: *seq,
            cards,
            gone: names(gone),
            order: order.as_deref().map(names),
            place: renamed.then(|| place.into()),
        }
    }
}
