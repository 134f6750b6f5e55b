import { describe, expect, it } from 'vitest';
import { reports } from '../../../api/admin/metrics';
import { bars, clipped, isEmpty, shown, stay, tick } from './logic';

const none = {
  clicks: 0,
  chats: 0,
  people: 0,
  visits: 0,
  seconds: 0,
  average_seconds: null,
  peak: 0,
  connection_requests: 0,
  removals: 0,
  turned_away: 0,
};

describe('numbers', () => {
  it('are written as the language writes them', () => {
    expect(shown('en-US', { ...none, clicks: 12_345 }, 'clicks')).toBe('12,345');
    expect(shown('en-US', { ...none, seconds: 90 }, 'minutes')).toBe('1.5');
    expect(shown('en-US', { ...none, average_seconds: 270 }, 'average')).toBe('4 min 30 sec');
    expect(shown('en-US', none, 'average')).toBe('–');
  });

  it('are nothing only where nothing happened', () => {
    expect(isEmpty(none)).toBe(true);
    expect(isEmpty({ ...none, turned_away: 1 })).toBe(false);
  });
});

it('says a stay in its two largest parts', () => {
  expect(['en-US'].map((language) => [0, 59, 60, 61, 3600, 3661].map((seconds) => stay(language, seconds)))).toEqual([
    ['0 sec', '59 sec', '1 min', '1 min 1 sec', '1 hr', '1 hr 1 min'],
  ]);
});

it('shows the twelve features where most happens, and all in their order where they are fewer', () => {
  const feature = (n: number) => ({ ...none, id: `fea_${n}`, name: `F${n}`, deleted: false, rooms: [], clicks: n });
  expect(bars([feature(1), feature(3), feature(2)]).map(({ clicks }) => clicks)).toEqual([1, 3, 2]);
  const many = bars(Array.from({ length: 15 }, (_, n) => feature(n)));
  expect(many.map(({ clicks }) => clicks)).toEqual([14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3]);
});

it('names the day where steps are long', () => {
  const at = '2026-03-01T10:00:00Z';
  expect(tick('en-GB', at, 'Europe/Lisbon', 60)).toBe('10:00');
  expect(tick('en-GB', at, 'Europe/Lisbon', 86_400)).toBe('1 Mar');
});

it('asks for files with what was chosen, and nothing else', () => {
  expect(reports.chat({ room: 'room_1' })).toBe('/rooms/room_1/reports/chat.csv');
  expect(reports.chat({ event: 'evt_1' }, { all: true, deleted: true, from: '2026-03-01T10:00:00Z' })).toBe(
    '/events/evt_1/reports/chat.csv?columns=all&deleted=true&from=2026-03-01T10%3A00%3A00Z',
  );
  expect(reports.participants({ feature: 'fea_1' }, { all: false, deleted: true })).toBe(
    '/features/fea_1/reports/participants.csv',
  );
  expect(reports.metrics('evt_1', { to: null })).toBe('/events/evt_1/metrics.csv');
});

it('clips a long name, and never in the middle of a letter', () => {
  expect(clipped('Hallway track')).toBe('Hallway track');
  expect(clipped('🚪'.repeat(30))).toBe(`${'🚪'.repeat(17)}…`);
});
