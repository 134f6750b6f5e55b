import { ApiError } from '../../api/client';
import type { Message } from '../../api/live';

/** Why a line was not sent, as far as it changes what to say or do. */
export type SendFailure = 'network' | 'no_seat' | 'banned' | 'invalid' | 'other';

export interface Pending {
  /** Chosen here, and the same for every try: the server writes it once. */
  id: string;
  text: string;
  /** When it was written, in ms. */
  at: number;
  state: 'sending' | 'waiting' | 'failed';
  failure: SendFailure | null;
}

interface Options {
  post: (id: string, text: string) => Promise<Message>;
  onSent: (message: Message) => void;
  onFailed: (error: unknown) => void;
  onChange: () => void;
  newId?: () => string;
}

/** Lines on their way, one after the other: what was written first is sent first. */
export class Outbox {
  #lines: Pending[] = [];
  #busy = false;
  #closed = false;
  readonly #options: Required<Options>;

  constructor(options: Options) {
    this.#options = { newId: () => crypto.randomUUID(), ...options };
  }

  get lines(): readonly Pending[] {
    return this.#lines;
  }

  add(text: string, at: number) {
    this.#set([...this.#lines, { id: this.#options.newId(), text, at, state: 'sending', failure: null }]);
    void this.#work();
  }

  retry(id: string) {
    if (this.#find(id)?.state !== 'failed') return;
    this.#change(id, { state: 'sending', failure: null });
    void this.#work();
  }

  discard(id: string) {
    if (this.#find(id)?.state === 'failed') this.#set(this.#lines.filter((line) => line.id !== id));
  }

  /** Messages of this person that the room has: whichever way they were heard of, these lines have arrived. */
  arrived(messages: readonly Message[]) {
    const ids = new Set(messages.map(({ id }) => plain(id)));
    if (this.#lines.some(({ id }) => ids.has(plain(id)))) {
      this.#set(this.#lines.filter(({ id }) => !ids.has(plain(id))));
    }
  }

  close() {
    this.#closed = true;
  }

  async #work() {
    if (this.#busy) return;
    this.#busy = true;
    for (let line = this.#next(); line && !this.#closed; line = this.#next()) await this.#send(line);
    this.#busy = false;
  }

  #next = () => this.#lines.find(({ state }) => state !== 'failed');
  #find = (id: string) => this.#lines.find((line) => line.id === id);

  async #send({ id, text }: Pending) {
    try {
      const message = await this.#options.post(id, text);
      if (this.#closed) return;
      this.#options.onSent(message);
      this.#set(this.#lines.filter((line) => line.id !== id));
    } catch (error) {
      if (this.#closed || !this.#find(id)) return;
      if (error instanceof ApiError && error.status === 429) {
        this.#change(id, { state: 'waiting' });
        await pause((error.retryAfter ?? 1) * 1000);
        return;
      }
      this.#change(id, { state: 'failed', failure: failureOf(error) });
      this.#options.onFailed(error);
    }
  }

  #change(id: string, part: Partial<Pending>) {
    this.#set(this.#lines.map((line) => (line.id === id ? { ...line, ...part } : line)));
  }

  #set(lines: Pending[]) {
    this.#lines = lines;
    this.#options.onChange();
  }
}

/** The id on the wire is a prefix and the one chosen here, without its dashes. */
const plain = (id: string) => id.replace(/^msg_/, '').replaceAll('-', '').toLowerCase();

function failureOf(error: unknown): SendFailure {
  if (!(error instanceof ApiError) || error.status === 0) return 'network';
  if (error.code === 'no_seat' || error.code === 'banned' || error.code === 'invalid') return error.code;
  return 'other';
}

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
