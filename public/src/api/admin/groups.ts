import { queryOptions } from '@tanstack/react-query';
import { everything } from './events';
import { at, erase, type Page, patch, post, read, readTagged } from './http';
import type { Group } from './types';

/** All groups of an event, by name. */
export const groupsQuery = (event: string) =>
  queryOptions({
    queryKey: ['admin', 'groups', event],
    queryFn: () => everything<Group>((cursor) => read<Page<Group>>(at`/events/${event}/groups`, { cursor })),
    staleTime: 30_000,
  });

export const groupQuery = (group: string) =>
  queryOptions({
    queryKey: ['admin', 'group', group],
    queryFn: () => readTagged<Group>(at`/groups/${group}`),
    // What an edit is made from is read when it begins.
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
  });

export const makeGroup = (event: string, body: { name: string }, once: string) =>
  post<Group>(at`/events/${event}/groups`, body, once);
export const changeGroup = (group: string, body: Partial<Group>, etag: string) =>
  patch<Group>(at`/groups/${group}`, body, etag);
export const deleteGroup = (group: string) => erase(at`/groups/${group}`);
