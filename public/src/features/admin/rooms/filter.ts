import type { Count, Room } from '../../../api/admin/rooms';

/** What the list can be narrowed to. Those of a pair exclude each other. */
export const FILTERS = ['enabled', 'closed', 'full', 'empty', 'moderated', 'unmoderated', 'linked'] as const;
export type Filter = (typeof FILTERS)[number];
const PAIRS: Partial<Record<Filter, Filter>> = {
  enabled: 'closed',
  closed: 'enabled',
  full: 'empty',
  empty: 'full',
  moderated: 'unmoderated',
  unmoderated: 'moderated',
};

export const SORTS = ['order', 'name', 'people', 'newest'] as const;
export type Sort = (typeof SORTS)[number];

/** How many are in each room, by its id. */
export type Live = ReadonlyMap<string, Count>;

export interface View {
  q: string;
  filters: readonly Filter[];
  sort: Sort;
}

/** `full,linked` as it stands in an address. */
export const readFilters = (text: string | undefined): Filter[] => {
  const named = (text ?? '').split(',');
  return FILTERS.filter((filter) => named.includes(filter));
};
export const readSort = (text: string | undefined): Sort => SORTS.find((sort) => sort === text) ?? 'order';

export function toggleFilter(on: readonly Filter[], filter: Filter): Filter[] {
  if (on.includes(filter)) return on.filter((one) => one !== filter);
  return FILTERS.filter((one) => one === filter || (on.includes(one) && one !== PAIRS[filter]));
}

export const peopleIn = (live: Live, room: string): number => {
  const count = live.get(room);
  return count ? count.attendees + count.moderators : 0;
};
export const isFull = (room: Room, live: Live) => (live.get(room.id)?.attendees ?? 0) >= room.attendee_limit;

const FITS: Record<Filter, (room: Room, live: Live) => boolean> = {
  enabled: (room) => room.enabled,
  closed: (room) => !room.enabled,
  full: isFull,
  empty: (room, live) => peopleIn(live, room.id) === 0,
  moderated: (room) => room.moderators.length > 0,
  unmoderated: (room) => room.moderators.length === 0,
  linked: (room) => room.items.length > 0,
};

/** Whether what is shown depends on who is where: such a list stands still until it is asked to follow. */
export const isLive = ({ filters, sort }: View) =>
  sort === 'people' || filters.includes('full') || filters.includes('empty');

/** Whether every room is there in its own order: only then can it be put in another one. */
export const isWhole = ({ q, filters, sort }: View) => q.trim() === '' && filters.length === 0 && sort === 'order';

/** The rooms that fit, as they are to be shown. */
export function shown(rooms: readonly Room[], view: View, live: Live): Room[] {
  const words = folded(view.q).split(/\s+/).filter(Boolean);
  const fitting = rooms.filter(
    (room) => view.filters.every((filter) => FITS[filter](room, live)) && hasWords(room, words),
  );
  return sorted(fitting, view.sort, live);
}

function hasWords(room: Room, words: string[]): boolean {
  if (words.length === 0) return true;
  const text = textOf(room);
  return words.every((word) => text.includes(word));
}

// Folded once for as long as the room is the same: with every letter typed all of them are looked through.
const texts = new WeakMap<Room, string>();
function textOf(room: Room): string {
  const known = texts.get(room);
  if (known !== undefined) return known;
  const people = room.moderators.map(({ name }) => name);
  const text = folded([room.name, room.description ?? '', ...people].join('\n'));
  texts.set(room, text);
  return text;
}

/** Small letters without their marks: "café" is found by "cafe". */
const folded = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

// Made once: a collator for each comparison is what makes sorting slow.
const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });

function sorted(rooms: Room[], sort: Sort, live: Live): Room[] {
  switch (sort) {
    case 'order':
      return rooms;
    case 'name':
      return rooms.sort((a, b) => collator.compare(a.name, b.name));
    case 'people':
      return rooms.sort((a, b) => peopleIn(live, b.id) - peopleIn(live, a.id));
    case 'newest':
      return rooms.sort((a, b) => (a.created_at < b.created_at ? 1 : -1));
  }
}
