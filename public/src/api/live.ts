/** What the sockets say and what chat and removals are made of, and the check at the border: see tests/golden. */

import type { components } from './schema';
import type { Joined } from './types';

type Schemas = components['schemas'];

/** The server writes every field; where there is nothing it writes null. */
type Told<T> = T extends (infer Item)[]
  ? Told<Item>[]
  : T extends object
    ? { [Key in keyof T]-?: Told<Exclude<T[Key], undefined>> }
    : T;

export type PersonHere = Schemas['PersonHere'];
export type Face = Told<Schemas['Face']>;
export type Named = Schemas['Named'];
/** One chat line. `seq` is its place for ever; `text` is null once it was deleted. */
export type Message = Told<Schemas['Message']>;
export type MessagePage = Told<Schemas['MessageList']>;
/** A removal's record. Without `ends_at` the person may come back at once. */
export type Ban = Told<Schemas['BanView']>;

export type RoomFrame =
  | { type: 'hello'; seq: number; messages: Message[]; complete: boolean; people: PersonHere[] }
  | { type: 'chat'; after: number; seq: number; messages: Message[] }
  | { type: 'people'; people: PersonHere[] }
  | { type: 'bans' }
  | { type: 'removed'; ban: Ban };

export type PersonFrame =
  | { type: 'hello'; room: Named | null }
  | { type: 'removed'; ban: Ban }
  | { type: 'ban_lifted'; ban: string; room: Named | null }
  | { type: 'superseded'; entry_id: string; room: Named | null };

/** Why the server closed a socket. */
export const CLOSED = { signedOut: 4401, removed: 4403, noSeat: 4404, replaced: 4409, talked: 1008 } as const;

/** Where the room's socket is, or null from a server that has none. */
export const socketUrlOf = (joined: Joined): string | null => joined.socket?.url ?? null;

type Check = (value: unknown) => boolean;
type Shape = Record<string, Check>;

const is =
  (...types: string[]): Check =>
  (value) =>
    types.includes(value === null ? 'null' : typeof value);
const has =
  (shape: Shape): Check =>
  (value) =>
    typeof value === 'object' &&
    value !== null &&
    Object.entries(shape).every(([key, check]) => check((value as Record<string, unknown>)[key]));
const orNull =
  (check: Check): Check =>
  (value) =>
    value === null || check(value);
const listOf =
  (check: Check): Check =>
  (value) =>
    Array.isArray(value) && value.every(check);

const text = is('string');
const textOrNull = is('string', 'null');
const named = has({ id: text, name: text });
const face = has({ id: text, name: text, avatar: textOrNull });
const message = has({
  seq: is('number'),
  id: text,
  person: face,
  role: text,
  text: textOrNull,
  sent_at: text,
  deleted_at: textOrNull,
  deleted_by: textOrNull,
});
const personHere = has({
  id: text,
  name: text,
  title: textOrNull,
  company: textOrNull,
  avatar: textOrNull,
  role: text,
  state: text,
});
const ban = has({
  id: text,
  scope: text,
  room: orNull(named),
  person: face,
  by: named,
  reason: textOrNull,
  created_at: text,
  ends_at: textOrNull,
  lifted_at: textOrNull,
  lifted_by: orNull(named),
  deleted_messages: is('number'),
});

const ROOM: Record<RoomFrame['type'], Check> = {
  hello: has({
    seq: is('number'),
    messages: listOf(message),
    complete: is('boolean'),
    people: listOf(personHere),
  }),
  chat: has({ after: is('number'), seq: is('number'), messages: listOf(message) }),
  people: has({ people: listOf(personHere) }),
  bans: () => true,
  removed: has({ ban }),
};
const PERSON: Record<PersonFrame['type'], Check> = {
  hello: has({ room: orNull(named) }),
  removed: has({ ban }),
  ban_lifted: has({ ban: text, room: orNull(named) }),
  superseded: has({ entry_id: text, room: orNull(named) }),
};

/** Null for what this build does not know: a newer server may say more. */
function known<Frame extends { type: string }>(checks: Record<string, Check>, frame: unknown): Frame | null {
  const type = has({ type: text })(frame) ? (frame as { type: string }).type : '';
  return Object.hasOwn(checks, type) && checks[type]?.(frame) ? (frame as Frame) : null;
}

export const parseRoomFrame = (frame: unknown) => known<RoomFrame>(ROOM, frame);
export const parsePersonFrame = (frame: unknown) => known<PersonFrame>(PERSON, frame);
