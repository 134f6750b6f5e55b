import { IconLock } from '@tabler/icons-react';
import { useEffect, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { useMe } from '../account/RequireMe';
import { useRoomLive } from '../live/RoomLive';
import { isLocked } from '../stage/logic';
import styles from './Chat.module.css';
import { Composer } from './Composer';
import { Log } from './Log';
import { MENUS } from './menus';
import type { ChatStore } from './store';

interface Props {
  chat: ChatStore;
  /** A moderator may delete any line. */
  moderates: boolean;
  /** Opened by the person just now: they mean to write. */
  focus: boolean;
}

/** The room's chat: what was said, and a place to say something. */
export default function ChatPanel({ chat, moderates, focus }: Props) {
  const state = useSyncExternalStore(chat.subscribe, chat.snapshot);
  const { t } = useTranslation();
  const me = useMe().person.id;
  const locked = isLocked(useRoomLive().floor, me, 'chat') && !moderates;
  useEffect(() => {
    chat.setOpen(true);
    return () => chat.setOpen(false);
  }, [chat]);
  return (
    <div className={styles.chat}>
      <Log chat={chat} state={state} moderates={moderates} />
      {locked ? (
        <p className={styles.locked} role="status">
          <IconLock size={20} stroke={1.75} aria-hidden="true" />
          {t('floor.why.chat')}
        </p>
      ) : (
        <Composer chat={chat} focus={focus} />
      )}
      <div id={MENUS} />
    </div>
  );
}
