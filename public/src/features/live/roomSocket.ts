import { isCode, isSignedOut } from '../../api/client';
import {
  type Ban,
  CLOSED,
  type Floor,
  type Named,
  type PersonHere,
  type PutOutWhy,
  parseRoomFrame,
  type RoomFacts,
  socketUrlOf,
  type Tool,
} from '../../api/live';
import type { Joined, Room } from '../../api/types';
import { ChatStore } from '../chat/store';
import { closeMeans, LiveSocket } from './socket';

export interface RoomNews {
  /** As the last join told it, with what the organizer changed since. */
  room: Room | null;
  people: PersonHere[];
  /** The socket has spoken: from then on `people` is the truth. */
  heard: boolean;
  bansVersion: number;
  removed: Ban | null;
  gone: ReadonlySet<string>;
  /** Stage, hands and locks; null until the socket has told them. */
  floor: Floor | null;
}

interface Options {
  room: string;
  me: string;
  /** Put out. Null where nobody told why. */
  onRemoved: (ban: Ban | null) => void;
  /** The organizer changed something, and the stay is over by it. */
  onPutOut: (why: PutOutWhy, reason: string | null) => void;
  /** The person moderates the room from now on, or no longer does. */
  onModerating: (mine: boolean) => void;
  /** A moderator muted the person. */
  onMuted?: (by: Named, what: Tool) => void;
  /** The server knows of no seat of ours: ask it to come in again, or why not. */
  onNoSeat: () => void;
  onSignedOut: () => void;
  WebSocket?: typeof WebSocket;
  chat?: ChatStore;
}

/** What happens in a room besides pictures and voices: who is here, what is written, who was put out. */
export class RoomSocket {
  readonly chat: ChatStore;
  readonly #options: Options;
  readonly #socket: LiveSocket;
  readonly #listeners = new Set<() => void>();
  #url = '';
  #state: RoomNews = {
    room: null,
    people: [],
    heard: false,
    bansVersion: 0,
    removed: null,
    gone: new Set(),
    floor: null,
  };

  constructor(options: Options) {
    const { room, me, WebSocket } = options;
    this.#options = options;
    this.chat = options.chat ?? new ChatStore({ room, me, onRefused: (error) => this.#refused(error) });
    this.#socket = new LiveSocket({
      url: () => withAfter(this.#url, this.chat.seq),
      onFrame: (frame) => this.#hear(frame),
      onClose: (code, opened) => this.#closed(code, opened),
      ...(WebSocket && { WebSocket }),
    });
  }

  subscribe = (listener: () => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };
  snapshot = () => this.#state;

  /** A seat was given, for the first time or again. */
  seated(joined: Joined) {
    const url = socketUrlOf(joined);
    this.#set({ removed: null, room: joined.room });
    if (!this.#state.heard) this.#here(joined.room.people);
    if (!url) return this.chat.load();
    this.#url = url;
    this.#socket.open();
  }

  /** Hangs up; another seat opens it again. */
  close() {
    this.#socket.close();
    this.#set({ heard: false });
  }

  dispose() {
    this.#socket.close();
    this.chat.close();
  }

  markGone = (person: string) => this.#set({ gone: new Set(this.#state.gone).add(person) });

  #hear(said: unknown) {
    const frame = parseRoomFrame(said);
    switch (frame?.type) {
      case 'hello':
        this.#set({ heard: true });
        this.#here(frame.people);
        if (frame.room) this.#changed(frame.room);
        if (frame.floor) this.#set({ floor: frame.floor });
        // The list may have changed while nobody told us.
        this.#bansChanged();
        return this.chat.hello(frame);
      case 'chat':
        return this.chat.changes(frame);
      case 'people':
        return this.#here(frame.people);
      case 'bans':
        return this.#bansChanged();
      case 'removed':
        this.#set({ removed: frame.ban });
        return this.#options.onRemoved(frame.ban);
      case 'room':
        return this.#changed(frame.room);
      case 'floor':
        return this.#set({ floor: frame.floor });
      case 'muted':
        return this.#options.onMuted?.(frame.by, frame.what);
      case 'put_out':
        return this.#options.onPutOut(frame.why, frame.reason);
    }
  }

  #changed(facts: RoomFacts) {
    const { room } = this.#state;
    if (!room) return;
    const moderated_by_me = facts.moderators.some(({ id }) => id === this.#options.me);
    this.#set({ room: { ...room, ...facts, moderated_by_me } });
    if (moderated_by_me !== room.moderated_by_me) this.#options.onModerating(moderated_by_me);
  }

  #here(people: PersonHere[]) {
    const here = new Set(people.map(({ id }) => id));
    const left = this.#state.people.filter(({ id }) => !here.has(id)).map(({ id }) => id);
    const gone = new Set([...this.#state.gone, ...left].filter((id) => !here.has(id)));
    this.#set({ people, gone });
  }

  #bansChanged() {
    this.#set({ bansVersion: this.#state.bansVersion + 1 });
  }

  #closed(code: number, opened: boolean): 'reconnect' | 'stop' {
    if (code === CLOSED.signedOut) this.#options.onSignedOut();
    if (code === CLOSED.removed) this.#options.onRemoved(this.#state.removed);
    if (code === CLOSED.notHere) this.#options.onNoSeat();
    const next = closeMeans(code);
    // A refused handshake looks like a broken one: an ordinary call says which it was, and fetches what it can.
    if (next === 'reconnect' && !opened) this.chat.load();
    return next;
  }

  #refused(error: unknown) {
    if (isSignedOut(error)) this.#options.onSignedOut();
    if (!isCode(error, 'no_seat', 'banned')) return;
    this.#socket.close();
    this.#options.onNoSeat();
  }

  #set(part: Partial<RoomNews>) {
    this.#state = { ...this.#state, ...part };
    for (const listener of this.#listeners) listener();
  }
}

/** The address, with the number to go on from. */
export function withAfter(address: string, after: number | null): string {
  const url = new URL(address);
  if (after !== null) url.searchParams.set('after', String(after));
  return url.href;
}
