import type { Room } from '../../api/types';

/** Whom the dialog is about. */
export interface Target {
  id: string;
  name: string;
  avatar?: string | null | undefined;
}

/** Moderators remove attendees: not one another, and not themselves. The server decides; this only spares a refusal. */
export function mayRemove(room: Room | null, me: string, person: { id: string; role?: string | undefined }): boolean {
  if (!room?.moderated_by_me || person.id === me || person.role === 'moderator') return false;
  return !room.moderators.some(({ id }) => id === person.id);
}
