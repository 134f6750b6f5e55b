import { answer, client } from './client';

/** Takes the stage, or holds it: the answer says that LiveKit lets us share. */
export const claimStage = (room: string, take_over = false) =>
  answer(client.PUT('/api/v1/rooms/{room}/stage', { params: { path: { room } }, body: { take_over } }));

/** Gives it back; a moderator ends anybody's. */
export const leaveStage = (room: string) =>
  answer(client.DELETE('/api/v1/rooms/{room}/stage', { params: { path: { room } } }));
