import { answer, client } from './client';
import type { Tool } from './live';
import type { components } from './schema';

export type Muted = components['schemas']['Muted'];

const at = (room: string) => ({ params: { path: { room } } });

/** One's own hand. */
export const raiseHand = (room: string, raised: boolean) =>
  answer(client.PUT('/api/v1/rooms/{room}/hand', { ...at(room), body: { raised } }));

/** Somebody's hand, or everybody's. */
export const lowerHand = (room: string, person: string | null) =>
  person === null
    ? answer(client.DELETE('/api/v1/rooms/{room}/hands', at(room)))
    : answer(client.DELETE('/api/v1/rooms/{room}/hands/{person}', { params: { path: { room, person } } }));

/** For one person, or (null) for every attendee. */
export const setLock = (room: string, what: Tool, person: string | null, locked: boolean) =>
  answer(client.PUT('/api/v1/rooms/{room}/locks', { ...at(room), body: { what, person, locked } }));

export const lockRoom = (room: string, locked: boolean) =>
  answer(client.PUT('/api/v1/rooms/{room}/lock', { ...at(room), body: { locked } }));

/** Whoever is muted may unmute again: a lock is what lasts. */
export const mute = (room: string, what: Muted, person: string | null) =>
  answer(client.POST('/api/v1/rooms/{room}/mutes', { ...at(room), body: { what, person } }));
