import {
  useConnectionQualityIndicator,
  useIsMuted,
  useIsSpeaking,
  useParticipantAttribute,
  useParticipantInfo,
  useParticipantTracks,
  VideoTrack,
} from '@livekit/components-react';
import { IconAntennaBars2, IconHandStop, IconMicrophoneOff, IconShieldCheck } from '@tabler/icons-react';
import { ConnectionQuality, type Participant, Track } from 'livekit-client';
import { useTranslation } from 'react-i18next';
import { Doorway, lightOf } from '../../ui/Doorway';
import { AddOnTile } from '../connections/PersonCards';
import { placeOf } from '../floor/logic';
import { useRoomLive } from '../live/RoomLive';
import { useRemoval } from '../removal/Removal';
import { tileLabel } from './logic';
import styles from './Tile.module.css';
import { PinTile, TileTools } from './TileTools';

interface Props {
  participant: Participant;
  pinned: boolean;
  large: boolean;
  onPin: () => void;
}

/** One person: their picture or their doorway, name, and what they are doing. */
export function Tile({ participant, pinned, large, onPin }: Props) {
  const { t } = useTranslation();
  const id = participant.identity;
  const { name: given = '' } = useParticipantInfo({ participant });
  const name = participant.isLocal ? t('room.you') : given;
  const [microphone] = useParticipantTracks([Track.Source.Microphone], id);
  const silenced = useIsMuted({ participant, source: Track.Source.Microphone });
  const muted = !microphone || silenced;
  const speaking = useIsSpeaking(participant) && !muted;
  const [camera] = useParticipantTracks([Track.Source.Camera], id);
  const dark = useIsMuted({ participant, source: Track.Source.Camera });
  const role = useParticipantAttribute('role', { participant });
  const moderator = role === 'moderator';
  const removable = useRemoval().may({ id, role }) && !participant.isLocal;
  const weak =
    useConnectionQualityIndicator({ participant }).quality === ConnectionQuality.Poor && !participant.isLocal;
  const picture = camera && !dark ? camera : null;

  const place = placeOf(useRoomLive().floor, id);
  const hand = place !== null && t('floor.place', { count: place, ordinal: true });
  const label = tileLabel(
    name,
    [
      moderator && t('room.tile.moderator'),
      hand,
      speaking && t('room.tile.speaking'),
      muted && t('room.tile.muted'),
      pinned && t('room.tile.pinned'),
      !picture && t('room.tile.camera_off'),
      weak && t('room.tile.weak'),
    ],
    t('room.tile.join'),
  );
  return (
    <li
      className={styles.tile}
      aria-label={label}
      data-speaking={speaking || undefined}
      data-self={participant.isLocal || undefined}
      data-tools={removable || undefined}
      data-large={large || undefined}
      style={{ '--below': lightOf(id)[1] } as React.CSSProperties}
    >
      {/* Under the picture too, until its first frame is there. */}
      <span className={styles.dark}>
        <Doorway id={id} name={given || '?'} size="clamp(52px, 5.6vw, 84px)" />
      </span>
      {picture && <VideoTrack trackRef={picture} data-participant={id} aria-hidden="true" />}
      {(weak || hand) && (
        <span className={styles.pills} aria-hidden="true">
          {hand && (
            <span className={styles.hand}>
              <IconHandStop size={18} stroke={1.75} />
              <b>{hand}</b>
              <i>{place}</i>
            </span>
          )}
          {weak && (
            <span className={styles.weak}>
              <IconAntennaBars2 size={18} stroke={1.75} />
              {t('room.weak')}
            </span>
          )}
        </span>
      )}
      <span className={styles.name} aria-hidden="true">
        {speaking && (
          <span className={styles.voice}>
            <i />
            <i />
            <i />
          </span>
        )}
        {muted && <IconMicrophoneOff className={styles.muted} size={18} stroke={1.75} />}
        <b>{name}</b>
        {moderator && <IconShieldCheck className={styles.moderator} size={18} stroke={1.75} />}
      </span>
      {!participant.isLocal && given && <AddOnTile id={id} name={given} />}
      <span className={styles.tools}>
        {!participant.isLocal && <PinTile name={given} pinned={pinned} onPin={onPin} />}
        {removable && <TileTools person={{ id, name: given }} />}
      </span>
    </li>
  );
}
