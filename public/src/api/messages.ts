import { answer, client } from './client';
import type { Message, MessagePage } from './live';

/** A call that never ends would keep its line "sending" for ever. The same id makes a second try safe. */
const PATIENCE_MS = 15_000;

type Query = { before?: number; after?: number; limit?: number };

export const readMessages = (room: string, query: Query = {}) =>
  answer(
    client.GET('/api/v1/rooms/{room}/messages', { params: { path: { room }, query }, ...patience() }),
  ) as Promise<MessagePage>;

export const postMessage = (room: string, id: string, text: string) =>
  answer(
    client.POST('/api/v1/rooms/{room}/messages', { params: { path: { room } }, body: { id, text }, ...patience() }),
  ) as Promise<Message>;

export const deleteMessage = (room: string, message: string): Promise<unknown> =>
  answer(
    client.DELETE('/api/v1/rooms/{room}/messages/{message}', { params: { path: { room, message } }, ...patience() }),
  );

const patience = () => ({ signal: AbortSignal.timeout(PATIENCE_MS) });
