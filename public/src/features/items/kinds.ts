import type { Item, ItemKind } from '../../api/types';

/** In the order of their tabs. */
export const KINDS: ItemKind[] = ['session', 'sponsor', 'page'];

/** Where the list of each kind is. */
export const PATHS = { session: '/agenda', sponsor: '/sponsors', page: '/pages' } as const;

/** The kinds there is something of, with how many. */
export function kindsOf(items: Item[]): { kind: ItemKind; count: number }[] {
  return KINDS.map((kind) => ({ kind, count: items.filter((item) => item.kind === kind).length })).filter(
    ({ count }) => count > 0,
  );
}
