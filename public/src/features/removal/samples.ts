import type { Ban } from '../../api/live';

/** For tests: ten minutes from 14:20 in Zurich. */
export const aBan = (more: Partial<Ban> = {}): Ban => ({
  id: 'ban_1',
  scope: 'room',
  room: { id: 'room_1', name: 'Lobby' },
  person: { id: 'att_kofi', name: 'Kofi Mensah', avatar: null },
  by: { id: 'att_ingrid', name: 'Ingrid Solberg' },
  reason: 'Talking over others',
  created_at: '2026-09-14T12:20:00Z',
  ends_at: '2026-09-14T12:30:00Z',
  lifted_at: null,
  lifted_by: null,
  deleted_messages: 3,
  ...more,
});
