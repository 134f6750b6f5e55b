//! The room calls Hallway makes of LiveKit.

use livekit_protocol::{
    CreateRoomRequest, ListParticipantsRequest, ListParticipantsResponse, ListRoomsRequest, ListRoomsResponse, ParticipantInfo,
    RemoveParticipantResponse, Room, RoomParticipantIdentity,
};

use super::twirp::{Said, call};
use super::{network_test, token};
use crate::config::Sfu;
use crate::error::Result;

/// LiveKit's own limit, a backstop behind our 13 + 3.
const MAX_PARTICIPANTS: u32 = 16;
/// Seconds an empty room stays before anybody came, and after the last one left.
const EMPTY_SECONDS: u32 = 60;
const DEPARTURE_SECONDS: u32 = 30;

/// Have the room there. Asked again, nothing changes.
pub async fn create(sfu: &Sfu, now: i64, room: &str) -> Result<()> {
    create_for(sfu, now, room, MAX_PARTICIPANTS).await
}

/// Have the room of a network test there.
pub async fn create_test(sfu: &Sfu, now: i64, room: &str) -> Result<()> {
    create_for(sfu, now, room, network_test::MAX_PARTICIPANTS).await
}

async fn create_for(sfu: &Sfu, now: i64, room: &str, max_participants: u32) -> Result<()> {
    let request = CreateRoomRequest {
        name: room.to_owned(),
        empty_timeout: EMPTY_SECONDS,
        departure_timeout: DEPARTURE_SECONDS,
        max_participants,
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

/// Everybody LiveKit has in the room. A room it does not have is empty: it is asked for the participants
/// first, but for a room that no node has (after a restart) it waits in vain and says 503.
pub async fn list(sfu: &Sfu, now: i64, room: &str) -> Result<Vec<ParticipantInfo>> {
    let token = token::admin(sfu, room, now)?;
    let request = ListParticipantsRequest { room: room.to_owned() };
    let failed = match call::<ListParticipantsResponse>(sfu, "ListParticipants", &token, &request).await {
        Ok(Said::Yes(list)) => return Ok(list.participants),
        Ok(Said::NotFound) => return Ok(vec![]),
        Err(failed) => failed,
    };
    let request = ListRoomsRequest { names: vec![room.to_owned()] };
    match call::<ListRoomsResponse>(sfu, "ListRooms", &token, &request).await? {
        Said::Yes(list) if list.rooms.is_empty() => Ok(vec![]),
        _ => Err(failed),
    }
}
