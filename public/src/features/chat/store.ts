import { ApiError } from '../../api/client';
import { serverNow } from '../../api/clock';
import type { Message, MessagePage } from '../../api/live';
import { deleteMessage, postMessage, readMessages } from '../../api/messages';
import { MessageBook } from './book';
import { Outbox, type Pending } from './outbox';

/** A first page this full may have more before it. */
const PAGE = 50;
const RETRY_MS = [1000, 2000, 4000, 8000, 15_000];

export interface ChatApi {
  read: (query: { before?: number; after?: number }) => Promise<MessagePage>;
  post: (id: string, text: string) => Promise<Message>;
  remove: (id: string) => Promise<unknown>;
}

export interface ChatState {
  phase: 'loading' | 'ready' | 'failed';
  messages: readonly Message[];
  pending: readonly Pending[];
  /** Of others, since the panel was last open. */
  unread: number;
  hasEarlier: boolean;
  earlier: 'idle' | 'loading' | 'failed';
  /** Deletions on their way, and those that did not work. */
  deleting: ReadonlyMap<string, 'asked' | 'failed'>;
}

interface Options {
  room: string;
  me: string;
  api?: ChatApi;
  newId?: () => string;
  /** A call was refused: the room decides what that means for the stay. */
  onRefused?: (error: unknown) => void;
}

/**
 * A room's chat as this tab knows it. The room numbers every change; `seq` is the number up to which nothing is missing
 * here. A frame that starts later than that is a gap, and what is missing is asked for.
 */
export class ChatStore {
  readonly me: string;
  /** What is being written; kept while the panel is closed. */
  draft = '';
  readonly #api: ChatApi;
  readonly #onRefused: (error: unknown) => void;
  readonly #book = new MessageBook();
  readonly #outbox: Outbox;
  readonly #listeners = new Set<() => void>();
  /** The number up to which nothing is missing; null before the first word. */
  #seq: number | null = null;
  /** The highest number heard of. */
  #target = 0;
  #reading = false;
  #failures = 0;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #open = false;
  #readTo = 0;
  #closed = false;
  #deleting = new Map<string, 'asked' | 'failed'>();
  #earlier: ChatState['earlier'] = 'idle';
  #failed = false;
  #state: ChatState;

