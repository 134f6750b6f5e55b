import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { download, nameIn } from './downloads';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const answering = (answer: (init: RequestInit) => Response | Promise<Response>) =>
  vi.stubGlobal('fetch', (_: string, init: RequestInit) => Promise.resolve(answer(init)));

describe('a file', () => {
  it.each([
    ['attachment; filename="rooms.csv"', 'rooms.csv'],
    ['attachment; filename="say \\"hi\\".csv"', 'say "hi".csv'],
    ['attachment; filename="a.csv"; filename*=UTF-8\'\'%D8%BA%D8%B1%D9%81.csv', 'غرف.csv'],
    ['attachment; filename="a.csv"; filename*=UTF-8\'\'%ZZ', 'a.csv'],
    ['attachment; filename=bare.csv; size=1', 'bare.csv'],
    ['attachment; filename="../../etc/passwd"', '..-..-etc-passwd'],
    ['attachment', null],
    [null, null],
  ])('is called as %j says', (disposition, name) => expect(nameIn(disposition)).toBe(name));

  it('comes whole, with its name and what is missing in it', async () => {
    const headers = { 'content-disposition': 'attachment; filename="chat.csv"', 'hallway-incomplete': '2' };
    answering(() => new Response('a,b\r\n', { headers }));
    const { name, blob, incomplete } = await download('/rooms/r/reports/chat.csv?columns=all');
    expect([name, await blob.text(), incomplete]).toEqual(['chat.csv', 'a,b\r\n', 2]);
  });

  it('is called by its address when the answer does not say', async () => {
    answering(() => new Response(null));
    expect(await download('/features/f/rooms.csv?template=true')).toMatchObject({ name: 'rooms.csv', incomplete: 0 });
  });

  it('is refused like any other call', async () => {
    answering(() => new Response(JSON.stringify({ code: 'not_found' }), { status: 404 }));
    await expect(download('/x.csv')).rejects.toMatchObject({ code: 'not_found', status: 404 });
    answering(() => Promise.reject(new TypeError('offline')));
    await expect(download('/x.csv')).rejects.toMatchObject({ code: 'network' });
  });

  it('that breaks off is no file', async () => {
    const broken = new ReadableStream({
      start: (to) => to.enqueue(new TextEncoder().encode('half')),
      pull: (to) => to.error(new TypeError('gone')),
    });
    answering(() => new Response(broken));
    await expect(download('/x.csv')).rejects.toMatchObject({ code: 'network' });
  });

  it('may take long while something comes, but not stand still', async () => {
    const slow = ({ signal }: RequestInit) =>
      new Response(
        new ReadableStream({
          start(to) {
            signal?.addEventListener('abort', () => to.error(signal.reason));
            for (const at of [40_000, 80_000]) setTimeout(() => to.enqueue(new Uint8Array(1)), at);
          },
        }),
      );
    answering(slow);
    const ended = vi.fn();
    void download('/x.csv').catch(ended);
    await vi.advanceTimersByTimeAsync(139_000);
    expect(ended).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(2000);
    expect(ended).toHaveBeenCalledWith(expect.objectContaining({ code: 'network' }));
  });
});
