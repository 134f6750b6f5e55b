import { ApiError } from '../../api/client';
import type { Connection } from '../../api/live';

/** How one stands to somebody, and so what can be done about it. */
export type Standing = 'none' | 'sent' | 'asked' | 'connected' | 'blocked';

export function standingOf(connection: Connection | null | undefined): Standing {
  if (connection?.state === 'accepted') return 'connected';
  if (connection?.state === 'blocked') return 'blocked';
  if (connection?.state === 'pending') return connection.direction === 'incoming' ? 'asked' : 'sent';
  return 'none';
}

export const SECTIONS = ['asked', 'connected', 'sent', 'blocked'] as const;
export type Section = (typeof SECTIONS)[number];

/** What is on the page, newest change first. Declined and withdrawn requests are over. */
export function sectionsOf(all: Iterable<Connection>): Record<Section, Connection[]> {
  const sections: Record<Section, Connection[]> = { asked: [], connected: [], sent: [], blocked: [] };
  for (const connection of all) {
    const standing = standingOf(connection);
    if (standing !== 'none') sections[standing].push(connection);
  }
  const newest = (one: Connection, other: Connection) => Date.parse(other.updated_at) - Date.parse(one.updated_at);
  for (const section of SECTIONS) sections[section].sort(newest);
  return sections;
}

const KNOWN = ['network', 'not_found', 'banned', 'unavailable'] as const;

/** What did not work: a key of `connections.failed`, and when it will (milliseconds of the server's clock). */
export interface Failure {
  what: (typeof KNOWN)[number] | 'declined' | 'limit' | 'fast' | 'other';
  when: number | null;
}

/** A limit a moment away is a hasty finger; one hours away is the day's. */
const FAST_S = 120;

export function failureOf(error: unknown, now: number): Failure {
  if (!(error instanceof ApiError)) return { what: 'other', when: null };
  const code: string = error.code;
  if (code === 'declined') {
    const at = Date.parse((error.problem as { retry_at?: string }).retry_at ?? '');
    return { what: 'declined', when: Number.isNaN(at) ? null : at };
  }
  if (error.status === 429) {
    const wait = error.retryAfter ?? 1;
    return wait <= FAST_S ? { what: 'fast', when: null } : { what: 'limit', when: now + wait * 1000 };
  }
  return { what: KNOWN.find((known) => known === code) ?? 'other', when: null };
}
