/**
 * The entry id of this tab: "it is still me" over reloads and retries, never shared with a second tab.
 *
 * It lives in memory and goes to sessionStorage only while the page is being unloaded. A browser copies
 * sessionStorage into a duplicated tab; two tabs with one entry id would throw each other out without end.
 */
export interface Entry {
  room: string;
  id: string;
}

type Store = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;
const KEY = 'hallway.entry';

export class EntryBook {
  #current: Entry | null;
  /** The seat one has while another room is only asked for: nothing about it changes until the move is done. */
  #aside: Entry | null = null;

  constructor(
    private readonly store: Store,
    private readonly newId: () => string = () => crypto.randomUUID(),
  ) {
    this.#current = read(store);
    store.removeItem(KEY);
  }

  get current(): Entry | null {
    return this.#current;
  }

  /** The entry this tab has for a room, if any. */
  of(room: string): Entry | null {
    return [this.#current, this.#aside].find((entry) => entry?.room === room) ?? null;
  }

  /** The entry for a room, made if there is none. */
  open(room: string): Entry {
    return this.of(room) ?? this.renew(room);
  }

  /** A new entry: after leaving, or when the old one was superseded. */
  renew(room: string): Entry {
    const entry = { room, id: this.newId() };
    if (this.#aside?.room === room) this.#aside = entry;
    else {
      if (this.#current?.room !== room) this.#aside = this.#current;
      this.#current = entry;
    }
    return entry;
  }

  /** Forgets an entry, and no newer one. */
  close(entry: Entry) {
    if (this.#aside?.id === entry.id) this.#aside = null;
    if (this.#current?.id !== entry.id) return;
    this.#current = this.#aside;
    this.#aside = null;
  }

  /** The page is going away: keep the entry for a reload, and tell the server that we may be gone. */
  park(): Entry | null {
    const entry = this.#aside ?? this.#current;
    if (entry) this.store.setItem(KEY, JSON.stringify(entry));
    return entry;
  }
}

function read(store: Store): Entry | null {
  try {
    const value = JSON.parse(store.getItem(KEY) ?? 'null') as Partial<Entry> | null;
    return value && typeof value.room === 'string' && typeof value.id === 'string'
      ? { room: value.room, id: value.id }
      : null;
  } catch {
    return null;
  }
}
