import { describe, expect, it } from 'vitest';
import { type Findings, type Found, NOTHING_YET, reportOf, verdictOf } from './verdict';

const found = (...states: Found['state'][]): Findings => {
  const [websocket = 'open', udp = 'open', tcp = 'open', turn = 'open'] = states;
  return { websocket: { state: websocket }, udp: { state: udp }, tcp: { state: tcp }, turn: { state: turn } };
};

describe('verdict', () => {
  it.each([
    [NOTHING_YET, 'running'],
    [found('open', 'trying', 'waiting', 'waiting'), 'running'],
    [found('open', 'open', 'trying', 'waiting'), 'running'],
    [found('open', 'open', 'open', 'not_offered'), 'good'],
    // UDP is what matters: without the other two nobody notices anything.
    [found('open', 'open', 'shut', 'shut'), 'good'],
    [found('open', 'shut', 'open', 'not_offered'), 'limited'],
    [found('open', 'shut', 'shut', 'open'), 'limited'],
    [found('open', 'shut', 'shut', 'not_offered'), 'no_media'],
    [found('shut', 'waiting', 'waiting', 'waiting'), 'no_server'],
  ] as const)('%#: %j → %s', (given, verdict) => expect(verdictOf(given)).toBe(verdict));
});

it('reports what was found, for whoever looks after the network', () => {
  const report = reportOf(
    [
      {
        url: 'wss://rooms.example/sfu/main',
        found: {
          websocket: { state: 'open', ms: 41 },
          udp: { state: 'shut', note: 'ICE failed' },
          tcp: { state: 'open', ms: 12, note: '192.0.2.7:7881' },
          turn: { state: 'not_offered' },
        },
      },
    ],
    'Mozilla/5.0 (X11)',
    new Date('2026-11-24T02:03:04Z'),
  );
  expect(report).toBe(`Hallway connection test
Time: 2026-11-24T02:03:04.000Z
Browser: Mozilla/5.0 (X11)
Server: wss://rooms.example/sfu/main
  websocket: open, 41 ms
  udp: shut, ICE failed
  tcp: open, 12 ms, 192.0.2.7:7881
  turn: not offered
  Result: limited`);
});
