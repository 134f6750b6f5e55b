import { describe, expect, it } from 'vitest';
import type { Floor } from '../../api/live';
import { lockNews, lockOf, newHands, placeOf } from './logic';

const floor = (more: Partial<Floor> = {}): Floor => ({ stage: null, hands: [], locks: [], locked: false, ...more });
const hands = (...people: string[]) =>
  floor({ hands: people.map((person) => ({ person, at: '2026-11-23T14:05:00Z' })) });

it('counts hands in the order they went up', () => {
  expect(placeOf(hands('ann', 'kofi'), 'ann')).toBe(1);
  expect(placeOf(hands('ann', 'kofi'), 'kofi')).toBe(2);
  expect(placeOf(hands('ann'), 'kofi')).toBeNull();
  expect(placeOf(null, 'ann')).toBeNull();
});

it('tells a lock for all from one for one', () => {
  const both = floor({
    locks: [
      { person: 'kofi', what: 'chat' },
      { person: null, what: 'chat' },
      { person: 'kofi', what: 'camera' },
    ],
  });
  expect(lockOf(both, 'kofi', 'chat')).toBe('all');
  expect(lockOf(both, 'kofi', 'camera')).toBe('one');
  expect(lockOf(both, 'ann', 'camera')).toBeNull();
  expect(lockOf(null, 'ann', 'camera')).toBeNull();
});

describe('news', () => {
  const locked = floor({ locks: [{ person: 'me', what: 'microphone' }] });

  it('is what is locked and what is open again', () => {
    expect(lockNews(floor(), locked, 'me')).toEqual({ locked: ['microphone'], open: [] });
    expect(lockNews(locked, floor(), 'me')).toEqual({ locked: [], open: ['microphone'] });
    expect(lockNews(floor(), locked, 'ann')).toEqual({ locked: [], open: [] });
  });

  it('is not a second lock of the same, nor the end of one of two', () => {
    const twice = floor({ locks: [...locked.locks, { person: null, what: 'microphone' }] });
    expect(lockNews(locked, twice, 'me')).toEqual({ locked: [], open: [] });
    expect(lockNews(twice, locked, 'me')).toEqual({ locked: [], open: [] });
  });

  it('is not what was so before we came', () => {
    expect(lockNews(null, locked, 'me')).toEqual({ locked: [], open: [] });
    expect(newHands(null, hands('ann'))).toEqual([]);
  });

  it('is a hand that went up, not one that moved up', () => {
    expect(newHands(hands('ann', 'kofi'), hands('kofi', 'mei'))).toEqual(['mei']);
  });
});
