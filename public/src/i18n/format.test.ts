import { describe, expect, it } from 'vitest';
import { clock, day, number } from './format';

const words = { today: 'Today', yesterday: 'Yesterday' };
const now = new Date(2026, 10, 1, 0, 30);

describe('days', () => {
  it.each([
    [new Date(2026, 10, 1, 0, 1), 'Today'],
    [new Date(2026, 9, 31, 23, 59), 'Yesterday'],
    [new Date(2026, 9, 30, 12, 0), 'Friday, October 30'],
  ])('%s is %s', (at, said) => expect(day('en-US', at, now, words)).toBe(said));
});

it('Arabic keeps the digits of the rest of the page', () => {
  expect(clock('ar', new Date(2026, 10, 1, 14, 2))).toMatch(/02:02/);
  expect(number('ar', 1000)).toMatch(/^1.000$/);
  expect(day('ar', new Date(2026, 9, 30), now, words)).toContain('30');
});
