import { describe, expect, it } from 'vitest';
import { chosenFeature, followed, lobbySearch, noteOf, sift, tally } from './logic';
import { aCard as card } from './samples';

const people = (...names: string[]) => names.map((name, i) => ({ id: `att_${i}`, name, avatar: null }));

describe('search in the address bar', () => {
  it('keeps what is meant and drops the rest', () => {
    expect(lobbySearch({ q: 12, open: true, feature: 'fea_1', junk: 1 })).toEqual({
      q: '12',
      open: true,
      feature: 'fea_1',
    });
    expect(lobbySearch({ q: '', open: 'yes', feature: {} })).toEqual({});
  });

  it('falls back to the first feature', () => {
    const features = [{ id: 'a' }, { id: 'b' }] as Parameters<typeof chosenFeature>[0];
    expect(chosenFeature(features, 'b')?.id).toBe('b');
    expect(chosenFeature(features, 'gone')?.id).toBe('a');
    expect(chosenFeature([], 'a')).toBeUndefined();
  });
});

it('features follow what is told of one of them, and stay the same list where nothing changed', () => {
  const features = [
    { id: 'a', name: 'Networking', icon: null, rooms: 2 },
    { id: 'b', name: 'Sponsors', rooms: 1 },
  ];
  expect(followed(features, { id: 'a', name: 'Foyer', icon: 'door', image: null }, 3)[0]).toEqual({
    id: 'a',
    name: 'Foyer',
    icon: 'door',
    image: null,
    rooms: 3,
  });
  expect(followed(features, { id: 'b', name: 'Sponsors', icon: null, image: null }, 1)).toBe(features);
  expect(followed(features, { id: 'itm_1', name: 'Talk', icon: null, image: null }, 9)).toBe(features);
});

describe('sift', () => {
  const cards = [
    card({ room: '1', name: 'Café Zürich' }),
    card({ room: '2', name: 'Closed café', state: 'closed', action: 'closed' }),
    card({ room: '3', name: 'Docs', attendees: 1, present: people('Amara Okafor') }),
  ];
  const rooms = (search: Parameters<typeof sift>[1]) => sift(cards, search).shown.map((found) => found.room);

  it('keeps the order and ignores accents and case', () => {
    expect(rooms({})).toEqual(['1', '2', '3']);
    expect(rooms({ q: 'CAFE' })).toEqual(['1', '2']);
    expect(rooms({ q: ' cafe  zurich ' })).toEqual(['1']);
  });
  it('finds who is inside', () => expect(rooms({ q: 'okafor' })).toEqual(['3']));
  it('tells how many the filter hides', () =>
    expect(sift(cards, { q: 'cafe', open: true })).toMatchObject({ hidden: 1 }));
});

it('tallies people, rooms with people, and open rooms', () => {
  expect(tally([card({ attendees: 3, moderators: 1 }), card(), card({ state: 'full', attendees: 13 })])).toEqual({
    people: 17,
    rooms: 2,
    open: 2,
  });
});

describe('note', () => {
  it.each([
    [
      card({ state: 'closed', action: 'closed', closed_reason: 'Opens at 18:00' }),
      { kind: 'closed', reason: 'Opens at 18:00' },
    ],
    [card({ state: 'full', action: 'full', attendees: 13 }), { kind: 'full' }],
    // A moderator gets into a full room: the card says join.
    [card({ state: 'full', action: 'join', attendees: 13, moderated_by_me: true }), { kind: 'seat_kept' }],
    [card({ action: 'return', attendees: 1 }), { kind: 'here' }],
    [card(), { kind: 'nobody' }],
    [card({ attendees: 1, present: people('Amara Okafor') }), { kind: 'present', names: ['Amara'], more: 0 }],
    [
      card({ attendees: 6, moderators: 1, present: people('Amara O', 'Jonas L', 'Mei T') }),
      { kind: 'present', names: ['Amara', 'Jonas'], more: 5 },
    ],
    [card({ state: 'closed', action: 'closed', locked: true }), { kind: 'locked' }],
    [
      card({ state: 'full', action: 'join', offer_until: '2026-09-14T12:30:00Z' }),
      { kind: 'offered', until: '2026-09-14T12:30:00Z' },
    ],
  ])('%#', (given, note) => expect(noteOf(given)).toEqual(note));
});
