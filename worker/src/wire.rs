//! Shapes on the wire that more than one route speaks. Field names are fixed: other people's programs use them.

use std::fmt;

use chrono::{DateTime, SecondsFormat, Utc};
use garde::Validate;
pub use hallway_domain::card::CardView;
use hallway_domain::card::Role;
use hallway_domain::catalogue::{Named, Profile};
use hallway_domain::room::{self as rules, PersonHere, SeatState};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use uuid::Uuid;

use crate::fields::{given, is_secure_address};

/// A moment, milliseconds inside and RFC 3339 UTC on the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(value_type = String, format = DateTime))]
pub struct At(pub i64);

impl fmt::Display for At {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let moment = DateTime::<Utc>::from_timestamp_millis(self.0).unwrap_or(DateTime::<Utc>::MAX_UTC);
        f.write_str(&moment.to_rfc3339_opts(SecondsFormat::AutoSi, true))
    }
}

impl Serialize for At {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for At {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<At, D::Error> {
        let text = String::deserialize(deserializer)?;
        let moment = DateTime::parse_from_rfc3339(&text);
        moment.map(|m| At(m.timestamp_millis())).map_err(|_| de::Error::custom("expected a time as in RFC 3339"))
    }
}

/// A list and where to go on.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Page<T> {
    /// In the order of the list.
    pub data: Vec<T>,
    /// Give it back as `cursor` for the next page; null at the end.
    pub next_cursor: Option<String>,
}

impl<T> Page<T> {
    /// A list that is complete.
    pub fn whole(data: Vec<T>) -> Page<T> {
        Page { data, next_cursor: None }
    }
}

/// An attendee as other people see them.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PersonView {
    /// `att_…`
    pub id: String,
    /// First name.
    pub first_name: String,
    /// Last name.
    pub last_name: String,
    /// Both in one line.
    pub name: String,
    /// Job title.
    pub title: Option<String>,
    /// Company.
    pub company: Option<String>,
    /// Address of the picture.
    pub avatar: Option<String>,
}

impl From<Profile> for PersonView {
    fn from(p: Profile) -> PersonView {
        let name = p.name();
        PersonView {
            id: p.id,
            first_name: p.first_name,
            last_name: p.last_name,
            name,
            title: p.title,
            company: p.company,
            avatar: p.avatar,
        }
    }
}

/// `POST /rooms/{room}/join`.
#[derive(Debug, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
pub struct JoinBody {
    /// Chosen by the client, kept in the tab over reloads, new after leaving and for another room.
    pub entry_id: Uuid,
    /// Only hold a seat while the pre-join dialog is open; repeat every 15 s, at most two minutes.
    #[serde(default)]
    pub hold: bool,
    /// Leave the room the person is in now. A move has no hold.
    #[serde(default)]
    pub r#move: bool,
}

/// The seat after joining.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct JoinAnswer {
    /// The person's seat.
    pub seat: SeatView,
    /// How to reach LiveKit; absent for a hold.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(nullable = false))]
    pub sfu: Option<SfuView>,
    /// Where the room speaks; absent for a hold.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(nullable = false))]
    pub socket: Option<SocketView>,
    /// The room as it stands.
    pub room: RoomView,
}

/// The room as one person sees it from inside or from its door.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RoomView {
    /// `room_…`
    pub id: String,
    /// Name people see.
    pub name: String,
    /// Free text under the name.
    pub description: Option<String>,
    /// Name of an icon of the picker.
    pub icon: Option<String>,
    /// Address of the cover image.
    pub image: Option<String>,
    /// `fea_…`
    pub feature: String,
    /// Attendee seats, 1 to 13.
    pub attendee_limit: i64,
    /// Moderator seats, 0 to 3.
    pub moderator_limit: i64,
    /// The viewer is one of its moderators.
    pub moderated_by_me: bool,
    /// Those named to moderate it, here or not.
    pub moderators: Vec<Named>,
    /// Everybody with a seat.
    pub people: Vec<PersonHere>,
    /// The event's IANA time zone: "the rest of the day" ends there.
    pub time_zone: String,
    /// The event's end.
    pub event_ends_at: At,
}

impl From<rules::RoomView> for RoomView {
    fn from(r: rules::RoomView) -> RoomView {
        RoomView {
            id: r.id,
            name: r.name,
            description: r.description,
            icon: r.icon,
            image: r.image,
            feature: r.feature,
            attendee_limit: r.attendee_limit,
            moderator_limit: r.moderator_limit,
            moderated_by_me: r.moderated_by_me,
            moderators: r.moderators,
            people: r.people,
            time_zone: r.time_zone,
            event_ends_at: At(r.event_ends_at),
        }
    }
}

