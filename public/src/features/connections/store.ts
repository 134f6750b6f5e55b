import { answerRequest, askToConnect, blockPerson, readConnections, unblockPerson } from '../../api/connections';
import type { Connection, PersonFacts, PersonFrame } from '../../api/live';
import { type Failure, failureOf, standingOf } from './logic';

export interface ConnectionsState {
  phase: 'none' | 'loading' | 'ready' | 'failed';
  /** By the other person's id: there is one at most with anybody. */
  all: ReadonlyMap<string, Connection>;
  /** Requests that wait for an answer. */
  pending: number;
  /** A call about this person is on its way. */
  busy: ReadonlySet<string>;
  /** What the last call about this person came to. */
  failed: ReadonlyMap<string, Failure>;
}

interface Calls {
  read: typeof readConnections;
  ask: typeof askToConnect;
  answer: typeof answerRequest;
  block: typeof blockPerson;
  unblock: typeof unblockPerson;
}
const calls: Calls = {
  read: readConnections,
  ask: askToConnect,
  answer: answerRequest,
  block: blockPerson,
  unblock: unblockPerson,
};

interface Options extends Partial<Calls> {
  /** Somebody asks; returns how to take the word back once it is answered. */
  onAsked: (connection: Connection) => () => void;
  /** Somebody said yes. */
  onAccepted: (connection: Connection) => void;
  now: () => number;
}

/** An old one told anew (a new job title) is no news. */
const NEWS_MS = 60_000;

const EMPTY: ConnectionsState = { phase: 'none', all: new Map(), pending: 0, busy: new Set(), failed: new Map() };

/** Whom one is connected with or about to be: read when somebody looks, told by the Person's socket, changed at once. */
export class Connections {
  readonly #options: Options & Calls;
  readonly #listeners = new Set<() => void>();
  readonly #asked = new Map<string, () => void>();
  #state = EMPTY;
  /** What the server counted, until the list is here. */
  #counted = 0;
  /** Another session's answers are not for this one. */
  #run = 0;

  constructor(options: Options) {
    this.#options = { ...calls, ...options };
  }

  subscribe = (listener: () => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };
  snapshot = () => this.#state;

