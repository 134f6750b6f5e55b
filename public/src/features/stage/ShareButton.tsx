import { Menu, UnstyledButton } from '@mantine/core';
import { IconHandGrab, IconScreenShare, IconScreenShareOff } from '@tabler/icons-react';
import type { Room } from 'livekit-client';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '../../api/client';
import type { Named } from '../../api/live';
import { leaveStage } from '../../api/stage';
import { toasts } from '../../ui/toast/toasts';
import { useMe } from '../account/RequireMe';
import { useRoomLive } from '../live/RoomLive';
import bar from '../room/Bar.module.css';
import { isLocked, shareFailure } from './logic';
import { canShare, Sharing } from './sharing';
import { forgetSharing, keepSharing } from './sharings';

interface Props {
  room: string;
  livekit: Room;
}

/** The stage on the bar: take it, give it back, or see on the button itself who has it. */
export default function ShareButton({ room, livekit }: Props) {
  const { t } = useTranslation();
  const { floor, room: facts } = useRoomLive();
  const me = useMe().person.id;
  const sharing = useSharing({ room, livekit });
  const phase = useSyncExternalStore(sharing.subscribe, sharing.snapshot);
  const holder = floor?.stage?.holder ?? null;
  useEffect(() => sharing.heard(holder?.id ?? null), [sharing, holder?.id]);
  const moderates = facts?.moderated_by_me ?? false;

  if (phase !== 'off') {
    return (
      <Control
        word={t(phase === 'sharing' ? 'stage.stop' : 'stage.cancel')}
        pressed
        onClick={() => void sharing.stop()}
      >
        <IconScreenShareOff size={25} stroke={1.75} aria-hidden="true" />
      </Control>
    );
  }
  if (holder && holder.id !== me) {
    return <Taken room={room} holder={holder} moderates={moderates} onTakeOver={() => void sharing.start(true)} />;
  }
  const locked = !moderates && isLocked(floor, me, 'share');
  if (!canShare()) return null;
  return (
    <Control
      word={t('stage.share')}
      why={locked ? t('stage.locked') : undefined}
      onClick={locked ? undefined : () => void sharing.start()}
    >
      <IconScreenShare size={25} stroke={1.75} aria-hidden="true" />
    </Control>
  );
}

/** Somebody else's: the button says whose. A moderator can do something about it. */
function Taken({
  room,
  holder,
  moderates,
  onTakeOver,
}: {
  room: string;
  holder: Named;
  moderates: boolean;
  onTakeOver: () => void;
}) {
  const { t } = useTranslation();
  const name = holder.name.trim().split(/\s+/)[0] ?? holder.name;
  const sign = <IconScreenShare size={25} stroke={1.75} aria-hidden="true" />;
  const words = { word: t('stage.taken', { name }), label: t('stage.of', { name: holder.name }) };
  if (!moderates) {
    return (
      <Control {...words} why={t('stage.taken_why', { name })}>
        {sign}
      </Control>
    );
  }
  const stop = () =>
    void leaveStage(room).catch(() => toasts.show({ text: t('stage.failed_stop', { name }), tone: 'danger' }));
  return (
    <Menu position="top" withinPortal>
      <Menu.Target>
        <Control {...words} taken>
          {sign}
        </Control>
      </Menu.Target>
      <Menu.Dropdown aria-label={words.label}>
        {canShare() && (
          <Menu.Item leftSection={<IconHandGrab size={20} stroke={1.75} aria-hidden="true" />} onClick={onTakeOver}>
            {t('stage.take_over')}
          </Menu.Item>
        )}
        <Menu.Item leftSection={<IconScreenShareOff size={20} stroke={1.75} aria-hidden="true" />} onClick={stop}>
          {t('stage.stop_theirs', { name })}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

interface ControlProps extends Omit<React.ComponentProps<'button'>, 'onClick'> {
  word: string;
  label?: string;
  /** Why it does nothing now. */
  why?: string | undefined;
  pressed?: boolean;
  taken?: boolean;
  onClick?: React.MouseEventHandler<HTMLButtonElement> | undefined;
}

function Control({ word, label, why, pressed, taken, children, onClick, ...rest }: ControlProps) {
  return (
    <UnstyledButton
      className={bar.control}
      data-taken={why !== undefined || taken || undefined}
      aria-label={why ? `${label ?? word}. ${why}` : label}
      aria-pressed={pressed}
      aria-disabled={why !== undefined || undefined}
      title={why}
      onClick={onClick}
      {...rest}
    >
      {children}
      <span className={bar.word}>{word}</span>
    </UnstyledButton>
  );
}

/** One for the stay; what goes wrong is told. */
function useSharing({ room, livekit }: Props): Sharing {
  const { t } = useTranslation();
  const [sharing] = useState(
    () =>
      new Sharing({
        room,
        livekit,
        onFailure: (error) => {
          const name = error instanceof ApiError ? (error.problem.holder?.name ?? '') : '';
          toasts.show({ text: t(`stage.${shareFailure(error)}`, { name }), tone: 'danger' });
        },
        onLost: () => toasts.show({ text: t('stage.lost') }),
      }),
  );
  useEffect(() => {
    keepSharing(livekit, sharing);
    return () => {
      forgetSharing(livekit);
      sharing.dispose();
    };
  }, [livekit, sharing]);
  return sharing;
}
