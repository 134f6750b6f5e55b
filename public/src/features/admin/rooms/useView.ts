import { useMemo, useState } from 'react';
import type { Room } from '../../../api/admin/rooms';
import { isLive, type Live, shown, type View } from './filter';

/**
 * The rooms to show. Where that depends on who is where, the list stands still while people come and go; `stale` says
 * that it would look otherwise now, and `follow` makes it so.
 */
export function useView(rooms: readonly Room[], view: View, live: Live | undefined) {
  // What is typed only takes away; whoever filters or sorts looks at now.
  const key = JSON.stringify([view.filters, view.sort, live !== undefined]);
  const [held, setHeld] = useState({ key, live: live ?? NOBODY });
  if (held.key !== key) setHeld({ key, live: live ?? NOBODY });
  const { q, filters, sort } = view;
  const now = useMemo(() => shown(rooms, { q, filters, sort }, held.live), [rooms, q, filters, sort, held]);
  const stale = useMemo(() => {
    if (!live || !isLive({ q, filters, sort })) return false;
    const then = shown(rooms, { q, filters, sort }, live);
    return then.length !== now.length || then.some((room, at) => room.id !== now[at]?.id);
  }, [rooms, q, filters, sort, live, now]);
  return { now, stale, follow: () => setHeld({ key, live: live ?? NOBODY }) };
}

const NOBODY: Live = new Map();
