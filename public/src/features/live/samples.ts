import type { RoomFrame } from '../../api/live';

/** For tests: what a room says when its organizer changes it. */
export const aRoomFrame = (more: Partial<Extract<RoomFrame, { type: 'room' }>['room']> = {}) =>
  ({
    type: 'room',
    room: {
      name: 'Lobby',
      description: null,
      icon: 'coffee',
      image: null,
      attendee_limit: 13,
      moderator_limit: 3,
      moderators: [{ id: 'att_ingrid', name: 'Ingrid Solberg' }],
      time_zone: 'Europe/Vienna',
      event_ends_at: '2026-11-30T16:00:00Z',
      ...more,
    },
  }) satisfies RoomFrame;

export const aPutOut = { type: 'put_out', why: 'room_closed', reason: 'Opens at 18:00' } satisfies RoomFrame;
