import { useLocalParticipant } from '@livekit/components-react';
import { Popover, UnstyledButton } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import {
  type Icon,
  IconAdjustmentsHorizontal,
  IconDoorExit,
  IconLock,
  IconMessageCircle,
  IconMicrophone,
  IconMicrophoneOff,
  IconUsers,
  IconVideo,
  IconVideoOff,
} from '@tabler/icons-react';
import { type ComponentProps, lazy, Suspense, useRef, useState, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { useMe } from '../account/RequireMe';
import { useRoomLive } from '../live/RoomLive';
import { isLocked } from '../stage/logic';
import styles from './Bar.module.css';
import { loadExtras } from './load';
import type { Stay } from './stay';
import type { Side } from './useSide';

/** With the rest of the stage it comes once the person is inside. */
const ShareButton = lazy(() => import('../stage/ShareButton'));
const HandButton = lazy(() => import('../floor/HandButton'));
const DevicePanel = lazy(() => loadExtras().then((extras) => ({ default: extras.DevicePanel })));
const Shortcuts = lazy(() => loadExtras().then((extras) => ({ default: extras.Shortcuts })));

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
  const { microphone, camera } = useLocked();
  const switchMicrophone = () => !microphone && void stay.setDevice('microphone', !heard);
  const switchCamera = () => !camera && void stay.setDevice('camera', !seen);
  const bar = useRef<HTMLElement>(null);
  const [listed, setListed] = useState(false);
  const list = () => setListed(true);
  useHotkeys([
    ['mod+D', switchMicrophone],
    ['mod+E', switchCamera],
    ['mod+shift+M', () => side.toggle('chat')],
    ['mod+shift+P', () => side.toggle('people')],
    ['F2', () => bar.current?.querySelector('button')?.focus()],
    // One key where "/" needs no Shift, the other where it does.
    ['mod+shift+?', list],
    ['mod+shift+/', list],
  ]);
  return (
    <nav ref={bar} className={styles.bar} aria-label={t('room.controls')}>
      <Control
        sign={heard ? IconMicrophone : IconMicrophoneOff}
        word={t(heard ? 'room.mute' : 'room.unmute')}
        locked={microphone}
        data-off={!heard || undefined}
        aria-keyshortcuts="Control+D Meta+D"
        onClick={switchMicrophone}
      />
      <Control
        sign={seen ? IconVideo : IconVideoOff}
        word={t(seen ? 'room.stop_camera' : 'room.start_camera')}
        locked={camera}
        data-off={!seen || undefined}
        aria-keyshortcuts="Control+E Meta+E"
        onClick={switchCamera}
      />
      <Suspense fallback={<span className={styles.control} />}>
        <ShareButton room={stay.room} livekit={stay.livekit} />
      </Suspense>
      <Suspense fallback={<span className={styles.control} />}>
        <HandButton room={stay.room} />
      </Suspense>
      <Devices stay={stay} onShortcuts={list} />
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
      <Suspense>{listed && <Shortcuts onClose={() => setListed(false)} />}</Suspense>
    </nav>
  );
}

/** Why a moderator's lock keeps one's own devices off; null where none does. */
function useLocked() {
  const { t } = useTranslation();
  const { floor, room } = useRoomLive();
  const me = useMe().person.id;
  const why = (what: 'microphone' | 'camera') =>
    !room?.moderated_by_me && isLocked(floor, me, what) ? t(`floor.why.${what}`) : null;
  return { microphone: why('microphone'), camera: why('camera') };
}

type ControlProps = ComponentProps<'button'> & { sign: Icon; word: string; flip?: boolean; locked?: string | null };

/** An icon over its word. Locked, it says so and why, and stays where the keyboard finds it. */
function Control({ sign: Sign, word, flip, locked, className = '', children, ...rest }: ControlProps) {
  const { t } = useTranslation();
  const why = locked ? { 'aria-label': `${t('floor.locked')}. ${locked}`, 'aria-disabled': true, title: locked } : {};
  return (
    <UnstyledButton className={`${styles.control} ${className}`} {...rest} {...why}>
      <Sign className={flip ? 'flip' : undefined} size={25} stroke={1.75} aria-hidden="true" />
      {locked ? t('floor.locked') : word}
      {locked && <IconLock className={styles.lock} size={18} stroke={2} aria-hidden="true" />}
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

function Devices({ stay, onShortcuts }: { stay: Stay; onShortcuts: () => void }) {
  const { t } = useTranslation();
  const [opened, setOpened] = useState(false);
  const control = useRef<HTMLButtonElement>(null);
  const shortcuts = () => {
    setOpened(false);
    // The list gives the focus back to where it was, and the panel is gone by then.
    control.current?.focus();
    onShortcuts();
  };
  return (
    <Popover opened={opened} onChange={setOpened} position="top" width={320} trapFocus withRoles>
      <Popover.Target>
        <Control
          ref={control}
          sign={IconAdjustmentsHorizontal}
          word={t('room.devices')}
          onClick={() => setOpened(!opened)}
        />
      </Popover.Target>
      <Popover.Dropdown aria-label={t('room.devices_title')} className={styles.devices}>
        <Suspense>
          <DevicePanel livekit={stay.livekit} onShortcuts={shortcuts} />
        </Suspense>
      </Popover.Dropdown>
    </Popover>
  );
}
