import type { AuditEntry } from '../../../api/admin/types';
import { dateIn } from './values';

/** Everything that has a sentence of its own. What is new on the server says itself. */
export const ACTIONS = [
  'event.created',
  'event.changed',
  'event.cleared',
  'feature.created',
  'feature.changed',
  'feature.deleted',
  'feature.cleared',
  'features.sorted',
  'room.created',
  'room.changed',
  'room.deleted',
  'room.restored',
  'room.cleared',
  'rooms.sorted',
  'rooms.imported',
  'room.locked',
  'room.unlocked',
  'attendee.created',
  'attendee.changed',
  'attendee.deleted',
  'attendee.exported',
  'attendee.link_revoked',
  'attendees.imported',
  'attendees.links_exported',
  'group.created',
  'group.changed',
  'group.deleted',
  'group.members_changed',
  'item.created',
  'item.changed',
  'item.deleted',
  'image.uploaded',
  'key.created',
  'key.revoked',
  'person.removed',
  'person.banned',
  'ban.lifted',
  'messages.deleted',
  'microphone.muted',
  'camera.muted',
  'microphone.locked',
  'microphone.unlocked',
  'camera.locked',
  'camera.unlocked',
  'screen.locked',
  'screen.unlocked',
  'screen.stopped',
  'chat.locked',
  'chat.unlocked',
  'hand.lowered',
  'hands.lowered',
] as const;
export type Action = (typeof ACTIONS)[number];

export const isKnown = (action: string): action is Action => (ACTIONS as readonly string[]).includes(action);

/** The catalogue's key of a sentence: a dot would be a step into it. */
export const keyOf = (action: Action) => action.replace('.', '_') as Flat<Action>;
type Flat<T extends string> = T extends `${infer A}.${infer B}` ? `${A}_${B}` : T;

/** One field that was changed. Of people the values are not kept, only that it was. */
export interface Change {
  field: string;
  /** How many, where an entry counts. */
  count?: number;
  from?: unknown;
  to?: unknown;
}

/** The fields an entry of kind "changed" names. */
export function changesOf({ action, changes }: Pick<AuditEntry, 'action' | 'changes'>): Change[] {
  if (!changes) return [];
  if (action.endsWith('.imported')) return countsIn(changes);
  if (!/\.(changed|members_changed)$/.test(action)) return [];
  return Object.entries(changes)
    .filter(([field]) => !HIDDEN.has(field))
    .map(([field, value]) => ({ field, ...(isPair(value) && value) }));
}

/** What there was none of is not told. */
const countsIn = (changes: Record<string, unknown>): Change[] =>
  Object.entries(changes).flatMap(([field, count]) =>
    typeof count === 'number' && count > 0 ? [{ field, count }] : [],
  );

/** Ours, not theirs. */
const HIDDEN = new Set(['id', 'version', 'created_at', 'event', 'position']);

const isPair = (value: unknown): value is { from: unknown; to: unknown } =>
  typeof value === 'object' && value !== null && 'from' in value && 'to' in value;

interface Words {
  empty: string;
  yes: string;
  no: string;
  language: string;
  zone: string;
}

/** A value as people read it. */
export function shown(value: unknown, words: Words): string {
  if (value === null || value === undefined || value === '') return words.empty;
  if (typeof value === 'boolean') return value ? words.yes : words.no;
  if (typeof value === 'string') return dateIn(value, words.language, words.zone) ?? value;
  if (typeof value === 'number') return String(value);
  if (Array.isArray(value)) return value.length === 0 ? words.empty : value.map((one) => shown(one, words)).join(', ');
  const named = value as { name?: unknown; url?: unknown; id?: unknown };
  return String(named.name ?? named.url ?? named.id ?? JSON.stringify(value));
}
