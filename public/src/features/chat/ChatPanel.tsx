import { useEffect, useSyncExternalStore } from 'react';
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
export function ChatPanel({ chat, moderates, focus }: Props) {
  const state = useSyncExternalStore(chat.subscribe, chat.snapshot);
  useEffect(() => {
    chat.setOpen(true);
    return () => chat.setOpen(false);
  }, [chat]);
  return (
    <div className={styles.chat}>
      <Log chat={chat} state={state} moderates={moderates} />
      <Composer chat={chat} focus={focus} />
      <div id={MENUS} />
    </div>
  );
}
