import { useQuery, useQueryClient } from '@tanstack/react-query';
import i18next from 'i18next';
import { createContext, use, useEffect, useLayoutEffect, useState, useSyncExternalStore } from 'react';
import { type ApiError, isSignedOut } from '../../api/client';
import { serverNow } from '../../api/clock';
import type { Ban } from '../../api/live';
import { meQuery } from '../../api/me';
import { toasts } from '../../ui/toast/toasts';
import { connections } from '../connections/connections';
import { removedNotice } from './notice';
import { Presence, removalFrom, socketAddress, wasLifted } from './presence';

const PresenceContext = createContext<Presence | null>(null);

/** The person's socket, on every screen of somebody who is signed in. */
export function PresenceProvider({ children }: { children: React.ReactNode }) {
  const queries = useQueryClient();
  const [presence] = useState(
    () =>
      new Presence({
        url: () => socketAddress(location.origin),
        onRemoved: (ban) => {
          const text = removedNotice(i18next.t, i18next.language, ban, new Date(serverNow()));
          toasts.show({ text, tone: 'danger' });
        },
        onLifted: (_, room) =>
          toasts.show({
            text: room ? i18next.t('presence.lifted', { room: room.name }) : i18next.t('presence.lifted_wide'),
          }),
        onFrame: connections.hear,
        // /me then answers 401, and every page says that the session is over.
        onDoubt: () => void queries.invalidateQueries({ queryKey: meQuery.queryKey }),
      }),
  );
  // Looks on while the pages ask: a page for somebody who is not signed in asks nothing.
  const { data: me, error } = useQuery({ ...meQuery, enabled: false });
  const person = isSignedOut(error) ? null : me?.person.id;

  useEffect(() => {
    if (!person) return;
    presence.open();
    return () => {
      presence.close();
      connections.forget();
    };
  }, [presence, person]);
  return <PresenceContext value={presence}>{children}</PresenceContext>;
}

export function usePresenceItself(): Presence {
  const presence = use(PresenceContext);
  if (!presence) throw new Error('usePresence outside PresenceProvider');
  return presence;
}

/** What the person was told of a room: the last removal from it, and whether that, or what a refusal says, was lifted. */
export function usePresence(room: string, refusal: ApiError | null) {
  const presence = usePresenceItself();
  // Before anything is painted: a lift from before the refusal must not be seen to open the door.
  useLayoutEffect(() => {
    if (refusal) presence.refused(room);
  }, [presence, room, refusal]);
  const state = useSyncExternalStore(presence.subscribe, presence.snapshot);
  return {
    removal: removalFrom(state, room),
    lifted: (removal: Parameters<typeof wasLifted>[1]) => wasLifted(state, removal, room),
  };
}

/** Seats kept for this person now. */
export function useOffers() {
  const presence = usePresenceItself();
  return useSyncExternalStore(presence.subscribe, presence.snapshot).offers;
}

/** This screen tells of a removal from the room by itself, when it is told. */
export function useShownRoom(room: string, tell?: (ban: Ban) => void) {
  const presence = usePresenceItself();
  useEffect(() => presence.show(room, tell), [presence, room, tell]);
}

/** Another tab took an entry over. Whose entry it is, the listener knows. */
export function useSuperseded(onSuperseded: (entry: string) => void) {
  const presence = usePresenceItself();
  const { superseded } = useSyncExternalStore(presence.subscribe, presence.snapshot);
  useEffect(() => {
    if (superseded) onSuperseded(superseded);
  }, [superseded, onSuperseded]);
}
