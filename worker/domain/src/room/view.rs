//! What people see of the room: its card's live part, and the room from inside.

use serde::{Deserialize, Serialize};

use super::row::{Seat, SeatState};
use super::{Answer, Effect, SeatView, Work};
use crate::card::{LiveCard, Role, Seated};
use crate::catalogue::{Named, RoomEntry};
use crate::sql::Sql;
use crate::time::Millis;
use crate::{Error, params};

/// Somebody in the room, as the others see them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PersonHere {
    /// `att_…`
    pub id: String,
    /// Full name.
    pub name: String,
    /// Job title.
    pub title: Option<String>,
    /// Company.
    pub company: Option<String>,
    /// Address of the picture.
    pub avatar: Option<String>,
    /// Attendee or moderator.
    pub role: Role,
    /// Held, granted, live or leaving.
    pub state: SeatState,
}

/// The room as one person sees it from inside or from its door.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
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
    pub event_ends_at: Millis,
}

/// The live part of the card, counted from the rows.
pub(super) fn live_card(sql: &dyn Sql) -> Result<LiveCard, Error> {
    let seated = Seat::all(sql)?
        .into_iter()
        .map(|s| Seated { id: s.person, name: s.profile.name(), avatar: s.profile.avatar, role: s.role, open: s.state.is_open() })
        .collect();
    let locked = sql.number("SELECT locked FROM meta", &[])? == 1;
    Ok(LiveCard { seated, waiting: super::waiting::waiters(sql)?, locked })
}

impl Work<'_> {
    /// The room for this person. Held seats are not shown to others: nobody has come in yet.
    pub(super) fn view(&self, room: &RoomEntry, viewer: &str) -> Result<RoomView, Error> {
        let people = Seat::all(self.sql)?
            .into_iter()
            .filter(|s| s.person == viewer || !matches!(s.state, SeatState::Held | SeatState::Evicting))
            .map(|s| PersonHere {
                name: s.profile.name(),
                id: s.person,
                title: s.profile.title,
                company: s.profile.company,
                avatar: s.profile.avatar,
                role: s.role,
                state: s.state,
            })
            .collect();
        Ok(RoomView {
            id: room.id.clone(),
            name: room.name.clone(),
            description: room.description.clone(),
            icon: room.icon.clone(),
            image: room.image.clone(),
            feature: room.feature.clone(),
            attendee_limit: room.attendee_limit,
            moderator_limit: room.moderator_limit,
            moderated_by_me: room.moderators.iter().any(|m| m.id == viewer),
            moderators: room.moderators.clone(),
            people,
            time_zone: room.time_zone.clone(),
            event_ends_at: room.event_ends_at,
        })
    }

    /// Somebody without a seat who once had one is told so again: that word may have been lost.
    pub(super) fn view_for(&mut self, room: &RoomEntry, viewer: &str) -> Result<Answer, Error> {
        let seat = Seat::of(self.sql, viewer)?.map(|s| SeatView { role: s.role, state: s.state, until: s.until });
        if seat.is_none()
            && let Some(row) = self.sql.first("SELECT epoch FROM people WHERE person = ?", params![viewer])?
        {
            self.effects.push(Effect::Freed { person: viewer.to_owned(), epoch: row.int(0)?, quiet: false });
        }
        let room = if room.deleted { None } else { Some(Box::new(self.view(room, viewer)?)) };
        Ok(Answer::View { seat, room })
    }
}
