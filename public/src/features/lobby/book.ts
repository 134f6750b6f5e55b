import type { LobbyFrame, Place } from '../../api/live';
import type { Card } from '../../api/types';

/** What the line has told so far. */
export interface Told {
  /** The last number this viewer was told. */
  seq: number;
  place: Place;
  /** In the organizer's order. */
  cards: Card[];
}

/** The cards of one place as its socket tells them, by numbers: nothing is taken twice, and nothing is taken over a gap. */
export class LobbyBook {
  #told: Told | null = null;

  get told(): Told | null {
    return this.#told;
  }

  /** `gap`: something in between was not heard; only a new hello helps. */
  hear(frame: LobbyFrame): 'new' | 'old' | 'gap' {
    if (frame.type === 'hello') {
      const { seq, place, cards } = frame;
      this.#told = { seq, place, cards };
      return 'new';
    }
    const told = this.#told;
    if (!told || frame.after > told.seq) return 'gap';
    if (frame.seq <= told.seq) return 'old';
    this.#told = { seq: frame.seq, place: frame.place ?? told.place, cards: change(told.cards, frame) };
    return 'new';
  }

  /** Before a new hello nothing that is known can be gone on from. */
  forget() {
    this.#told = null;
  }
}

type Change = Pick<Extract<LobbyFrame, { type: 'cards' }>, 'cards' | 'gone' | 'order'>;

function change(before: Card[], { cards, gone, order }: Change): Card[] {
  if (cards.length === 0 && gone.length === 0 && !order) return before;
  const known = new Map(before.map((card) => [card.room, card]));
  for (const card of cards) known.set(card.room, card);
  for (const room of gone) known.delete(room);
  if (!order) return [...known.values()];
  return order.flatMap((room) => known.get(room) ?? []);
}
