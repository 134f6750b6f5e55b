import { answer, client } from './client';

/** Gets in line for a seat; again, nothing changes. */
export const waitFor = (room: string) =>
  answer(client.PUT('/api/v1/rooms/{room}/waiting', { params: { path: { room } } }));

/** Not any more. */
export const stopWaiting = (room: string) =>
  answer(client.DELETE('/api/v1/rooms/{room}/waiting', { params: { path: { room } } }));
