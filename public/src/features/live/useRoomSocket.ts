import { useQueryClient } from '@tanstack/react-query';
import i18next from 'i18next';
import { useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import type { Muted } from '../../api/floor';
import type { Ban, Named, PutOutWhy, Tool } from '../../api/live';
import { meQuery } from '../../api/me';
import type { Joined } from '../../api/types';
import { toasts } from '../../ui/toast/toasts';
import { callName } from '../removal/callName';
import { byOrganizer } from '../removal/removal';
import type { RoomLiveView } from './RoomLive';
import { RoomSocket } from './roomSocket';

interface Given {
  room: string;
  me: string;
  joined: Joined | null;
  /** False once the stay is over for another reason than a removal, whose words the socket may still bring. */
  listening: boolean;
  onRemoved: (ban: Ban | null) => void;
  onPutOut: (why: PutOutWhy, reason: string | null) => void;
  onNoSeat: () => void;
  /** A device a moderator muted. */
  onMuted: (device: Muted) => void;
}

/** The socket of a stay: open from the first seat to the end of it. */
export function useRoomSocket({
  room,
  me,
  joined,
  listening,
  onRemoved,
  onPutOut,
  onNoSeat,
  onMuted,
}: Given): RoomLiveView {
  const queries = useQueryClient();
  const [socket] = useState(() => {
    // /me then answers 401, and every page says that the session is over.
    const onSignedOut = () => void queries.invalidateQueries({ queryKey: meQuery.queryKey });
    // Tools come or go before the person's eyes: say why.
    const onModerating = (mine: boolean) =>
      void toasts.show({ text: i18next.t(mine ? 'room.now_moderator' : 'room.no_moderator') });
    const wasMuted = (by: Named, what: Tool) => {
      if (what !== 'microphone' && what !== 'camera') return;
      onMuted(what);
      const name = byOrganizer(by) ? i18next.t('floor.organizer') : callName(by.name);
      toasts.show({ text: i18next.t(`floor.muted.${what}`, { name }) });
    };
    return new RoomSocket({ room, me, onRemoved, onPutOut, onModerating, onMuted: wasMuted, onNoSeat, onSignedOut });
  });
  const news = useSyncExternalStore(socket.subscribe, socket.snapshot);

  useEffect(() => {
    if (joined) socket.seated(joined);
  }, [socket, joined]);
  useEffect(() => {
    if (!listening) socket.close();
  }, [socket, listening]);
  useEffect(() => () => socket.dispose(), [socket]);

  return useMemo(
    () => ({ ...news, room: news.room ?? joined?.room ?? null, chat: socket.chat, markGone: socket.markGone }),
    [news, joined, socket],
  );
}
