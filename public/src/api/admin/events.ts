import { queryOptions } from '@tanstack/react-query';
import { at, type Page, patch, post, read, readTagged } from './http';
import type { Event, EventPatch, NewEvent } from './types';

/** All events of the key. There are few of them, so they come as one list. */
export const eventsQuery = queryOptions({
  queryKey: ['admin', 'events'],
  queryFn: () => everything<Event>((cursor) => read<Page<Event>>('/events', { limit: 100, cursor })),
  staleTime: 30_000,
});

export const eventQuery = (event: string) =>
  queryOptions({
    queryKey: ['admin', 'event', event],
    queryFn: () => readTagged<Event>(at`/events/${event}`),
    staleTime: 30_000,
  });

export const makeEvent = (body: NewEvent, once: string) => post<Event>('/events', body, once);
export const changeEvent = (event: string, body: EventPatch, etag: string) =>
  patch<Event>(at`/events/${event}`, body, etag);

/** Page after page, for lists that are short by nature. */
export async function everything<T>(page: (cursor: string | null) => Promise<Page<T>>): Promise<T[]> {
  const all: T[] = [];
  for (let cursor: string | null = null, pages = 0; pages < 50; pages++) {
    const { data, next_cursor } = await page(cursor);
    all.push(...data);
    cursor = next_cursor;
    if (!cursor) break;
  }
  return all;
}
