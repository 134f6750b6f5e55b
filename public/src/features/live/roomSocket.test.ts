import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ApiError } from '../../api/client';
import type { Joined } from '../../api/types';
import { aBan } from '../removal/samples';
import { RoomSocket, withAfter } from './roomSocket';
import { aPutOut, aRoomFrame } from './samples';

class FakeWire {
  static made: FakeWire[] = [];
  onopen?: () => void;
  onmessage?: (event: { data: string }) => void;
  onclose?: (event: { code: number }) => void;
  constructor(readonly url: string) {
    FakeWire.made.push(this);
  }
  send() {}
  close() {}
}
const count = () => FakeWire.made.length;
const wire = () => FakeWire.made.at(-1)!;
const say = (frame: object) => {
  wire().onopen?.();
  wire().onmessage?.({ data: JSON.stringify(frame) });
};
const person = (id: string) => ({
  id,
  name: id,
  title: null,
  company: null,
  avatar: null,
  role: 'attendee' as const,
  state: 'live' as const,
});
const joined = (people: string[], socket: object | undefined = { url: 'wss://hallway/api/v1/rooms/room_1/socket' }) =>
  ({ room: { people: people.map(person), moderated_by_me: false }, socket }) as unknown as Joined;
const hello = (people: string[], seq = 12) => ({
  type: 'hello',
  seq,
  messages: [],
  complete: true,
  people: people.map(person),
});
const ban = aBan({ ends_at: null });

const told = { onRemoved: vi.fn(), onPutOut: vi.fn(), onModerating: vi.fn(), onNoSeat: vi.fn(), onSignedOut: vi.fn() };
const read = vi.fn();
vi.mock('../../api/messages', () => ({
  readMessages: (...given: unknown[]) => read(...given),
  postMessage: vi.fn(),
  deleteMessage: vi.fn(),
}));

function seated(people = ['att_me', 'att_kofi'], socket?: object) {
  const live = new RoomSocket({ room: 'room_1', me: 'att_me', WebSocket: FakeWire as never, ...told });
  live.seated(joined(people, socket));
  return live;
}
const names = (live: RoomSocket) => live.snapshot().people.map(({ id }) => id);

