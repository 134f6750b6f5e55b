import { useMediaQuery } from '@mantine/hooks';
import { useCallback, useState } from 'react';

export type Panel = 'chat' | 'people';

export interface Side {
  panel: Panel | null;
  /** Opened by the person, and not merely still open after a reload. */
  asked: boolean;
  /** Too narrow for a column: the panel is a sheet over the room. */
  sheet: boolean;
  toggle: (panel: Panel) => void;
  close: () => void;
}

const KEY = 'hallway.side';
const NARROW = '(max-width: 899px)';

/** The one panel beside the tiles. Which one is open is remembered for the visit; a sheet is not, it covers the room. */
export function useSide(): Side {
  const sheet = useMediaQuery(NARROW, undefined, { getInitialValueInEffect: false });
  const [{ panel, asked }, setPanel] = useState(() => ({ panel: sheet ? null : remembered(), asked: false }));
  const show = useCallback((next: Panel | null) => {
    remember(next);
    setPanel({ panel: next, asked: true });
  }, []);
  const toggle = useCallback((pressed: Panel) => show(pressed === panel ? null : pressed), [show, panel]);
  const close = useCallback(() => {
    show(null);
    document.getElementById(`bar-${panel}`)?.focus();
  }, [show, panel]);
  return { panel, asked, sheet, toggle, close };
}

function remembered(): Panel | null {
  const kept = sessionStorage.getItem(KEY);
  return kept === 'chat' || kept === 'people' ? kept : null;
}

function remember(panel: Panel | null) {
  if (panel) sessionStorage.setItem(KEY, panel);
  else sessionStorage.removeItem(KEY);
}
