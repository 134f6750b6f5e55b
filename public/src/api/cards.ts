import { queryOptions } from '@tanstack/react-query';
import { answer, client } from './client';

/** Every listing of cards, so that one call can refresh them all. */
export const cardsKey = ['cards'] as const;

export const cardsQuery = (feature: string) =>
  queryOptions({
    queryKey: [...cardsKey, feature],
    queryFn: () => answer(client.GET('/api/v1/features/{feature}/cards', { params: { path: { feature } } })),
  });
