import { expect, it } from 'vitest';
import { BARS, barsOf, hearing } from './level';

it('fills from none to all', () => {
  expect(barsOf(0)).toBe(0);
  expect(barsOf(0.05)).toBeGreaterThan(3);
  expect(barsOf(1)).toBe(BARS);
  expect(barsOf(-1)).toBe(0);
});

it.each([
  [{ listening: 1000, silent: null }, 'say_something'],
  [{ listening: 9000, silent: null }, 'cannot_hear'],
  [{ listening: 9000, silent: 200 }, 'hear_you'],
  // Somebody who was heard once has a working microphone, however long the pause.
  [{ listening: 60_000, silent: 30_000 }, 'say_something'],
])('%j → %s', (given, heard) => expect(hearing(given)).toBe(heard));
