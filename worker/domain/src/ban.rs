//! A removal's record, wherever it is kept: a Room owns those of its own, a Person those of a feature or the event.

use serde::{Deserialize, Serialize};

use crate::catalogue::{Named, Profile};
use crate::time::Millis;

/// How far a ban reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// One room; owned by that Room.
    Room,
    /// Every room of one feature; owned by the Person.
    Feature,
    /// The whole event; owned by the Person.
    Event,
}

impl Scope {
    /// The word on the wire.
    pub fn word(self) -> &'static str {
        match self {
            Scope::Room => "room",
            Scope::Feature => "feature",
            Scope::Event => "event",
        }
    }
}

/// Who moderates.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum By {
    /// An attendee (`att_…`) of this event (`evt_…`); the room knows whether they moderate it.
    Attendee {
        /// `att_…`
        id: String,
        /// `evt_…`
        event: String,
    },
    /// An organizer, by their key: whether they reach this event was seen to before.
    Organizer {
        /// `key_…`, with the key's name.
        key: Named,
    },
}

impl By {
    /// `att_…` or `key_…`
    pub fn id(&self) -> &str {
        match self {
            By::Attendee { id, .. } => id,
            By::Organizer { key } => &key.id,
        }
    }
}

/// Somebody as lists show them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Face {
    /// `att_…`
    pub id: String,
    /// Full name.
    pub name: String,
    /// Address of the picture.
    pub avatar: Option<String>,
}

impl From<&Profile> for Face {
    fn from(p: &Profile) -> Face {
        Face { id: p.id.clone(), name: p.name(), avatar: p.avatar.clone() }
    }
}

/// Who was put out, by whom, why, and until when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ban {
    /// `ban_{client's uuid}_{owner}`, the owner being a room's or a person's id.
    pub id: String,
    /// How far it reaches.
    pub scope: Scope,
    /// `evt_…`
    pub event: String,
    /// `fea_…`, where it is a room's or a feature's.
    pub feature: Option<String>,
    /// The room it was made in.
    pub room: Option<Named>,
    /// Who was put out.
    pub person: Face,
    /// Who did it: a moderator, or an organizer's key.
    pub by: Named,
    /// Told to the person.
    pub reason: Option<String>,
    /// When.
    pub at: Millis,
    /// Until when they stay out; nothing: they may come back at once.
    pub ends_at: Option<Millis>,
    /// When it was lifted before its end.
    pub lifted_at: Option<Millis>,
    /// By whom.
    pub lifted_by: Option<Named>,
    /// How many of the person's messages went with it.
    pub deleted_messages: i64,
}

/// Why somebody is not let in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Barred {
    /// End, exclusive.
    pub until: Millis,
    /// How far it reaches.
    pub scope: Scope,
    /// Who did it.
    pub by: Named,
    /// Why.
    pub reason: Option<String>,
}
