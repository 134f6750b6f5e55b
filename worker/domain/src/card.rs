//! What a viewer sees of a room: the live part a Room pushes to its lobbies, and the card made of it.

use serde::{Deserialize, Serialize};

use crate::ban::Face;
use crate::catalogue::RoomEntry;

/// At most so many faces on a card.
const FACES: usize = 4;

/// Somebody with a seat, as far as cards need it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seated {
    /// `att_…`
    pub id: String,
    /// Full name.
    pub name: String,
    /// Address of the picture.
    pub avatar: Option<String>,
    /// Attendee or moderator.
    pub role: Role,
    /// Granted or live: shown as present. Held and draining seats only count.
    pub open: bool,
}

/// The part of a card only the Room knows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LiveCard {
    /// Everybody who holds a seat, longest name order left to the viewer.
    pub seated: Vec<Seated>,
}

impl LiveCard {
    /// Seats of this role that are taken.
    pub fn taken(&self, role: Role) -> usize {
        self.seated.iter().filter(|s| s.role == role).count()
    }
}

/// Which seats a person takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// One of the room's attendee seats (13 by default).
    Attendee,
    /// One of its moderator seats (3 by default).
    Moderator,
}

impl Role {
    /// The word in the database and on the wire.
    pub fn word(self) -> &'static str {
        match self {
            Role::Attendee => "attendee",
            Role::Moderator => "moderator",
        }
    }
    /// The role of that word.
    pub fn parse(word: &str) -> Result<Role, crate::Error> {
        match word {
            "attendee" => Ok(Role::Attendee),
            "moderator" => Ok(Role::Moderator),
            other => Err(crate::sql::SqlError(format!("no role: {other}"))),
        }
    }
}

/// Whether a room takes people now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum CardState {
    /// Seats are free.
    Open,
    /// Closed by the organizer.
    Closed,
    /// Every attendee seat is taken.
    Full,
}

/// What pressing the card's button does for this viewer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum CardAction {
    /// Join: a seat of the viewer's role is free.
    Join,
    /// Nothing: the room is closed.
    Closed,
    /// Nothing: no seat of the viewer's role is free.
    Full,
    /// Back to the seat the viewer has here.
    Return,
}

/// State and action of a room for one viewer.
pub fn judge(room: &RoomEntry, live: &LiveCard, viewer: &str) -> (CardState, CardAction) {
    let free = |role: Role, limit: i64| (live.taken(role) as i64) < limit;
    let attendee_free = free(Role::Attendee, room.attendee_limit);
    let state = match (room.enabled, attendee_free) {
        (false, _) => CardState::Closed,
        (true, false) => CardState::Full,
        (true, true) => CardState::Open,
    };
    let moderates = room.moderators.iter().any(|m| m.id == viewer);
    let seat_free = if moderates { free(Role::Moderator, room.moderator_limit) } else { attendee_free };
    let action = if live.seated.iter().any(|s| s.id == viewer && s.open) {
        CardAction::Return
    } else if !room.enabled {
        CardAction::Closed
    } else if seat_free {
        CardAction::Join
    } else {
        CardAction::Full
    };
    (state, action)
}

/// What a viewer sees of a room from outside.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CardView {
    /// `room_…`
    pub room: String,
    /// Name people see.
    pub name: String,
    /// Free text under the name.
    pub description: Option<String>,
    /// Name of an icon of the picker.
    pub icon: Option<String>,
    /// Address of the cover image.
    pub image: Option<String>,
    /// Whether the room takes attendees.
    pub state: CardState,
    /// Shown while closed.
    pub closed_reason: Option<String>,
    /// What the card's button does for this viewer.
    pub action: CardAction,
    /// Attendee seats taken.
    pub attendees: i64,
    /// Attendee seats there are.
    pub attendee_limit: i64,
    /// Moderator seats taken.
    pub moderators: i64,
    /// Moderator seats there are.
    pub moderator_limit: i64,
    /// The viewer moderates this room.
    pub moderated_by_me: bool,
    /// Up to four of the people inside.
    pub present: Vec<Face>,
}

impl CardView {
    /// The card of a room as this viewer sees it.
    pub fn of(room: &RoomEntry, live: &LiveCard, viewer: &str) -> CardView {
        let (state, action) = judge(room, live, viewer);
        let count = |role: Role| i64::try_from(live.taken(role)).unwrap_or(i64::MAX);
        let faces = live.seated.iter().filter(|s| s.open).take(FACES);
        CardView {
            room: room.id.clone(),
            name: room.name.clone(),
            description: room.description.clone(),
            icon: room.icon.clone(),
            image: room.image.clone(),
            state,
            closed_reason: room.closed_reason.clone().filter(|_| !room.enabled),
            action,
            attendees: count(Role::Attendee),
            attendee_limit: room.attendee_limit,
            moderators: count(Role::Moderator),
            moderator_limit: room.moderator_limit,
            moderated_by_me: room.moderators.iter().any(|m| m.id == viewer),
            present: faces.map(|s| Face { id: s.id.clone(), name: s.name.clone(), avatar: s.avatar.clone() }).collect(),
        }
    }
}

/// Whether a card looks different to this person than to everybody else.
pub fn is_own(room: &RoomEntry, live: &LiveCard, viewer: &str) -> bool {
    room.moderators.iter().any(|m| m.id == viewer) || live.seated.iter().any(|s| s.open && s.id == viewer)
}
