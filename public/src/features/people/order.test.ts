import { expect, it } from 'vitest';
import type { PersonHere } from '../../api/live';
import { comingOrGoing, inRoomOrder } from './order';

const person = (id: string, more: Partial<PersonHere> = {}): PersonHere => ({
  id,
  name: id,
  role: 'attendee',
  state: 'live',
  ...more,
});

it('puts yourself first and moderators before the others', () => {
  const people = [person('zoe'), person('mod', { role: 'moderator' }), person('Émile'), person('me'), person('frida')];
  const order = inRoomOrder(people, 'me', new Set(), 'en').map(({ id }) => id);
  expect(order).toEqual(['me', 'mod', 'Émile', 'frida', 'zoe']);
});

it('leaves out who is put out, and never yourself', () => {
  const people = [person('me'), person('kofi', { state: 'evicting' }), person('ann')];
  expect(inRoomOrder(people, 'me', new Set(['ann', 'me']), 'en').map(({ id }) => id)).toEqual(['me']);
});

it('tells who comes and who goes', () => {
  expect(comingOrGoing(person('a', { state: 'held' }))).toBe('arriving');
  expect(comingOrGoing(person('a', { state: 'granted' }))).toBe('arriving');
  expect(comingOrGoing(person('a', { state: 'leaving' }))).toBe('leaving');
  expect(comingOrGoing(person('a'))).toBeNull();
});
