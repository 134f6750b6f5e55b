import { afterEach, describe, expect, it, vi } from 'vitest';
import { ApiError } from '../client';
import { everything } from './events';
import { at, Changed, isChanged, patch, post, read, search } from './http';
import { neededBy, pathOf, problemsOf } from './problems';

afterEach(() => void vi.unstubAllGlobals());

/** The next calls are answered so; what was sent is told. */
function answering(...answers: { status?: number; body?: unknown; etag?: string }[]) {
  const sent: { url: string; init: RequestInit }[] = [];
  vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
    const { status = 200, body, etag } = answers[sent.length] ?? {};
    sent.push({ url, init });
    return new Response(body === undefined ? null : JSON.stringify(body), { status, headers: etag ? { etag } : {} });
  });
  return sent;
}
const header = (init: RequestInit | undefined, name: string) => new Headers(init?.headers).get(name);

describe('calls', () => {
  it('make what stands in a path safe, and leave out what is empty', async () => {
    const sent = answering({ body: {} });
    await read(at`/events/${'a/b?c'}/groups`, { q: 'x & y', cursor: null, group: '', limit: 5, active: false });
    expect(sent[0]?.url).toBe('/api/v1/events/a%2Fb%3Fc/groups?q=x+%26+y&limit=5&active=false');
    expect(search({ q: undefined })).toBe('');
  });

  it('name what an edit was made from, and keep the mark of what came of it', async () => {
    const sent = answering({ body: { name: 'b' }, etag: '"2"' });
    expect(await patch('/groups/g', { name: 'b' }, '"1"')).toEqual({ value: { name: 'b' }, etag: '"2"' });
    expect(header(sent[0]?.init, 'if-match')).toBe('"1"');
  });

  it('send a POST with the key of its form, and nothing as nothing', async () => {
    const sent = answering({ status: 201, body: {} }, { status: 201, body: {} });
    await post('/events', { name: 'a' }, 'form-1');
    await post('/attendees/a/revoke_link', undefined);
    expect(header(sent[0]?.init, 'idempotency-key')).toBe('form-1');
    expect(header(sent[1]?.init, 'idempotency-key')).toMatch(/^[\da-f-]{36}$/);
    expect(header(sent[1]?.init, 'content-type')).toBeNull();
  });

  it('tell what it is now when somebody else was first', async () => {
    answering({ status: 412, body: { code: 'changed', current: { name: 'theirs' } }, etag: '"9"' });
    const failed = await patch('/groups/g', { name: 'mine' }, '"1"').catch((error: unknown) => error);
    expect(isChanged(failed)).toBe(true);
    expect(failed).toMatchObject({ current: { name: 'theirs' }, etag: '"9"', status: 412 });
    expect(failed).toBeInstanceOf(Changed);
  });

  it('end in one kind of failure, also without a network', async () => {
    answering({ status: 404, body: { code: 'not_found' } });
    await expect(read('/x')).rejects.toMatchObject({ code: 'not_found', status: 404 });
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('offline')));
    await expect(read('/x')).rejects.toMatchObject({ code: 'network' });
  });
});

it('short lists come page by page until there are no more', async () => {
  const pages = [
    { data: [1, 2], next_cursor: 'b' },
    { data: [3], next_cursor: null },
  ];
  const asked: (string | null)[] = [];
  const all = await everything<number>(async (cursor) => {
    asked.push(cursor);
    return pages[asked.length - 1] ?? { data: [], next_cursor: null };
  });
  expect(all).toEqual([1, 2, 3]);
  expect(asked).toEqual([null, 'b']);
});

describe('refusals', () => {
  const refused = (problem: object) => new ApiError(422, 'invalid', problem);

  it('say what is wrong by the path of the field; the first word counts', () => {
    const errors = [
      { pointer: '/ban/seconds', code: 'invalid', detail: 'too long' },
      { pointer: '/ban/seconds', code: 'type', detail: 'no number' },
      { pointer: '', code: 'type', detail: 'no object' },
    ];
    expect(problemsOf(refused({ errors }))).toEqual({
      'ban.seconds': { code: 'invalid', detail: 'too long' },
      '': { code: 'type', detail: 'no object' },
    });
    expect(problemsOf(new Error('x'))).toEqual({});
  });

  it.each([
    ['/groups/3', 'groups.3'],
    ['/a~1b/c~0d', 'a/b.c~d'],
    ['', ''],
  ])('pointer %j is path %j', (pointer, path) => expect(pathOf(pointer)).toBe(path));

  it('name the scope a key would need', () => {
    expect(neededBy(new ApiError(403, 'forbidden', { needs: 'people' } as object))).toBe('people');
    expect(neededBy(new ApiError(403, 'forbidden'))).toBeNull();
    expect(neededBy(new Error('x'))).toBeNull();
  });
});
