//! The room calls Hallway makes of LiveKit.

use livekit_protocol::{
    CreateRoomRequest, ListParticipantsRequest, ListParticipantsResponse, RemoveParticipantResponse, Room, RoomParticipantIdentity,
};

use super::token;
use super::twirp::{Said, call};
use crate::config::Sfu;
use crate::error::Result;

/// LiveKit's own limit, a backstop behind our 13 + 3.
const MAX_PARTICIPANTS: u32 = 16;
/// Seconds an empty room stays before anybody came, and after the last one left.
const EMPTY_SECONDS: u32 = 60;
const DEPARTURE_SECONDS: u32 = 30;

/// Have the room there. Asked again, nothing changes.
pub async fn create(sfu: &Sfu, now: i64, room: &str) -> Result<()> {
    let request = CreateRoomRequest {
        name: room.to_owned(),
        empty_timeout: EMPTY_SECONDS,
        departure_timeout: DEPARTURE_SECONDS,
        max_participants: MAX_PARTICIPANTS,
        ..CreateRoomRequest::default()
    };
    call::<Room>(sfu, "CreateRoom", &token::admin(sfu, room, now)?, &request).await.map(|_| ())
}

/// Put somebody out. True for LiveKit's 200 only: "not found" proves nothing.
pub async fn remove(sfu: &Sfu, now: i64, room: &str, person: &str) -> Result<bool> {
    let request = RoomParticipantIdentity { room: room.to_owned(), identity: person.to_owned(), ..RoomParticipantIdentity::default() };
    let said = call::<RemoveParticipantResponse>(sfu, "RemoveParticipant", &token::admin(sfu, room, now)?, &request).await?;
    Ok(matches!(said, Said::Yes(_)))
}

/// Identities of everybody LiveKit has in the room. A room it does not know is empty.
pub async fn list(sfu: &Sfu, now: i64, room: &str) -> Result<Vec<String>> {
    let request = ListParticipantsRequest { room: room.to_owned() };
    let said = call::<ListParticipantsResponse>(sfu, "ListParticipants", &token::admin(sfu, room, now)?, &request).await?;
    Ok(match said {
        Said::Yes(list) => list.participants.into_iter().map(|p| p.identity).collect(),
        Said::NotFound => vec![],
    })
}