  hear = (frame: PersonFrame) => {
    if (frame.type === 'hello') {
      this.#counted = frame.pending ?? 0;
      // Something may have been said while nobody listened.
      if (this.#state.phase === 'none') this.#set({});
      else void this.load();
    }
    if (frame.type === 'connection') this.#told(frame.connection);
  };

  /** The session is over. */
  forget() {
    this.#run++;
    for (const takeBack of this.#asked.values()) takeBack();
    this.#asked.clear();
    this.#set(EMPTY);
    this.#counted = 0;
    this.#set({});
  }

  /** Reads the list, unless that was done: since then the socket tells. */
  need() {
    if (this.#state.phase === 'none') void this.load();
  }

  load = async () => {
    const run = this.#run;
    const before = this.#state.all;
    if (this.#state.phase !== 'ready') this.#set({ phase: 'loading' });
    try {
      const list = await this.#options.read();
      if (run !== this.#run) return;
      const all = new Map(list.map((connection) => [connection.person.id, connection]));
      // What changed while it was read is newer than what was read.
      for (const [person, now] of this.#state.all)
        if (now !== before.get(person) || this.#busy(person)) all.set(person, now);
      this.#set({ phase: 'ready', all });
    } catch {
      if (run === this.#run && this.#state.phase !== 'ready') this.#set({ phase: 'failed' });
    }
  };

  /** A person's card was read by itself. */
  learn(connection: Connection) {
    if (!this.#busy(connection.person.id)) this.#put(connection);
  }

  add(person: PersonFacts) {
    const was = this.#state.all.get(person.id);
    // They asked first: the answer to that is a yes, and the server takes it as one.
    const state = standingOf(was) === 'asked' ? 'accepted' : 'pending';
    const guess = { ...guessed(person, was), state, direction: 'outgoing' } as const;
    return this.#doing(person.id, guess, () => this.#options.ask(person.id));
  }

  accept = (connection: Connection) => this.#answering(connection, 'accept', 'accepted');
  decline = (connection: Connection) => this.#answering(connection, 'decline', 'declined');
  withdraw = (connection: Connection) => this.#answering(connection, 'withdraw', 'withdrawn');

  block(person: PersonFacts) {
    const guess = { ...guessed({ ...person, email: null }, this.#state.all.get(person.id)), state: 'blocked' } as const;
    return this.#doing(person.id, guess, () => this.#options.block(person.id));
  }

  unblock(person: PersonFacts) {
    return this.#doing(person.id, null, () => this.#options.unblock(person.id));
  }

  #answering(connection: Connection, verb: 'accept' | 'decline' | 'withdraw', state: Connection['state']) {
    const guess = { ...connection, state };
    return this.#doing(connection.person.id, guess, () => this.#options.answer(connection.id, verb));
  }

  /** Shown as done at once; taken back if it was not. True if it was. */
  async #doing(
    person: string,
    guess: Connection | null,
    call: () => Promise<Connection | undefined>,
  ): Promise<boolean> {
    if (this.#busy(person)) return false;
    const run = this.#run;
    const before = this.#state.all.get(person) ?? null;
    const { failed, busy } = this.#state;
    this.#set({
      all: withOne(this.#state.all, person, guess),
      busy: new Set(busy).add(person),
      failed: without(failed, person),
    });
    this.#quiet(person, guess);
    try {
      const said = await call();
      if (run !== this.#run) return false;
      this.#free(person);
      if (said) this.#put(said);
      return true;
    } catch (error) {
      if (run !== this.#run) return false;
      this.#free(person);
      const overtaken = (this.#state.all.get(person) ?? null) !== guess;
      this.#set({
        ...(!overtaken && { all: withOne(this.#state.all, person, before) }),
        failed: new Map(this.#state.failed).set(person, failureOf(error, this.#options.now())),
      });
      return false;
    }
  }

  #told(connection: Connection) {
    const { id } = connection.person;
    const before = this.#state.all.get(id);
    if (!this.#put(connection)) return;
    const [was, is] = [standingOf(before), standingOf(connection)];
    if (was === is) return;
    const news = this.#options.now() - Date.parse(connection.updated_at) < NEWS_MS;
    if (is === 'asked' && news) this.#asked.set(id, this.#options.onAsked(connection));
    if (is === 'connected' && news && connection.direction === 'outgoing') this.#options.onAccepted(connection);
  }

  /** False for what is older than what is known. */
  #put(connection: Connection): boolean {
    const { id } = connection.person;
    const known = this.#state.all.get(id);
    if (known && Date.parse(connection.updated_at) < Date.parse(known.updated_at)) return false;
    this.#set({ all: withOne(this.#state.all, id, connection) });
    this.#quiet(id, connection);
    return true;
  }

  /** Answered, here or in another tab: nobody has to be asked any more. */
  #quiet(person: string, now: Connection | null) {
    if (standingOf(now) === 'asked') return;
    this.#asked.get(person)?.();
    this.#asked.delete(person);
  }

  #busy(person: string) {
    return this.#state.busy.has(person);
  }

  #free(person: string) {
    const busy = new Set(this.#state.busy);
    busy.delete(person);
    this.#set({ busy });
  }

  #set(part: Partial<ConnectionsState>) {
    const [before, next] = [this.#state, { ...this.#state, ...part }];
    const asked = askedIn(next.all);
    // Before the list is here only the number is known, and how it changed since.
    if (before.phase !== 'ready') this.#counted = Math.max(asked, this.#counted + asked - askedIn(before.all));
    this.#state = { ...next, pending: next.phase === 'ready' ? asked : this.#counted };
    for (const listener of this.#listeners) listener();
  }
}

/** As it will look before the server has said so. Its word, whenever it was said, is newer. */
const guessed = (person: PersonFacts, was: Connection | undefined): Connection => ({
  id: '',
  state: 'pending',
  direction: 'outgoing',
  created_at: EARLIEST,
  updated_at: EARLIEST,
  ...was,
  person,
});
const EARLIEST = '1970-01-01T00:00:00Z';

function withOne(all: ReadonlyMap<string, Connection>, person: string, now: Connection | null) {
  const next = new Map(all);
  if (now) next.set(person, now);
  else next.delete(person);
  return next;
}

function without(failed: ConnectionsState['failed'], person: string) {
  const next = new Map(failed);
  next.delete(person);
  return next;
}

const askedIn = (all: ConnectionsState['all']) => [...all.values()].filter((one) => standingOf(one) === 'asked').length;
