import { describe, expect, it } from 'vitest';
import type { Message } from '../../api/live';
import { type Item, itemsOf, lengthOf } from './lines';
import type { Pending } from './outbox';
import { ada, deleted, line } from './samples';

const at = (time: string): Partial<Message> => ({ sent_at: `2026-11-23T${time}Z` });
const dayOf = (moment: number) => new Date(moment).toISOString().slice(0, 10);
const shape = (messages: Message[], pending: Pending[] = []) =>
  itemsOf({ messages, pending, me: ada.id, dayOf }).map(short);
const short = (item: Item) => {
  if (item.kind === 'when') return `-- ${new Date(item.at).toISOString().slice(8, 16)}`;
  const name = item.kind === 'pending' ? 'me' : item.message.person.name.slice(0, 1);
  return `${item.head ? name : '  '} ${item.kind}${item.kind === 'gone' ? ` ${item.count} ${item.by}` : ''}`;
};
const pending = (time: string): Pending => ({
  id: 'uuid',
  text: 'Hello',
  at: Date.parse(`2026-11-23T${time}Z`),
  state: 'sending',
  failure: null,
});

describe('the log', () => {
  it('of nothing is nothing', () => {
    expect(shape([])).toEqual([]);
  });

  it('names an author once for lines in one breath', () => {
    expect(
      shape([
        line(1, at('14:00:00')),
        line(2, at('14:04:00')),
        line(3, { ...at('14:05:00'), person: ada }),
        line(4, at('14:06:00')),
        line(5, at('14:09:00')),
        line(6, at('14:12:00')),
      ]),
    ).toEqual(['-- 23T14:00', 'K line', '   line', 'A line', 'K line', '   line', 'K line']);
  });

  it('says the time after a long pause and on a new day', () => {
    expect(
      shape([
        line(1, { sent_at: '2026-11-22T23:58:00Z' }),
        line(2, at('00:01:00')),
        line(3, at('00:20:00')),
        line(4, at('01:00:00')),
      ]),
    ).toEqual(['-- 22T23:58', 'K line', '-- 23T00:01', 'K line', 'K line', '-- 23T01:00', 'K line']);
  });

  it('folds deleted lines in a row of one author by one hand', () => {
    expect(
      shape([
        deleted(1),
        deleted(2),
        deleted(3),
        deleted(4, 'author'),
        deleted(5, 'moderator', { person: ada }),
        line(6),
        deleted(7),
      ]),
    ).toEqual([
      '-- 23T14:00',
      'K gone 3 moderator',
      '   gone 1 author',
      'A gone 1 moderator',
      'K line',
      '   gone 1 moderator',
    ]);
  });

  it('does not fold over a pause', () => {
    expect(shape([deleted(1, 'moderator', at('14:00:00')), deleted(2, 'moderator', at('15:00:00'))])).toEqual([
      '-- 23T14:00',
      'K gone 1 moderator',
      '-- 23T15:00',
      'K gone 1 moderator',
    ]);
  });

  it('ends with what is on its way, under the own name', () => {
    const own = line(1, { ...at('14:00:00'), person: ada });
    expect(shape([own], [pending('14:01:00')])).toEqual(['-- 23T14:00', 'A line', '   pending']);
    expect(shape([line(1, at('14:00:00'))], [pending('14:01:00')])).toEqual(['-- 23T14:00', 'K line', 'me pending']);
  });

  it('has keys of its own for each', () => {
    const items = itemsOf({ messages: [line(1), deleted(2), line(3, at('18:00:00'))], pending: [], me: ada.id, dayOf });
    expect(new Set(items.map(({ key }) => key)).size).toBe(items.length);
  });

  it('keeps the times between lines as they were when lines above are folded: they would be read out again', () => {
    const keys = (messages: Message[]) =>
      itemsOf({ messages, pending: [], me: ada.id, dayOf })
        .filter(({ kind }) => kind === 'when')
        .map(({ key }) => key);
    const later = line(3, at('18:00:00'));
    expect(keys([deleted(1), deleted(2), later])).toEqual(keys([line(1), line(2), later]));
  });
});

describe('the length', () => {
  it.each([
    ['', 0],
    ['  a b \n', 3],
    ['🙂', 1],
    ['e\u0301', 1],
    ['مرحبا', 5],
  ])('of %j is %d', (text, length) => expect(lengthOf(text)).toBe(length));
});
