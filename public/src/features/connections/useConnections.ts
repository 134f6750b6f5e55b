import { useEffect, useSyncExternalStore } from 'react';
import { connections } from './connections';

/** All of one's connections, read from now on if they were not yet. */
export function useConnections() {
  useEffect(() => connections.need(), []);
  return useSyncExternalStore(connections.subscribe, connections.snapshot);
}

/** How many requests wait for an answer. Nothing is read for it: the Person's socket tells. */
export const usePending = () => useSyncExternalStore(connections.subscribe, () => connections.snapshot().pending);
