import { DisconnectReason } from 'livekit-client';
import { describe, expect, it } from 'vitest';
import { ApiError, type Code } from '../../api/client';
import { afterDisconnect, afterJoinFailure, gaveUp, headcount, tileLabel, waitBefore } from './logic';

const error = (status: number, code: Code, retryAfter: number | null = null) =>
  new ApiError(status, code, { room: { id: 'room_2', name: 'Q&A' } }, retryAfter);

describe('after a disconnect', () => {
  it.each([
    [DisconnectReason.CLIENT_INITIATED, 'nothing'],
    [DisconnectReason.DUPLICATE_IDENTITY, 'elsewhere'],
    [DisconnectReason.PARTICIPANT_REMOVED, 'ask'],
    [DisconnectReason.ROOM_DELETED, 'ask'],
    [DisconnectReason.SERVER_SHUTDOWN, 'ask'],
    [undefined, 'ask'],
  ])('%s → %s', (reason, next) => expect(afterDisconnect(reason)).toBe(next));
});

describe('after a failed join', () => {
  it.each([
    [error(503, 'sfu_unavailable'), 'again'],
    [error(0, 'network'), 'again'],
    [error(429, 'rate_limited'), 'again'],
    [new Error('websocket closed'), 'again'],
  ])('%s: try again', (problem, next) => expect(afterJoinFailure(problem, true)).toBe(next));

  it.each([
    [error(409, 'superseded'), true, 'superseded'],
    [error(409, 'in_another_room'), true, 'moved'],
    [error(403, 'banned'), true, 'removed'],
    [error(403, 'banned'), false, 'refused'],
    [error(409, 'room_closed'), true, 'closed'],
    [error(409, 'room_closed'), false, 'refused'],
    [error(409, 'room_full'), true, 'refused'],
    [error(404, 'not_found'), true, 'refused'],
  ])('%s, inside before: %s → %s', (problem, inside, kind) =>
    expect(afterJoinFailure(problem, inside)).toMatchObject({ kind }),
  );
});

it('tells a dead server from a lost connection', () => {
  expect(gaveUp(error(503, 'sfu_unavailable'), true)).toEqual({ kind: 'server' });
  expect(gaveUp(error(0, 'network'), false)).toEqual({ kind: 'lost' });
  expect(gaveUp(new Error('x'), true)).toEqual({ kind: 'lost' });
  expect(gaveUp(new Error('x'), false)).toEqual({ kind: 'server' });
});

it('waits longer, jittered, as long as the server asks', () => {
  const middle = () => 0.5;
  expect(waitBefore(0, null, middle)).toBe(500);
  expect(waitBefore(2, null, middle)).toBe(2000);
  expect(waitBefore(20, null, middle)).toBe(5000);
  expect(waitBefore(0, error(503, 'sfu_unavailable', 3), middle)).toBe(3000);
  expect(waitBefore(0, null, () => 0)).not.toBe(waitBefore(0, null, () => 1));
});

it('names a tile', () => {
  expect(tileLabel('Amara', ['speaking', false, 'camera off'], ', ')).toBe('Amara, speaking, camera off');
});

it('counts moderators apart', () => {
  expect(headcount(['attendee', 'moderator', undefined])).toEqual({ attendees: 2, moderators: 1 });
});
