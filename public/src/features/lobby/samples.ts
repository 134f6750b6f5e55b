import type { LobbyFrame, Place } from '../../api/live';
import type { Card } from '../../api/types';

/** For tests: an open room with nobody in it. */
export const aCard = (more: Partial<Card> = {}): Card => ({
  room: 'room_1',
  name: 'Kernel coffee',
  description: 'Bring a patch',
  icon: null,
  image: null,
  state: 'open',
  closed_reason: null,
  action: 'join',
  attendees: 0,
  attendee_limit: 13,
  moderators: 0,
  moderator_limit: 3,
  moderated_by_me: false,
  present: [],
  waiting: 0,
  my_place: null,
  offer_until: null,
  locked: false,
  ...more,
});

export const aPlace: Place = { id: 'fea_1', name: 'Networking', icon: null, image: null };

type Hello = Extract<LobbyFrame, { type: 'hello' }>;
type Cards = Extract<LobbyFrame, { type: 'cards' }>;

export const aHello = (more: Partial<Hello> = {}): Hello => ({
  type: 'hello',
  seq: 12,
  place: aPlace,
  cards: [aCard(), aCard({ room: 'room_2', name: 'Docs clinic' }), aCard({ room: 'room_3', name: 'Quiet corner' })],
  ...more,
});

export const aChange = (more: Partial<Cards> = {}): Cards => ({
  type: 'cards',
  after: 12,
  seq: 13,
  cards: [],
  gone: [],
  order: null,
  place: null,
  ...more,
});
