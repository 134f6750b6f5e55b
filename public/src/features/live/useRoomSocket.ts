import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import type { Ban } from '../../api/live';
import { meQuery } from '../../api/me';
import type { Joined } from '../../api/types';
import type { RoomLiveView } from './RoomLive';
import { RoomSocket } from './roomSocket';

interface Given {
  room: string;
  me: string;
  joined: Joined | null;
  /** False once the stay is over for another reason than a removal, whose words the socket may still bring. */
  listening: boolean;
  onRemoved: (ban: Ban | null) => void;
  onNoSeat: () => void;
}

/** The socket of a stay: open from the first seat to the end of it. */
export function useRoomSocket({ room, me, joined, listening, onRemoved, onNoSeat }: Given): RoomLiveView {
  const queries = useQueryClient();
  const [socket] = useState(() => {
    // /me then answers 401, and every page says that the session is over.
    const onSignedOut = () => void queries.invalidateQueries({ queryKey: meQuery.queryKey });
    return new RoomSocket({ room, me, onRemoved, onNoSeat, onSignedOut });
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
    () => ({ ...news, room: joined?.room ?? null, chat: socket.chat, markGone: socket.markGone }),
    [news, joined, socket],
  );
}
