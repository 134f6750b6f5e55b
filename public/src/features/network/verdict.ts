/** The ways to a video server, in the order they are tried. */
export const WAYS = ['websocket', 'udp', 'tcp', 'turn'] as const;
export type Way = (typeof WAYS)[number];

export interface Found {
  state: 'waiting' | 'trying' | 'open' | 'shut' | 'not_offered';
  /** Milliseconds until it stood; for media the round trip. */
  ms?: number;
  /** What the browser said, for the report. */
  note?: string;
}
export type Findings = Record<Way, Found>;

export const NOTHING_YET: Findings = {
  websocket: { state: 'waiting' },
  udp: { state: 'waiting' },
  tcp: { state: 'waiting' },
  turn: { state: 'waiting' },
};

export type Verdict = 'running' | 'good' | 'limited' | 'no_media' | 'no_server';

/** What it all means for somebody who wants to talk. */
export function verdictOf(found: Findings): Verdict {
  const is = (way: Way, ...states: Found['state'][]) => states.includes(found[way].state);
  if (is('websocket', 'shut')) return 'no_server';
  if (is('udp', 'open')) return WAYS.some((way) => is(way, 'waiting', 'trying')) ? 'running' : 'good';
  if (WAYS.some((way) => is(way, 'waiting', 'trying'))) return 'running';
  return is('tcp', 'open') || is('turn', 'open') ? 'limited' : 'no_media';
}

/** For whoever looks after the network: always English, nothing personal. */
export function reportOf(servers: { url: string; found: Findings }[], browser: string, at: Date): string {
  const lines = servers.flatMap(({ url, found }) => [
    `Server: ${url}`,
    ...WAYS.map((way) => {
      const { state, ms, note } = found[way];
      return `  ${way}: ${[state.replace('_', ' '), ms !== undefined && `${ms} ms`, note].filter(Boolean).join(', ')}`;
    }),
    `  Result: ${verdictOf(found).replace('_', ' ')}`,
  ]);
  return ['Hallway connection test', `Time: ${at.toISOString()}`, `Browser: ${browser}`, ...lines].join('\n');
}
