import { useLocalParticipant } from '@livekit/components-react';
import { Popover, UnstyledButton } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import {
  type Icon,
  IconAdjustmentsHorizontal,
  IconDoorExit,
  IconMessageCircle,
  IconMicrophone,
  IconMicrophoneOff,
  IconUsers,
  IconVideo,
  IconVideoOff,
} from '@tabler/icons-react';
import { type ComponentProps, lazy, Suspense, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { canChooseSpeaker, DeviceSelect } from '../devices/DeviceSelect';
import { useRoomLive } from '../live/RoomLive';
import styles from './Bar.module.css';
import type { Stay } from './stay';
import type { Side } from './useSide';

/** With the rest of the stage it comes once the person is inside. */
const ShareButton = lazy(() => import('../stage/ShareButton'));

interface Props {
  stay: Stay;
  side: Side;
  leaving: boolean;
  onLeave: () => void;
}

/** The controls of the room, in one order everywhere; Leave last and apart. */
export function Bar({ stay, side, leaving, onLeave }: Props) {
  const { t } = useTranslation();
  const { isMicrophoneEnabled: heard, isCameraEnabled: seen } = useLocalParticipant({ room: stay.livekit });
  const switchMicrophone = () => void stay.setDevice('microphone', !heard);
  const switchCamera = () => void stay.setDevice('camera', !seen);
  useHotkeys([
    ['mod+D', switchMicrophone],
    ['mod+E', switchCamera],
    ['mod+shift+M', () => side.toggle('chat')],
    ['mod+shift+P', () => side.toggle('people')],
  ]);
  return (
    <nav className={styles.bar} aria-label={t('room.controls')}>
      <Control
        sign={heard ? IconMicrophone : IconMicrophoneOff}
        word={t(heard ? 'room.mute' : 'room.unmute')}
        data-off={!heard || undefined}
        aria-keyshortcuts="Control+D Meta+D"
        onClick={switchMicrophone}
      />
      <Control
        sign={seen ? IconVideo : IconVideoOff}
        word={t(seen ? 'room.stop_camera' : 'room.start_camera')}
        data-off={!seen || undefined}
        aria-keyshortcuts="Control+E Meta+E"
        onClick={switchCamera}
      />
      <Suspense fallback={<span className={styles.control} />}>
        <ShareButton room={stay.room} livekit={stay.livekit} />
      </Suspense>
      <Devices stay={stay} />
      <Chat side={side} />
      <Control
        id="bar-people"
        sign={IconUsers}
        word={t('room.people')}
        aria-pressed={side.panel === 'people'}
        aria-keyshortcuts="Control+Shift+P Meta+Shift+P"
        onClick={() => side.toggle('people')}
      />
      <Control
        sign={IconDoorExit}
        flip
        word={t('room.leave')}
        data-leave
        aria-disabled={leaving}
        onClick={() => !leaving && onLeave()}
      />
    </nav>
  );
}

type ControlProps = ComponentProps<'button'> & { sign: Icon; word: string; flip?: boolean };

/** An icon over its word. */
function Control({ sign: Sign, word, flip, className = '', children, ...rest }: ControlProps) {
  return (
    <UnstyledButton className={`${styles.control} ${className}`} {...rest}>
      <Sign className={flip ? 'flip' : undefined} size={25} stroke={1.75} aria-hidden="true" />
      {word}
      {children}
    </UnstyledButton>
  );
}

/** With a badge for what was said since the panel was last open. */
function Chat({ side }: { side: Side }) {
  const { t } = useTranslation();
  const { chat } = useRoomLive();
  const { unread } = useSyncExternalStore(chat.subscribe, chat.snapshot);
  return (
    <Control
      id="bar-chat"
      sign={IconMessageCircle}
      word={t('room.chat')}
      aria-label={unread ? t('room.chat_unread', { count: unread }) : undefined}
      aria-pressed={side.panel === 'chat'}
      aria-keyshortcuts="Control+Shift+M Meta+Shift+M"
      onClick={() => side.toggle('chat')}
    >
      {unread > 0 && (
        <span className={styles.badge} aria-hidden="true">
          {unread > MOST_SHOWN ? `${MOST_SHOWN}+` : unread}
        </span>
      )}
    </Control>
  );
}

const MOST_SHOWN = 99;

function Devices({ stay }: { stay: Stay }) {
  const { t } = useTranslation();
  return (
    <Popover position="top" width={320} trapFocus withRoles>
      <Popover.Target>
        <Control sign={IconAdjustmentsHorizontal} word={t('room.devices')} />
      </Popover.Target>
      <Popover.Dropdown aria-label={t('room.devices_title')}>
        <div className={styles.devices}>
          <DeviceSelect kind="audioinput" room={stay.livekit} />
          <DeviceSelect kind="videoinput" room={stay.livekit} />
          {canChooseSpeaker && <DeviceSelect kind="audiooutput" room={stay.livekit} />}
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}
