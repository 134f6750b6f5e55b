import { infiniteQueryOptions } from '@tanstack/react-query';
import { at, type Page, read } from './http';
import type { AuditEntry } from './types';

export interface AuditFilter {
  object?: string;
  actor?: string;
  /** Only actions that begin so, as `room.`. */
  action?: string;
}

/** Page after page of what was changed, newest first. */
export const auditQuery = (event: string, filter: AuditFilter) =>
  infiniteQueryOptions({
    queryKey: ['admin', 'audit', event, filter],
    queryFn: ({ pageParam }) =>
      read<Page<AuditEntry>>(at`/events/${event}/audit`, { ...filter, cursor: pageParam, limit: 50 }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next_cursor,
  });
