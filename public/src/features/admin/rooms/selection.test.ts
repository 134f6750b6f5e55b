import { expect, it } from 'vitest';
import { allState, chosen, NOTHING, tick, tickAll } from './selection';

const shown = ['a', 'b', 'c', 'd', 'e'];
const ids = (selection: { ids: ReadonlySet<string> }) => [...selection.ids].sort();

it('ticks one, and everything up to another with shift', () => {
  const one = tick(NOTHING, shown, 'b');
  expect(ids(one)).toEqual(['b']);
  expect(ids(tick(one, shown, 'd', true))).toEqual(['b', 'c', 'd']);
  expect(ids(tick(tick(NOTHING, shown, 'd'), shown, 'b', true))).toEqual(['b', 'c', 'd']);
});

it('takes a range away as it was given', () => {
  const all = tickAll(NOTHING, shown);
  const without = tick(tick(all, shown, 'b'), shown, 'd', true);
  expect(ids(without)).toEqual(['a', 'e']);
});

it('ticks only the one when where it began is not shown any more', () => {
  const one = tick(NOTHING, shown, 'b');
  expect(ids(tick(one, ['c', 'd', 'e'], 'd', true))).toEqual(['b', 'd']);
});

it('does nothing to what a filter hides', () => {
  const all = tickAll(NOTHING, shown);
  expect(chosen(all, ['c', 'x'])).toEqual(['c']);
});

it('unticks all only when all were ticked', () => {
  const some = tick(NOTHING, shown, 'a');
  expect(ids(tickAll(some, shown))).toEqual(shown);
  expect(ids(tickAll(tickAll(some, shown), shown))).toEqual([]);
  expect([allState(0, 5), allState(2, 5), allState(5, 5)]).toEqual(['none', 'some', 'all']);
});
