/** A session's stream that plays on while its watcher is in a room. */
export interface Held {
  item: string;
  name: string;
  video: HTMLVideoElement;
  /** Ends the stream for good. */
  end: () => void;
}

/** One stream at most, in the one `<video>` it began in: moved from page to room and back, it never starts again. */
export class HeldStream {
  #held: Held | null = null;
  readonly #listeners = new Set<() => void>();

  subscribe = (listener: () => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };
  snapshot = () => this.#held;

  hold(held: Held) {
    if (held === this.#held) return;
    this.#held?.end();
    this.#set(held);
  }

  close = () => {
    this.#held?.end();
    this.#set(null);
  };

  /** A page was left for another one: the stream goes along into rooms and back to its own page, nowhere else. */
  wentTo(path: string) {
    if (this.#held && !goesAlong(path, this.#held.item)) this.close();
  }

  #set(held: Held | null) {
    if (held === this.#held) return;
    this.#held = held;
    for (const listener of this.#listeners) listener();
  }
}

export const goesAlong = (path: string, item: string): boolean =>
  path.startsWith('/rooms/') || path === `/items/${item}`;

export const heldStream = new HeldStream();
