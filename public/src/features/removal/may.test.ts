import { expect, it } from 'vitest';
import { ApiError } from '../../api/client';
import type { Room } from '../../api/types';
import { removalFailure } from './failure';
import { mayRemove } from './may';

const room = { moderated_by_me: true, moderators: [{ id: 'mod', name: 'Mod' }] } as Room;

it('lets moderators remove attendees only', () => {
  expect(mayRemove(room, 'me', { id: 'kofi', role: 'attendee' })).toBe(true);
  expect(mayRemove(room, 'me', { id: 'me', role: 'attendee' })).toBe(false);
  expect(mayRemove(room, 'me', { id: 'kofi', role: 'moderator' })).toBe(false);
  // In an attendee's seat, or LiveKit has not told the role yet.
  expect(mayRemove(room, 'me', { id: 'mod' })).toBe(false);
  expect(mayRemove({ ...room, moderated_by_me: false }, 'me', { id: 'kofi' })).toBe(false);
  expect(mayRemove(null, 'me', { id: 'kofi' })).toBe(false);
});

it('has words for every failure', () => {
  expect(removalFailure(new ApiError(0, 'network'))).toBe('network');
  expect(removalFailure(new ApiError(403, 'forbidden'))).toBe('forbidden');
  expect(removalFailure(new ApiError(503, 'unavailable'))).toBe('other');
  expect(removalFailure(new Error('?'))).toBe('other');
});
