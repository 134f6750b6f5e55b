/** The words of the organizers' API as the admin app uses them. */
import type { components } from '../schema';

type Schemas = components['schemas'];

export type Event = Schemas['EventView'];
export type NewEvent = Schemas['NewEvent'];
export type EventPatch = Schemas['EventPatch'];
export type Region = Schemas['Region'];
export type Attendee = Schemas['AttendeeView'];

export const SCOPES = ['read', 'write', 'people', 'moderate', 'reports', 'admin'] as const;
export type Scope = (typeof SCOPES)[number];

/** Whose key the session is of. */
export interface Organizer {
  key: string;
  name: string;
  /** The one event it is good for; null: all. */
  event: string | null;
  scopes: Scope[];
}
