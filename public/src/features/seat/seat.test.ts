import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { ApiError } from '../../api/client';
import { entries } from './entry';
import { enterRoom, grantSeat, hasGrant, onGrant, takeGrant } from './seat';

const api = vi.hoisted(() => ({ joinRoom: vi.fn(), leaveRoom: vi.fn() }));
vi.mock('../../api/rooms', () => api);
vi.mock('./entry', async () => {
  const { EntryBook } = await import('./entryBook');
  return { entries: new EntryBook({ getItem: () => null, setItem: () => undefined, removeItem: () => undefined }) };
});

const answer = { seat: {}, room: { name: 'Foyer' } };

beforeEach(() => {
  vi.useFakeTimers();
  vi.resetAllMocks();
  api.joinRoom.mockResolvedValue(answer);
  api.leaveRoom.mockResolvedValue(undefined);
  takeGrant('a');
  entries.renew('a');
});
afterEach(() => void vi.useRealTimers());

it('keeps the seat before it tells of the grant, because telling takes the dialog away', async () => {
  const order: string[] = [];
  const stop = onGrant(() => order.push('told'));
  await grantSeat('a', { keep: () => order.push('kept') });
  stop();
  expect(order).toEqual(['kept', 'told']);
  expect(takeGrant('a')).toBe(answer);
  expect(api.leaveRoom).not.toHaveBeenCalled();
});

it('gives up a seat whose dialog went away while it was on its way', async () => {
  const entry = entries.open('a');
  const keep = vi.fn();
  let arrive: (joined: unknown) => void = () => undefined;
  api.joinRoom.mockReturnValue(new Promise((resolve) => (arrive = resolve)));
  const granting = grantSeat('a', { keep });
  entries.close(entry);
  // Opened again at once: a new entry, which the old answer does not concern.
  entries.open('a');
  arrive(answer);
  await expect(granting).rejects.toBeInstanceOf(ApiError);
  expect(api.leaveRoom).toHaveBeenCalledExactlyOnceWith('a', entry.id);
  expect(keep).not.toHaveBeenCalled();
  expect(hasGrant('a')).toBe(false);
});

it('asks no more for somebody who went away between two tries', async () => {
  api.joinRoom.mockRejectedValue(new ApiError(503, 'unavailable'));
  const entering = expect(enterRoom('a')).rejects.toMatchObject({ status: 503 });
  await vi.advanceTimersByTimeAsync(500);
  entries.close(entries.open('a'));
  await vi.advanceTimersByTimeAsync(20_000);
  await entering;
  expect(api.joinRoom).toHaveBeenCalledTimes(1);
});
