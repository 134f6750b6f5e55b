import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { isCode } from '../../api/client';
import { itemQuery } from '../../api/items';
import { meQuery } from '../../api/me';
import type { Told } from '../lobby/book';
import { lobbyAddress } from '../lobby/line';
import { askAgain, useLine } from '../lobby/useLine';
import { freshest } from './logic';

/** An item and its rooms' cards: told by its line, and asked for while that is not up. */
export function useItem(id: string) {
  const queries = useQueryClient();
  const [told, setTold] = useState<Told | null>(null);
  const { state, goLive } = useLine({
    url: () => lobbyAddress(location.origin, id, 'items'),
    onTold: setTold,
    onGone: () => void queries.invalidateQueries({ queryKey: itemQuery(id).queryKey }),
    onSignedOut: () => void queries.invalidateQueries({ queryKey: meQuery.queryKey }),
  });
  const item = useQuery({
    ...itemQuery(id),
    refetchInterval: state === 'down' || state === 'stopped' ? askAgain : false,
  });
  return {
    item,
    cards: freshest(told, item.data),
    gone: isCode(item.error, 'not_found'),
    line: state,
    goLive,
  };
}
