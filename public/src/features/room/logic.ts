import type { GridLayoutDefinition } from '@livekit/components-core';
import { DisconnectReason } from 'livekit-client';
import { ApiError } from '../../api/client';
import type { Ban, PutOutWhy } from '../../api/live';

/** How many tiles on a page, and in which shape. Order matters where two hold the same number. */
export const LAYOUTS: GridLayoutDefinition[] = [
  { columns: 1, rows: 1 },
  { columns: 1, rows: 2, orientation: 'portrait' },
  { columns: 2, rows: 1, orientation: 'landscape' },
  { columns: 2, rows: 2 },
  { columns: 2, rows: 3, orientation: 'portrait' },
  { columns: 3, rows: 2, orientation: 'landscape' },
  { columns: 3, rows: 3, minWidth: 720, minHeight: 420 },
];

/** Beside a shared screen: one column, or one row below it. */
export const STRIP: GridLayoutDefinition[] = [
  { columns: 1, rows: 1 },
  { columns: 1, rows: 2, orientation: 'portrait' },
  { columns: 2, rows: 1, orientation: 'landscape' },
  { columns: 1, rows: 3, orientation: 'portrait', minHeight: 420 },
  { columns: 3, rows: 1, orientation: 'landscape', minWidth: 520 },
  { columns: 1, rows: 4, orientation: 'portrait', minHeight: 600 },
  { columns: 4, rows: 1, orientation: 'landscape', minWidth: 720 },
];

/** A pinned tile is two by two: from six tiles on there is room for it. */
export const PINNED_CELLS = 4;

/** The largest page there is. More people than that are more pages. */
export const MOST_TILES = Math.max(...LAYOUTS.map(({ columns, rows }) => columns * rows));

/** Why a stay is over, in the kinds the end screens know. */
export type Ending =
  | { kind: 'elsewhere' }
  /** This entry is over: the person went on in another tab, in this room or another. */
  | { kind: 'superseded' }
  | { kind: 'moved'; to: string }
  /** Told by the room's socket (`ban`), by a refused return (`error`), or by neither: then only that it is so. */
  | { kind: 'removed'; ban: Ban | null; error: ApiError | null }
  | { kind: 'closed'; reason: string | null }
  /** By something the organizer changed while the person was inside. */
  | { kind: 'deleted' | 'unmoderated' | 'not_for_you' }
  | { kind: 'refused'; error: ApiError }
  | { kind: 'server' }
  | { kind: 'lost' };

/** What LiveKit's goodbye means. Except for our own and a newer tab, only the Room knows why: ask it. */
export function afterDisconnect(reason: DisconnectReason | undefined): 'nothing' | 'elsewhere' | 'ask' {
  if (reason === DisconnectReason.CLIENT_INITIATED) return 'nothing';
  return reason === DisconnectReason.DUPLICATE_IDENTITY ? 'elsewhere' : 'ask';
}

/** What a failed join or connect means for the stay. `wasInside` tells a removal from a refusal at the door. */
export function afterJoinFailure(error: unknown, wasInside: boolean): 'again' | Ending {
  // A connect that failed (not an ApiError) is the way, not the answer: ask for a new token and try again.
  if (!(error instanceof ApiError) || error.status === 0 || error.status === 429 || error.status >= 500) return 'again';
  switch (error.code) {
    case 'superseded':
      return { kind: 'superseded' };
    case 'in_another_room':
      return { kind: 'moved', to: error.problem.room?.name ?? '' };
    case 'banned':
      return wasInside ? { kind: 'removed', ban: null, error } : { kind: 'refused', error };
    case 'room_closed':
      return wasInside ? { kind: 'closed', reason: error.problem.reason ?? null } : { kind: 'refused', error };
    default:
      return { kind: 'refused', error };
  }
}

const PUT_OUT = { room_deleted: 'deleted', no_longer_moderator: 'unmoderated', not_for_you: 'not_for_you' } as const;

/** The end of a stay as the room itself tells it. A reason this build does not know is a room that closed. */
export const afterPutOut = (why: PutOutWhy, reason: string | null): Ending =>
  why !== 'room_closed' && Object.hasOwn(PUT_OUT, why) ? { kind: PUT_OUT[why] } : { kind: 'closed', reason };

/**
 * Trying went on until the time was up. Where our server gave a seat and only the way to the media server failed,
 * somebody who never was inside has lost no connection: the media server does not answer.
 */
export function gaveUp(error: unknown, wasInside: boolean): Ending {
  if (error instanceof ApiError) return { kind: error.status >= 500 ? 'server' : 'lost' };
  return { kind: wasInside ? 'lost' : 'server' };
}

/** Milliseconds before the next try: what the server asks for, else a little longer each time, never in step. */
export function waitBefore(attempt: number, error: unknown, random: () => number): number {
  const asked = error instanceof ApiError ? error.retryAfter : null;
  const base = asked !== null ? asked * 1000 : Math.min(500 * 2 ** attempt, 5000);
  return Math.min(base, 10_000) * (0.75 + random() * 0.5);
}

/** "Amara Okafor, speaking, muted": the name of a tile for who cannot see it. */
export const tileLabel = (name: string, states: (string | false)[], comma: string) =>
  [name, ...states.filter((state): state is string => state !== false)].join(comma);

export function headcount(roles: (string | undefined)[]): { attendees: number; moderators: number } {
  const moderators = roles.filter((role) => role === 'moderator').length;
  return { attendees: roles.length - moderators, moderators };
}
