//! What a participant may publish, and their tracks.

use futures_util::future::join_all;
use hallway_domain::room::{Present, Rights, Tool};
use livekit_protocol::{
    MuteRoomTrackRequest, MuteRoomTrackResponse, ParticipantInfo, ParticipantPermission, TrackInfo, TrackSource, UpdateParticipantRequest,
};

use super::twirp::{Said, call};
use super::{rooms, token};
use crate::config::Sfu;
use crate::error::Result;

/// Give somebody exactly these rights. True for LiveKit's 200 only.
pub async fn permit(sfu: &Sfu, now: i64, room: &str, person: &str, rights: Rights) -> Result<bool> {
    let request = UpdateParticipantRequest {
        room: room.to_owned(),
        identity: person.to_owned(),
        permission: Some(permission(rights)),
        ..UpdateParticipantRequest::default()
    };
    let said = call::<ParticipantInfo>(sfu, "UpdateParticipant", &token::admin(sfu, room, now)?, &request).await?;
    Ok(matches!(said, Said::Yes(_)))
}

/// The whole set: what is not said here is taken away. No source at all would mean all of them, so nobody may publish then.
fn permission(rights: Rights) -> ParticipantPermission {
    let sources: Vec<i32> = sources(rights).iter().map(|source| *source as i32).collect();
    ParticipantPermission {
        can_subscribe: true,
        can_publish: !sources.is_empty(),
        can_publish_sources: sources,
        ..ParticipantPermission::default()
    }
}

/// LiveKit's names for what somebody may publish.
pub(super) fn sources(rights: Rights) -> Vec<TrackSource> {
    let Rights { microphone, camera, share } = rights;
    let all = [
        (camera, TrackSource::Camera),
        (microphone, TrackSource::Microphone),
        (share, TrackSource::ScreenShare),
        (share, TrackSource::ScreenShareAudio),
    ];
    all.into_iter().filter(|(has, _)| *has).map(|(_, source)| source).collect()
}

/// A participant as the Room looks at them.
pub fn present(participant: &ParticipantInfo) -> Present {
    let permission = participant.permission.clone().unwrap_or_default();
    let has = |source: TrackSource| {
        permission.can_publish && (permission.can_publish_sources.is_empty() || permission.can_publish_sources.contains(&(source as i32)))
    };
    let rights = Rights {
        microphone: has(TrackSource::Microphone),
        camera: has(TrackSource::Camera),
        share: has(TrackSource::ScreenShare) || has(TrackSource::ScreenShareAudio),
    };
    let screen = participant.tracks.iter().any(|t| matches!(t.source(), TrackSource::ScreenShare | TrackSource::ScreenShareAudio));
    Present { person: participant.identity.clone(), rights, screen }
}

/// Mute these people's microphones or cameras: who was muted now, and whether nobody is left who is not.
pub async fn mute(sfu: &Sfu, now: i64, room: &str, what: Tool, people: &[String]) -> (Vec<String>, bool) {
    let source = if what == Tool::Camera { TrackSource::Camera } else { TrackSource::Microphone };
    let Ok(list) = rooms::list(sfu, now, room).await else { return (vec![], false) };
    let loud = |track: &&TrackInfo| track.source() == source && !track.muted;
    let tracks = list.iter().filter(|p| people.contains(&p.identity)).flat_map(|p| p.tracks.iter().filter(loud).map(|t| (&p.identity, t)));
    let asked = join_all(tracks.map(|(person, track)| async move { (person, mute_track(sfu, now, room, person, &track.sid).await) })).await;
    let mut muted: Vec<String> = asked.iter().filter(|(_, said)| matches!(said, Ok(true))).map(|(person, _)| (*person).clone()).collect();
    muted.dedup();
    (muted, asked.iter().all(|(_, said)| said.is_ok()))
}

/// A track that is not there any more needs no muting.
async fn mute_track(sfu: &Sfu, now: i64, room: &str, person: &str, track: &str) -> Result<bool> {
    let request = MuteRoomTrackRequest { room: room.to_owned(), identity: person.to_owned(), track_sid: track.to_owned(), muted: true };
    let said = call::<MuteRoomTrackResponse>(sfu, "MutePublishedTrack", &token::admin(sfu, room, now)?, &request).await?;
    Ok(matches!(said, Said::Yes(_)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An empty list of sources would mean all of them.
    #[test]
    fn who_may_publish_nothing_is_told_so() {
        let nothing = permission(Rights { microphone: false, camera: false, share: false });
        assert!(!nothing.can_publish && nothing.can_subscribe && nothing.can_publish_sources.is_empty());
        let sharing = permission(Rights { microphone: false, camera: true, share: true });
        assert_eq!(
            sharing.can_publish_sources,
            [TrackSource::Camera, TrackSource::ScreenShare, TrackSource::ScreenShareAudio].map(|s| s as i32)
        );
        assert!(sharing.can_publish && !sharing.can_publish_data && !sharing.can_update_metadata && !sharing.hidden);
    }

    #[test]
    fn what_was_given_is_read_back() {
        for rights in [
            Rights::default(),
            Rights { share: true, ..Rights::default() },
            Rights { microphone: false, camera: true, share: false },
            Rights { microphone: false, camera: false, share: false },
        ] {
            let one = ParticipantInfo { identity: "att_1".into(), permission: Some(permission(rights)), ..ParticipantInfo::default() };
            assert_eq!(present(&one), Present { person: "att_1".into(), rights, screen: false });
        }
        let all = ParticipantPermission { can_publish: true, ..ParticipantPermission::default() };
        let one = ParticipantInfo { permission: Some(all), ..ParticipantInfo::default() };
        assert_eq!(present(&one).rights, Rights { microphone: true, camera: true, share: true });
    }
}
