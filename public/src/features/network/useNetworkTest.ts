import { useCallback, useRef, useState } from 'react';
import { beginNetworkTest } from '../../api/network';
import { probe } from './probe';
import { type Findings, NOTHING_YET } from './verdict';

export interface Tested {
  url: string;
  found: Findings;
}

/** A test of every video server of the event, and what is known so far. */
export function useNetworkTest() {
  const [servers, setServers] = useState<Tested[]>([]);
  const [phase, setPhase] = useState<'before' | 'running' | 'done' | 'failed'>('before');
  const running = useRef(false);
  const start = useCallback(async () => {
    if (running.current) return;
    running.current = true;
    setServers([]);
    setPhase('running');
    try {
      const test = await beginNetworkTest();
      setServers(test.servers.map(({ url }) => ({ url, found: NOTHING_YET })));
      for (const server of test.servers) {
        await probe(server, (way, found) =>
          setServers((all) =>
            all.map((one) => (one.url === server.url ? { ...one, found: { ...one.found, [way]: found } } : one)),
          ),
        );
      }
      setPhase('done');
    } catch {
      setPhase('failed');
    } finally {
      running.current = false;
    }
  }, []);
  return { servers, phase, start };
}
