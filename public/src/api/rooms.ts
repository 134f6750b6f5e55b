import { answer, client } from './client';

interface Entering {
  entry_id: string;
  hold?: boolean;
  move?: boolean;
}

export const joinRoom = (room: string, { entry_id, hold = false, move = false }: Entering) =>
  answer(client.POST('/api/v1/rooms/{room}/join', { params: { path: { room } }, body: { entry_id, hold, move } }));

export const leaveRoom = (room: string, entry_id: string) =>
  answer(client.POST('/api/v1/rooms/{room}/leave', { params: { path: { room } }, body: { entry_id, away: false } }));

/** Said while the page is going away: the browser sends it after the page is gone, and nobody reads the answer. */
export function leaveWhileUnloading(room: string, entry_id: string) {
  void fetch(`/api/v1/rooms/${encodeURIComponent(room)}/leave`, {
    method: 'POST',
    keepalive: true,
    credentials: 'same-origin',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ entry_id, away: true }),
  }).catch(() => undefined);
}
