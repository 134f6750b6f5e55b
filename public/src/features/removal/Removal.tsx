import { useQueryClient } from '@tanstack/react-query';
import { createContext, lazy, Suspense, use, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { bansQuery } from '../../api/bans';
import type { Ban } from '../../api/live';
import { toasts } from '../../ui/toast/toasts';
import { useMe } from '../account/RequireMe';
import { useRoomLive } from '../live/RoomLive';
import { callName } from './callName';
import { type Length, type Place, untilOf } from './lengths';
import { mayRemove, type Target } from './may';
import { useLift } from './useLift';

const loadDialog = () => import('./RemoveDialog');
const RemoveDialog = lazy(loadDialog);

interface RemovalView {
  may: (person: { id: string; role?: string | undefined }) => boolean;
  /** Opens the dialog. The focus goes back to the opener, by default to whatever has it now. */
  ask: (person: Target, opener?: HTMLElement | null) => void;
  /** The dialog is open: over whatever it was opened from. */
  asking: boolean;
}

const RemovalContext = createContext<RemovalView>({ may: () => false, ask: () => undefined, asking: false });

/** Whom one may remove, and how to ask for it. Outside a room: nobody. */
export const useRemoval = () => use(RemovalContext);

/** The tools of a room's moderators; inside the room's live context. */
export function RemovalProvider({ roomId, children }: { roomId: string; children: React.ReactNode }) {
  const { room, markGone } = useRoomLive();
  const me = useMe().person.id;
  const [asked, setAsked] = useState<{ person: Target; count: number; open: boolean } | null>(null);
  const say = useSaying(roomId);

  const opener = useRef<Element | null>(null);
  const ask = useCallback((person: Target, from: HTMLElement | null = null) => {
    opener.current = from ?? document.activeElement;
    setAsked((was) => ({ person, count: (was?.count ?? 0) + 1, open: true }));
  }, []);
  const close = useCallback(() => {
    setAsked((was) => was && { ...was, open: false });
    returnFocus(opener.current);
  }, []);
  const asking = asked?.open ?? false;
  const moderates = room?.moderated_by_me ?? false;
  useEffect(() => {
    // Who may need it does not wait for it.
    if (moderates) void loadDialog().catch(() => undefined);
  }, [moderates]);
  const view = useMemo<RemovalView>(
    () => ({ may: (person) => mayRemove(room, me, person), ask, asking }),
    [room, me, ask, asking],
  );
  return (
    <RemovalContext value={view}>
      {children}
      {asked && room && (
        <Suspense>
          <RemoveDialog
            key={asked.count}
            room={room}
            person={asked.person}
            opened={asked.open}
            onClose={close}
            onDone={(ban, length) => {
              markGone(asked.person.id);
              close();
              say(ban, length, room);
            }}
          />
        </Suspense>
      )}
    </RemovalContext>
  );
}

/** "Kofi was removed until 14:30", with Undo. */
function useSaying(room: string) {
  const { t, i18n } = useTranslation();
  const queries = useQueryClient();
  const lift = useLift(room);
  return (ban: Ban, length: Length, place: Place) => {
    const name = callName(ban.person.name);
    const end = ban.ends_at ? new Date(ban.ends_at) : null;
    const until = end && untilOf(length, end, { language: i18n.language, now: new Date(ban.created_at), place });
    const when = until?.kind === 'at' ? until.when : t('removal.midnight');
    const undoable = end !== null || ban.deleted_messages > 0;
    toasts.show({
      text: until ? t('removal.done_until', { name, when }) : t('removal.done', { name }),
      action: undoable ? { label: t('removal.undo'), run: () => void lift(ban, { restore: true }) } : null,
    });
    void queries.invalidateQueries({ queryKey: bansQuery(room).queryKey });
  };
}

/** Back to what opened the dialog; to the room where that has gone with its tile or its row. */
function returnFocus(opener: Element | null) {
  setTimeout(() => {
    if (opener instanceof HTMLElement && opener.isConnected) return opener.focus({ preventScroll: true });
    const content = document.getElementById('content');
    content?.setAttribute('tabindex', '-1');
    content?.focus({ preventScroll: true });
  }, 250);
}
