import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { LobbyFrame } from '../../api/live';
import { LobbyLine, lobbyAddress } from './line';
import { aCard, aChange, aHello } from './samples';

class FakeWire {
  static made: FakeWire[] = [];
  onopen?: () => void;
  onmessage?: (event: { data: string }) => void;
  onclose?: (event: { code: number }) => void;
  closed = false;
  constructor(readonly url: string) {
    FakeWire.made.push(this);
  }
  send() {}
  close() {
    this.closed = true;
  }
}
const count = () => FakeWire.made.length;
const wire = () => FakeWire.made.at(-1)!;
const say = (...frames: (LobbyFrame | object)[]) => {
  for (const frame of frames) wire().onmessage?.({ data: JSON.stringify(frame) });
};
const hangUp = (code = 1006) => wire().onclose?.({ code });

const heard = { onTold: vi.fn(), onGone: vi.fn(), onSignedOut: vi.fn() };
let offline: () => void = () => undefined;
function aLine() {
  const line = new LobbyLine({
    url: () => 'wss://hallway/lobby',
    WebSocket: FakeWire as never,
    random: () => 1,
    onOffline: (listener) => {
      offline = listener;
      return () => {
        offline = () => undefined;
      };
    },
    ...heard,
  });
  line.open();
  return line;
}
const told = () => heard.onTold.mock.calls.at(-1)?.[0];

beforeEach(() => {
  vi.useFakeTimers();
  vi.resetAllMocks();
  vi.stubGlobal('addEventListener', () => undefined);
  vi.stubGlobal('removeEventListener', () => undefined);
  vi.stubGlobal('document', { addEventListener: () => undefined, removeEventListener: () => undefined });
  FakeWire.made = [];
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('the line of a lobby', () => {
  it('is live from the hello on, and hands on what changes', () => {
    const line = aLine();
    expect(line.snapshot()).toBe('opening');
    say(aHello());
    expect(line.snapshot()).toBe('live');
    expect(told().cards).toHaveLength(3);
    say(aChange({ cards: [aCard({ attendees: 5 })] }));
    expect(told().cards[0].attendees).toBe(5);
  });

  it('tells nobody what is old or unknown', () => {
    const line = aLine();
    say(aHello(), aChange({ after: 11, seq: 12 }), { type: 'weather' });
    expect(heard.onTold).toHaveBeenCalledTimes(1);
    expect(line.snapshot()).toBe('live');
  });

  it('says nothing of a loss that lasts a moment', () => {
    const line = aLine();
    const seen = new Set<string>();
    line.subscribe(() => seen.add(line.snapshot()));
    say(aHello());
    hangUp();
    vi.advanceTimersByTime(500);
    expect(count()).toBe(2);
    say(aHello({ seq: 14 }));
    vi.advanceTimersByTime(10_000);
    expect([...seen]).toEqual(['live', 'lost']);
    expect(line.snapshot()).toBe('live');
  });

  it('is down after two seconds, however often it tried, until the next hello', () => {
    const line = aLine();
    say(aHello());
    hangUp();
    vi.advanceTimersByTime(500);
    hangUp();
    vi.advanceTimersByTime(1000);
    hangUp();
    expect(line.snapshot()).toBe('lost');
    vi.advanceTimersByTime(500);
    expect(line.snapshot()).toBe('down');
    vi.advanceTimersByTime(1500);
    expect(line.snapshot()).toBe('down');
    say(aHello());
    expect(line.snapshot()).toBe('live');
  });

  it('that never comes up is down, too', () => {
    const line = aLine();
    hangUp();
    vi.advanceTimersByTime(2000);
    expect(line.snapshot()).toBe('down');
    expect(heard.onGone).not.toHaveBeenCalled();
  });

  it('over a gap takes nothing and begins anew', () => {
    const line = aLine();
    say(aHello());
    const old = wire();
    say(aChange({ after: 13, seq: 14, gone: ['room_1'] }));
    expect(heard.onTold).toHaveBeenCalledTimes(1);
    expect(old.closed).toBe(true);
    expect(line.snapshot()).toBe('lost');
    vi.advanceTimersByTime(2000);
    expect(count()).toBe(2);
    say(aHello({ seq: 20, cards: [] }));
    expect(told().cards).toEqual([]);
    expect(line.snapshot()).toBe('live');
  });

  it('does not go on from numbers of before it was lost', () => {
    aLine();
    say(aHello());
    hangUp();
    vi.advanceTimersByTime(500);
    say(aChange());
    expect(heard.onTold).toHaveBeenCalledTimes(1);
  });

  it('is down at once when the machine has no network', () => {
    const line = aLine();
    say(aHello());
    offline();
    expect(line.snapshot()).toBe('down');
    vi.advanceTimersByTime(2000);
    expect(count()).toBe(2);
  });

  it('stopped by a newer tab stays so until it is opened again', () => {
    const line = aLine();
    say(aHello());
    hangUp(4409);
    expect(line.snapshot()).toBe('stopped');
    offline();
    vi.advanceTimersByTime(60_000);
    expect([line.snapshot(), count()]).toEqual(['stopped', 1]);
    line.open();
    expect([line.snapshot(), count()]).toEqual(['opening', 2]);
    say(aHello());
    expect(line.snapshot()).toBe('live');
  });

  it.each([
    [4404, 'onGone'],
    [4401, 'onSignedOut'],
  ] as const)('closed with %d tells so, and tries on while anybody still looks', (code, said) => {
    const line = aLine();
    say(aHello());
    hangUp(code);
    expect(heard[said]).toHaveBeenCalledTimes(1);
    expect(line.snapshot()).toBe('lost');
    vi.advanceTimersByTime(500);
    expect(count()).toBe(2);
    line.close();
    vi.advanceTimersByTime(60_000);
    expect(count()).toBe(2);
  });

  it('closed says nothing more', () => {
    const line = aLine();
    say(aHello());
    line.close();
    const listener = vi.fn();
    line.subscribe(listener);
    offline();
    vi.advanceTimersByTime(60_000);
    expect(count()).toBe(1);
    expect(listener).not.toHaveBeenCalled();
  });
});

it('speaks to the page’s own server', () => {
  expect(lobbyAddress('https://hallway.example', 'fea_1')).toBe('wss://hallway.example/api/v1/features/fea_1/socket');
  expect(lobbyAddress('http://localhost:5303', 'itm_1', 'items')).toBe('ws://localhost:5303/api/v1/items/itm_1/socket');
});
