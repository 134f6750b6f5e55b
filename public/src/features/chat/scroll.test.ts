import { describe, expect, it } from 'vitest';
import { afterChange, isAtEnd } from './scroll';

const up = { atEnd: false, wrote: false };
const was = { first: 'a', last: 'm' };

describe('a log that changed', () => {
  it.each([
    ['shows its end the first time', { first: null, last: null }, was, up, 'end'],
    ['follows somebody at the end', was, { first: 'a', last: 'n' }, { ...up, atEnd: true }, 'end'],
    ['follows somebody who wrote', was, { first: 'a', last: 'n' }, { ...up, wrote: true }, 'end'],
    ['tells a reader of news', was, { first: 'a', last: 'n' }, up, 'news'],
    ['keeps the place of a reader', was, { first: '0', last: 'm' }, up, 'keep'],
    ['does nothing when only a line changed', was, was, up, 'nothing'],
  ] as const)('%s', (_, before, now, how, answer) => expect(afterChange(before, now, how)).toBe(answer));
});

it('is at its end a little before it, too', () => {
  expect(isAtEnd({ scrollHeight: 1000, scrollTop: 553, clientHeight: 400 })).toBe(true);
  expect(isAtEnd({ scrollHeight: 1000, scrollTop: 552, clientHeight: 400 })).toBe(false);
});
