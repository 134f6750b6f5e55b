import { expect, it } from 'vitest';
import { aRoom } from './samples';
import { changed, undoing } from './undo';

const ada = { id: 'att_a', name: 'Ada', email: 'a@b.example' };

it('opens again what was open, and leaves alone what was closed before', () => {
  const before = [aRoom('a'), aRoom('b', { enabled: false }), aRoom('c')];
  expect(undoing(before, { enabled: false })).toEqual([{ rooms: ['a', 'c'], enabled: true }]);
  expect(undoing([aRoom('a')], { enabled: true })).toEqual([]);
});

it('brings deleted rooms back', () => {
  expect(undoing([aRoom('a'), aRoom('b')], { delete: true })).toEqual([{ rooms: ['a', 'b'], restore: true }]);
});

it('gives each room the groups it had', () => {
  const before = [
    aRoom('a', { groups: ['g1'] }),
    aRoom('b'),
    aRoom('c', { groups: ['g1'] }),
    aRoom('d', { groups: ['g2'] }),
  ];
  expect(undoing(before, { groups: ['g2'] })).toEqual([
    { rooms: ['a', 'c'], groups: ['g1'] },
    { rooms: ['b'], groups: [] },
  ]);
});

it('takes moderators away only where they are new, and gives them back only where they were', () => {
  const before = [aRoom('a', { moderators: [ada] }), aRoom('b')];
  expect(undoing(before, { add_moderators: ['att_a'] })).toEqual([{ rooms: ['b'], remove_moderators: ['att_a'] }]);
  expect(undoing(before, { remove_moderators: ['att_a'] })).toEqual([{ rooms: ['a'], add_moderators: ['att_a'] }]);
});

it('shows a change at once', () => {
  expect(changed(aRoom('a'), { enabled: false }).enabled).toBe(false);
  expect(changed(aRoom('a', { groups: ['g'] }), { add_moderators: ['x'] }).groups).toEqual(['g']);
});
