import { useEffect, useState } from 'react';
import { serverNow } from '../../api/clock';

/** The server's time, once a second (or as often as asked), while there is something to count. */
export function useNow(ticking = true, everyMs = 1000): number {
  const [now, setNow] = useState(serverNow);
  useEffect(() => {
    if (!ticking) return;
    const tick = () => setNow(serverNow());
    tick();
    const timer = setInterval(tick, everyMs);
    return () => clearInterval(timer);
  }, [ticking, everyMs]);
  return now;
}
