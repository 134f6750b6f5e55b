import { queryOptions } from '@tanstack/react-query';
import { everything } from './events';
import { at, erase, type Page, post, read } from './http';
import type { Key, NewKey, Scope } from './types';

export const keysQuery = queryOptions({
  queryKey: ['admin', 'keys'],
  queryFn: () => everything<Key>((cursor) => read<Page<Key>>('/keys', { cursor })),
});

export const makeKey = (body: { name: string; event: string | null; scopes: Scope[] }, once: string) =>
  post<NewKey>('/keys', body, once);
export const revokeKey = (key: string) => erase(at`/keys/${key}`);
