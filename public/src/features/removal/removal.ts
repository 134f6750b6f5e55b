import type { ApiError } from '../../api/client';
import type { Ban, Named } from '../../api/live';

export type Scope = Ban['scope'];

/** What a removed person is told, wherever it came from: a frame with the whole record, or a refusal with some of it. */
export interface Removal {
  /** `ban_…`, where the source names it. */
  id: string | null;
  by: Named | null;
  reason: string | null;
  /** Milliseconds of the server's clock; null is a removal without a ban; undefined is not known. */
  until: number | null | undefined;
  scope: Scope;
  /** Messages that went with it; null is not known. */
  deleted: number | null;
}

interface Sources {
  ban?: Ban | null;
  /** A refusal with the code `banned`. */
  error?: ApiError | null;
}

const SCOPES: readonly string[] = ['room', 'feature', 'event'] satisfies Scope[];
const scopeOf = (scope: string | undefined): Scope => (SCOPES.includes(scope ?? '') ? (scope as Scope) : 'room');

/** The record says all; a refusal fills in until it is there. Nothing that was said once is taken back. */
export function removalOf({ ban, error }: Sources): Removal {
  if (ban) {
    return {
      id: ban.id,
      by: ban.by,
      reason: ban.reason,
      until: ban.ends_at === null ? null : Date.parse(ban.ends_at),
      scope: ban.scope,
      deleted: ban.deleted_messages,
    };
  }
  const problem = error?.problem ?? {};
  return {
    id: null,
    by: problem.by ?? null,
    reason: problem.reason || null,
    until: problem.until ? Date.parse(problem.until) : undefined,
    scope: scopeOf(problem.scope),
    deleted: null,
  };
}

/**
 * The record a refusal speaks of, if it is the one we were told of last: an older one, or one of another reach, would
 * tell the wrong end. Without a refusal the record stands for itself.
 */
export function coveredBy(ban: Ban | null, error: ApiError | null | undefined): Ban | null {
  const until = error?.problem.until;
  if (!ban || !error || !until) return ban;
  return ban.ends_at !== null && Date.parse(ban.ends_at) === Date.parse(until) ? ban : null;
}

/** Whether the person may be back in: the time is over, there never was any, or somebody lifted it. */
export function mayReturn({ until }: Removal, now: number, lifted: boolean): boolean {
  return lifted || until === null || (until !== undefined && until <= now);
}

/** An organizer acts by a key, whose name says nothing to the people in a room. */
export const byOrganizer = (by: Named) => by.id.startsWith('key_');

export type BanState = 'active' | 'over' | 'lifted' | 'none';

export function stateOf(ban: Ban, now: number): BanState {
  if (ban.ends_at === null) return 'none';
  if (ban.lifted_at !== null) return 'lifted';
  return Date.parse(ban.ends_at) > now ? 'active' : 'over';
}

/** Those that still keep somebody out first, each the newest first. */
export function inOrder(bans: Ban[], now: number): Ban[] {
  const rank = (ban: Ban) => (stateOf(ban, now) === 'active' ? 0 : 1);
  return [...bans].sort(
    (one, other) => rank(one) - rank(other) || Date.parse(other.created_at) - Date.parse(one.created_at),
  );
}
