import type { Room } from '../../../api/admin/rooms';
import type { Live } from './filter';

/** A room for tests. */
export const aRoom = (id: string, part: Partial<Room> = {}): Room => ({
  id,
  event: 'evt_1',
  feature: 'fea_1',
  name: id,
  enabled: true,
  close_now: false,
  attendee_limit: 13,
  moderator_limit: 3,
  moderators: [],
  groups: [],
  items: [],
  links: [],
  position: 0,
  created_at: '2026-01-01T00:00:00Z',
  ...part,
});

/** Attendees and moderators in some rooms. */
export const inside = (people: Record<string, [number, number]>): Live =>
  new Map(
    Object.entries(people).map(([room, [attendees, moderators]]) => [
      room,
      { room, attendees, moderators, waiting: 0 },
    ]),
  );
