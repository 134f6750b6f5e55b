//! What the sockets say, as JSON. Pinned by the golden files in `tests/golden`, which the web app's tests read too.

pub mod lobby;

use hallway_domain::ban::{Ban, Face, Scope};
use hallway_domain::card::Role;
use hallway_domain::catalogue::Named;
use hallway_domain::room::{Ended, Lock, PersonHere, StageState, Tool};
use hallway_domain::{person, room};
use serde::Serialize;

use crate::wire::At;

/// One line of a room's chat.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Message {
    /// Its place in the chat, for ever.
    pub seq: i64,
    /// `msg_…`
    pub id: String,
    /// Who wrote it, as they were called then.
    pub person: Face,
    /// The seat they had then.
    pub role: Role,
    /// At most 1,000 characters; null once it is deleted.
    pub text: Option<String>,
    /// When.
    pub sent_at: At,
    /// When it was deleted.
    pub deleted_at: Option<At>,
    /// Who deleted it.
    pub deleted_by: Option<DeletedBy>,
}

/// Who deleted a message.
#[derive(Clone, Copy, Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum DeletedBy {
    /// Who wrote it.
    Author,
    /// A moderator of the room or an organizer.
    Moderator,
}

impl From<room::Message> for Message {
    fn from(m: room::Message) -> Message {
        let by = if m.deleted_by_author { DeletedBy::Author } else { DeletedBy::Moderator };
        Message {
            seq: m.seq,
            id: m.id,
            person: m.person,
            role: m.role,
            text: m.text,
            sent_at: At(m.sent_at),
            deleted_at: m.deleted_at.map(At),
            deleted_by: m.deleted_at.map(|_| by),
        }
    }
}

/// A removal's record.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BanView {
    /// `ban_…`
    pub id: String,
    /// How far it reaches.
    pub scope: Scope,
    /// The room it was made in.
    pub room: Option<Named>,
    /// Who was put out.
    pub person: Face,
    /// Who did it: a moderator (`att_…`), or an organizer by their key (`key_…`).
    pub by: Named,
    /// Told to the person.
    pub reason: Option<String>,
    /// When.
    pub created_at: At,
    /// Until when they stay out; null: put out without a ban.
    pub ends_at: Option<At>,
    /// When it was lifted before its end.
    pub lifted_at: Option<At>,
    /// By whom.
    pub lifted_by: Option<Named>,
    /// How many of the person's messages went with it.
    pub deleted_messages: i64,
}

impl From<Ban> for BanView {
    fn from(b: Ban) -> BanView {
        BanView {
            id: b.id,
            scope: b.scope,
            room: b.room,
            person: b.person,
            by: b.by,
            reason: b.reason,
            created_at: At(b.at),
            ends_at: b.ends_at.map(At),
            lifted_at: b.lifted_at.map(At),
            lifted_by: b.lifted_by,
            deleted_messages: b.deleted_messages,
        }
    }
}

#[derive(Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum RoomFrame {
    Hello { seq: i64, messages: Vec<Message>, complete: bool, people: Vec<PersonHere>, room: Box<Facts>, floor: Box<FloorView> },
    Chat { after: i64, seq: i64, messages: Vec<Message> },
    People { people: Vec<PersonHere> },
    Bans,
    Removed { ban: Box<BanView> },
    Room { room: Box<Facts> },
    Floor { floor: Box<FloorView> },
    Muted { by: Named, what: Tool },
    PutOut { why: Ended, reason: Option<String> },
}

/// Who shares a screen, whose hand is up, what is locked for whom.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FloorView {
    /// The one screen share; null: nobody's.
    pub stage: Option<StageView>,
    /// Raised hands, the longest first.
    pub hands: Vec<HandView>,
    /// What people may not use.
    pub locks: Vec<Lock>,
    /// Nobody new gets in but moderators.
    pub locked: bool,
}

/// The stage while somebody has it.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StageView {
    /// Who.
    pub holder: Named,
    /// `claimed` until LiveKit lets them share, then `granted`.
    pub state: StageState,
    /// Since when it is theirs.
    pub since: At,
}

/// A raised hand.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HandView {
    /// `att_…`
    pub person: String,
    /// Since when.
    pub at: At,
}

impl From<room::Stage> for StageView {
    fn from(s: room::Stage) -> StageView {
        StageView { holder: s.holder, state: s.state, since: At(s.since) }
    }
}

impl From<room::Floor> for FloorView {
    fn from(f: room::Floor) -> FloorView {
        FloorView {
            stage: f.stage.map(StageView::from),
            hands: f.hands.into_iter().map(|h| HandView { person: h.person, at: At(h.at) }).collect(),
            locks: f.locks,
            locked: f.locked,
        }
    }
}

/// The room itself, as everybody inside knows it.
#[derive(Serialize)]
struct Facts {
    name: String,
    description: Option<String>,
    icon: Option<String>,
    image: Option<String>,
    attendee_limit: i64,
    moderator_limit: i64,
    moderators: Vec<Named>,
    time_zone: String,
    event_ends_at: At,
}

