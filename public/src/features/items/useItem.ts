import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { isCode } from '../../api/client';
import { itemQuery } from '../../api/items';
import { meQuery } from '../../api/me';
import type { Told } from '../lobby/book';
import { LobbyLine, lobbyAddress } from '../lobby/line';
import { freshest } from './logic';

/** Everybody who lost the line at once asks at a time of their own. */
const askAgain = () => 4000 + Math.random() * 2000;

/** An item and its rooms' cards: told by its line, and asked for while that is not up. */
export function useItem(id: string) {
  const queries = useQueryClient();
  const [told, setTold] = useState<Told | null>(null);
  const [line] = useState(
    () =>
      new LobbyLine({
        url: () => lobbyAddress(location.origin, id, 'items'),
        onTold: setTold,
        onGone: () => void queries.invalidateQueries({ queryKey: itemQuery(id).queryKey }),
        onSignedOut: () => void queries.invalidateQueries({ queryKey: meQuery.queryKey }),
      }),
  );
  useEffect(() => {
    line.open();
    return () => line.close();
  }, [line]);
  const state = useSyncExternalStore(line.subscribe, line.snapshot);
  const item = useQuery({
    ...itemQuery(id),
    refetchInterval: state === 'down' || state === 'stopped' ? askAgain : false,
  });
  return {
    item,
    cards: freshest(told, item.data),
    gone: isCode(item.error, 'not_found'),
    line: state,
    goLive: line.open,
  };
}
