import { CLOSED } from '../../api/live';

const PING_MS = 25_000;
/** Nothing heard for this long: the line is dead, whatever the browser thinks. */
const SILENCE_MS = 60_000;
const SLOWEST_MS = 15_000;
/** Hung up by us, because what was heard makes no sense: the server may have told everybody the same. */
const ANEW_MS = 2000;

/** The part of a WebSocket that is used here. */
type Wire = Pick<WebSocket, 'send' | 'close' | 'onopen' | 'onmessage' | 'onclose'>;

interface Options {
  /** Asked before every connect: what to ask for changes with what is known. */
  url: () => string;
  /** What the server said, parsed from JSON and not yet checked. */
  onFrame: (frame: unknown) => void;
  /** `opened` is false where not even the handshake succeeded: the server may have refused, a browser cannot see why. */
  onClose?: (code: number, opened: boolean) => 'reconnect' | 'stop';
  WebSocket?: new (url: string) => Wire;
  random?: () => number;
  /** Calls back when trying at once is worth it; returns how to stop that. */
  onWake?: (listener: () => void) => () => void;
}

/**
 * One socket that comes back. It pings, notices a dead line, and reconnects with full jitter, or at once when the
 * machine is back online or the page back in view. `onClose` says which goodbyes are final.
 */
export class LiveSocket {
  readonly #options: Required<Options>;
  #wire: Wire | null = null;
  #opened = false;
  #heard = 0;
  #attempt = 0;
  #wanted = false;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #ping: ReturnType<typeof setInterval> | undefined;
  #unwake: (() => void) | null = null;

  constructor(options: Options) {
    this.#options = {
      onClose: closeMeans,
      WebSocket: globalThis.WebSocket,
      random: Math.random,
      onWake: onWake,
      ...options,
    };
  }

  /** Connects, unless that is done or under way. */
  open() {
    if (this.#wanted) return;
    this.#wanted = true;
    this.#unwake = this.#options.onWake(() => this.#wake());
    this.#connect();
  }

  /** The end, until the next open. */
  close() {
    this.#wanted = false;
    this.#unwake?.();
    this.#unwake = null;
    clearTimeout(this.#retry);
    this.#retry = undefined;
    this.#drop();
  }

  /** Hangs up and comes back: what was said does not fit what is known, or the machine lost its network. */
  reconnect() {
    if (!this.#wanted) return;
    this.#drop();
    this.#wait(ANEW_MS);
  }

  #connect() {
    clearTimeout(this.#retry);
    this.#retry = undefined;
    this.#opened = false;
    this.#heard = Date.now();
    const wire = new this.#options.WebSocket(this.#options.url());
    this.#wire = wire;
    wire.onopen = () => {
      this.#opened = true;
      this.#heard = Date.now();
    };
    wire.onmessage = ({ data }) => this.#hear(data);
    wire.onclose = ({ code }) => this.#closed(code);
    this.#ping = setInterval(() => this.#check(), PING_MS);
  }

  #hear(data: unknown) {
    this.#heard = Date.now();
    if (data === 'pong') return;
    const frame = parse(data);
    if (frame === undefined) return;
    // Not when it opens: a server that accepts and hangs up must not be called again and again without a pause.
    this.#attempt = 0;
    this.#options.onFrame(frame);
  }

  #check() {
    if (Date.now() - this.#heard >= SILENCE_MS) return this.#closed(1006);
    if (this.#opened) this.#wire?.send('ping');
  }

  #wake() {
    if (this.#retry !== undefined) this.#connect();
    else this.#check();
  }

  #closed(code: number) {
    const opened = this.#opened;
    this.#drop();
    if (this.#options.onClose(code, opened) === 'stop') return this.close();
    // onClose may have closed us, or opened us anew.
    if (!this.#wanted || this.#wire) return;
    this.#wait(Math.min(500 * 2 ** this.#attempt++, SLOWEST_MS));
  }

  #wait(longest: number) {
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => this.#connect(), this.#options.random() * longest);
  }

  /** Lets go of the wire at once: the close of a dead line can take minutes to be noticed. */
  #drop() {
    clearInterval(this.#ping);
    const wire = this.#wire;
    if (!wire) return;
    this.#wire = null;
    wire.onopen = wire.onmessage = wire.onclose = null;
    wire.close();
  }
}

const FINAL: ReadonlySet<number> = new Set(Object.values(CLOSED));

/** What a close code means when nothing special is to be done about it. */
export const closeMeans = (code: number): 'reconnect' | 'stop' => (FINAL.has(code) ? 'stop' : 'reconnect');

function parse(data: unknown): unknown {
  try {
    return typeof data === 'string' ? JSON.parse(data) : undefined;
  } catch {
    return undefined;
  }
}

function onWake(listener: () => void) {
  const seen = () => document.visibilityState === 'visible' && listener();
  addEventListener('online', listener);
  document.addEventListener('visibilitychange', seen);
  return () => {
    removeEventListener('online', listener);
    document.removeEventListener('visibilitychange', seen);
  };
}
