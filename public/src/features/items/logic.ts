import type { Card, Item } from '../../api/types';

type Timed = Pick<Item, 'starts_at' | 'ends_at'>;

/** A session without an end is on until nobody can say: it is not called on. */
export function isOn({ starts_at, ends_at }: Timed, now: number): boolean {
  return !!starts_at && !!ends_at && Date.parse(starts_at) <= now && now < Date.parse(ends_at);
}

export interface Day {
  /** 2026-11-23 where the event is; null for what has no time yet. */
  date: string | null;
  items: Item[];
}

/** Sessions by the event's own days, in the order they start; those without a time come last. */
export function daysOf(items: Item[], timeZone: string): Day[] {
  const format = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
  const start = ({ starts_at }: Item) => (starts_at ? Date.parse(starts_at) : Number.POSITIVE_INFINITY);
  const days = new Map<string | null, Item[]>();
  for (const item of [...items].sort((a, b) => (start(a) === start(b) ? 0 : start(a) - start(b)))) {
    const date = item.starts_at ? format.format(new Date(item.starts_at)) : null;
    days.set(date, [...(days.get(date) ?? []), item]);
  }
  return [...days].map(([date, of]) => ({ date, items: of }));
}

interface Numbered {
  seq: number;
  cards: Card[];
}

/** What was told and what was asked for may cross: the higher number is the newer. */
export const freshest = (told: Numbered | null, asked: Numbered | undefined): Card[] | undefined =>
  told && (!asked || told.seq >= asked.seq) ? told.cards : asked?.cards;
