import type { Floor, Tool } from '../../api/live';
import { isLocked } from '../stage/logic';

export const TOOLS: Tool[] = ['microphone', 'camera', 'share', 'chat'];

/** 1 for the hand that is up the longest; null for one that is down. */
export function placeOf(floor: Floor | null, person: string): number | null {
  const index = floor?.hands.findIndex((hand) => hand.person === person) ?? -1;
  return index < 0 ? null : index + 1;
}

/** A lock for everybody hides one of a single person's. */
export function lockOf(floor: Floor | null, person: string, what: Tool): 'all' | 'one' | null {
  const locks = floor?.locks.filter((lock) => lock.what === what) ?? [];
  if (locks.some((lock) => lock.person === null)) return 'all';
  return locks.some((lock) => lock.person === person) ? 'one' : null;
}

/** What this person may no longer use, and may use again. What was so before anybody told us is no news. */
export function lockNews(before: Floor | null, now: Floor | null, me: string): { locked: Tool[]; open: Tool[] } {
  const told = before !== null && now !== null;
  const changed = (to: boolean) =>
    TOOLS.filter((what) => told && isLocked(now, me, what) === to && isLocked(before, me, what) !== to);
  return { locked: changed(true), open: changed(false) };
}

/** Whose hand has just gone up. */
export function newHands(before: Floor | null, now: Floor | null): string[] {
  if (!before || !now) return [];
  return now.hands.map(({ person }) => person).filter((person) => placeOf(before, person) === null);
}
