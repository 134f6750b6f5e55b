import { useEffect, useState } from 'react';

/** What had the focus last outside of every dialog: where a chain of them began. */
let outside: HTMLElement | null = null;

const MODAL = '[aria-modal="true"]';

/** When a dialog goes, the focus goes back to what opened it; to the page where that has gone as well. */
export function useReturn() {
  const [opener] = useState(() => {
    const active = document.activeElement instanceof HTMLElement ? document.activeElement : null;
    if (active && active !== document.body && !active.closest(MODAL)) outside = active;
    return active;
  });
  useEffect(
    () => () =>
      void setTimeout(() => {
        const kept = document.activeElement;
        if (kept && kept !== document.body) return;
        const back = [opener, outside].find((one) => one?.isConnected && one !== document.body);
        const next = back ?? document.getElementById('content');
        // A dialog that is still open keeps the focus to itself.
        if (!document.querySelector(MODAL) || next?.closest(MODAL)) next?.focus({ preventScroll: true });
      }),
    [opener],
  );
}
