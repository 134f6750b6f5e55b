import { ApiError } from '../../api/client';
import type { Floor, Tool } from '../../api/live';

/** Whether an attendee may not use it. Moderators are never meant: ask only for who is none. */
export const isLocked = (floor: Floor | null, person: string, what: Tool): boolean =>
  floor?.locks.some((lock) => lock.what === what && (lock.person ?? person) === person) ?? false;

/** The text for a share that could not begin. */
export function shareFailure(error: unknown): 'failed_taken' | 'failed_locked' | 'failed_server' | 'failed' {
  if (!(error instanceof ApiError)) return 'failed';
  if (error.code === 'stage_taken') return 'failed_taken';
  if (error.code === 'locked') return 'failed_locked';
  return error.status === 0 || error.status >= 500 ? 'failed_server' : 'failed';
}
