//! LiveKit access tokens. The crate's own builder reads the system clock (and panics on WASM), so its `Claims` are
//! filled here and signed with `jsonwebtoken`.

use std::collections::HashMap;

use hallway_domain::card::Role;
use hallway_domain::room::Rights;
use hallway_domain::time::HOP_TOKEN;
use jsonwebtoken::{EncodingKey, Header};
use livekit_api::access_token::{Claims, TokenVerifier, VideoGrants};

use super::people;
use crate::config::Sfu;
use crate::error::{Error, Result};

/// Life of the token a client joins with, seconds.
const JOIN_SECONDS: i64 = 60;
/// Life of the Worker's own tokens for LiveKit's API, seconds.
const ADMIN_SECONDS: i64 = 60;
/// Clocks may differ by so many seconds.
const SKEW_SECONDS: i64 = 30;

/// Whose token, for which room, under which decision of their Person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bearer {
    /// LiveKit room: our room's id.
    pub room: String,
    /// LiveKit identity: the attendee's id.
    pub person: String,
    /// Shown to the others.
    pub name: String,
    /// Attendee or moderator, shown to the others.
    pub role: Role,
    /// What their body may publish.
    pub rights: Rights,
    /// PROTOCOL 1: travels as attribute `e`, which LiveKit's refreshed tokens keep.
    pub epoch: i64,
}

/// The token a client joins with: microphone and camera, no data, no renaming, nothing recorded.
pub fn join(sfu: &Sfu, bearer: &Bearer, now: i64) -> Result<String> {
    sign(sfu, participant(bearer), now / 1000 + JOIN_SECONDS, now)
}

/// The token the gate itself brings to LiveKit: the same person, five seconds.
pub fn hop(sfu: &Sfu, bearer: &Bearer, now: i64) -> Result<String> {
    sign(sfu, participant(bearer), (now + HOP_TOKEN) / 1000, now)
}

/// For LiveKit's room API.
pub fn admin(sfu: &Sfu, room: &str, now: i64) -> Result<String> {
    let video = VideoGrants { room_create: true, room_list: true, room_admin: true, room: room.to_owned(), ..VideoGrants::default() };
    sign(sfu, Claims { video, ..Claims::default() }, now / 1000 + ADMIN_SECONDS, now)
}

/// Whose token this is, if this LiveKit server's key signed it and it joins a room.
pub fn verify(sfu: &Sfu, token: &str) -> Option<Bearer> {
    let claims = TokenVerifier::with_api_key(&sfu.api_key, &sfu.api_secret).verify(token).ok()?;
    if !claims.video.room_join || claims.video.room_admin || claims.video.hidden || claims.video.recorder || claims.video.agent {
        return None;
    }
    let epoch = claims.attributes.get("e")?.parse().ok()?;
    let role = Role::parse(claims.attributes.get("role")?).ok()?;
    // What a client's token says of rights counts for nothing: the gate asks the Room.
    Some(Bearer { room: claims.video.room, person: claims.sub, name: claims.name, role, rights: Rights::default(), epoch })
}

fn participant(bearer: &Bearer) -> Claims {
    let sources: Vec<String> = people::sources(bearer.rights).iter().map(|source| source.as_str_name().to_lowercase()).collect();
    let video = VideoGrants {
        room_join: true,
        room: bearer.room.clone(),
        can_publish: Some(!sources.is_empty()),
        can_subscribe: Some(true),
        can_publish_data: Some(false),
        can_publish_sources: sources,
        can_update_own_metadata: Some(false),
        ..VideoGrants::default()
    };
    let attributes = HashMap::from([("e".to_owned(), bearer.epoch.to_string()), ("role".to_owned(), bearer.role.word().to_owned())]);
    Claims { sub: bearer.person.clone(), name: bearer.name.clone(), video, attributes, ..Claims::default() }
}

fn sign(sfu: &Sfu, mut claims: Claims, exp: i64, now: i64) -> Result<String> {
    let seconds = |at: i64| usize::try_from(at).unwrap_or_default();
    claims.iss = sfu.api_key.clone();
    claims.exp = seconds(exp);
    claims.nbf = seconds(now / 1000 - SKEW_SECONDS);
    let key = EncodingKey::from_secret(sfu.api_secret.as_bytes());
    jsonwebtoken::encode(&Header::default(), &claims, &key).map_err(|e| Error::internal(format!("token: {e}")))
}
