import { expect, it } from 'vitest';
import type { Room } from '../../../api/admin/rooms';
import { isLive, isWhole, readFilters, readSort, shown, toggleFilter, type View } from './filter';
import { aRoom, inside } from './samples';

const rooms: Room[] = [
  aRoom('lobby', { name: 'Lobby', description: 'Café and chairs', attendee_limit: 2 }),
  aRoom('qa', { name: 'Q&A 10', enabled: false, created_at: '2026-02-01T00:00:00Z' }),
  aRoom('docs', {
    name: 'Q&A 2',
    items: ['itm_1'],
    moderators: [{ id: 'att_1', name: 'Ada Byron', email: 'a@b.example' }],
  }),
];
const live = inside({ lobby: [2, 0], docs: [0, 1] });
const view = (part: Partial<View>): View => ({ q: '', filters: [], sort: 'order', ...part });
const ids = (part: Partial<View>) => shown(rooms, view(part), live).map(({ id }) => id);

it('finds words in names, descriptions and moderators, whatever their case and marks', () => {
  expect(ids({ q: 'cafe LOBBY' })).toEqual(['lobby']);
  expect(ids({ q: 'byron' })).toEqual(['docs']);
  expect(ids({ q: 'nothing' })).toEqual([]);
});

it('narrows by state, by who is inside and by where it shows', () => {
  expect(ids({ filters: ['enabled'] })).toEqual(['lobby', 'docs']);
  expect(ids({ filters: ['closed'] })).toEqual(['qa']);
  expect(ids({ filters: ['full'] })).toEqual(['lobby']);
  // A moderator alone is somebody too.
  expect(ids({ filters: ['empty'] })).toEqual(['qa']);
  expect(ids({ filters: ['moderated'] })).toEqual(['docs']);
  expect(ids({ filters: ['unmoderated', 'enabled'] })).toEqual(['lobby']);
  expect(ids({ filters: ['linked'] })).toEqual(['docs']);
});

it('sorts numbers in names as numbers, the fullest and the newest first, and leaves the list itself alone', () => {
  expect(ids({ sort: 'name' })).toEqual(['lobby', 'docs', 'qa']);
  expect(ids({ sort: 'people' })).toEqual(['lobby', 'docs', 'qa']);
  expect(ids({ sort: 'newest' })[0]).toBe('qa');
  expect(rooms.map(({ id }) => id)).toEqual(['lobby', 'qa', 'docs']);
});

it('lets one of a pair take the place of the other', () => {
  expect(toggleFilter(['enabled', 'full'], 'closed')).toEqual(['closed', 'full']);
  expect(toggleFilter(['full'], 'full')).toEqual([]);
});

it('reads addresses, whatever stands in them', () => {
  expect(readFilters('linked,nonsense,full')).toEqual(['full', 'linked']);
  expect(readFilters(undefined)).toEqual([]);
  expect(readSort('upside-down')).toBe('order');
});

it('knows when a list must stand still, and when it may be put in order', () => {
  expect(isLive(view({ filters: ['full'] }))).toBe(true);
  expect(isLive(view({ filters: ['linked'] }))).toBe(false);
  expect(isWhole(view({ q: ' ' }))).toBe(true);
  expect(isWhole(view({ sort: 'name' }))).toBe(false);
  expect(isWhole(view({ q: 'x' }))).toBe(false);
});
