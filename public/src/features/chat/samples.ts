import type { Message } from '../../api/live';

/** For tests: a line with this number. */
export function line(seq: number, part: Partial<Message> = {}): Message {
  return {
    seq,
    id: `msg_${seq}`,
    person: { id: 'att_kofi', name: 'Kofi Mensah', avatar: null },
    role: 'attendee',
    text: `line ${seq}`,
    sent_at: new Date(Date.UTC(2026, 10, 23, 14, 0, seq)).toISOString(),
    deleted_at: null,
    deleted_by: null,
    ...part,
  };
}

export const deleted = (seq: number, by: 'author' | 'moderator' = 'moderator', part: Partial<Message> = {}) =>
  line(seq, { text: null, deleted_at: '2026-11-23T15:00:00Z', deleted_by: by, ...part });

export const lines = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => line(from + index));

export const ada = { id: 'att_ada', name: 'Ada Lovelace', avatar: null };
