import type { Message } from '../../api/live';
import type { Pending } from './outbox';

/** A heading with author and time holds for this long; after a longer pause the time stands between the lines. */
const SAME_BREATH_MS = 5 * 60_000;
const PAUSE_MS = 30 * 60_000;

export type Item =
  /** A new day, or a long pause. */
  | { kind: 'when'; key: string; at: number }
  | { kind: 'line'; key: string; head: boolean; at: number; message: Message }
  /** One or more deleted lines in a row, of one author and deleted by the same hand. */
  | {
      kind: 'gone';
      key: string;
      head: boolean;
      at: number;
      message: Message;
      by: 'author' | 'moderator';
      count: number;
    }
  | { kind: 'pending'; key: string; head: boolean; at: number; line: Pending };

interface Given {
  messages: readonly Message[];
  pending: readonly Pending[];
  me: string;
  /** Which day a time belongs to, where the reader is. */
  dayOf?: (at: number) => string;
}

/** What the log shows: times between, one heading for lines in one breath, rows of deleted lines as one. */
export function itemsOf({ messages, pending, me, dayOf = localDay }: Given): Item[] {
  const items: Item[] = [];
  let before: { person: string; role: string; at: number; headAt: number } | null = null;

  const place = (id: string, person: string, role: string, at: number): boolean => {
    const apart = before ? at - before.at : Number.POSITIVE_INFINITY;
    const newTime = !before || apart > PAUSE_MS || dayOf(at) !== dayOf(before.at);
    const head = newTime || before?.person !== person || before.role !== role || at - before.headAt > SAME_BREATH_MS;
    if (newTime) items.push({ kind: 'when', key: `when ${id}`, at });
    before = { person, role, at, headAt: head ? at : (before?.headAt ?? at) };
    return head;
  };

  for (const message of messages) {
    const at = Date.parse(message.sent_at);
    const last = items.at(-1);
    const head = place(message.id, message.person.id, message.role, at);
    const by = message.deleted_by ?? 'moderator';
    if (message.text !== null) items.push({ kind: 'line', key: message.id, head, at, message });
    else if (last?.kind === 'gone' && last === items.at(-1) && last.by === by && !isOther(last, message)) {
      items[items.length - 1] = { ...last, count: last.count + 1 };
    } else items.push({ kind: 'gone', key: message.id, head, at, message, by, count: 1 });
  }
  const role = messages.findLast(({ person }) => person.id === me)?.role ?? 'attendee';
  for (const line of pending) {
    items.push({ kind: 'pending', key: line.id, head: place(line.id, me, role, line.at), at: line.at, line });
  }
  return items;
}

const isOther = (gone: { message: Message }, { person }: Message) => gone.message.person.id !== person.id;

const localDay = (at: number) => new Date(at).toDateString();

/** Characters as people count them on the server: code points, after what the server does to the ends. */
export const lengthOf = (text: string): number => [...text.trim().normalize()].length;

export const LONGEST = 1000;
