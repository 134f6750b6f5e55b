/** What the sockets say and what chat and removals are made of, and the check at the border: see tests/golden. */

import type { components } from './schema';
import type { Card, Joined } from './types';

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
  | {
      type: 'hello';
      seq: number;
      messages: Message[];
      complete: boolean;
      people: PersonHere[];
      /** As it is now: it may have been changed while nobody told us. */
      room?: RoomFacts;
      floor?: Floor;
    }
  | { type: 'chat'; after: number; seq: number; messages: Message[] }
  | { type: 'people'; people: PersonHere[] }
  | { type: 'bans' }
  | { type: 'removed'; ban: Ban }
  | { type: 'room'; room: RoomFacts }
  | { type: 'put_out'; why: PutOutWhy; reason: string | null }
  | { type: 'floor'; floor: Floor }
  | { type: 'muted'; by: Named; what: Tool };

/** Who shares a screen, whose hand is up, what is locked for whom. */
export type Floor = Told<Schemas['FloorView']>;
/** What can be locked. */
export type Tool = Schemas['Tool'];

/** What the organizer may change about a room while people are inside. */
export interface RoomFacts {
  name: string;
  description: string | null;
  icon: string | null;
  image: string | null;
  attendee_limit: number;
  moderator_limit: number;
  moderators: Named[];
  time_zone: string;
  event_ends_at: string;
}

/** Why the organizer's change ended a stay. */
export type PutOutWhy = 'room_closed' | 'room_deleted' | 'no_longer_moderator' | 'not_for_you';

/** A seat that is kept for this person. */
export interface Offer {
  room: Named;
  /** `fea_…` */
  feature: string;
  until: string;
}

/** Another attendee as their card shows them. */
export interface PersonFacts extends Face {
  title: string | null;
  company: string | null;
  /** Told to who is connected with them, and to nobody else. */
  email: string | null;
}

/** Who asked whom to connect, as one of the two sees it. */
export interface Connection {
  /** `con_…` */
  id: string;
  person: PersonFacts;
  state: 'pending' | 'accepted' | 'declined' | 'withdrawn' | 'blocked';
  direction: 'outgoing' | 'incoming';
  created_at: string;
  updated_at: string;
}

export type PersonFrame =
  | { type: 'hello'; room: Named | null; offers?: Offer[]; pending?: number }
  | { type: 'connection'; connection: Connection }
  | ({ type: 'seat_free' } & Offer)
  | { type: 'seat_lapsed'; room: Named; feature: string }
  | { type: 'removed'; ban: Ban }
  | { type: 'ban_lifted'; ban: string; room: Named | null }
  | { type: 'superseded'; entry_id: string; room: Named | null };

/** Where cards are shown: a feature, or an item with rooms. */
export type Place = Named & { icon: string | null; image: string | null };

/** `cards` are whole cards of what changed after number `after`, up to `seq`; `gone` are not here any more. */
export type LobbyFrame =
  | { type: 'hello'; seq: number; place: Place; cards: Card[] }
  | {
      type: 'cards';
      after: number;
      seq: number;
      cards: Card[];
      gone: string[];
      order: string[] | null;
      place: Place | null;
    };

/** Why the server closed a socket. `notHere`: no seat in the room, no such place for this person. */
export const CLOSED = { signedOut: 4401, removed: 4403, notHere: 4404, replaced: 4409, talked: 1008 } as const;

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
const orAbsent =
  (check: Check): Check =>
  (value) =>
    value === undefined || check(value);
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

const roomFacts = has({
  name: text,
  description: textOrNull,
  icon: textOrNull,
  image: textOrNull,
  attendee_limit: is('number'),
  moderator_limit: is('number'),
  moderators: listOf(named),
  time_zone: text,
  event_ends_at: text,
});
const place = has({ id: text, name: text, icon: textOrNull, image: textOrNull });
const card = has({
  room: text,
  name: text,
  description: textOrNull,
  icon: textOrNull,
  image: textOrNull,
  state: text,
  closed_reason: textOrNull,
  action: text,
  attendees: is('number'),
  attendee_limit: is('number'),
  moderators: is('number'),
  moderator_limit: is('number'),
  moderated_by_me: is('boolean'),
  present: listOf(face),
  waiting: is('number'),
  my_place: is('number', 'null'),
  offer_until: textOrNull,
  locked: is('boolean'),
});

const floor = has({
  stage: orNull(has({ holder: named, state: text, since: text })),
  hands: listOf(has({ person: text, at: text })),
  locks: listOf(has({ person: textOrNull, what: text })),
  locked: is('boolean'),
});
const ROOM: Record<RoomFrame['type'], Check> = {
  hello: has({
    seq: is('number'),
    messages: listOf(message),
    complete: is('boolean'),
    people: listOf(personHere),
    room: orAbsent(roomFacts),
    floor: orAbsent(floor),
  }),
  chat: has({ after: is('number'), seq: is('number'), messages: listOf(message) }),
  people: has({ people: listOf(personHere) }),
  bans: () => true,
  removed: has({ ban }),
  room: has({ room: roomFacts }),
  put_out: has({ why: text, reason: textOrNull }),
  floor: has({ floor }),
  muted: has({ by: named, what: text }),
};
const LOBBY: Record<LobbyFrame['type'], Check> = {
  hello: has({ seq: is('number'), place, cards: listOf(card) }),
  cards: has({
    after: is('number'),
    seq: is('number'),
    cards: listOf(card),
    gone: listOf(text),
    order: orNull(listOf(text)),
    place: orNull(place),
  }),
};
const offer = has({ room: named, feature: text, until: text });
const connection = has({
  id: text,
  person: has({ id: text, name: text, title: textOrNull, company: textOrNull, avatar: textOrNull, email: textOrNull }),
  state: text,
  direction: text,
  created_at: text,
  updated_at: text,
});
const PERSON: Record<PersonFrame['type'], Check> = {
  hello: has({ room: orNull(named), offers: orAbsent(listOf(offer)), pending: orAbsent(is('number')) }),
  connection: has({ connection }),
  seat_free: offer,
  seat_lapsed: has({ room: named, feature: text }),
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
export const parseLobbyFrame = (frame: unknown) => known<LobbyFrame>(LOBBY, frame);