beforeEach(() => {
  vi.useFakeTimers();
  vi.resetAllMocks();
  vi.stubGlobal('addEventListener', () => undefined);
  vi.stubGlobal('removeEventListener', () => undefined);
  vi.stubGlobal('document', { addEventListener: () => undefined, removeEventListener: () => undefined });
  FakeWire.made = [];
  read.mockResolvedValue({ data: [], seq: 0, next_cursor: null });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('people', () => {
  it('are those the join told of, until the socket speaks', () => {
    const live = seated();
    expect(names(live)).toEqual(['att_me', 'att_kofi']);
    expect(live.snapshot().heard).toBe(false);
    say(hello(['att_me', 'att_kofi', 'att_mei']));
    expect(names(live)).toEqual(['att_me', 'att_kofi', 'att_mei']);
    live.seated(joined(['att_me']));
    expect(names(live)).toHaveLength(3);
  });

  it('that leave are gone until they come back', () => {
    const live = seated();
    say(hello(['att_me', 'att_kofi']));
    say({ type: 'people', people: [person('att_me')] });
    expect([...live.snapshot().gone]).toEqual(['att_kofi']);
    say({ type: 'people', people: [person('att_me'), person('att_kofi')] });
    expect([...live.snapshot().gone]).toEqual([]);
  });

  it('removed by this tab are gone at once', () => {
    const live = seated();
    live.markGone('att_kofi');
    expect([...live.snapshot().gone]).toEqual(['att_kofi']);
    say({ type: 'people', people: [person('att_me')] });
    expect([...live.snapshot().gone]).toEqual(['att_kofi']);
  });
});

describe('the socket', () => {
  it('goes on from the number the chat has', async () => {
    seated();
    expect(wire().url).toBe('wss://hallway/api/v1/rooms/room_1/socket');
    say(hello(['att_me'], 12));
    wire().onclose?.({ code: 1006 });
    await vi.advanceTimersByTimeAsync(500);
    expect(wire().url).toBe('wss://hallway/api/v1/rooms/room_1/socket?after=12');
  });

  it('tells of bans, also of those it may have missed', () => {
    const live = seated();
    say(hello([]));
    const before = live.snapshot().bansVersion;
    say({ type: 'bans' });
    expect(live.snapshot().bansVersion).toBe(before + 1);
    say(hello([]));
    expect(live.snapshot().bansVersion).toBe(before + 2);
  });

  it('tells a removal at once, and stays closed', () => {
    const live = seated();
    say({ type: 'removed', ban });
    expect(told.onRemoved).toHaveBeenCalledWith(ban);
    wire().onclose?.({ code: 4403 });
    expect(told.onRemoved).toHaveBeenLastCalledWith(ban);
    expect(live.snapshot().removed).toEqual(ban);
    vi.advanceTimersByTime(60_000);
    expect(count()).toBe(1);
  });

  it('closed for a removal nobody explained still says so', () => {
    seated();
    wire().onclose?.({ code: 4403 });
    expect(told.onRemoved).toHaveBeenCalledWith(null);
  });

  it('without a seat asks for one, and opens again with it', () => {
    const live = seated();
    say(hello([], 7));
    wire().onclose?.({ code: 4404 });
    expect(told.onNoSeat).toHaveBeenCalledTimes(1);
    vi.advanceTimersByTime(60_000);
    expect(count()).toBe(1);
    live.seated(joined([]));
    expect(count()).toBe(2);
    expect(wire().url).toMatch(/after=7$/);
  });

  it('replaced by a newer one is quiet', () => {
    seated();
    wire().onclose?.({ code: 4409 });
    vi.advanceTimersByTime(60_000);
    expect(count()).toBe(1);
    for (const call of Object.values(told)) expect(call).not.toHaveBeenCalled();
  });

  it('of a session that is over says so', () => {
    seated();
    wire().onclose?.({ code: 4401 });
    expect(told.onSignedOut).toHaveBeenCalledTimes(1);
  });

  it('whose handshake failed asks the ordinary way, and does not go on without a seat', async () => {
    read.mockRejectedValue(new ApiError(403, 'no_seat'));
    seated();
    wire().onclose?.({ code: 1006 });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(read).toHaveBeenCalledTimes(1);
    expect(told.onNoSeat).toHaveBeenCalledTimes(1);
    expect(count()).toBe(1);
  });

  it('that only broke asks nothing', () => {
    seated();
    say(hello([]));
    wire().onclose?.({ code: 1006 });
    expect(read).not.toHaveBeenCalled();
  });

  it('that a server does not have is done without', async () => {
    const live = new RoomSocket({ room: 'room_1', me: 'att_me', WebSocket: FakeWire as never, ...told });
    live.seated({ room: { people: [] } } as unknown as Joined);
    await vi.advanceTimersByTimeAsync(0);
    expect(count()).toBe(0);
    expect(live.chat.snapshot().phase).toBe('ready');
  });
});

describe('what the organizer changes', () => {
  it('is the room from then on, and who moderates it', () => {
    const live = seated();
    say(aRoomFrame({ name: 'Docs clinic', attendee_limit: 5 }));
    expect(live.snapshot().room).toMatchObject({ name: 'Docs clinic', attendee_limit: 5, moderated_by_me: false });
    say(aRoomFrame({ moderators: [{ id: 'att_me', name: 'Me' }] }));
    expect(live.snapshot().room).toMatchObject({ name: 'Lobby', moderated_by_me: true });
    say(aRoomFrame({ moderators: [{ id: 'att_me', name: 'Me' }] }));
    say(aRoomFrame());
    expect(told.onModerating.mock.calls).toEqual([[true], [false]]);
    // What the organizer does not change is kept, and the next join knows better.
    expect(live.snapshot().room?.people).toHaveLength(2);
    const again = joined(['att_me']);
    live.seated(again);
    expect(live.snapshot().room).toBe(again.room);
  });

  it('while nobody told us comes with the next hello', () => {
    const live = seated();
    say({ ...hello(['att_me']), room: aRoomFrame({ name: 'Docs clinic' }).room });
    expect(live.snapshot().room).toMatchObject({ name: 'Docs clinic', moderated_by_me: false });
  });

  it('may end the stay, with a reason', () => {
    seated();
    say(aPutOut);
    expect(told.onPutOut).toHaveBeenCalledExactlyOnceWith('room_closed', 'Opens at 18:00');
  });
});

it('a removal is over with the next seat', () => {
  const live = seated();
  say({ type: 'removed', ban });
  live.seated(joined([]));
  expect(live.snapshot().removed).toBeNull();
});

it('the address keeps what it asks already', () => {
  expect(withAfter('wss://h/socket?a=1', 3)).toBe('wss://h/socket?a=1&after=3');
  expect(withAfter('wss://h/socket', null)).toBe('wss://h/socket');
});
