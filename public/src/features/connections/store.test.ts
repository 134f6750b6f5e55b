import { beforeEach, describe, expect, it, vi } from 'vitest';
import golden from '../../../../tests/golden/person_frames.json';
import { ApiError } from '../../api/client';
import { type Connection, parsePersonFrame } from '../../api/live';
import { sectionsOf, standingOf } from './logic';
import { aConnection } from './samples';
import { Connections } from './store';

const NOW = Date.parse('2026-11-23T14:00:10Z');
const ada = aConnection().person;
const told = { onAsked: vi.fn(), onAccepted: vi.fn(), takenBack: vi.fn() };
const calls = { read: vi.fn(), ask: vi.fn(), answer: vi.fn(), block: vi.fn(), unblock: vi.fn() };
const aStore = () => new Connections({ ...calls, ...told, now: () => NOW });
const says = (connection: Connection) => ({ type: 'connection', connection }) as const;
const hello = (pending = 0) => ({ type: 'hello', room: null, pending }) as const;

beforeEach(() => {
  for (const said of [...Object.values(told), ...Object.values(calls)]) said.mockReset();
  told.onAsked.mockReturnValue(told.takenBack);
  calls.read.mockResolvedValue([]);
});

describe('a request', () => {
  it('is told once and counted', () => {
    const store = aStore();
    store.hear(hello());
    store.hear(says(aConnection()));
    store.hear(says(aConnection()));
    expect(told.onAsked).toHaveBeenCalledExactlyOnceWith(aConnection());
    expect(store.snapshot().pending).toBe(1);
  });

  it('is no question any more once it is answered, in whatever tab', () => {
    const store = aStore();
    store.hear(hello(1));
    store.hear(says(aConnection()));
    store.hear(says(aConnection({ state: 'accepted', updated_at: '2026-11-23T14:00:05Z' })));
    expect(told.takenBack).toHaveBeenCalledTimes(1);
    expect(told.onAccepted).not.toHaveBeenCalled();
    expect(store.snapshot().pending).toBe(1);
  });

  it('told again because somebody has another job now is no news', () => {
    const store = aStore();
    store.hear(says(aConnection({ updated_at: '2026-11-23T12:00:00Z' })));
    expect(told.onAsked).not.toHaveBeenCalled();
  });

  it('that they said yes to is told', () => {
    const store = aStore();
    store.hear(says(aConnection({ direction: 'outgoing' })));
    const yes = aConnection({ direction: 'outgoing', state: 'accepted', updated_at: '2026-11-23T14:00:05Z' });
    store.hear(says(yes));
    expect(told.onAccepted).toHaveBeenCalledExactlyOnceWith(yes);
  });

  it('overtaken by a newer word says nothing', () => {
    const store = aStore();
    store.hear(says(aConnection({ state: 'withdrawn', updated_at: '2026-11-23T14:00:05Z' })));
    store.hear(says(aConnection()));
    expect(standingOf(store.snapshot().all.get('att_1'))).toBe('none');
    expect(told.onAsked).not.toHaveBeenCalled();
  });
});

describe('the list', () => {
  it('is read when somebody looks, and after every reconnect from then on', async () => {
    const store = aStore();
    store.hear(hello(3));
    expect(calls.read).not.toHaveBeenCalled();
    expect(store.snapshot()).toMatchObject({ phase: 'none', pending: 3 });
    calls.read.mockResolvedValue([aConnection()]);
    store.need();
    store.need();
    await vi.waitFor(() => expect(store.snapshot()).toMatchObject({ phase: 'ready', pending: 1 }));
    expect(calls.read).toHaveBeenCalledTimes(1);
    store.hear(hello(1));
    expect(calls.read).toHaveBeenCalledTimes(2);
  });

  it('does not undo what was said while it was read', async () => {
    const store = aStore();
    let arrive = (_: Connection[]) => {};
    calls.read.mockReturnValue(new Promise((resolve) => (arrive = resolve)));
    const read = store.load();
    store.hear(says(aConnection({ state: 'accepted', updated_at: '2026-11-23T14:00:05Z' })));
    arrive([aConnection()]);
    await read;
    expect(standingOf(store.snapshot().all.get('att_1'))).toBe('connected');
  });

  it('that cannot be read says so, and one that was read stays', async () => {
    const store = aStore();
    calls.read.mockRejectedValueOnce(new ApiError(0, 'network'));
    await store.load();
    expect(store.snapshot().phase).toBe('failed');
    calls.read.mockResolvedValueOnce([aConnection()]);
    await store.load();
    calls.read.mockRejectedValueOnce(new ApiError(0, 'network'));
    await store.load();
    expect(store.snapshot()).toMatchObject({ phase: 'ready', pending: 1 });
  });

  it('of a session that is over is not shown to the next', async () => {
    const store = aStore();
    calls.read.mockResolvedValue([aConnection()]);
    const read = store.load();
    store.forget();
    await read;
    expect(store.snapshot()).toMatchObject({ phase: 'none', pending: 0 });
    expect(store.snapshot().all.size).toBe(0);
  });
});

