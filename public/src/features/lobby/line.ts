import { CLOSED, parseLobbyFrame } from '../../api/live';
import { closeMeans, LiveSocket } from '../live/socket';
import { LobbyBook, type Told } from './book';

/**
 * `opening`: nothing heard yet. `live`: what is shown is what is so. `lost`: for a moment only, nobody need know.
 * `down`: lost for longer, it comes back by itself. `stopped`: the server wants no more of this tab until it asks again.
 */
export type Line = 'opening' | 'live' | 'lost' | 'down' | 'stopped';

interface Options {
  url: () => string;
  onTold: (told: Told) => void;
  /** This place is not here for this person any more. */
  onGone: () => void;
  /** The session is over: an ordinary call will tell. */
  onSignedOut: () => void;
  WebSocket?: typeof WebSocket;
  random?: () => number;
  /** Calls back when the machine has no network; returns how to stop that. */
  onOffline?: (listener: () => void) => () => void;
}

/** A deploy takes every line down for half a second: that is nothing to talk about, and nothing to poll for. */
const MOMENT_MS = 2000;

/** The line to one lobby: its cards while they are live, and whether they are. */
export class LobbyLine {
  readonly #options: Options;
  readonly #socket: LiveSocket;
  readonly #book = new LobbyBook();
  readonly #listeners = new Set<() => void>();
  #line: Line = 'opening';
  #moment: ReturnType<typeof setTimeout> | undefined;
  #online: (() => void) | null = null;

  constructor(options: Options) {
    const { url, WebSocket, random } = options;
    this.#options = options;
    this.#socket = new LiveSocket({
      url,
      onFrame: (frame) => this.#hear(frame),
      onClose: (code) => this.#closed(code),
      ...(WebSocket && { WebSocket }),
      ...(random && { random }),
    });
  }

  subscribe = (listener: () => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };
  snapshot = () => this.#line;

  /** Also again, after the server stopped it. */
  open = () => {
    this.#settle('opening');
    this.#online ??= (this.#options.onOffline ?? onOffline)(() => this.#offline());
    this.#lose();
    this.#socket.open();
  };

  close() {
    this.#settle('opening');
    this.#online?.();
    this.#online = null;
    this.#socket.close();
    this.#book.forget();
  }

  #hear(said: unknown) {
    const frame = parseLobbyFrame(said);
    if (!frame) return;
    const heard = this.#book.hear(frame);
    if (heard === 'gap') return this.#again();
    this.#settle('live');
    if (heard === 'new' && this.#book.told) this.#options.onTold(this.#book.told);
  }

  /** A dead line takes a minute to be noticed: the machine knows sooner. */
  #offline() {
    if (this.#line === 'stopped') return;
    this.#again();
    this.#settle('down');
  }

  #again() {
    this.#lose();
    this.#socket.reconnect();
  }

  #closed(code: number): 'reconnect' | 'stop' {
    if (code === CLOSED.signedOut) this.#options.onSignedOut();
    if (code === CLOSED.notHere) this.#options.onGone();
    this.#lose();
    // Both take this page away. Where they turn out not to, it was meant for a moment that is over.
    if (code === CLOSED.signedOut || code === CLOSED.notHere) return 'reconnect';
    const next = closeMeans(code);
    if (next === 'stop') this.#settle('stopped');
    return next;
  }

  /** From now on until a frame, nothing is certain; after a moment that is said. */
  #lose() {
    this.#book.forget();
    if (this.#line === 'down') return;
    if (this.#line === 'live') this.#set('lost');
    this.#moment ??= setTimeout(() => this.#settle('down'), MOMENT_MS);
  }

  /** What is so now, whatever was about to become so. */
  #settle(line: Line) {
    clearTimeout(this.#moment);
    this.#moment = undefined;
    this.#set(line);
  }

  #set(line: Line) {
    if (line === this.#line) return;
    this.#line = line;
    for (const listener of this.#listeners) listener();
  }
}

export const lobbyAddress = (origin: string, id: string, of: 'features' | 'items' = 'features'): string =>
  new URL(`/api/v1/${of}/${encodeURIComponent(id)}/socket`, origin.replace(/^http/, 'ws')).href;

function onOffline(listener: () => void) {
  addEventListener('offline', listener);
  return () => removeEventListener('offline', listener);
}
