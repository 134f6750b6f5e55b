import { describe, expect, it } from 'vitest';
import type { Attendee, Event, Item } from '../../api/admin/types';
import { ApiError } from '../../api/client';
import en from '../../i18n/admin/en.json';
import { bodyOf as personOf, personTroubles, valuesOf as personValues } from './attendees/values';
import { ACTIONS, changesOf, keyOf, shown } from './audit/sentences';
import { stateOf } from './bans/state';
import { bodyOf as eventOf, eventTroubles, valuesOf as eventValues, freshValues } from './events/values';
import { usedBy } from './groups/DeleteGroup';
import { freshItem, bodyOf as itemOf, itemTroubles, valuesOf as itemValues } from './items/values';
import { type ConflictField, differing, keptOf, partedOf } from './shell/conflict';
import { fromWall, toWall, zones } from './shell/times';
import { changedFields } from './shell/useSave';
import { filled, word } from './shell/useUrl';
import { keyIn, safeNext } from './signin/link';

const event = {
  id: 'evt_1',
  name: 'Harbour',
  time_zone: 'Europe/Lisbon',
  starts_at: '2027-07-01T08:00:00Z',
  ends_at: '2027-07-02T17:00:00Z',
  region: null,
  created_at: '2026-01-01T00:00:00Z',
} as Event;

describe('signing in', () => {
  it.each([
    ['#key=hw_live_a', 'hw_live_a'],
    ['#key=%20hw_live_b%20', 'hw_live_b'],
    ['#key=', null],
    ['#content', null],
    ['', null],
  ])('%j carries the key %j', (hash, key) => expect(keyIn(hash)).toBe(key));

  it.each([
    ['/admin/events/evt_1/attendees?q=a', true],
    ['/admin', true],
    ['/admin/signin?next=/admin', false],
    ['//evil.example', false],
    ['/admin//evil.example', false],
    ['https://evil.example/admin', false],
    ['/administrator', false],
    ['/enter', false],
  ])('may go on to %j: %s', (next, may) => expect(safeNext(next)).toBe(may ? next : null));
});

describe('an edit', () => {
  const fields: ConflictField<{ name: string; note: string | null }>[] = [
    { name: 'name', label: 'Name', show: ({ name }) => name },
    { name: 'note', label: 'Note', show: ({ note }) => note ?? '' },
  ];
  it('sends only what is not as it was', () => {
    expect(changedFields({ a: 1, b: ['x'], c: null }, { a: 1, b: ['x', 'y'], c: null })).toEqual({ b: ['x', 'y'] });
  });
  it('asks about fields that differ by now, and about no others', () => {
    const mine = { name: 'mine', note: '' };
    expect(differing(mine, { name: 'theirs', note: null }, fields).map(({ name }) => name)).toEqual(['name']);
    expect(differing(mine, { name: 'mine', note: null }, fields)).toEqual([]);
  });
  it('writes what is kept', () => {
    expect(keptOf({ name: 'mine', note: 'mine' }, new Set(['note']))).toEqual({ note: 'mine' });
    expect(keptOf({ name: 'mine' }, new Set())).toEqual({});
  });

  it('is only where both changed the same: what the other left alone is saved without a question', () => {
    const was = { name: 'was', note: '', seats: 13 };
    const mine = { name: 'mine', note: 'mine' };
    expect(partedOf(mine, was, { ...was, seats: 5 })).toEqual({ open: {}, clear: mine });
    expect(partedOf(mine, was, { ...was, note: 'theirs' })).toEqual({
      open: { note: 'mine' },
      clear: { name: 'mine' },
    });
  });
});

describe('an event’s form', () => {
  it('shows times by its own clock and sends them as moments', () => {
    const values = eventValues(event);
    expect(values).toMatchObject({ starts_at: '2027-07-01T09:00', ends_at: '2027-07-02T18:00', region: '' });
    const { starts_at, ends_at, region } = eventOf(values);
    expect({ starts_at, ends_at, region }).toEqual({
      starts_at: event.starts_at,
      ends_at: event.ends_at,
      region: null,
    });
  });
  it('keeps the hands of the clock when the zone is changed', () => {
    expect(eventOf({ ...eventValues(event), time_zone: 'UTC' }).starts_at).toBe('2027-07-01T09:00:00Z');
  });
  it('begins with tomorrow from nine to six', () => {
    const fresh = freshValues(new Date('2026-12-31T23:30:00Z'), 'Asia/Tokyo');
    expect(fresh).toMatchObject({ starts_at: '2027-01-02T09:00', ends_at: '2027-01-02T18:00' });
  });
  it('says what is missing, and what ends before it starts', () => {
    const values = eventValues(event);
    expect(eventTroubles({ ...values, name: ' ' }).name).toBe('required');
    expect(eventTroubles({ ...values, ends_at: values.starts_at }).ends_at).toBe('ends_first');
    expect(eventTroubles(values)).toEqual({ name: null, starts_at: null, ends_at: null });
  });
});