impl From<room::Facts> for Facts {
    fn from(f: room::Facts) -> Facts {
        Facts {
            name: f.name,
            description: f.description,
            icon: f.icon,
            image: f.image,
            attendee_limit: f.attendee_limit,
            moderator_limit: f.moderator_limit,
            moderators: f.moderators,
            time_zone: f.time_zone,
            event_ends_at: At(f.event_ends_at),
        }
    }
}

#[derive(Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum PersonFrame {
    Hello { room: Option<Named>, offers: Vec<OfferView>, pending: i64 },
    Removed { ban: Box<BanView> },
    BanLifted { ban: String, room: Option<Named> },
    Superseded { entry_id: String, room: Option<Named> },
    SeatFree(OfferView),
    SeatLapsed { room: Named, feature: String },
    Connection { connection: Box<ConnectionView> },
}

/// A connection as one of the two sees it.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ConnectionView {
    /// `con_…`, the same for both.
    pub id: String,
    /// The other; with their address while it is accepted.
    pub person: ContactView,
    /// `blocked`: by the viewer. Who is blocked sees `pending`.
    pub state: person::Shown,
    /// Who asked.
    pub direction: Direction,
    /// When it was asked.
    pub created_at: At,
    /// When it last changed.
    pub updated_at: At,
}

/// Somebody the viewer may be connected with.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ContactView {
    /// `att_…`
    pub id: String,
    /// First and last name.
    pub name: String,
    /// Job title.
    pub title: Option<String>,
    /// Company.
    pub company: Option<String>,
    /// Address of the picture.
    pub avatar: Option<String>,
    /// Null unless both agreed.
    pub email: Option<String>,
}

/// Which of the two asked.
#[derive(Clone, Copy, Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// The viewer.
    Outgoing,
    /// The other.
    Incoming,
}

impl From<person::Card> for ContactView {
    fn from(c: person::Card) -> ContactView {
        ContactView { id: c.id, name: c.name, title: c.title, company: c.company, avatar: c.avatar, email: c.email }
    }
}

impl From<person::Connection> for ConnectionView {
    fn from(c: person::Connection) -> ConnectionView {
        ConnectionView {
            id: c.id,
            person: c.person.into(),
            state: c.state,
            direction: if c.outgoing { Direction::Outgoing } else { Direction::Incoming },
            created_at: At(c.created_at),
            updated_at: At(c.updated_at),
        }
    }
}

/// A seat kept for this person.
#[derive(Serialize)]
struct OfferView {
    room: Named,
    feature: String,
    until: At,
}

impl From<person::Offer> for OfferView {
    fn from(o: person::Offer) -> OfferView {
        OfferView { room: o.room, feature: o.feature, until: At(o.until) }
    }
}

fn messages(all: Vec<room::Message>) -> Vec<Message> {
    all.into_iter().map(Message::from).collect()
}

/// A Room socket's first frame.
pub fn room_hello(hello: room::Hello) -> String {
    let room::Log { messages: log, seq, more } = hello.log;
    let (room, floor) = (Box::new(hello.room.into()), Box::new(hello.floor.into()));
    text(&RoomFrame::Hello { seq, messages: messages(log), complete: !more, people: hello.people, room, floor })
}

/// What a Room says.
pub fn of_room(frame: room::Frame) -> String {
    text(&match frame {
        room::Frame::Chat { after, seq, messages: log } => RoomFrame::Chat { after, seq, messages: messages(log) },
        room::Frame::People { people } => RoomFrame::People { people },
        room::Frame::Bans => RoomFrame::Bans,
        room::Frame::Removed { ban } => RoomFrame::Removed { ban: Box::new((*ban).into()) },
        room::Frame::Room { room } => RoomFrame::Room { room: Box::new((*room).into()) },
        room::Frame::Floor { floor } => RoomFrame::Floor { floor: Box::new((*floor).into()) },
        room::Frame::Muted { by, what } => RoomFrame::Muted { by, what },
        room::Frame::PutOut { why, reason } => RoomFrame::PutOut { why, reason },
    })
}

/// What a Person says.
pub fn of_person(frame: person::Frame) -> String {
    text(&match frame {
        person::Frame::Hello { room, offers, pending } => {
            PersonFrame::Hello { room, offers: offers.into_iter().map(OfferView::from).collect(), pending }
        }
        person::Frame::Removed { ban } => PersonFrame::Removed { ban: Box::new((*ban).into()) },
        person::Frame::BanLifted { ban, room } => PersonFrame::BanLifted { ban, room },
        person::Frame::Superseded { entry_id, room } => PersonFrame::Superseded { entry_id, room },
        person::Frame::SeatFree { offer } => PersonFrame::SeatFree(offer.into()),
        person::Frame::SeatLapsed { room, feature } => PersonFrame::SeatLapsed { room, feature },
        person::Frame::Connection { connection } => PersonFrame::Connection { connection: Box::new((*connection).into()) },
    })
}

/// These shapes have nothing that JSON could not say.
fn text(frame: &impl Serialize) -> String {
    serde_json::to_string(frame).unwrap_or_default()
}

#[cfg(test)]
mod tests;
