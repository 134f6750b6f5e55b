import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ApiError } from '../../api/client';
import type { Message, MessagePage } from '../../api/live';
import { ada, deleted, line, lines } from './samples';
import { ChatStore } from './store';

const api = {
  read: vi.fn<(query: { before?: number; after?: number }) => Promise<MessagePage>>(),
  post: vi.fn<(id: string, text: string) => Promise<Message>>(),
  remove: vi.fn<(id: string) => Promise<unknown>>(),
};
const onRefused = vi.fn();
const page = (data: Message[], seq: number, next_cursor: string | null = null): MessagePage => ({
  data,
  seq,
  next_cursor,
});
/** The server's answer to a post: the wire's id is the chosen one without dashes. */
const posted = (id: string, text: string, seq: number) =>
  line(seq, { id: `msg_${id.replaceAll('-', '')}`, text, person: ada });
const pass = (ms = 0) => vi.advanceTimersByTimeAsync(ms);
let ids = 0;

function empty() {
  return new ChatStore({ room: 'room_1', me: ada.id, api, newId: () => `0000-${++ids}`, onRefused });
}
function started(messages = lines(1, 3), seq = 3) {
  const store = empty();
  store.hello({ seq, messages, complete: true });
  return store;
}
const seqs = (store: ChatStore) => store.snapshot().messages.map(({ seq }) => seq);
const states = (store: ChatStore) => store.snapshot().pending.map(({ text, state }) => `${text}: ${state}`);

beforeEach(() => {
  vi.useFakeTimers();
  vi.resetAllMocks();
  ids = 0;
});
afterEach(() => vi.useRealTimers());

