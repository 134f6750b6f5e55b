import type { Face, PersonFacts } from '../../api/live';

/** Whose card is open, and beside what. */
export interface OpenCard {
  person: PersonFacts;
  anchor: HTMLElement;
  /** Another opening is another card. */
  count: number;
}

/** The one card of this page: whatever shows somebody's name can open it. */
class PersonCards {
  readonly #listeners = new Set<() => void>();
  #open: OpenCard | null = null;
  #count = 0;

  subscribe = (listener: () => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };
  snapshot = () => this.#open;

  show(person: Pick<Face, 'id' | 'name'> & Partial<PersonFacts>, anchor: HTMLElement) {
    const { title = null, company = null, avatar = null, email = null, ...who } = person;
    this.#set({ person: { ...who, title, company, avatar, email }, anchor, count: ++this.#count });
  }

  /** The focus goes back to what opened it, or to the page where that is gone. */
  close = () => {
    const anchor = this.#open?.anchor;
    this.#set(null);
    setTimeout(() => {
      if (anchor?.isConnected) anchor.focus({ preventScroll: true });
      else document.getElementById('content')?.focus({ preventScroll: true });
    });
  };

  #set(open: OpenCard | null) {
    this.#open = open;
    for (const listener of this.#listeners) listener();
  }
}

export const personCards = new PersonCards();
