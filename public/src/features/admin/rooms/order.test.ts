import { expect, it } from 'vitest';
import { dragged, inOrder, type Move, moved, movesBack, placed, stepped } from './order';

const order = ['a', 'b', 'c', 'd', 'e'];
const after = (move: Move | null) => (move ? moved(order, move).join('') : 'as it was');

it('drags one to the place of another, downwards behind it and upwards before it', () => {
  expect(after(dragged(order, 'a', 'c'))).toBe('bcade');
  expect(after(dragged(order, 'd', 'b'))).toBe('adbce');
  expect(after(dragged(order, 'a', 'e'))).toBe('bcdea');
  expect(dragged(order, 'a', 'a')).toBeNull();
});

it('steps up and down, and not over the ends', () => {
  expect(after(stepped(order, 'b', -1))).toBe('bacde');
  expect(after(stepped(order, 'b', 1))).toBe('acbde');
  expect(stepped(order, 'a', -1)).toBeNull();
  expect(stepped(order, 'e', 1)).toBeNull();
});

it('puts several together at a place, in their own order', () => {
  expect(after(placed(order, ['e', 'a'], 2))).toBe('baecd');
  expect(after(placed(order, ['a'], 99))).toBe('bcdea');
  expect(after(placed(order, ['e'], 1))).toBe('eabcd');
  expect(placed(order, ['a', 'b'], 1)).toBeNull();
});

it('takes every move back, also of rooms that stood apart', () => {
  for (const [ids, before] of [
    [['a'], null],
    [['e', 'b', 'c'], 'a'],
    [['d', 'e'], 'b'],
    [['a', 'c', 'e'], 'd'],
    [order, null],
  ] as const) {
    const then = moved(order, { ids: [...ids], before });
    expect(movesBack(order, ids).reduce(moved, then), ids.join('')).toEqual(order);
  }
});

it('needs one move for neighbours', () => {
  expect(movesBack(order, ['c', 'b'])).toEqual([{ ids: ['b', 'c'], before: 'd' }]);
});

it('orders things by ids and keeps what it does not know', () => {
  const things = order.map((id) => ({ id }));
  expect(inOrder(things, ['e', 'c']).map(({ id }) => id)).toEqual(['e', 'c', 'a', 'b', 'd']);
});
