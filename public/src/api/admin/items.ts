import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { at, erase, type Page, patch, post, read, readTagged } from './http';
import type { Item, ItemKind } from './types';

export interface ItemFilter {
  kind?: ItemKind;
  q?: string;
}
/** What a form of an item sends. */
export type ItemFields = Pick<Item, 'name' | 'description' | 'stream'> & {
  starts_at: string | null;
  ends_at: string | null;
};

/** Page after page of what rooms can be linked to. */
export const itemsQuery = (event: string, filter: ItemFilter) =>
  infiniteQueryOptions({
    queryKey: ['admin', 'items', event, filter],
    queryFn: ({ pageParam }) =>
      read<Page<Item>>(at`/events/${event}/items`, { ...filter, cursor: pageParam, limit: 50 }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next_cursor,
  });

export const itemQuery = (event: string, item: string) =>
  queryOptions({
    queryKey: ['admin', 'item', item],
    queryFn: () => readTagged<Item>(at`/events/${event}/items/${item}`),
    // What an edit is made from is read when it begins.
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
  });

export const makeItem = (event: string, body: ItemFields & { kind: ItemKind }, once: string) =>
  post<Item>(at`/events/${event}/items`, body, once);
export const changeItem = (item: string, body: Partial<Item>, etag: string) =>
  patch<Item>(at`/items/${item}`, body, etag);
export const deleteItem = (item: string) => erase(at`/items/${item}`);
