import { type LocalTrack, type LocalTrackPublication, type Room, RoomEvent, Track, TrackEvent } from 'livekit-client';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { toasts } from '../../ui/toast/toasts';
import { permissionOf } from '../devices/failure';

const DEVICES = new Map([
  [Track.Source.Camera, 'camera'],
  [Track.Source.Microphone, 'microphone'],
] as const);

/** A camera or microphone that was unplugged: LiveKit looks for another one, and the person is told which, or that there is none. */
export function useDeviceGone(room: Room) {
  const { t } = useTranslation(['inside', 'device']);
  useEffect(() => {
    const watched = new Map<LocalTrack, () => void>();
    const forget = (track: LocalTrack) => {
      watched.get(track)?.();
      watched.delete(track);
    };
    const watch = ({ track, source }: LocalTrackPublication) => {
      const device = DEVICES.get(source as Track.Source.Camera);
      if (!track || !device || watched.has(track)) return;
      const another = () => {
        over();
        const label = track.mediaStreamTrack.label || t('gone.unnamed');
        toasts.show({ text: t(`gone.${device}_replaced`, { device: label }) });
      };
      const none = async () => {
        over();
        // Not pulled out but forbidden, in the browser's settings.
        const text =
          (await permissionOf(device)) === 'denied' ? t(`device:${device}.blocked_title`) : t(`gone.${device}`);
        toasts.show({ text, tone: 'danger' });
      };
      const over = () => track.off(TrackEvent.Restarted, another).off(TrackEvent.Muted, none);
      const ended = () => {
        over();
        track.once(TrackEvent.Restarted, another).once(TrackEvent.Muted, none);
      };
      track.on(TrackEvent.Ended, ended);
      watched.set(track, () => void over().off(TrackEvent.Ended, ended));
    };
    const unwatch = ({ track }: LocalTrackPublication) => track && forget(track);
    for (const publication of room.localParticipant.trackPublications.values()) watch(publication);
    room.on(RoomEvent.LocalTrackPublished, watch).on(RoomEvent.LocalTrackUnpublished, unwatch);
    return () => {
      room.off(RoomEvent.LocalTrackPublished, watch).off(RoomEvent.LocalTrackUnpublished, unwatch);
      for (const track of [...watched.keys()]) forget(track);
    };
  }, [room, t]);
}