describe('a person’s form', () => {
  const who = { first_name: 'Ada', last_name: '', email: 'a@b.c', title: null, groups: ['grp_2', 'grp_1'] };
  it('knows no nulls, and sends them for what is empty', () => {
    const values = personValues(who as unknown as Attendee);
    expect(values).toMatchObject({ title: '', company: '', groups: ['grp_1', 'grp_2'] });
    expect(personOf({ ...values, company: ' ' })).toMatchObject({ title: null, company: null });
  });
  it.each([
    ['', 'required'],
    ['ada', 'email'],
    ['a b@c', 'email'],
    [' a@b ', null],
  ])('an address %j is %s', (email, trouble) => {
    expect(personTroubles({ ...personValues(who as unknown as Attendee), email }).email).toBe(trouble);
  });
});

describe('an item’s form', () => {
  const session = { kind: 'session', name: 'Keynote', stream: { kind: 'hls', url: 'https://a/b.m3u8' } };
  it('has the stream in two fields, and only for sessions', () => {
    const values = itemValues(session as Item, 'UTC');
    expect(values).toMatchObject({ stream: 'hls', url: 'https://a/b.m3u8', starts_at: '', description: '' });
    expect(itemOf(values, 'UTC').stream).toEqual(session.stream);
    expect(itemOf({ ...values, kind: 'page' }, 'UTC')).toMatchObject({ stream: null, starts_at: null });
    expect(itemOf({ ...values, stream: '' }, 'UTC').stream).toBeNull();
  });
  it.each([
    ['', 'required'],
    ['http://a', 'https'],
    ['nonsense', 'https'],
    ['https://a/b', null],
  ])('a stream from %j is %s', (url, trouble) => {
    expect(itemTroubles({ ...freshItem('session'), stream: 'embed', url }).url).toBe(trouble);
  });
  it('does not end before it starts', () => {
    const times = { starts_at: '2027-01-01T10:00', ends_at: '2027-01-01T09:00' };
    expect(itemTroubles({ ...freshItem('session'), ...times }).ends_at).toBe('ends_first');
    expect(itemTroubles({ ...freshItem('page'), ...times }).ends_at).toBeNull();
  });
});

describe('the history', () => {
  it('has a sentence for each action it knows, and for others', () => {
    expect(Object.keys(en.audit.did).sort()).toEqual([...ACTIONS.map(keyOf), 'other'].sort());
  });
  it('tells changed fields, without ours; of people only that they were', () => {
    const changes = { name: { from: 'a', to: 'b' }, version: { from: 1, to: 2 }, email: {} };
    expect(changesOf({ action: 'attendee.changed', changes: changes as never })).toEqual([
      { field: 'name', from: 'a', to: 'b' },
      { field: 'email' },
    ]);
    expect(changesOf({ action: 'person.removed', changes: { until: 5 } as never })).toEqual([]);
  });
  it('counts what a file brought', () => {
    const changes = { created: 18, updated: 3, unchanged: 0, skipped: 2 };
    expect(changesOf({ action: 'rooms.imported', changes })).toEqual([
      { field: 'created', count: 18 },
      { field: 'updated', count: 3 },
      { field: 'skipped', count: 2 },
    ]);
  });
  it.each([
    [null, 'empty'],
    [true, 'yes'],
    [[], 'empty'],
    [[{ id: 'a', name: 'Lobby' }, 'b'], 'Lobby, b'],
    [13, '13'],
    ['Lobby', 'Lobby'],
    ['2027-07-01T08:00:00Z', 'Jul 1, 2027, 9:00 AM'],
  ])('shows %j as %j', (value, text) => {
    const words = { empty: 'empty', yes: 'yes', no: 'no', language: 'en-US', zone: 'Europe/Lisbon' };
    expect(shown(value, words).replace(/\s/g, ' ')).toBe(text);
  });
});

describe('a ban', () => {
  const now = Date.parse('2027-01-01T00:00:00Z');
  it.each([
    [{ ends_at: '2027-01-01T01:00:00Z', lifted_at: null }, 'active'],
    [{ ends_at: '2026-12-31T01:00:00Z', lifted_at: null }, 'over'],
    [{ ends_at: '2027-01-01T01:00:00Z', lifted_at: '2026-12-31T00:00:00Z' }, 'lifted'],
    [{ ends_at: null, lifted_at: null }, 'none'],
  ] as const)('%j is %s', (ban, state) => expect(stateOf(ban as never, now)).toBe(state));
});

it('what keeps a group is told, and no other conflict is taken for it', () => {
  const used_by = [{ id: 'fea_1', name: 'Lounge' }];
  expect(usedBy(new ApiError(409, 'conflict', { used_by } as object))).toEqual(used_by);
  expect(usedBy(new ApiError(409, 'conflict'))).toBeNull();
  expect(usedBy(new Error('x'))).toBeNull();
});

describe('addresses and clocks', () => {
  it('hold what is given, as words', () => {
    expect(filled({ q: '', group: undefined, kind: 'page' })).toEqual({ kind: 'page' });
    expect([word(5), word(''), word({}), word(true)]).toEqual(['5', undefined, undefined, 'true']);
  });
  it('there and back', () => {
    expect(fromWall(toWall(event.starts_at, 'Asia/Kolkata'), 'Asia/Kolkata')).toBe(event.starts_at);
    expect(toWall(null, 'UTC')).toBe('');
    expect(fromWall('', 'UTC')).toBeNull();
  });
  it('every zone in use is among those to choose from', () => {
    expect(zones('Mars/Base')).toContain('Mars/Base');
    expect(new Set(zones('UTC')).size).toBe(zones('UTC').length);
  });
});