describe('what is heard', () => {
  it('first is the newest page, and the number to go on from', () => {
    const store = empty();
    expect(store.seq).toBeNull();
    expect(store.snapshot().phase).toBe('loading');
    store.hello({ seq: 9, messages: lines(1, 3), complete: true });
    expect(store.seq).toBe(9);
    expect(store.snapshot()).toMatchObject({ phase: 'ready', hasEarlier: false });
    expect(seqs(store)).toEqual([1, 2, 3]);
  });

  it('next is put in its place by id and number', () => {
    const store = started();
    store.changes({ after: 3, seq: 5, messages: [line(5), deleted(2)] });
    expect(seqs(store)).toEqual([1, 2, 3, 5]);
    expect(store.snapshot().messages[1]?.text).toBeNull();
    expect(store.seq).toBe(5);
  });

  it('twice, or late, changes nothing', () => {
    const store = started([line(1), line(2), deleted(3)], 4);
    store.changes({ after: 2, seq: 3, messages: [line(3)] });
    expect(store.snapshot().messages[2]?.text).toBeNull();
    expect(store.seq).toBe(4);
    expect(api.read).not.toHaveBeenCalled();
  });

  it('that overlaps what is known is taken', () => {
    const store = started();
    store.changes({ after: 1, seq: 4, messages: [line(2), line(3), line(4)] });
    expect(store.seq).toBe(4);
    expect(api.read).not.toHaveBeenCalled();
  });

  it('after a gap is asked for from the own number', async () => {
    api.read.mockResolvedValue(page(lines(4, 8), 8));
    const store = started();
    store.changes({ after: 6, seq: 8, messages: [line(7), line(8)] });
    await pass();
    expect(api.read.mock.calls).toEqual([[{ after: 3 }]]);
    expect(seqs(store)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(store.seq).toBe(8);
  });

  it('while a gap is being filled is not forgotten', async () => {
    let fill: (page: MessagePage) => void = () => undefined;
    api.read.mockImplementationOnce(() => new Promise((resolve) => (fill = resolve)));
    api.read.mockResolvedValueOnce(page(lines(9, 12), 12));
    const store = started();
    store.changes({ after: 6, seq: 8, messages: [] });
    store.changes({ after: 8, seq: 12, messages: [] });
    fill(page(lines(4, 8), 8));
    await pass();
    expect(api.read.mock.calls).toEqual([[{ after: 3 }], [{ after: 8 }]]);
    expect(store.seq).toBe(12);
  });

  it('of a long absence is read page by page', async () => {
    api.read.mockResolvedValueOnce(page(lines(4, 203), 203, '203')).mockResolvedValueOnce(page(lines(204, 210), 210));
    const store = started();
    store.hello({ seq: 210, messages: [], complete: false });
    await pass();
    expect(api.read.mock.calls).toEqual([[{ after: 3 }], [{ after: 203 }]]);
    expect(store.seq).toBe(210);
    expect(seqs(store)).toHaveLength(210);
  });

  it('is read to the end even where nobody said how far that is', async () => {
    api.read.mockResolvedValueOnce(page(lines(4, 203), 203, '203')).mockResolvedValueOnce(page(lines(204, 210), 210));
    const store = started();
    store.load();
    await pass();
    expect(store.seq).toBe(210);
  });

  it('that cannot be filled now is asked for again, later and later', async () => {
    api.read.mockRejectedValueOnce(new ApiError(503, 'unavailable')).mockRejectedValueOnce(new ApiError(0, 'network'));
    api.read.mockResolvedValue(page(lines(4, 8), 8));
    const store = started();
    store.changes({ after: 6, seq: 8, messages: [] });
    await pass(999);
    expect(api.read).toHaveBeenCalledTimes(1);
    await pass(1);
    expect(api.read).toHaveBeenCalledTimes(2);
    await pass(2000);
    expect(store.seq).toBe(8);
    expect(store.snapshot().phase).toBe('ready');
  });

  it('refused is not asked for again, and told', async () => {
    const refusal = new ApiError(403, 'no_seat');
    api.read.mockRejectedValue(refusal);
    const store = empty();
    store.load();
    await pass(60_000);
    expect(api.read).toHaveBeenCalledTimes(1);
    expect(onRefused).toHaveBeenCalledWith(refusal);
    expect(store.snapshot().phase).toBe('failed');
  });

  it('first again, but older than what asking told meanwhile, brings no deleted line back', async () => {
    const store = started();
    api.read.mockResolvedValue(page([deleted(4)], 5));
    store.load();
    await pass();
    store.hello({ seq: 4, messages: [line(4)], complete: true });
    expect(store.snapshot().messages.at(-1)?.text).toBeNull();
    store.changes({ after: 4, seq: 5, messages: [deleted(4)] });
    expect(store.snapshot().messages.at(-1)?.text).toBeNull();
    expect(store.seq).toBe(5);
  });

  it('without a socket comes by asking', async () => {
    api.read.mockResolvedValueOnce(page(lines(1, 3), 3, '1'));
    const store = empty();
    store.load();
    await pass();
    expect(api.read.mock.calls).toEqual([[{}]]);
    expect(store.snapshot()).toMatchObject({ phase: 'ready', hasEarlier: true });
  });

  it('an answer that leads nowhere ends the asking', async () => {
    api.read.mockResolvedValue(page([], 3, '3'));
    const store = started();
    store.changes({ after: 6, seq: 8, messages: [] });
    await pass(60_000);
    expect(api.read).toHaveBeenCalledTimes(1);
  });
});

describe('earlier lines', () => {
  it('are asked for from the oldest known', async () => {
    api.read.mockResolvedValueOnce(page(lines(1, 50), 100, null));
    const store = started(lines(51, 100), 100);
    expect(store.snapshot().hasEarlier).toBe(true);
    const asked = store.loadEarlier();
    void store.loadEarlier();
    expect(store.snapshot().earlier).toBe('loading');
    await asked;
    expect(api.read.mock.calls).toEqual([[{ before: 51 }]]);
    expect(store.snapshot()).toMatchObject({ earlier: 'idle', hasEarlier: false });
    expect(seqs(store)).toHaveLength(100);
  });

  it('that fail to come can be asked for again', async () => {
    api.read.mockRejectedValueOnce(new ApiError(0, 'network')).mockResolvedValueOnce(page(lines(1, 50), 100));
    const store = started(lines(51, 100), 100);
    await store.loadEarlier();
    expect(store.snapshot()).toMatchObject({ earlier: 'failed', hasEarlier: true });
    await store.loadEarlier();
    expect(store.snapshot()).toMatchObject({ earlier: 'idle', hasEarlier: false });
  });
});

describe('a line of one’s own', () => {
  it('is there at once as sending, then is the room’s, once', async () => {
    api.post.mockImplementation(async (id, text) => posted(id, text, 4));
    const store = started();
    store.send('  Hello\n');
    expect(states(store)).toEqual(['Hello: sending']);
    await pass();
    expect(states(store)).toEqual([]);
    store.changes({ after: 3, seq: 4, messages: [posted('0000-1', 'Hello', 4)] });
    expect(seqs(store)).toEqual([1, 2, 3, 4]);
  });

  it('of nothing is not sent', () => {
    started().send(' \n ');
    expect(api.post).not.toHaveBeenCalled();
  });

  it('heard of over the socket has arrived, whatever its answer says later', async () => {
    let answer: (message: Message) => void = () => undefined;
    api.post.mockImplementation(() => new Promise((resolve) => (answer = resolve)));
    const store = started();
    store.send('Hello');
    store.changes({ after: 3, seq: 5, messages: [{ ...posted('0000-1', '', 4), text: null }] });
    expect(states(store)).toEqual([]);
    answer(posted('0000-1', 'Hello', 4));
    await pass();
    expect(store.snapshot().messages.at(-1)).toMatchObject({ seq: 4, text: null });
  });

  it('goes after those before it', async () => {
    const order: string[] = [];
    api.post.mockImplementation(async (id, text) => {
      await pause(text === 'one' ? 50 : 10);
      order.push(text);
      return posted(id, text, 3 + order.length);
    });
    const store = started();
    store.send('one');
    store.send('two');
    await pass(100);
    expect(order).toEqual(['one', 'two']);
  });

  it('that fails keeps its text, and is tried again with the same id', async () => {
    api.post.mockRejectedValueOnce(new ApiError(0, 'network'));
    const store = started();
    store.send('Hello');
    await pass();
    expect(states(store)).toEqual(['Hello: failed']);
    expect(store.snapshot().pending[0]?.failure).toBe('network');
    api.post.mockImplementation(async (id, text) => posted(id, text, 4));
    store.tryAgain('0000-1');
    expect(states(store)).toEqual(['Hello: sending']);
    await pass();
    expect(api.post.mock.calls).toEqual([
      ['0000-1', 'Hello'],
      ['0000-1', 'Hello'],
    ]);
    expect(states(store)).toEqual([]);
  });

  it('that fails does not hold up the next, and can be given up', async () => {
    api.post.mockRejectedValueOnce(new ApiError(422, 'invalid'));
    api.post.mockImplementation(async (id, text) => posted(id, text, 4));
    const store = started();
    store.send('one');
    store.send('two');
    await pass();
    expect(states(store)).toEqual(['one: failed']);
    store.discard('0000-1');
    expect(states(store)).toEqual([]);
    expect(seqs(store)).toEqual([1, 2, 3, 4]);
  });

  it('sent too fast waits as long as it is told, says so, and goes by itself', async () => {
    api.post.mockRejectedValueOnce(new ApiError(429, 'rate_limited', {}, 3));
    api.post.mockImplementation(async (id, text) => posted(id, text, 3 + Number(id.at(-1))));
    const store = started();
    store.send('one');
    store.send('two');
    await pass(2999);
    expect(states(store)).toEqual(['one: waiting', 'two: sending']);
    await pass(1);
    expect(states(store)).toEqual([]);
    expect(api.post.mock.calls.map(([id]) => id)).toEqual(['0000-1', '0000-1', '0000-2']);
  });

  it('refused for want of a seat is told', async () => {
    const refusal = new ApiError(403, 'no_seat');
    api.post.mockRejectedValueOnce(refusal);
    const store = started();
    store.send('Hello');
    await pass();
    expect(onRefused).toHaveBeenCalledWith(refusal);
    expect(store.snapshot().pending[0]?.failure).toBe('no_seat');
  });
});

describe('unread', () => {
  const news = [line(4), line(5, { person: ada }), line(6)];

  it('are the lines of others while the panel is closed', () => {
    const store = started();
    expect(store.snapshot().unread).toBe(0);
    store.changes({ after: 3, seq: 6, messages: news });
    expect(store.snapshot().unread).toBe(2);
    store.changes({ after: 6, seq: 7, messages: [deleted(6)] });
    expect(store.snapshot().unread).toBe(1);
    store.setOpen(true);
    expect(store.snapshot().unread).toBe(0);
  });

  it('are none while the panel is open, nor afterwards', () => {
    const store = started();
    store.setOpen(true);
    store.changes({ after: 3, seq: 6, messages: news });
    store.setOpen(false);
    expect(store.snapshot().unread).toBe(0);
    store.changes({ after: 6, seq: 7, messages: [line(7)] });
    expect(store.snapshot().unread).toBe(1);
  });
});

describe('deleting', () => {
  it('shows at once as asked for, then as deleted', async () => {
    const store = started();
    const asked = store.remove('msg_2');
    void store.remove('msg_2');
    expect(store.snapshot().deleting.get('msg_2')).toBe('asked');
    await asked;
    expect(api.remove).toHaveBeenCalledTimes(1);
    expect(store.snapshot().messages[1]).toMatchObject({ text: null, deleted_by: 'moderator' });
    expect(store.snapshot().deleting.size).toBe(0);
  });

  it('of one’s own line says so', async () => {
    const store = started([line(1, { person: ada })], 1);
    await store.remove('msg_1');
    expect(store.snapshot().messages[0]).toMatchObject({ text: null, deleted_by: 'author' });
  });

  it('that fails leaves the line, and can be asked for again', async () => {
    api.remove.mockRejectedValueOnce(new ApiError(0, 'network'));
    const store = started();
    await store.remove('msg_2');
    expect(store.snapshot().messages[1]?.text).toBe('line 2');
    expect(store.snapshot().deleting.get('msg_2')).toBe('failed');
    await store.remove('msg_2');
    expect(store.snapshot().messages[1]?.text).toBeNull();
  });

  it('comes undone when the room says so', () => {
    const store = started([deleted(1), line(2)], 3);
    store.changes({ after: 3, seq: 4, messages: [line(1)] });
    expect(store.snapshot().messages[0]?.text).toBe('line 1');
  });
});

it('tells its listeners, and nobody once it is closed', async () => {
  const store = started();
  const listener = vi.fn();
  store.subscribe(listener);
  store.changes({ after: 3, seq: 4, messages: [line(4)] });
  expect(listener).toHaveBeenCalledTimes(1);
  const before = store.snapshot();
  expect(store.snapshot()).toBe(before);
  store.close();
  store.changes({ after: 4, seq: 5, messages: [line(5)] });
  expect(listener).toHaveBeenCalledTimes(1);
});

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
