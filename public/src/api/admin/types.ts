/** The words of the organizers' API as the admin app uses them. */
import type { components } from '../schema';

type Schemas = components['schemas'];

export type Event = Schemas['EventView'];
export type NewEvent = Schemas['NewEvent'];
export type EventPatch = Schemas['EventPatch'];
export type Region = Schemas['Region'];
export type Attendee = Schemas['AttendeeView'];

export type Item = Omit<Schemas['ItemView'], 'stream'> & {
  description: string | null;
  stream: Stream | null;
  /** How many rooms are linked to it. */
  rooms: number;
};
export type ItemKind = Schemas['ItemKind'];
/** What a session shows live: a playlist we play ourselves, or another provider's player in a frame. */
export interface Stream {
  kind: 'hls' | 'embed';
  url: string;
}
export type Group = Schemas['Group'] & { members: number };
export type Named = Schemas['Named'];
export type BanLength = Schemas['BanLength'];
export type { Ban } from '../live';

/** What a key may do beside reading. */
export const SCOPES = ['write', 'people', 'moderate', 'reports', 'admin'] as const;
export type Scope = (typeof SCOPES)[number];

/** Whose key the session is of. */
export interface Organizer {
  key: string;
  name: string;
  /** The one event it is good for; null: all. */
  event?: string | null;
  scopes: Scope[];
}

export interface Key {
  id: string;
  name: string;
  event: string | null;
  scopes: Scope[];
  created_at: string;
  last_used_at: string | null;
  revoked_at: string | null;
}
/** A key just made, with its text: shown once. */
export interface NewKey extends Key {
  /** The text itself. */
  key: string;
}

/** One line of the history: who changed what, from what to what. */
export interface AuditEntry {
  id: string;
  at: string;
  actor: { id: string; name: string; kind: 'organizer' | 'moderator' };
  /** `room.changed`: a kind of thing, and what was done to it. */
  action: string;
  object: { id: string; name: string };
  changes: Record<string, unknown> | null;
}
