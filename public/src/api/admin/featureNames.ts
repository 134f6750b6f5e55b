import { queryOptions } from '@tanstack/react-query';
import { everything } from './events';
import { at, type Page, read } from './http';
import type { Named } from './types';

/** The features of an event, to choose one from. */
export const featureNamesQuery = (event: string) =>
  queryOptions({
    queryKey: ['admin', 'featureNames', event],
    queryFn: () => everything<Named>((cursor) => read<Page<Named>>(at`/events/${event}/features`, { cursor })),
    staleTime: 30_000,
  });
