import type { Connection, PersonFrame } from '../../api/live';

/** For tests: Ada asks to connect. */
export const aConnection = (more: Partial<Connection> = {}): Connection => ({
  id: 'con_1',
  person: { id: 'att_1', name: 'Ada Lovelace', title: null, company: null, avatar: null, email: null },
  state: 'pending',
  direction: 'incoming',
  created_at: '2026-11-23T14:00:00Z',
  updated_at: '2026-11-23T14:00:00Z',
  ...more,
});

export const aConnectionFrame: PersonFrame = { type: 'connection', connection: aConnection() };
