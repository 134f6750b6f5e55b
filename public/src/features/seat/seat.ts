import { ApiError, isCode } from '../../api/client';
import { joinRoom, leaveRoom } from '../../api/rooms';
import type { Joined } from '../../api/types';
import { type Entry, entries } from './entry';

/** A seat that was granted in pre-join and is about to be used by the room screen. */
let granted: { room: string; joined: Joined } | null = null;

const grantListeners = new Set<() => void>();

export const hasGrant = (room: string) => granted?.room === room;

export function onGrant(listener: () => void) {
  grantListeners.add(listener);
  return () => void grantListeners.delete(listener);
}

/** The room screen takes what pre-join was given: one join, not two. */
export function takeGrant(room: string): Joined | null {
  const taken = granted?.room === room ? granted.joined : null;
  granted = null;
  return taken;
}

/** Holds a seat, or renews the hold. An entry the server has already written off is replaced once. */
export async function holdSeat(room: string): Promise<Joined> {
  const entry = entries.open(room);
  try {
    return await joinRoom(room, { entry_id: entry.id, hold: true });
  } catch (error) {
    if (!isCode(error, 'superseded')) throw error;
    return joinRoom(room, { entry_id: entries.renew(room).id, hold: true });
  }
}

interface Granting {
  move?: boolean;
  /** Called before anybody hears of the grant: hearing of it takes the caller off the page at once. */
  keep?: () => void;
}

/** Turns a hold into a seat and keeps the answer for the room screen. Fails when the entry was closed meanwhile. */
export async function grantSeat(room: string, { move = false, keep }: Granting = {}): Promise<Joined> {
  const joined = await enterRoom(room, { move });
  keep?.();
  granted = { room, joined };
  for (const listener of grantListeners) listener();
  return joined;
}

/**
 * Enters with this tab's entry. 503 means "try the same call again" (a move waits for the old room, the media server
 * restarts), so it is tried a few times before anyone is bothered with it.
 */
export async function enterRoom(room: string, { move = false, tries = 4 } = {}): Promise<Joined> {
  const entry = entries.open(room);
  const gone = () => entries.of(room)?.id !== entry.id;
  for (let left = tries - 1; ; left--) {
    try {
      const joined = await joinRoom(room, { entry_id: entry.id, move });
      if (!gone()) return joined;
      // Backed out while the answer was on its way: nobody is to go live for it.
      void leaveRoom(room, entry.id).catch(() => undefined);
      throw new ApiError(0, 'unknown', { detail: 'left before the answer came' });
    } catch (error) {
      if (left <= 0 || !(error instanceof ApiError) || error.status !== 503) throw error;
      await pause(Math.min(error.retryAfter ?? 1, 5) * 1000);
      if (gone()) throw error;
    }
  }
}

/** Gives the seat back. The entry is over even if the call fails: the server's lease ends by itself. */
export async function giveUpSeat(entry: Entry | null) {
  if (!entry) return;
  entries.close(entry);
  await leaveRoom(entry.room, entry.id).catch(() => undefined);
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
