import { describe, expect, it } from 'vitest';
import type { Card } from '../../api/types';
import { aCard } from './samples';
import { type Laid, lay, NOTHING } from './still';

const cards = (...rooms: string[]) => rooms.map((room) => aCard({ room }));
const laid = (all: Card[], { shown = all, key = '', held = false, before = NOTHING } = {}) =>
  lay(before, { all, shown, key, held });
const rooms = ({ spots }: Laid) => spots.map(({ card, gone }) => (gone ? `(${card.room})` : card.room)).join(' ');

describe('cards that nobody is on', () => {
  it('lie as they come', () => {
    const before = laid(cards('a', 'b', 'c'));
    const after = laid(cards('c', 'd', 'a'), { before });
    expect(rooms(after)).toBe('c d a');
    expect(after.waiting).toBeNull();
  });

  it('are the same layout where nothing changed', () => {
    const all = cards('a', 'b');
    const before = laid(all);
    expect(laid([...all], { before })).toBe(before);
    expect(laid([...all], { before, held: true })).toBe(before);
  });
});

describe('cards somebody is on', () => {
  const all = cards('a', 'b', 'c');
  const before = laid(all);
  const held = { before, held: true };

  it('change where they stand', () => {
    const full = aCard({ room: 'b', state: 'full', action: 'full', attendees: 13 });
    const after = laid([all[0]!, full, all[2]!], held);
    expect(rooms(after)).toBe('a b c');
    expect(after.spots[1]?.card).toBe(full);
    expect(after.waiting).toBeNull();
  });

  it('make no place for new ones, and say how many wait', () => {
    const after = laid(cards('new', 'a', 'b', 'c', 'newer'), held);
    expect(rooms(after)).toBe('a b c');
    expect(after.waiting).toEqual({ added: 2, moved: false });
  });

  it('do not change places', () => {
    const after = laid([...all].reverse(), held);
    expect(rooms(after)).toBe('a b c');
    expect(after.waiting).toEqual({ added: 0, moved: true });
  });

  it('keep the place of one that is gone, as it was last', () => {
    const last = aCard({ room: 'b', attendees: 3 });
    const during = laid([all[0]!, last, all[2]!], held);
    const after = laid([all[0]!, all[2]!], { before: during, held: true });
    expect(rooms(after)).toBe('a (b) c');
    expect(after.spots[1]?.card.attendees).toBe(3);
    // Nothing to press for: it says itself what happened.
    expect(after.waiting).toBeNull();
    expect(rooms(laid(all, { before: after, held: true }))).toBe('a b c');
  });

  it('keep the place of one that the filter would drop', () => {
    const full = aCard({ room: 'a', state: 'full' });
    const after = laid([full, all[1]!, all[2]!], { ...held, shown: all.slice(1) });
    expect(rooms(after)).toBe('a b c');
    expect(after.spots[0]).toEqual({ card: full, gone: false });
    expect(after.waiting).toBeNull();
  });

  it('lie anew when let go', () => {
    const during = laid(cards('d', 'c', 'a'), held);
    expect(rooms(during)).toBe('a (b) c');
    const after = laid(cards('d', 'c', 'a'), { before: during });
    expect(rooms(after)).toBe('d c a');
    expect(after.waiting).toBeNull();
  });

  it('lie anew for other words, pointer or not', () => {
    expect(rooms(laid(all, { ...held, shown: [all[2]!], key: 'quiet' }))).toBe('c');
  });

  it('are none, and then some: nobody was on them', () => {
    expect(rooms(laid(all, { held: true }))).toBe('a b c');
  });
});
