import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { at, erase, type Page, patch, post, read, readTagged } from './http';
import type { Attendee } from './types';

export interface AttendeeFilter {
  q?: string;
  group?: string;
}
/** What a form of a person sends. */
export type AttendeeFields = Pick<Attendee, 'first_name' | 'last_name' | 'email' | 'groups'> & {
  title: string | null;
  company: string | null;
};

/** Page after page of the people who fit. */
export const attendeesQuery = (event: string, filter: AttendeeFilter) =>
  infiniteQueryOptions({
    queryKey: ['admin', 'attendees', event, filter],
    queryFn: ({ pageParam }) =>
      read<Page<Attendee>>(at`/events/${event}/attendees`, { ...filter, cursor: pageParam, limit: 50 }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next_cursor,
  });

/** The first few that fit what is typed: for pickers. */
export const foundAttendeesQuery = (event: string, q: string) =>
  queryOptions({
    queryKey: ['admin', 'attendees', event, 'found', q],
    queryFn: async () => (await read<Page<Attendee>>(at`/events/${event}/attendees`, { q, limit: 20 })).data,
    staleTime: 30_000,
  });

export const attendeeQuery = (attendee: string) =>
  queryOptions({
    queryKey: ['admin', 'attendee', attendee],
    queryFn: () => readTagged<Attendee>(at`/attendees/${attendee}`),
    // What an edit is made from is read when it begins.
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
  });

export const addAttendee = (event: string, body: AttendeeFields, once: string) =>
  post<Attendee>(at`/events/${event}/attendees`, body, once);
export const changeAttendee = (attendee: string, body: Partial<Attendee>, etag: string) =>
  patch<Attendee>(at`/attendees/${attendee}`, body, etag);
export const revokeLink = (attendee: string) => post<Attendee>(at`/attendees/${attendee}/revoke_link`, undefined);
export const deleteAttendee = (attendee: string) => erase(at`/attendees/${attendee}`);
/** Everything we keep of one person, as their organizer hands it on. */
export const attendeeData = (attendee: string) => read<unknown>(at`/attendees/${attendee}/data`);
