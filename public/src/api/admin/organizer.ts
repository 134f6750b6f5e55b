import { queryOptions } from '@tanstack/react-query';
import { answer, client } from '../client';
import { erase, read } from './http';
import type { Organizer } from './types';

/** Who is signed in as organizer. Its 401 is what sends everybody to the sign-in page. */
export const organizerQuery = queryOptions({
  queryKey: ['organizer'],
  queryFn: () => read<Organizer>('/organizer'),
  staleTime: 5 * 60_000,
});

/** Trades a key for the session cookie. */
export const signIn = (key: string) => answer(client.POST('/api/v1/sessions', { body: { key } }));

export const signOut = () => erase('/sessions/organizer');
