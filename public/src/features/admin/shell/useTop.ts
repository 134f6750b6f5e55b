import { useEffect, useState } from 'react';

const open: symbol[] = [];

/** Of dialogs over dialogs only the last one hears Escape: every one listens. Ask when it happens. */
export function useTop(): () => boolean {
  const [me] = useState(() => Symbol());
  useEffect(() => {
    open.push(me);
    return () => void open.splice(open.indexOf(me), 1);
  }, [me]);
  return () => open.at(-1) === me;
}
