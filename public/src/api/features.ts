import { queryOptions } from '@tanstack/react-query';
import { answer, client } from './client';

export const featuresQuery = queryOptions({
  queryKey: ['features'],
  queryFn: async () => (await answer(client.GET('/api/v1/features'))).data,
  staleTime: 30_000,
});
