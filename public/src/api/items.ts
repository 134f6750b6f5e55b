import { queryOptions } from '@tanstack/react-query';
import { cardsKey } from './cards';
import { answer, client } from './client';

/** Sessions, sponsors and pages of the event, all in one list. */
export const itemsQuery = queryOptions({
  queryKey: ['items'],
  queryFn: async () => (await answer(client.GET('/api/v1/items'))).data,
  staleTime: 60_000,
});

/** One of them with the cards of its rooms. */
export const itemQuery = (item: string) =>
  queryOptions({
    queryKey: [...cardsKey, 'item', item],
    queryFn: () => answer(client.GET('/api/v1/items/{item}', { params: { path: { item } } })),
  });
