//! What the objects know of the catalogue: copies of D1 rows, each with the version it was read at.
//!
//! D1 is where organizers write. A warm object hears of a change by a push and ignores any version that is
//! not newer than its own; a cold object reads its entry once.

use serde::{Deserialize, Serialize};

/// A person's or thing's id with the name people see.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Named {
    /// Prefixed opaque id.
    pub id: String,
    /// The name people see.
    pub name: String,
}

/// One room as the catalogue has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoomEntry {
    /// `room_…`
    pub id: String,
    /// `evt_…`
    pub event: String,
    /// `fea_…`
    pub feature: String,
    /// Name people see.
    pub name: String,
    /// Free text under the name.
    pub description: Option<String>,
    /// Name of an icon of the picker.
    pub icon: Option<String>,
    /// Address of the cover image.
    pub image: Option<String>,
    /// Closed rooms refuse people without a seat.
    pub enabled: bool,
    /// Shown while closed.
    pub closed_reason: Option<String>,
    /// Attendee seats, 1 to 13.
    pub attendee_limit: i64,
    /// Moderator seats, 0 to 3.
    pub moderator_limit: i64,
    /// At most three attendees who moderate this room.
    pub moderators: Vec<Named>,
    /// Groups it is for, by [`within`]; empty: everybody of the event.
    pub groups: Vec<String>,
    /// Items the room is linked to (`itm_…`). A linked room shows there and not in its feature's list.
    pub items: Vec<String>,
    /// Member of the LiveKit pool the room is pinned to.
    pub sfu: String,
    /// Place in the feature's list, 0 first.
    pub position: i64,
    /// Grows with every change that concerns this room.
    pub version: i64,
    /// The room is gone from the catalogue.
    pub deleted: bool,
    /// The organizer closed the room and wants the people inside out now.
    #[serde(default)]
    pub close_now: bool,
    /// The event's IANA time zone: the end of a day is the end there.
    #[serde(default)]
    pub time_zone: String,
    /// The event's end, ms.
    #[serde(default)]
    pub event_ends_at: i64,
    /// Whatever happened up to then was a rehearsal and is cleared away, ms; 0: nothing is.
    #[serde(default)]
    pub cleared_at: i64,
}

impl RoomEntry {
    /// The lobbies this room's card shows in: its items', else its feature's.
    pub fn places(&self) -> Vec<String> {
        if self.items.is_empty() { vec![self.feature.clone()] } else { self.items.clone() }
    }

    /// Whether a person of these groups may know that the room exists.
    pub fn open_to(&self, groups: &[String]) -> bool {
        self.groups.is_empty() || self.groups.iter().any(|g| groups.contains(g))
    }
}

/// What people who were deleted are called wherever they are named.
pub const DELETED: &str = "Deleted attendee";

/// Stands for no group at all: nobody is in it.
pub const NOBODY: &str = "nobody";

/// The groups a room is for: its own limit within its feature's. A room limited to groups that its feature is not for is
/// nobody's, and not everybody's.
pub fn within(room: Vec<String>, feature: Vec<String>) -> Vec<String> {
    if room.is_empty() || feature.is_empty() {
        return if room.is_empty() { feature } else { room };
    }
    let both: Vec<String> = room.into_iter().filter(|group| feature.contains(group)).collect();
    if both.is_empty() { vec![NOBODY.to_owned()] } else { both }
}

/// One attendee as the objects know them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Profile {
    /// `att_…`
    pub id: String,
    /// `evt_…`
    pub event: String,
    /// First name.
    pub first_name: String,
    /// Last name.
    pub last_name: String,
    /// Job title.
    pub title: Option<String>,
    /// Company.
    pub company: Option<String>,
    /// Address of the picture.
    pub avatar: Option<String>,
    /// Groups the person is in (`grp_…`).
    pub groups: Vec<String>,
    /// Raised when the personal link is revoked; sessions and links of an older one end.
    pub link_version: i64,
    /// Grows with every change that concerns this person.
    pub version: i64,
    /// The person is gone from the event.
    pub deleted: bool,
    /// Where the event's objects should live (a location hint), if the organizer said so.
    #[serde(default)]
    pub region: Option<String>,
    /// Address for e-mail: theirs alone, and of those they are connected with. Entries kept from before have none.
    #[serde(default)]
    pub email: Option<String>,
}

impl Profile {
    /// First and last name as one line.
    pub fn name(&self) -> String {
        format!("{} {}", self.first_name, self.last_name).trim().to_owned()
    }
}

/// A feature, or an item that has rooms, with the rooms whose cards show there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LobbyEntry {
    /// `fea_…` or `itm_…`
    pub id: String,
    /// `evt_…`
    pub event: String,
    /// Name people see.
    pub name: String,
    /// Name of an icon of the picker.
    pub icon: Option<String>,
    /// Address of a feature's picture.
    #[serde(default)]
    pub image: Option<String>,
    /// Groups a feature is limited to; an item's rooms carry their own feature's groups.
    pub groups: Vec<String>,
    /// In the order of the list.
    pub rooms: Vec<RoomEntry>,
    /// Grows with every change of the place or of a room in it.
    pub version: i64,
    /// The feature or item is gone from the catalogue.
    pub deleted: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rooms_limit_stays_within_its_features() {
        let groups = |ids: &[&str]| ids.iter().map(|id| (*id).to_owned()).collect::<Vec<String>>();
        let is = |room: &[&str], feature: &[&str], both: &[&str]| {
            assert_eq!(within(groups(room), groups(feature)), groups(both), "{room:?} within {feature:?}");
        };
        is(&[], &[], &[]);
        is(&["a"], &[], &["a"]);
        is(&[], &["b"], &["b"]);
        is(&["b", "a"], &["a", "b", "c"], &["b", "a"]);
        is(&["a", "d"], &["d", "e"], &["d"]);
        is(&["a"], &["b"], &[NOBODY]);
    }

    #[test]
    fn a_room_with_nothing_in_common_with_its_feature_is_nobodys() {
        let room = RoomEntry { groups: within(vec!["a".into()], vec!["b".into()]), ..crate::testing::room_entry(0, 13, 3) };
        assert!(!room.open_to(&[]) && !room.open_to(&["a".into(), "b".into()]));
    }
}
