import type { Place } from '../../api/live';
import type { Card, Feature } from '../../api/types';

/** What the address bar remembers about the lobby. */
export interface LobbySearch {
  feature?: string;
  q?: string;
  open?: true;
}

export function lobbySearch(raw: Record<string, unknown>): LobbySearch {
  const text = (value: unknown) => (typeof value === 'string' || typeof value === 'number' ? String(value) : '');
  return {
    ...(text(raw.feature) && { feature: text(raw.feature) }),
    ...(text(raw.q) && { q: text(raw.q) }),
    ...(raw.open === true && { open: true as const }),
  };
}

/** The feature to show: the one asked for, else the first. */
export const chosenFeature = (features: Feature[], wanted: string | undefined): Feature | undefined =>
  features.find((feature) => feature.id === wanted) ?? features[0];

/** The features with what the line of one of them told of it: its name, its icon or picture, how many rooms. */
export function followed(features: Feature[], { id, name, icon, image }: Place, rooms: number): Feature[] {
  const one = features.find((feature) => feature.id === id);
  if (!one) return features;
  const same = one.name === name && (one.icon ?? null) === icon && (one.image ?? null) === image;
  if (same && one.rooms === rooms) return features;
  return features.map((feature) => (feature === one ? { ...one, name, icon, image, rooms } : feature));
}

const fold = (text: string) => text.normalize('NFKD').replace(/\p{M}/gu, '').toLocaleLowerCase();

const matches = (card: Card, words: string[]) => {
  const text = fold([card.name, card.description ?? '', ...card.present.map((person) => person.name)].join(' '));
  return words.every((word) => text.includes(word));
};

/** In the order they came. `hidden` match but are not open. */
export function sift(cards: Card[], search: LobbySearch): { shown: Card[]; hidden: number } {
  const words = fold(search.q ?? '')
    .split(/\s+/)
    .filter(Boolean);
  const found = cards.filter((card) => matches(card, words));
  const shown = search.open ? found.filter((card) => card.state === 'open') : found;
  return { shown, hidden: found.length - shown.length };
}

export function tally(cards: Card[]): { people: number; rooms: number; open: number } {
  const inside = (card: Card) => card.attendees + card.moderators;
  return {
    people: cards.reduce((sum, card) => sum + inside(card), 0),
    rooms: cards.filter((card) => inside(card) > 0).length,
    open: cards.filter((card) => card.state === 'open').length,
  };
}

/** The one line under the seats. */
export type Note =
  | { kind: 'closed'; reason: string | null }
  | { kind: 'locked' }
  | { kind: 'offered'; until: string }
  | { kind: 'full' }
  | { kind: 'here' }
  | { kind: 'seat_kept' }
  | { kind: 'nobody' }
  | { kind: 'present'; names: string[]; more: number };

export function noteOf(card: Card): Note {
  const inside = card.attendees + card.moderators;
  if (card.action === 'return') return { kind: 'here' };
  if (card.offer_until) return { kind: 'offered', until: card.offer_until };
  if (card.locked) return { kind: 'locked' };
  if (card.state === 'closed') return { kind: 'closed', reason: card.closed_reason ?? null };
  if (card.action === 'full') return { kind: 'full' };
  if (card.moderated_by_me) return { kind: 'seat_kept' };
  if (inside === 0 || card.present.length === 0) return { kind: 'nobody' };
  const names = card.present.slice(0, 2).map((person) => firstName(person.name));
  return { kind: 'present', names, more: Math.max(0, inside - names.length) };
}

const firstName = (name: string) => name.trim().split(/\s+/)[0] ?? name;
