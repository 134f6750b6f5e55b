//! LiveKit itself, past the gate: who is really inside.

use livekit_protocol::{
    CreateRoomRequest, ListParticipantsRequest, ListParticipantsResponse, ListRoomsRequest, ListRoomsResponse, ParticipantInfo,
    RemoveParticipantResponse, Room, RoomParticipantIdentity, TrackSource,
};
use prost::Message;
use serde_json::{Value, json};
use xtask::stack::Sfu;

use crate::forge;
use crate::gate::{Knock, Socket};

/// LiveKit's room API and its signalling, with its secret.
#[derive(Clone, Debug)]
pub struct Livekit {
    http: reqwest::Client,
    /// Address, key and secret.
    pub sfu: Sfu,
}

/// Somebody inside, as far as their screen goes.
#[derive(Clone, Debug)]
pub struct Screen {
    /// Identity.
    pub person: String,
    /// LiveKit lets them.
    pub may: bool,
    /// They do.
    pub live: bool,
}

impl Livekit {
    pub(crate) fn new(http: reqwest::Client, sfu: Sfu) -> Livekit {
        Livekit { http, sfu }
    }

    /// Everybody in a room; a room it does not have is empty. (Asked for its participants, LiveKit waits for a node that
    /// has the room and then says 503, so it is asked for the room first.)
    pub async fn participants(&self, room: &str) -> Vec<ParticipantInfo> {
        loop {
            if !self.has(room).await {
                return vec![];
            }
            let request = ListParticipantsRequest { room: room.to_owned() };
            match self.call::<ListParticipantsResponse>("ListParticipants", room, &request).await {
                Ok(list) => return list.participants,
                Err((404 | 503, _)) if !self.has(room).await => {}
                Err((status, text)) => panic!("ListParticipants: {status} {text}"),
            }
        }
    }

    /// Whether it has this room.
    pub async fn has(&self, room: &str) -> bool {
        let request = ListRoomsRequest { names: vec![room.to_owned()] };
        !self.must::<ListRoomsResponse>("ListRooms", room, &request).await.rooms.is_empty()
    }

    /// Their identities.
    pub async fn identities(&self, room: &str) -> Vec<String> {
        self.participants(room).await.into_iter().map(|participant| participant.identity).collect()
    }

    /// Whether somebody may publish their screen, and whether they do: the tracks themselves, not what we believe of them.
    pub async fn screens(&self, room: &str) -> Vec<Screen> {
        let screen = [TrackSource::ScreenShare, TrackSource::ScreenShareAudio];
        let one = |p: ParticipantInfo| {
            let permission = p.permission.clone().unwrap_or_default();
            let sources = &permission.can_publish_sources;
            let all = permission.can_publish && sources.is_empty();
            Screen {
                may: all || screen.iter().any(|source| sources.contains(&(*source as i32))),
                live: p.tracks.iter().any(|track| screen.contains(&track.source())),
                person: p.identity,
            }
        };
        self.participants(room).await.into_iter().map(one).collect()
    }

    /// What somebody publishes: each track's source and whether it is muted.
    pub async fn tracks(&self, room: &str, person: &str) -> Vec<(TrackSource, bool)> {
        let theirs = self.participants(room).await.into_iter().filter(|p| p.identity == person);
        theirs.flat_map(|p| p.tracks).map(|track| (track.source(), track.muted)).collect()
    }

    /// Puts somebody out behind the Worker's back.
    pub async fn remove(&self, room: &str, identity: &str) {
        let request = RoomParticipantIdentity { room: room.to_owned(), identity: identity.to_owned(), ..Default::default() };
        self.must::<RemoveParticipantResponse>("RemoveParticipant", room, &request).await;
    }

    /// Makes a room.
    pub async fn create_room(&self, room: &str) {
        let request = CreateRoomRequest { name: room.to_owned(), ..Default::default() };
        self.must::<Room>("CreateRoom", room, &request).await;
    }

    /// A token to join a room as anybody, signed with LiveKit's own secret.
    pub fn token(&self, room: &str, identity: &str, attributes: Value) -> String {
        let video = json!({ "roomJoin": true, "room": room, "canPublish": true, "canSubscribe": true });
        let (nbf, exp) = (forge::now() - 10, forge::now() + 600);
        let claims = json!({ "iss": self.sfu.api_key, "sub": identity, "name": identity, "nbf": nbf, "exp": exp, "video": video, "attributes": attributes });
        forge::sign(&claims, &self.sfu.api_secret)
    }

    /// Joins at LiveKit's own address.
    pub async fn join_directly(&self, token: &str) -> Socket {
        let socket = Knock::at(&self.sfu.direct_url, "/rtc").with_query("access_token", token).open().await;
        socket.joined().await;
        socket
    }

    async fn must<M: Message + Default>(&self, method: &str, room: &str, message: &impl Message) -> M {
        self.call(method, room, message).await.unwrap_or_else(|(status, text)| panic!("{method}: {status} {text}"))
    }

    async fn call<M: Message + Default>(&self, method: &str, room: &str, message: &impl Message) -> Result<M, (u16, String)> {
        let video = json!({ "roomAdmin": true, "roomCreate": true, "roomList": true, "room": room });
        let (nbf, exp) = (forge::now() - 10, forge::now() + 60);
        let token = forge::sign(&json!({ "iss": self.sfu.api_key, "nbf": nbf, "exp": exp, "video": video }), &self.sfu.api_secret);
        let url = format!("{}/twirp/livekit.RoomService/{method}", self.sfu.direct_url);
        let request = self.http.post(url).bearer_auth(token).header("content-type", "application/protobuf").body(message.encode_to_vec());
        let response = request.send().await.unwrap_or_else(|e| panic!("{method}: {e:?}"));
        let status = response.status();
        let bytes = response.bytes().await.unwrap_or_else(|e| panic!("{method}: {e:?}"));
        if !status.is_success() {
            return Err((status.as_u16(), String::from_utf8_lossy(&bytes).into_owned()));
        }
        Ok(M::decode(bytes).expect("LiveKit's message"))
    }
}
