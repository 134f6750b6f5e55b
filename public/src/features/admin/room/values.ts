import { Changed } from '../../../api/admin/http';
import type { Room, RoomFields } from '../../../api/admin/rooms';

/** Seats a room has at most, and moderators. */
export const SEATS = 13;
export const MODERATORS = 3;
export const LINKS = 20;
export const NAME = 100;
export const DESCRIPTION = 2000;
export const REASON = 200;

/** A room as its form holds it: no nulls, only empty fields. */
export interface RoomValues {
  name: string;
  description: string;
  icon: string;
  image: string;
  enabled: boolean;
  closed_reason: string;
  moderators: string[];
  items: string[];
  groups: string[];
  attendee_limit: number | string;
  moderator_limit: number | string;
}

export const NEW_ROOM: RoomValues = {
  name: '',
  description: '',
  icon: '',
  image: '',
  enabled: true,
  closed_reason: '',
  moderators: [],
  items: [],
  groups: [],
  attendee_limit: SEATS,
  moderator_limit: MODERATORS,
};

export const valuesOf = (room: Room): RoomValues => ({
  name: room.name,
  description: room.description ?? '',
  icon: room.icon ?? '',
  image: room.image ?? '',
  enabled: room.enabled,
  closed_reason: room.closed_reason ?? '',
  moderators: room.moderators.map(({ id }) => id).sort(),
  items: [...room.items].sort(),
  groups: [...room.groups].sort(),
  attendee_limit: room.attendee_limit,
  moderator_limit: room.moderator_limit,
});

export const bodyOf = (values: RoomValues): RoomFields => ({
  name: values.name.trim(),
  description: values.description.trim() || null,
  icon: values.icon || null,
  image: values.image || null,
  enabled: values.enabled,
  closed_reason: values.closed_reason.trim() || null,
  moderators: [...values.moderators].sort(),
  items: [...values.items].sort(),
  groups: [...values.groups].sort(),
  attendee_limit: Number(values.attendee_limit),
  moderator_limit: Number(values.moderator_limit),
});

type Trouble = 'required' | 'name_long' | 'description_long' | 'reason_long' | 'seats' | 'moderator_seats' | null;

/** What is wrong with a field before it is sent. The server looks closer. */
export const troubles = (values: RoomValues): Partial<Record<keyof RoomValues, Trouble>> => ({
  name: !values.name.trim() ? 'required' : lengthOf(values.name.trim()) > NAME ? 'name_long' : null,
  description: lengthOf(values.description.trim()) > DESCRIPTION ? 'description_long' : null,
  closed_reason: lengthOf(values.closed_reason.trim()) > REASON ? 'reason_long' : null,
  attendee_limit: isWithin(values.attendee_limit, 1, SEATS) ? null : 'seats',
  moderator_limit: isWithin(values.moderator_limit, 0, MODERATORS) ? null : 'moderator_seats',
});

/** In characters, as the server counts. */
export const lengthOf = (text: string) => [...text].length;

const isWithin = (value: number | string, least: number, most: number) =>
  value !== '' && Number.isInteger(Number(value)) && Number(value) >= least && Number(value) <= most;

/** What is advised, not demanded. */
export type Advice = 'picture' | 'moderator';
export const adviceFor = (values: RoomValues): Advice[] => [
  ...(values.icon || values.image ? [] : (['picture'] as const)),
  ...(values.moderators.length > 0 ? [] : (['moderator'] as const)),
];

/** Somebody else's change, in the words of this form: so that each field can be laid beside mine. */
export function inFields(error: unknown): unknown {
  if (!(error instanceof Changed)) return error;
  return new Changed<RoomFields>(bodyOf(valuesOf(error.current as Room)), error.etag);
}