describe('what one does', () => {
  it('is shown at once, and as the server has it after that', async () => {
    const store = aStore();
    let arrive = (_: Connection) => {};
    calls.ask.mockReturnValue(new Promise((resolve) => (arrive = resolve)));
    const added = store.add(ada);
    expect(standingOf(store.snapshot().all.get('att_1'))).toBe('sent');
    expect(await store.add(ada)).toBe(false);
    arrive(aConnection({ state: 'accepted', direction: 'outgoing' }));
    expect(await added).toBe(true);
    expect(standingOf(store.snapshot().all.get('att_1'))).toBe('connected');
    expect(calls.ask).toHaveBeenCalledExactlyOnceWith('att_1');
  });

  it.each([
    ['accept', 'connected'],
    ['decline', 'none'],
  ] as const)('%s takes the question back at once', (verb, standing) => {
    const store = aStore();
    store.hear(says(aConnection()));
    calls.answer.mockReturnValue(new Promise(() => undefined));
    void store[verb](aConnection());
    expect(standingOf(store.snapshot().all.get('att_1'))).toBe(standing);
    expect(told.takenBack).toHaveBeenCalledTimes(1);
    expect(store.snapshot().pending).toBe(0);
  });

  it('is taken back when it did not work, and says what to do', async () => {
    const store = aStore();
    calls.ask.mockRejectedValueOnce(new ApiError(429, 'rate_limited', {}, 7200));
    expect(await store.add(ada)).toBe(false);
    expect(store.snapshot().all.size).toBe(0);
    expect(store.snapshot().failed.get('att_1')).toEqual({ what: 'limit', when: NOW + 7_200_000 });
    const retry_at = '2026-11-24T09:00:00Z';
    calls.ask.mockRejectedValueOnce(new ApiError(409, 'declined' as 'conflict', { retry_at } as object));
    await store.add(ada);
    expect(store.snapshot().failed.get('att_1')).toEqual({ what: 'declined', when: Date.parse(retry_at) });
    calls.ask.mockResolvedValueOnce(aConnection({ direction: 'outgoing' }));
    await store.add(ada);
    expect(store.snapshot().failed.size).toBe(0);
  });

  it('is not taken back over what was heard meanwhile', async () => {
    const store = aStore();
    let fail = (_: unknown) => {};
    calls.ask.mockReturnValue(new Promise((_, reject) => (fail = reject)));
    const added = store.add(ada);
    store.hear(says(aConnection({ state: 'accepted', updated_at: '2026-11-23T14:00:05Z' })));
    fail(new ApiError(0, 'network'));
    await added;
    expect(standingOf(store.snapshot().all.get('att_1'))).toBe('connected');
  });

  it('hides the e-mail of somebody who is blocked, and forgets them when that is removed', async () => {
    const store = aStore();
    store.hear(says(aConnection({ state: 'accepted', person: { ...ada, email: 'ada@example.org' } })));
    await store.block({ ...ada, email: 'ada@example.org' });
    expect(store.snapshot().all.get('att_1')).toMatchObject({ state: 'blocked', person: { email: null } });
    await store.unblock(ada);
    expect(store.snapshot().all.size).toBe(0);
  });
});

it('sorts into what is asked, connected, sent and blocked, newest first', () => {
  const of = (id: string, more: Partial<Connection>) => aConnection({ ...more, person: { ...ada, id } });
  const all = [
    of('a', {}),
    of('b', { updated_at: '2026-11-23T15:00:00Z' }),
    of('c', { direction: 'outgoing' }),
    of('d', { state: 'declined' }),
    of('e', { state: 'withdrawn' }),
    of('f', { state: 'blocked' }),
    of('g', { state: 'accepted', direction: 'outgoing' }),
  ];
  const ids = Object.entries(sectionsOf(all)).map(([section, list]) => [section, list.map(({ person }) => person.id)]);
  expect(Object.fromEntries(ids)).toEqual({ asked: ['b', 'a'], connected: ['g'], sent: ['c'], blocked: ['f'] });
});

it('understands the golden frames', () => {
  const store = aStore();
  const frames = golden.map((frame) => parsePersonFrame(frame));
  for (const frame of frames) if (frame) store.hear(frame);
  const people = frames.flatMap((frame) => (frame?.type === 'connection' ? frame.connection.person.id : []));
  expect([...store.snapshot().all.keys()]).toEqual([...new Set(people)]);
});
