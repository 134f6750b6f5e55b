import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { closeMeans, LiveSocket } from './socket';

class FakeWire {
  static made: FakeWire[] = [];
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;
  sent: string[] = [];
  closed = false;
  constructor(readonly url: string) {
    FakeWire.made.push(this);
  }
  send(text: string) {
    this.sent.push(text);
  }
  close() {
    this.closed = true;
  }
  say(frame: unknown) {
    this.onopen?.();
    this.onmessage?.({ data: typeof frame === 'string' ? frame : JSON.stringify(frame) });
  }
}

let wake: () => void = () => undefined;
const frames: unknown[] = [];
const closes: [number, boolean][] = [];
const last = () => FakeWire.made.at(-1)!;
const count = () => FakeWire.made.length;

function socket(random = () => 1) {
  const made = new LiveSocket({
    url: () => `wss://hallway/${count()}`,
    onFrame: (frame) => frames.push(frame),
    onClose: (code, opened) => {
      closes.push([code, opened]);
      return closeMeans(code);
    },
    WebSocket: FakeWire as never,
    random,
    onWake: (listener) => {
      wake = listener;
      return () => {
        wake = () => undefined;
      };
    },
  });
  made.open();
  return made;
}

beforeEach(() => {
  vi.useFakeTimers();
  FakeWire.made = [];
  frames.length = closes.length = 0;
});
afterEach(() => vi.useRealTimers());

describe('a socket', () => {
  it('hands on what is said, but no pong and no noise', () => {
    socket();
    last().say({ type: 'hello' });
    last().say('pong');
    last().say('{broken');
    expect(frames).toEqual([{ type: 'hello' }]);
  });

  it('is opened once, however often that is asked', () => {
    const made = socket();
    made.open();
    expect(count()).toBe(1);
  });

  it('pings every 25 seconds, not before it is open', () => {
    socket();
    vi.advanceTimersByTime(25_000);
    expect(last().sent).toEqual([]);
    last().say('pong');
    vi.advanceTimersByTime(25_000);
    last().say('pong');
    vi.advanceTimersByTime(25_000);
    expect(last().sent).toEqual(['ping', 'ping']);
    expect(count()).toBe(1);
  });

  it('that hears nothing for a minute is replaced', () => {
    socket();
    last().say({ type: 'hello' });
    const dead = last();
    vi.advanceTimersByTime(74_000);
    expect(dead.closed).toBe(false);
    vi.advanceTimersByTime(1_000);
    expect(dead.closed).toBe(true);
    vi.advanceTimersByTime(500);
    expect(count()).toBe(2);
  });

  it('waits longer each time, 15 seconds at most, and asks for the address anew', () => {
    socket();
    for (const wait of [500, 1000, 2000, 4000, 8000, 15_000, 15_000]) {
      const before = count();
      last().onclose?.({ code: 1006 });
      vi.advanceTimersByTime(wait - 1);
      expect(count()).toBe(before);
      vi.advanceTimersByTime(1);
      expect(count()).toBe(before + 1);
    }
    expect(last().url).toBe('wss://hallway/7');
    expect(closes.every(([, opened]) => !opened)).toBe(true);
  });

  it('spreads its tries over the whole wait', () => {
    socket(() => 0.1);
    last().onclose?.({ code: 1006 });
    vi.advanceTimersByTime(50);
    expect(count()).toBe(2);
  });

  it('starts over with short waits after a word from the server, not after a mere open', () => {
    socket();
    last().onclose?.({ code: 1006 });
    vi.advanceTimersByTime(500);
    last().onopen?.();
    last().onclose?.({ code: 1011 });
    expect(closes.at(-1)).toEqual([1011, true]);
    vi.advanceTimersByTime(999);
    expect(count()).toBe(2);
    vi.advanceTimersByTime(1);
    last().say({ type: 'hello' });
    last().onclose?.({ code: 1006 });
    vi.advanceTimersByTime(500);
    expect(count()).toBe(4);
  });

  it('does not wait once the machine is awake, and only then', () => {
    socket();
    last().say({ type: 'hello' });
    wake();
    expect(count()).toBe(1);
    last().onclose?.({ code: 1006 });
    wake();
    expect(count()).toBe(2);
    vi.advanceTimersByTime(20_000);
    expect(count()).toBe(2);
  });

  it('woken on a line that slept too long looks for another', () => {
    socket();
    last().say({ type: 'hello' });
    vi.setSystemTime(Date.now() + 3_600_000);
    wake();
    vi.advanceTimersByTime(500);
    expect(count()).toBe(2);
  });

  it.each([4401, 4403, 4404, 4409, 1008])('closed with %d stays closed', (code) => {
    socket();
    last().say({ type: 'hello' });
    last().onclose?.({ code });
    wake();
    vi.advanceTimersByTime(60_000);
    expect(count()).toBe(1);
  });

  it('can be opened again after a final close', () => {
    const made = socket();
    last().onclose?.({ code: 4404 });
    made.open();
    expect(count()).toBe(2);
  });

  it('told to reconnect hangs up, comes back after a while, and asks nobody', () => {
    const made = socket();
    last().say({ type: 'hello' });
    const old = last();
    made.reconnect();
    made.reconnect();
    expect(old.closed).toBe(true);
    vi.advanceTimersByTime(1999);
    expect(count()).toBe(1);
    vi.advanceTimersByTime(1);
    expect(count()).toBe(2);
    vi.advanceTimersByTime(10_000);
    expect([count(), closes]).toEqual([2, []]);
  });

  it('told to reconnect after it was closed stays closed', () => {
    const made = socket();
    made.close();
    made.reconnect();
    vi.advanceTimersByTime(60_000);
    expect(count()).toBe(1);
  });

  it('closed by us hears and does nothing more', () => {
    const made = socket();
    const wire = last();
    made.close();
    expect(wire.closed).toBe(true);
    wire.say({ type: 'hello' });
    wire.onclose?.({ code: 1000 });
    vi.advanceTimersByTime(120_000);
    expect([frames, closes, count()]).toEqual([[], [], 1]);
  });

  it('closed by us while it waits does not come back', () => {
    const made = socket();
    last().onclose?.({ code: 1006 });
    made.close();
    vi.advanceTimersByTime(60_000);
    expect(count()).toBe(1);
  });
});
