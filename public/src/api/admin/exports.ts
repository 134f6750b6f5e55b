import { at } from './http';

/** Whose table it is: a feature's rooms, or an event's people. */
export type Target = { kind: 'rooms'; feature: string } | { kind: 'attendees'; event: string };

/** Tables as files, under /api/v1. */
export const files = {
  rooms: (feature: string) => at`/features/${feature}/rooms.csv`,
  attendees: (event: string) => at`/events/${event}/attendees.csv`,
  /** Everybody's personal link. */
  links: (event: string) => at`/events/${event}/links.csv`,
  table: (of: Target) => (of.kind === 'rooms' ? files.rooms(of.feature) : files.attendees(of.event)),
  template: (of: Target) => `${files.table(of)}?template=true`,
  /** The rows of an import that have errors, each with its own. */
  errors: (of: string) => at`/imports/${of}/errors.csv`,
};
