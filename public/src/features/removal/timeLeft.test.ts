import { expect, it } from 'vitest';
import { timeLeft } from '../../i18n/format';

it('tells what is left in its two largest units, and never ends before it is over', () => {
  expect(timeLeft('en', 581)).toBe('9 min 41 sec');
  expect(timeLeft('en', 600)).toBe('10 min');
  expect(timeLeft('en', 0.2)).toBe('1 sec');
  expect(timeLeft('en', 59.4)).toBe('1 min');
  expect(timeLeft('en', 3_661)).toBe('1 hr 1 min');
  expect(timeLeft('en', 2 * 86_400 + 3_600 + 59)).toBe('2 days 1 hr');
  expect(timeLeft('en', -3)).toBe('0 sec');
  expect(timeLeft('ar', 581)).toMatch(/9.*41/);
});
