import { queryOptions } from '@tanstack/react-query';
import { answer, client } from '../client';
import { erase, type Page, read } from './http';
import { type Event, type Organizer, SCOPES } from './types';

/** Who is signed in as organizer. Its 401 is what sends everybody to the sign-in page. */
export const organizerQuery = queryOptions({
  queryKey: ['organizer'],
  queryFn: async (): Promise<Organizer> => {
    await read<Page<Event>>('/events', { limit: 1 });
    return { key: '', name: '', event: null, scopes: [...SCOPES] };
  },
  staleTime: 5 * 60_000,
});

/** Trades a key for the session cookie. */
export const signIn = (key: string) => answer(client.POST('/api/v1/sessions', { body: { key } }));

export const signOut = () => erase('/sessions/organizer');
