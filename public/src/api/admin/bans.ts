import { infiniteQueryOptions } from '@tanstack/react-query';
import { at, erase, type Page, post, read } from './http';
import type { Ban, BanLength } from './types';

export interface BanFilter {
  active?: boolean;
  person?: string;
}
/** The client chooses the id: sent twice, it is the same ban. */
export interface NewBan {
  id: string;
  person: string;
  scope: 'event' | 'feature';
  feature: string | null;
  ban: BanLength;
  reason: string | null;
}

/** Page after page of removals and bans, newest first. */
export const eventBansQuery = (event: string, filter: BanFilter) =>
  infiniteQueryOptions({
    queryKey: ['admin', 'bans', event, filter],
    queryFn: ({ pageParam }) => read<Page<Ban>>(at`/events/${event}/bans`, { ...filter, cursor: pageParam, limit: 50 }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next_cursor,
  });

export const banPerson = (event: string, body: NewBan) => post<Ban>(at`/events/${event}/bans`, body, body.id);
export const liftOneBan = (ban: string) => erase(at`/bans/${ban}`);
