import { expect, it } from 'vitest';
import { Changed } from '../../../api/admin/http';
import type { RoomFields } from '../../../api/admin/rooms';
import { aRoom } from '../rooms/samples';
import { changedFields } from '../shell/useSave';
import { adviceFor, bodyOf, inFields, NEW_ROOM, troubles, valuesOf } from './values';

const ada = { id: 'att_a', name: 'Ada', email: 'a@b.example' };

it('sends only what was changed, and nothing of an order that means nothing', () => {
  const room = aRoom('a', { moderators: [ada, { ...ada, id: 'att_0' }], items: ['itm_2', 'itm_1'] });
  const was = valuesOf(room);
  expect(changedFields(bodyOf(was), bodyOf({ ...was, moderators: ['att_a', 'att_0'] }))).toEqual({});
  expect(changedFields(bodyOf(was), bodyOf({ ...was, name: ' New ', moderators: ['att_a'] }))).toEqual({
    name: 'New',
    moderators: ['att_a'],
  });
});

it('clears what was emptied', () => {
  const was = valuesOf(aRoom('a', { description: 'x', icon: 'leaf' }));
  expect(changedFields(bodyOf(was), bodyOf({ ...was, description: ' ', icon: '' }))).toEqual({
    description: null,
    icon: null,
  });
});

it('says what is wrong with each field, at its limits', () => {
  const said = (part: object) => Object.values(troubles({ ...NEW_ROOM, name: 'x', ...part })).filter(Boolean);
  expect(said({})).toEqual([]);
  expect(said({ name: '  ' })).toEqual(['required']);
  expect(said({ name: '🚪'.repeat(100) })).toEqual([]);
  expect(said({ name: 'x'.repeat(101) })).toEqual(['name_long']);
  expect(said({ description: 'x'.repeat(2001) })).toEqual(['description_long']);
  expect(said({ closed_reason: 'x'.repeat(201) })).toEqual(['reason_long']);
  for (const seats of [0, 14, '', 2.5]) expect(said({ attendee_limit: seats })).toEqual(['seats']);
  for (const seats of [-1, 4]) expect(said({ moderator_limit: seats })).toEqual(['moderator_seats']);
  expect(said({ moderator_limit: 0, attendee_limit: '13' })).toEqual([]);
});

it('advises a picture and a moderator, and demands neither', () => {
  expect(adviceFor(NEW_ROOM)).toEqual(['picture', 'moderator']);
  expect(adviceFor({ ...NEW_ROOM, image: '/images/x', moderators: ['att_a'] })).toEqual([]);
});

it('lays a change of somebody else beside mine in the same words', () => {
  const told = inFields(new Changed(aRoom('a', { moderators: [ada] }), '"2"')) as Changed<RoomFields>;
  expect(told).toBeInstanceOf(Changed);
  expect(told.current.moderators).toEqual(['att_a']);
  expect(told.etag).toBe('"2"');
  const other = new Error('x');
  expect(inFields(other)).toBe(other);
});
