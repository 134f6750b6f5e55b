import { Modal } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '../../api/client';
import { useFocusReturn } from '../../ui/useFocusReturn';
import { useRefreshCards } from '../lobby/useCards';
import { loadGreenRoom, loadRoomScreen } from '../room/load';
import { moveWords } from './logic';
import { Move } from './Move';
import styles from './PreJoin.module.css';
import { Refused } from './Refused';
import { GreenRoomSkeleton } from './Skeleton';
import { type TakeSeat, useHold } from './useHold';

const GreenRoom = lazy(loadGreenRoom);

interface Props {
  room: string;
  /** Not known yet to somebody who came by the room's address. */
  name?: string;
  onClose: () => void;
  /** For an opener that is on the room's page too. */
  onEntered?: () => void;
}

/** The dialog before a room. Opening it holds a seat; nothing is live before Join. */
export function PreJoin({ room, name: given, onClose, onEntered }: Props) {
  const { t } = useTranslation();
  const { hold, retry, refuse, take } = useHold(room);
  const { enter, entering } = useEnter(room, { take, refuse, onEntered });
  const refresh = useRefreshCards();

  // The room is fetched while the person looks at the camera, so that Join opens it at once.
  useEffect(() => void loadRoomScreen().catch(() => undefined), []);

  useFocusReturn();
  const close = () => {
    onClose();
    // The seat goes back as the dialog unmounts; ask for the cards once that had time to leave the browser.
    setTimeout(() => void refresh(), 150);
  };
  const name = hold.phase === 'kept' ? hold.name : (given ?? t('room.connecting'));
  const asks = hold.phase === 'elsewhere';
  const title = asks ? t(moveWords(hold.from).title, { from: hold.from, to: given ?? t('ended.this_room') }) : name;
  return (
    <Modal.Root
      opened
      onClose={close}
      size={hold.phase === 'kept' || hold.phase === 'asking' ? 920 : 520}
      classNames={{ inner: styles.inner, content: styles.content }}
      closeOnClickOutside={false}
      centered
      radius={26}
    >
      <Modal.Overlay color="#04181d" backgroundOpacity={0.55} />
      <Modal.Content>
        <div className={styles.header}>
          <div>
            <Modal.Title component="h2" className={styles.title}>
              {title}
            </Modal.Title>
            {(hold.phase === 'kept' || hold.phase === 'asking') && <p className={styles.lead}>{t('prejoin.text')}</p>}
          </div>
          <Modal.CloseButton size={44} iconSize={22} aria-label={t('prejoin.close')} />
        </div>
        {hold.phase === 'refused' && (
          <Refused
            room={room}
            name={given ?? t('ended.this_room')}
            error={hold.error}
            onRetry={retry}
            onClose={close}
          />
        )}
        {asks && <Move from={hold.from} onStay={close} onGo={() => enter({ move: true })} busy={entering} />}
        {(hold.phase === 'kept' || hold.phase === 'asking') && (
          <Suspense fallback={<GreenRoomSkeleton />}>
            <GreenRoom until={hold.phase === 'kept' ? hold.until : null} joining={entering} onJoin={() => enter()} />
          </Suspense>
        )}
      </Modal.Content>
    </Modal.Root>
  );
}

/** Turns the hold into a seat and goes into the room. After the dialog is gone, `take` fails: nobody goes anywhere. */
interface Entering {
  take: TakeSeat;
  refuse: (error: ApiError) => void;
  onEntered: (() => void) | undefined;
}

function useEnter(room: string, { take, refuse, onEntered }: Entering) {
  const [entering, setEntering] = useState(false);
  const navigate = useNavigate();
  const enter = useCallback(
    async (how: { move?: boolean } = {}) => {
      setEntering(true);
      try {
        await take(how);
        await navigate({ to: '/rooms/$room', params: { room } });
        onEntered?.();
      } catch (error) {
        refuse(error instanceof ApiError ? error : new ApiError(0, 'unknown', { detail: String(error) }));
      } finally {
        setEntering(false);
      }
    },
    [room, take, refuse, onEntered, navigate],
  );
  return { enter, entering };
}