/// A person's seat.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SeatView {
    /// Attendee or moderator.
    pub role: Role,
    /// `held` in the dialog, `granted` until connected, then `live`.
    pub state: SeatState,
    /// When the seat is lost unless something happens; of a hold: when the two minutes are over.
    pub expires_at: Option<At>,
}

/// Where livekit-client connects, with what. The token is good for 60 s.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SfuView {
    /// Address of the gate, `wss://host/sfu/{name}`.
    pub url: String,
    /// LiveKit access token.
    pub token: String,
}

/// Where a room speaks: chat, people, removals. It only listens to `ping`.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SocketView {
    /// `wss://…`
    pub url: String,
}

/// `POST /rooms/{room}/leave`.
#[derive(Debug, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
pub struct LeaveBody {
    /// The entry that ends; without one, whatever stay there is.
    #[serde(default, deserialize_with = "given")]
    #[cfg_attr(feature = "openapi", schema(nullable = false))]
    pub entry_id: Option<Uuid>,
    /// The page is closing or reloading: the seat waits 10 s for the same entry to come back.
    #[serde(default)]
    pub away: bool,
}

/// The cards of a feature.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CardList {
    /// The feature they belong to.
    pub feature: FeatureHead,
    /// The number of the newest change: what the socket goes on from.
    pub seq: i64,
    /// In the organizer's order.
    pub data: Vec<CardView>,
    /// Always null for now.
    pub next_cursor: Option<String>,
}

/// A feature's name and picture.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FeatureHead {
    /// `fea_…`
    pub id: String,
    /// Name people see.
    pub name: String,
    /// Name of an icon of the picker.
    pub icon: Option<String>,
    /// Address of its picture, instead of the icon.
    pub image: Option<String>,
}

/// An item with the cards of the rooms linked to it.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ItemCards {
    /// `itm_…`
    pub id: String,
    /// Session, sponsor or page.
    pub kind: ItemKind,
    /// Name people see.
    pub name: String,
    /// What it is about.
    pub description: Option<String>,
    /// When a session starts.
    pub starts_at: Option<At>,
    /// When it ends.
    pub ends_at: Option<At>,
    /// A session's live stream.
    pub stream: Option<Stream>,
    /// The number of the newest change: what the socket goes on from.
    pub seq: i64,
    /// Rooms linked to it that the viewer may see.
    pub cards: Vec<CardView>,
}

/// What a room can be linked to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ItemKind {
    /// A talk, workshop or the like.
    Session,
    /// A sponsor's page.
    Sponsor,
    /// Any other page.
    Page,
}

impl ItemKind {
    /// The word in the database and on the wire.
    pub fn word(self) -> &'static str {
        match self {
            ItemKind::Session => "session",
            ItemKind::Sponsor => "sponsor",
            ItemKind::Page => "page",
        }
    }
}

/// A session's live stream.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Stream {
    /// How it is played.
    #[garde(skip)]
    pub kind: StreamKind,
    /// `https://…`
    #[garde(custom(is_secure_address))]
    pub url: String,
}

/// How a stream is played.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum StreamKind {
    /// Our player: the address of a playlist.
    Hls,
    /// Another provider's player, to be embedded.
    Embed,
}

impl StreamKind {
    /// The word in the database and on the wire.
    pub fn word(self) -> &'static str {
        match self {
            StreamKind::Hls => "hls",
            StreamKind::Embed => "embed",
        }
    }
}

/// Query of a table.
#[derive(Debug, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams), into_params(parameter_in = Query))]
#[serde(deny_unknown_fields)]
pub struct TableQuery {
    /// Only the columns, with rows as examples: to be filled in and imported.
    #[serde(default)]
    #[garde(skip)]
    #[cfg_attr(feature = "openapi", param(nullable = false))]
    pub template: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_travel_as_rfc_3339_in_utc() {
        assert_eq!(serde_json::to_string(&At(1_764_000_000_000)).unwrap(), r#""2025-11-24T16:00:00Z""#);
        let read: At = serde_json::from_str(r#""2025-11-24T17:00:00.250+01:00""#).unwrap();
        assert_eq!(read, At(1_764_000_000_250));
        assert!(serde_json::from_str::<At>(r#""yesterday""#).is_err());
    }

    /// Cards are written by the domain, which has no calendar of chrono's.
    #[test]
    fn the_domain_writes_moments_alike() {
        let days = (-800..60_000).map(|day| day * 86_400_000 + day * 7 % 86_400_000);
        for at in days.chain([0, 1, 999, 1_000, 1_709_164_800_000, 1_709_251_199_999, 4_102_444_800_000]) {
            assert_eq!(hallway_domain::time::rfc3339(at), At(at).to_string());
        }
    }
}
