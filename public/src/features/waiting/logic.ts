import type { Offer } from '../../api/live';

const TOLD = [
  'queue_full',
  'room_closed',
  'room_locked',
  'already_here',
  'not_needed',
  'banned',
  'not_found',
  'network',
] as const;
type Told = (typeof TOLD)[number];

/** The text for a place in line that could not be had. */
export function waitFailure(code: string): 'failed' | `failed_${Told}` {
  const known = TOLD.find((one) => one === code);
  return known ? `failed_${known}` : 'failed';
}

/** Seats kept for the person by room: what was offered, and what is not any more. */
export function changed(before: readonly Offer[], now: readonly Offer[]): { fresh: Offer[]; over: string[] } {
  const same = (one: Offer, other: Offer) => one.room.id === other.room.id && one.until === other.until;
  return {
    fresh: now.filter((offer) => !before.some((known) => same(known, offer))),
    over: before.filter((offer) => !now.some((one) => same(one, offer))).map(({ room }) => room.id),
  };
}

/** The offers with a newer one of the same room, or without it. */
export const withOffer = (offers: readonly Offer[], offer: Offer): Offer[] => [
  ...offers.filter(({ room }) => room.id !== offer.room.id),
  offer,
];
export const withoutOffer = (offers: readonly Offer[], room: string): readonly Offer[] =>
  offers.some((offer) => offer.room.id === room) ? offers.filter((offer) => offer.room.id !== room) : offers;
