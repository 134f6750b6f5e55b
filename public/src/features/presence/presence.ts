import { type Ban, CLOSED, type Named, parsePersonFrame } from '../../api/live';
import { closeMeans, LiveSocket } from '../live/socket';

export interface PresenceState {
  /** The last removal this tab was told of, by room; those of a whole feature or event without a room under `''`. */
  removals: ReadonlyMap<string, Ban>;
  /** `ban_…` and `room_…` of what was lifted since. */
  lifted: ReadonlySet<string>;
  /** The entry that another tab took over last. */
  superseded: string | null;
}

interface Options {
  url: () => string;
  /** Put out of a room this tab does not show: somebody has to say so. */
  onRemoved: (ban: Ban) => void;
  onLifted: (ban: string, room: Named | null) => void;
  /** The session is over, or may be: an ordinary call will tell. */
  onDoubt: () => void;
  WebSocket?: typeof WebSocket;
  now?: () => number;
}

/** A refused handshake looks like a broken one. Asking about the session once a minute is enough. */
const DOUBT_EVERY_MS = 60_000;

/** What concerns the person wherever they are in the app: removals, lifts, entries taken over. */
export class Presence {
  readonly #options: Options;
  readonly #socket: LiveSocket;
  readonly #listeners = new Set<() => void>();
  /** Rooms this tab shows from the inside or with the end of the stay: they tell of removals themselves. */
  readonly #shown = new Map<string, number>();
  #doubted = Number.NEGATIVE_INFINITY;
  #state: PresenceState = { removals: new Map(), lifted: new Set(), superseded: null };

  constructor(options: Options) {
    this.#options = options;
    this.#socket = new LiveSocket({
      url: options.url,
      onFrame: (frame) => this.#hear(frame),
      onClose: (code, opened) => this.#closed(code, opened),
      ...(options.WebSocket && { WebSocket: options.WebSocket }),
    });
  }

  subscribe = (listener: () => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };
  snapshot = () => this.#state;

  open() {
    this.#socket.open();
  }

  close() {
    this.#socket.close();
  }

  /** This tab shows the room and tells of a removal itself, until the returned function is called. */
  show(room: string) {
    this.#shown.set(room, (this.#shown.get(room) ?? 0) + 1);
    return () => {
      const left = (this.#shown.get(room) ?? 1) - 1;
      if (left > 0) this.#shown.set(room, left);
      else this.#shown.delete(room);
    };
  }

  #hear(said: unknown) {
    const frame = parsePersonFrame(said);
    switch (frame?.type) {
      case 'removed':
        return this.#removed(frame.ban);
      case 'ban_lifted': {
        const { ban, room } = frame;
        this.#set({ lifted: new Set(this.#state.lifted).add(ban).add(room?.id ?? '') });
        // Where the end of the stay is shown, that page opens the door.
        if (!room || !this.#shown.has(room.id)) this.#options.onLifted(ban, room);
        return;
      }
      case 'superseded':
        return this.#set({ superseded: frame.entry_id });
    }
  }

  #removed(ban: Ban) {
    const room = ban.room?.id ?? '';
    const lifted = new Set(this.#state.lifted);
    lifted.delete(room);
    this.#set({ removals: new Map(this.#state.removals).set(room, ban), lifted });
    const told = ban.scope === 'room' ? this.#shown.has(room) : this.#shown.size > 0;
    if (!told) this.#options.onRemoved(ban);
  }

  #closed(code: number, opened: boolean): 'reconnect' | 'stop' {
    const now = (this.#options.now ?? Date.now)();
    if (code === CLOSED.signedOut) this.#options.onDoubt();
    else if (!opened && now - this.#doubted >= DOUBT_EVERY_MS) {
      this.#doubted = now;
      this.#options.onDoubt();
    }
    return closeMeans(code);
  }

  #set(part: Partial<PresenceState>) {
    this.#state = { ...this.#state, ...part };
    for (const listener of this.#listeners) listener();
  }
}

/** The removal that keeps somebody out of a room: of the room itself, or of everything around it. */
export function removalFrom({ removals }: PresenceState, room: string): Ban | null {
  const [own, wide] = [removals.get(room), removals.get('')];
  if (!own || !wide) return own ?? wide ?? null;
  return Date.parse(wide.created_at) > Date.parse(own.created_at) ? wide : own;
}

/** Whether a removal was taken back. Of a refusal only the room is known. */
export const wasLifted = ({ lifted }: PresenceState, ban: string | null, room: string): boolean =>
  ban === null ? lifted.has(room) : lifted.has(ban);

export const socketAddress = (origin: string): string =>
  new URL('/api/v1/me/socket', origin.replace(/^http/, 'ws')).href;
