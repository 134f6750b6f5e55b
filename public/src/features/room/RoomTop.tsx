import { useConnectionQualityIndicator, useLocalParticipant, useParticipants } from '@livekit/components-react';
import { IconAntennaBars2, IconAntennaBars5, IconAntennaBarsOff, IconCameraOff, IconLock } from '@tabler/icons-react';
import { ConnectionQuality } from 'livekit-client';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import type { Room } from '../../api/types';
import mark from '../../ui/art/mark.svg';
import { Seats } from '../../ui/Seats';
import { Tag } from '../../ui/Tag';
import { ConnectionsButton } from '../connections/Door';
import { useRoomLive } from '../live/RoomLive';
import { headcount } from './logic';
import styles from './Room.module.css';

const Moderate = lazy(() => import('../floor/Moderate'));

/** Which room, how full, that nothing is recorded, and how good the line is. */
export function RoomTop({ room, away }: { room: Room | null; away: boolean }) {
  const { t } = useTranslation();
  const connected = useParticipants();
  const { people, heard, floor } = useRoomLive();
  // Seats are what the server counts; LiveKit knows only who is connected, which will do until the server speaks.
  const { attendees, moderators } = headcount(
    heard ? people.map(({ role }) => role) : connected.map(({ attributes }) => attributes.role),
  );
  return (
    <header className={styles.top}>
      <img className={styles.mark} src={mark} alt="" width={30} height={30} />
      <div className={styles.title}>
        <h1>{room?.name ?? t('room.connecting')}</h1>
        {room && (
          <p className={styles.count}>
            <Seats
              taken={attendees}
              limit={room.attendee_limit}
              extra={{ taken: moderators, limit: room.moderator_limit }}
            />
            {t('count.of', { taken: attendees, limit: room.attendee_limit })}
          </p>
        )}
      </div>
      <div className={styles.tags}>
        {floor?.locked && (
          <Tag icon={IconLock} tone="warn">
            {t('floor.room_locked')}
          </Tag>
        )}
        <Tag icon={IconCameraOff}>{t('room.not_recorded')}</Tag>
        <Quality away={away} />
        <ConnectionsButton />
      </div>
      {room?.moderated_by_me && (
        <Suspense>
          <Moderate room={room.id} />
        </Suspense>
      )}
    </header>
  );
}

function Quality({ away }: { away: boolean }) {
  const { t } = useTranslation();
  const { localParticipant } = useLocalParticipant();
  const { quality } = useConnectionQualityIndicator({ participant: localParticipant });
  if (away || quality === ConnectionQuality.Lost) {
    return (
      <Tag icon={IconAntennaBarsOff} tone="warn">
        {t('room.quality_lost')}
      </Tag>
    );
  }
  if (quality === ConnectionQuality.Poor) {
    return (
      <Tag icon={IconAntennaBars2} tone="warn">
        {t('room.quality_poor')}
      </Tag>
    );
  }
  // LiveKit needs a few seconds to judge: until then there is nothing true to say.
  if (quality === ConnectionQuality.Unknown) return null;
  return <Tag icon={IconAntennaBars5}>{t('room.quality_good')}</Tag>;
}
