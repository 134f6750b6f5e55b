//! What a viewer sees of a room: the live part a Room pushes to its lobbies, and the card made of it.

use serde::{Deserialize, Serialize};

use crate::ban::Face;
use crate::catalogue::RoomEntry;
use crate::time::{self, Millis};

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

/// Somebody who waits for a seat.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waiter {
    /// `att_…`
    pub id: String,
    /// A seat is kept for them till then.
    pub offer_until: Option<Millis>,
}

/// The part of a card only the Room knows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LiveCard {
    /// Everybody who holds a seat, longest name order left to the viewer.
    pub seated: Vec<Seated>,
    /// Everybody who waits for an attendee seat, in order.
    #[serde(default)]
    pub waiting: Vec<Waiter>,
    /// Nobody new gets in but moderators.
    #[serde(default)]
    pub locked: bool,
}

impl LiveCard {
    /// Seats of this role that are taken.
    pub fn taken(&self, role: Role) -> usize {
        self.seated.iter().filter(|s| s.role == role).count()
    }

    /// Whose card is another one than everybody's: who is inside, and who waits.
    pub fn insiders(&self) -> impl Iterator<Item = &str> {
        let seated = self.seated.iter().filter(|s| s.open).map(|s| s.id.as_str());
        seated.chain(self.waiting.iter().map(|w| w.id.as_str()))
    }
}

/// How many are in a room, and wait for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Count {
    /// `room_…`
    pub room: String,
    /// Attendee seats taken.
    pub attendees: i64,
    /// Moderator seats taken.
    pub moderators: i64,
    /// How many wait for an attendee seat.
    pub waiting: i64,
}

impl Count {
    /// What a room's card says of it.
    pub fn of(room: String, live: &LiveCard) -> Count {
        let number = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
        let (attendees, moderators) = (number(live.taken(Role::Attendee)), number(live.taken(Role::Moderator)));
        Count { room, attendees, moderators, waiting: number(live.waiting.len()) }
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
    /// Closed by the organizer, or locked by a moderator.
    Closed,
    /// Every attendee seat is taken, or kept for whoever waits.
    Full,
}

/// What pressing the card's button does for this viewer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum CardAction {
    /// Join: a seat of the viewer's role is free, or kept for them.
    Join,
    /// Nothing: the room is closed or locked.
    Closed,
    /// Nothing: no seat of the viewer's role is free.
    Full,
    /// Back to the seat the viewer has here.
    Return,
}

/// State and action of a room for one viewer.
pub fn judge(room: &RoomEntry, live: &LiveCard, viewer: &str) -> (CardState, CardAction) {
    let free = |taken: usize, limit: i64| (taken as i64) < limit;
    // Nobody passes those who wait.
    let attendee_free = free(live.taken(Role::Attendee) + live.waiting.len(), room.attendee_limit);
    let moderates = room.moderators.iter().any(|m| m.id == viewer);
    let inside = live.seated.iter().any(|s| s.id == viewer && s.open);
    let shut = !room.enabled || (live.locked && !moderates && !inside);
    let state = match (shut, attendee_free) {
        (true, _) => CardState::Closed,
        (false, false) => CardState::Full,
        (false, true) => CardState::Open,
    };
    let offered = || live.waiting.iter().any(|w| w.id == viewer && w.offer_until.is_some());
    let seat_free = if moderates { free(live.taken(Role::Moderator), room.moderator_limit) } else { attendee_free || offered() };
    let action = if inside {
        CardAction::Return
    } else if shut {
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
    /// How many wait for an attendee seat.
    pub waiting: i64,
    /// The viewer's place among them, 1 for the next; null: they do not wait.
    pub my_place: Option<i64>,
    /// A seat is kept for the viewer till then.
    #[serde(serialize_with = "time::opt_rfc3339")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
    pub offer_until: Option<Millis>,
    /// A moderator lets nobody new in.
    pub locked: bool,
}

impl CardView {
    /// The card of a room as this viewer sees it.
    pub fn of(room: &RoomEntry, live: &LiveCard, viewer: &str) -> CardView {
        let (state, action) = judge(room, live, viewer);
        let number = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
        let count = |role: Role| number(live.taken(role));
        let mine = live.waiting.iter().position(|w| w.id == viewer);
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
            waiting: number(live.waiting.len()),
            my_place: mine.map(|at| number(at + 1)),
            offer_until: mine.and_then(|at| live.waiting.get(at)?.offer_until),
            locked: live.locked,
        }
    }
}

/// Whether a card looks different to this person than to everybody else.
pub fn is_own(room: &RoomEntry, live: &LiveCard, viewer: &str) -> bool {
    room.moderators.iter().any(|m| m.id == viewer) || live.insiders().any(|id| id == viewer)
}
