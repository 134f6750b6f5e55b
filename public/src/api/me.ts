import { queryOptions } from '@tanstack/react-query';
import { answer, client } from './client';

export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: () => answer(client.GET('/api/v1/me')),
  staleTime: 5 * 60_000,
});

export const signOut = () => answer(client.DELETE('/api/v1/me'));
