import { describe, expect, it, vi } from 'vitest';
import { goesAlong, type Held, HeldStream } from './held';

const aHeld = (item: string) => ({ item, name: item, video: {}, end: vi.fn() }) as unknown as Held;

describe('a held stream', () => {
  it('goes into rooms and back to its own page, nowhere else', () => {
    expect(
      ['/rooms/room_1', '/items/itm_1', '/items/itm_2', '/', '/agenda'].map((path) => goesAlong(path, 'itm_1')),
    ).toEqual([true, true, false, false, false]);
  });

  it('is ended when its watcher goes elsewhere', () => {
    const stream = new HeldStream();
    const one = aHeld('itm_1');
    stream.hold(one);
    stream.wentTo('/rooms/room_1');
    expect([stream.snapshot(), vi.mocked(one.end).mock.calls.length]).toEqual([one, 0]);
    stream.wentTo('/');
    expect([stream.snapshot(), vi.mocked(one.end).mock.calls.length]).toEqual([null, 1]);
    stream.wentTo('/');
    expect(one.end).toHaveBeenCalledTimes(1);
  });

  it('makes way for another one, and tells of each change', () => {
    const stream = new HeldStream();
    const heard = vi.fn();
    const stop = stream.subscribe(heard);
    const [one, two] = [aHeld('itm_1'), aHeld('itm_2')];
    stream.hold(one);
    stream.hold(one);
    stream.hold(two);
    expect(one.end).toHaveBeenCalledTimes(1);
    expect(stream.snapshot()).toBe(two);
    stop();
    stream.close();
    expect([heard.mock.calls.length, vi.mocked(two.end).mock.calls.length]).toEqual([2, 1]);
  });
});
