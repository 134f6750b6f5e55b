import type { Message } from '../../api/live';

/**
 * The messages this tab knows, in order: everything from `floor` on, without a hole. What changes below the floor is
 * kept aside until that part is loaded, so that an old page never brings back a line that was deleted since.
 */
export class MessageBook {
  #known = new Map<string, Message>();
  #below = new Map<string, Message>();
  /** The lowest seq there is no hole above; 0 once the beginning is here. Null before the first load. */
  #floor: number | null = null;
  #sorted: Message[] | null = null;

  get loaded(): boolean {
    return this.#floor !== null;
  }

  /** Where to ask for earlier ones; null when there are none. */
  get before(): number | null {
    return this.#floor || null;
  }

  get list(): readonly Message[] {
    this.#sorted ??= [...this.#known.values()].sort((a, b) => a.seq - b.seq);
    return this.#sorted;
  }

  has(id: string): boolean {
    return this.#known.has(id);
  }

  get(id: string): Message | undefined {
    return this.#known.get(id);
  }

  /** The newest page, which everything starts with. `more`: earlier ones exist, or may. */
  start(messages: readonly Message[], more: boolean) {
    const lowest = Math.min(...messages.map(({ seq }) => seq));
    this.#floor = more && messages.length > 0 ? lowest : 0;
    this.change(messages);
  }

  /** The newest word about these messages. */
  change(messages: readonly Message[]) {
    for (const message of messages) {
      const place = this.#floor !== null && message.seq < this.#floor ? this.#below : this.#known;
      place.set(message.id, message);
    }
    this.#sorted = null;
  }

  /** An answer that may be older than what was heard meanwhile: only what is new in it counts. */
  addMissing(messages: readonly Message[]) {
    this.change(messages.filter(({ id }) => !this.#known.has(id)));
  }

  /** A page from below the floor. */
  addEarlier(messages: readonly Message[], more: boolean) {
    const lowest = Math.min(...messages.map(({ seq }) => seq));
    this.#floor = more && messages.length > 0 ? lowest : 0;
    this.addMissing(messages.map((message) => this.#below.get(message.id) ?? message));
    const risen = [...this.#below.values()].filter(({ seq }) => seq >= (this.#floor ?? 0));
    for (const { id } of risen) this.#below.delete(id);
    this.addMissing(risen);
  }
}
