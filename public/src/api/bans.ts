import { queryOptions } from '@tanstack/react-query';
import { answer, client } from './client';
import type { Ban } from './live';
import type { components } from './schema';

export type NewRemoval = components['schemas']['NewRemoval'];

/** A call that never ends would keep the dialog "removing" for ever. The same id makes a second try safe. */
const patience = () => ({ signal: AbortSignal.timeout(15_000) });

export const removePerson = (room: string, body: NewRemoval) =>
  answer(
    client.POST('/api/v1/rooms/{room}/removals', { params: { path: { room } }, body, ...patience() }),
  ) as Promise<Ban>;

/** For moderators of the room only. */
export const bansQuery = (room: string) =>
  queryOptions({
    queryKey: ['bans', room],
    queryFn: async () => {
      const { data } = await answer(client.GET('/api/v1/rooms/{room}/bans', { params: { path: { room } } }));
      return data as Ban[];
    },
  });

/** `restore` also brings back the messages that went with the removal. */
export const liftBan = (ban: string, { restore = false } = {}): Promise<unknown> =>
  answer(
    client.DELETE('/api/v1/bans/{ban}', {
      params: { path: { ban }, query: restore ? { restore_messages: true } : {} },
      ...patience(),
    }),
  );
