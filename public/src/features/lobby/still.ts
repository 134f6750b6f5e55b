import type { Card } from '../../api/types';

/** A place in the grid. `gone`: the room is not here any more, its card stays until nobody is on the grid. */
export interface Spot {
  card: Card;
  gone: boolean;
}

/** What would move something, and waits: so many new cards, another order. */
export interface Waiting {
  added: number;
  moved: boolean;
}

export interface Laid {
  /** What the person looks for: with other words everything is laid anew. */
  key: string;
  spots: readonly Spot[];
  waiting: Waiting | null;
}

interface Now {
  /** Every card of the feature, and those that fit what the person looks for. */
  all: Card[];
  shown: Card[];
  key: string;
  /** Somebody points at the grid, or has the focus in it. */
  held: boolean;
}

export const NOTHING: Laid = { key: '', spots: [], waiting: null };

/** Lays the cards out. While the grid is held every card stays where it is: what is on it changes, its place does not. */
export function lay(before: Laid, { all, shown, key, held }: Now): Laid {
  const stay = held && key === before.key && before.spots.length > 0;
  const spots = stay ? kept(before.spots, all) : shown.map((card) => ({ card, gone: false }));
  const waiting = stay ? missing(before.spots, shown) : null;
  const same = key === before.key && alike(before.spots, spots) && alikeWaiting(before.waiting, waiting);
  return same ? before : { key, spots, waiting };
}

function kept(before: readonly Spot[], all: Card[]): Spot[] {
  const now = new Map(all.map((card) => [card.room, card]));
  return before.map(({ card }) => ({ card: now.get(card.room) ?? card, gone: !now.has(card.room) }));
}

function missing(before: readonly Spot[], shown: Card[]): Waiting | null {
  const here = new Set(before.map(({ card }) => card.room));
  const wanted = new Set(shown.map(({ room }) => room));
  const was = before.flatMap(({ card }) => (wanted.has(card.room) ? card.room : []));
  const is = shown.flatMap(({ room }) => (here.has(room) ? room : []));
  const added = shown.length - is.length;
  const moved = was.some((room, at) => room !== is[at]);
  return added > 0 || moved ? { added, moved } : null;
}

const alike = (one: readonly Spot[], other: readonly Spot[]) =>
  one.length === other.length &&
  one.every(({ card, gone }, at) => card === other[at]?.card && gone === other[at]?.gone);

const alikeWaiting = (one: Waiting | null, other: Waiting | null) =>
  one?.added === other?.added && one?.moved === other?.moved;
