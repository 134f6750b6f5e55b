/** A short word at the foot of the page. */
export interface Toast {
  id: number;
  text: string;
  tone: 'plain' | 'danger';
  action: Action | null;
  /** The other answer to a question, before the first. */
  other: Action | null;
  /** Milliseconds; null stays until it is closed. */
  lasts: number | null;
  /** Cannot wait until something else has been read out. */
  urgent: boolean;
}

interface Action {
  label: string;
  /** For who does not see which words it stands beside. */
  says?: string;
  run: () => void;
}

export type NewToast = Pick<Toast, 'text'> & Partial<Omit<Toast, 'id'>>;

const LASTS_MS = 6000;
const MOST = 3;

/** What is being said, and for how long. Time stands still while somebody looks at it or has the focus in it. */
export class Toasts {
  #shown: readonly Toast[] = [];
  #listeners = new Set<() => void>();
  #clocks = new Map<number, { left: number; since: number; timer: ReturnType<typeof setTimeout> }>();
  #held = new Set<string>();
  #next = 1;

  subscribe = (listener: () => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };
  snapshot = () => this.#shown;

  /** Errors stay until they are closed, everything else six seconds. */
  show({ text, tone = 'plain', action = null, other = null, urgent = false, ...more }: NewToast): number {
    const { lasts = tone === 'danger' ? null : LASTS_MS } = more;
    const id = this.#next++;
    this.#set([...this.#shown, { id, text, tone, action, other, lasts, urgent }]);
    if (lasts !== null) this.#start(id, lasts);
    while (this.#shown.length > MOST) this.close(this.#leastNeeded().id);
    return id;
  }

  /** What passes anyway goes first, what is urgent last. */
  #leastNeeded(): Toast {
    const first = (fits: (toast: Toast) => boolean) => this.#shown.find(fits);
    return (first(({ lasts }) => lasts !== null) ?? first(({ urgent }) => !urgent) ?? this.#shown[0])!;
  }

  close = (id: number) => {
    clearTimeout(this.#clocks.get(id)?.timer);
    this.#clocks.delete(id);
    this.#set(this.#shown.filter((toast) => toast.id !== id));
    if (this.#shown.length === 0) this.#held.clear();
  };

  /** Held by several at once (pointer and focus), it goes on when the last lets go. */
  hold(by: string) {
    if (this.#shown.length === 0) return;
    const still = this.#held.size > 0;
    this.#held.add(by);
    if (still) return;
    for (const [id, clock] of this.#clocks) {
      clearTimeout(clock.timer);
      this.#clocks.set(id, { ...clock, left: clock.left - (Date.now() - clock.since), since: Date.now() });
    }
  }

  release(by: string) {
    if (!this.#held.delete(by) || this.#held.size > 0) return;
    for (const [id, { left }] of this.#clocks) this.#start(id, left);
  }

  #start(id: number, left: number) {
    const timer = setTimeout(() => this.close(id), Math.max(0, left));
    if (this.#held.size > 0) clearTimeout(timer);
    this.#clocks.set(id, { left, since: Date.now(), timer });
  }

  #set(shown: readonly Toast[]) {
    this.#shown = shown;
    for (const listener of this.#listeners) listener();
  }
}

/** The one region of this page. */
export const toasts = new Toasts();
