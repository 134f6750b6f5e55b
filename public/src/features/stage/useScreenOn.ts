import { type Room, RoomEvent, Track } from 'livekit-client';
import { useCallback, useSyncExternalStore } from 'react';

const EVENTS = [
  RoomEvent.TrackSubscribed,
  RoomEvent.TrackUnsubscribed,
  RoomEvent.LocalTrackPublished,
  RoomEvent.LocalTrackUnpublished,
  RoomEvent.ParticipantDisconnected,
] as const;

/** Identity of who shows a screen, if anybody does. */
export function useScreenOn(room: Room): string | null {
  const subscribe = useCallback(
    (listener: () => void) => {
      for (const event of EVENTS) room.on(event, listener);
      return () => {
        for (const event of EVENTS) room.off(event, listener);
      };
    },
    [room],
  );
  return useSyncExternalStore(subscribe, () => {
    const everyone = [room.localParticipant, ...room.remoteParticipants.values()];
    return everyone.find((one) => one.getTrackPublication(Track.Source.ScreenShare)?.track)?.identity ?? null;
  });
}
