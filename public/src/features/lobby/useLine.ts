import { useEffect, useState, useSyncExternalStore } from 'react';
import { LobbyLine } from './line';

/** Everybody who lost the line at once asks at a time of their own. */
export const askAgain = () => 4000 + Math.random() * 2000;

/** The line of a place, open as long as it is shown. What it was made with stays. */
export function useLine(options: ConstructorParameters<typeof LobbyLine>[0]) {
  const [line] = useState(() => new LobbyLine(options));
  useEffect(() => {
    line.open();
    return () => line.close();
  }, [line]);
  return { state: useSyncExternalStore(line.subscribe, line.snapshot), goLive: line.open };
}
