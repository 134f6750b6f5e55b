import { type FocusEvent, useEffect, useMemo, useRef, useState } from 'react';
import type { Card } from '../../api/types';
import { lay, NOTHING } from './still';

/** After a finger is lifted its click is still to come: it must find the card it was meant for. */
const LET_GO_MS = 300;

/** The cards as they lie, and what to put on the element around them: while somebody is on it, nothing moves. */
export function useStill(all: Card[], shown: Card[], key: string) {
  const { held, letGo, handlers } = useHeld();
  const [laid, setLaid] = useState(NOTHING);
  const next = lay(laid, { all, shown, key, held });
  if (next !== laid) setLaid(next);

  /** Whoever asks gets it now. The first room that is new, for the focus. */
  const apply = () => {
    const here = new Set(next.spots.map(({ card }) => card.room));
    letGo('focus');
    setLaid(lay(next, { all, shown, key, held: false }));
    return shown.find(({ room }) => !here.has(room))?.room ?? null;
  };
  return { ...next, apply, handlers };
}

type By = 'pointer' | 'focus';

function useHeld() {
  const [held, setHeld] = useState(false);
  const by = useRef(new Set<By>());
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);

  const ways = useMemo(() => {
    const hold = (what: By) => {
      clearTimeout(timer.current);
      by.current.add(what);
      setHeld(true);
    };
    const letGo = (what: By) => {
      by.current.delete(what);
      if (by.current.size > 0) return;
      clearTimeout(timer.current);
      timer.current = setTimeout(() => setHeld(false), LET_GO_MS);
    };
    const handlers = {
      onPointerEnter: () => hold('pointer'),
      onPointerLeave: () => letGo('pointer'),
      onPointerCancel: () => letGo('pointer'),
      onFocus: () => hold('focus'),
      onBlur: (event: FocusEvent) => !event.currentTarget.contains(event.relatedTarget) && letGo('focus'),
    };
    return { letGo, handlers };
  }, []);
  return { held, ...ways };
}
