import { type Ban, CLOSED, type Named, type Offer, type PersonFrame, parsePersonFrame } from '../../api/live';
import { closeMeans, LiveSocket } from '../live/socket';
import { withOffer, withoutOffer } from '../waiting/logic';

export interface PresenceState {
  /** The last removal this tab was told of, by room; those of a whole feature or event under `''`. */
  removals: ReadonlyMap<string, Ban>;
  /** `ban_…` and `room_…` of what was lifted since, `''` for what was wider. */
  lifted: ReadonlySet<string>;
  /** The entry that another tab took over last. */
  superseded: string | null;
  /** Seats kept for this person. */
  offers: readonly Offer[];
}

interface Options {
  url: () => string;
  /** Put out of a room this tab does not show: somebody has to say so. */
  onRemoved: (ban: Ban) => void;
  /** Without a room: of a whole feature or event. */
  onLifted: (ban: string, room: Named | null) => void;
  /** The session is over, or may be: an ordinary call will tell. */
  onDoubt: () => void;
  /** All that was said, for who keeps a book of their own. */
  onFrame?: (frame: PersonFrame) => void;
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
  readonly #shown = new Set<{ room: string; tell: (ban: Ban) => void }>();
  readonly #lapsed = new Set<(room: Named) => void>();
  #doubted = Number.NEGATIVE_INFINITY;
  #state: PresenceState = { removals: new Map(), lifted: new Set(), superseded: null, offers: [] };

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
  show(room: string, tell: (ban: Ban) => void = () => undefined) {
    const shown = { room, tell };
    this.#shown.add(shown);
    return () => void this.#shown.delete(shown);
  }

  /** Calls back when a seat was kept in vain, until the returned function is called. */
  onLapsed(tell: (room: Named) => void) {
    this.#lapsed.add(tell);
    return () => void this.#lapsed.delete(tell);
  }

  /** Refused: whatever was lifted before that was not what keeps the person out now. */
  refused(room: string) {
    this.#set({ lifted: without(this.#state.lifted, room, '') });
  }

  #hear(said: unknown) {
    const frame = parsePersonFrame(said);
    if (frame) this.#options.onFrame?.(frame);
    switch (frame?.type) {
      case 'removed':
        return this.#removed(frame.ban);
      case 'ban_lifted':
        return this.#lifted(frame.ban, frame.room);
      case 'hello':
        return this.#set({ offers: frame.offers ?? [] });
      case 'seat_free':
        return this.#set({ offers: withOffer(this.#state.offers, frame) });
      case 'seat_lapsed':
        this.#set({ offers: withoutOffer(this.#state.offers, frame.room.id) });
        for (const tell of this.#lapsed) tell(frame.room);
        return;
      case 'superseded':
        return this.#set({ superseded: frame.entry_id });
    }
  }

  #removed(ban: Ban) {
    const place = placeOf(ban);
    const { removals, lifted } = this.#state;
    this.#set({ removals: new Map(removals).set(place, ban), lifted: without(lifted, place) });
    // Which rooms are of a feature is not known here: only the one it was made in surely is.
    const here = [...this.#shown].filter(({ room }) => ban.scope === 'event' || room === ban.room?.id);
    for (const { tell } of here) tell(ban);
    if (here.length === 0) this.#options.onRemoved(ban);
  }

  #lifted(ban: string, room: Named | null) {
    const known = [...this.#state.removals.values()].find(({ id }) => id === ban);
    // Of a ban this tab never heard of only the room where it was made is known, not how far it reached.
    const places = known ? [placeOf(known)] : [room?.id ?? '', ''];
    this.#set({ lifted: new Set([...this.#state.lifted, ban, ...places]) });
    const one = known && known.scope !== 'room' ? null : room;
    // Where the end of the stay is shown, that page opens the door.
    if (![...this.#shown].some((shown) => shown.room === one?.id)) this.#options.onLifted(ban, one);
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

/** Whether a removal was taken back. Of a refusal no more is known than how far it reaches. */
export const wasLifted = (
  { lifted }: PresenceState,
  { id, scope }: { id: string | null; scope: Ban['scope'] },
  room: string,
): boolean => lifted.has(id ?? (scope === 'room' ? room : ''));

/** A wide ban names a room too: the one it was made in. */
const placeOf = ({ scope, room }: Ban): string => (scope === 'room' ? (room?.id ?? '') : '');

function without(from: ReadonlySet<string>, ...gone: string[]): ReadonlySet<string> {
  const left = new Set(from);
  for (const one of gone) left.delete(one);
  return left;
}

export const socketAddress = (origin: string): string =>
  new URL('/api/v1/me/socket', origin.replace(/^http/, 'ws')).href;
