import { describe, expect, it } from 'vitest';
import type { Item } from '../../api/types';
import { aCard } from '../lobby/samples';
import { kindsOf } from './kinds';
import { daysOf, freshest, isOn } from './logic';

const anItem = (id: string, more: Partial<Item> = {}): Item => ({ id, kind: 'session', name: id, ...more });

describe('the tabs', () => {
  it('are of the kinds there is something of, in one order', () => {
    const items = [anItem('a', { kind: 'page' }), anItem('b'), anItem('c')];
    expect(kindsOf(items)).toEqual([
      { kind: 'session', count: 2 },
      { kind: 'page', count: 1 },
    ]);
    expect(kindsOf([])).toEqual([]);
  });
});

describe('a session', () => {
  const session = { starts_at: '2026-11-23T10:00:00.000Z', ends_at: '2026-11-23T11:00:00.000Z' };
  it('is on from its start until just before its end', () => {
    const at = (time: string) => isOn(session, Date.parse(`2026-11-23T${time}Z`));
    expect([at('09:59:59'), at('10:00:00'), at('10:59:59'), at('11:00:00')]).toEqual([false, true, true, false]);
  });
  it('without times is never called on', () => {
    expect(isOn({ starts_at: session.starts_at, ends_at: null }, Date.parse(session.starts_at))).toBe(false);
    expect(isOn({}, 0)).toBe(false);
  });
});

describe('the agenda', () => {
  it('has the days of the event, not of the reader, and what has no time at the end', () => {
    const items = [
      anItem('none'),
      anItem('late', { starts_at: '2026-11-23T23:30:00.000Z' }),
      anItem('early', { starts_at: '2026-11-23T08:00:00.000Z' }),
    ];
    const seen = (zone: string) => daysOf(items, zone).map(({ date, items: of }) => [date, of.map(({ id }) => id)]);
    expect(seen('Europe/Oslo')).toEqual([
      ['2026-11-23', ['early']],
      ['2026-11-24', ['late']],
      [null, ['none']],
    ]);
    expect(seen('America/New_York')).toEqual([
      ['2026-11-23', ['early', 'late']],
      [null, ['none']],
    ]);
  });
});

describe('the cards of an item', () => {
  const one = { seq: 4, cards: [aCard()] };
  const two = { seq: 5, cards: [aCard(), aCard({ room: 'room_2' })] };
  it('are the newest, whichever way they came', () => {
    expect(freshest(null, undefined)).toBeUndefined();
    expect(freshest(one, undefined)).toBe(one.cards);
    expect(freshest(null, one)).toBe(one.cards);
    expect(freshest(two, one)).toBe(two.cards);
    expect(freshest(one, two)).toBe(two.cards);
  });
});