  constructor({ room, me, api = apiOf(room), newId, onRefused = () => undefined }: Options) {
    this.me = me;
    this.#api = api;
    this.#onRefused = onRefused;
    this.#outbox = new Outbox({
      post: api.post,
      onSent: (message) => {
        this.#book.addMissing([message]);
        this.#changed();
      },
      onFailed: onRefused,
      onChange: () => this.#changed(),
      ...(newId && { newId }),
    });
    this.#state = this.#build();
  }

  get seq(): number | null {
    return this.#seq;
  }

  subscribe = (listener: () => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };
  snapshot = () => this.#state;

  close() {
    this.#closed = true;
    clearTimeout(this.#retry);
    this.#outbox.close();
  }

  /** The first frame of a connection. */
  hello({ seq, messages, complete }: { seq: number; messages: Message[]; complete: boolean }) {
    this.#target = Math.max(this.#target, seq);
    if (!this.#book.loaded) this.#start(messages, seq, messages.length >= PAGE);
    else if (!complete) this.#fill();
    // Older than what asking told meanwhile, it would bring back a line that was deleted since.
    else if (seq > (this.#seq ?? 0)) this.#take(messages, seq);
  }

  /** Everything that changed after number `after`, up to `seq`. */
  changes({ after, seq, messages }: { after: number; seq: number; messages: Message[] }) {
    this.#target = Math.max(this.#target, seq);
    if (this.#seq !== null && seq <= this.#seq) return;
    if (this.#seq === null || after > this.#seq) this.#fill();
    else this.#take(messages, seq);
  }

  /** Asks for what is missing: after a gap, or where no socket can be had. */
  load() {
    this.#failed = false;
    this.#changed();
    this.#fill();
  }

  setOpen(open: boolean) {
    this.#open = open;
    this.#changed();
  }

  send(text: string) {
    const line = text.trim();
    if (line) this.#outbox.add(line, serverNow());
  }

  tryAgain = (id: string) => this.#outbox.retry(id);
  discard = (id: string) => this.#outbox.discard(id);

  async loadEarlier() {
    const { before } = this.#book;
    if (before === null || this.#earlier === 'loading') return;
    this.#setEarlier('loading');
    try {
      const page = await this.#api.read({ before });
      this.#book.addEarlier(page.data, page.next_cursor !== null);
      this.#setEarlier('idle');
    } catch (error) {
      this.#setEarlier('failed');
      this.#onRefused(error);
    }
  }

  async remove(id: string) {
    if (this.#deleting.get(id) === 'asked') return;
    this.#setDeleting(id, 'asked');
    try {
      await this.#api.remove(id);
      const message = this.#book.get(id);
      if (message && message.text !== null) this.#book.change([tombstone(message, this.me)]);
      this.#setDeleting(id, null);
    } catch (error) {
      this.#setDeleting(id, 'failed');
      this.#onRefused(error);
    }
  }

  #start(messages: Message[], seq: number, more: boolean) {
    this.#book.start(messages, more);
    this.#seq = seq;
    // What was said before one came in is history, not news.
    this.#readTo = seq;
    this.#failed = false;
    this.#arrived(messages);
  }

  #take(messages: Message[], seq: number) {
    this.#book.change(messages);
    this.#seq = Math.max(this.#seq ?? 0, seq);
    this.#arrived(messages);
  }

  #arrived(messages: Message[]) {
    this.#outbox.arrived(messages);
    this.#changed();
  }

  /** One reader at a time. It goes on until it has the highest number heard of. */
  #fill() {
    clearTimeout(this.#retry);
    if (!this.#reading && !this.#closed) void this.#read();
  }

  async #read() {
    this.#reading = true;
    try {
      while (!this.#closed && (await this.#readOnce()));
      this.#failures = 0;
    } catch (error) {
      if (this.#closed) return;
      this.#failed = true;
      this.#changed();
      this.#onRefused(error);
      if (isFinal(error)) return;
      const wait = RETRY_MS[Math.min(this.#failures++, RETRY_MS.length - 1)];
      this.#retry = setTimeout(() => this.#fill(), wait);
    } finally {
      this.#reading = false;
    }
  }

  /** True while there is more to ask for. */
  async #readOnce(): Promise<boolean> {
    const after = this.#seq;
    const page = await this.#api.read(after === null ? {} : { after });
    if (this.#closed) return false;
    if (after === null) {
      if (this.#seq === null) this.#start(page.data, page.seq, page.next_cursor !== null);
    } else if (page.seq > (this.#seq ?? 0)) this.#take(page.data, page.seq);
    const own = this.#seq ?? 0;
    // An answer that leads nowhere ends the loop, whatever was promised.
    return own > (after ?? -1) && (own < this.#target || (after !== null && page.next_cursor !== null));
  }

  #setEarlier(earlier: ChatState['earlier']) {
    this.#earlier = earlier;
    this.#changed();
  }

  #setDeleting(id: string, state: 'asked' | 'failed' | null) {
    this.#deleting = new Map(this.#deleting);
    if (state) this.#deleting.set(id, state);
    else this.#deleting.delete(id);
    this.#changed();
  }

  #changed() {
    if (this.#closed) return;
    this.#state = this.#build();
    for (const listener of this.#listeners) listener();
  }

  #build(): ChatState {
    const messages = this.#book.list;
    if (this.#open) this.#readTo = Math.max(this.#readTo, messages.at(-1)?.seq ?? 0);
    const isUnread = ({ seq, person, text }: Message) => seq > this.#readTo && person.id !== this.me && text !== null;
    return {
      phase: this.#book.loaded ? 'ready' : this.#failed ? 'failed' : 'loading',
      messages,
      pending: this.#outbox.lines,
      unread: this.#open ? 0 : messages.filter(isUnread).length,
      hasEarlier: this.#book.before !== null,
      earlier: this.#earlier,
      deleting: this.#deleting,
    };
  }
}

/** Refused, and asking again would not change that. */
const isFinal = (error: unknown) =>
  error instanceof ApiError && error.status >= 400 && error.status < 500 && error.status !== 429;

/** A deleted line before the room's own word about it is here. */
const tombstone = (message: Message, me: string): Message => ({
  ...message,
  text: null,
  deleted_at: new Date().toISOString(),
  deleted_by: message.person.id === me ? 'author' : 'moderator',
});

const apiOf = (room: string): ChatApi => ({
  read: (query) => readMessages(room, query),
  post: (id, text) => postMessage(room, id, text),
  remove: (id) => deleteMessage(room, id),
});
