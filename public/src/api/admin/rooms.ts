import { queryOptions } from '@tanstack/react-query';
import type { components } from '../schema';
import { everything } from './events';
import { sent } from './files';
import { ANY, at, type Page, patch, post, put, read, readTagged } from './http';
import type { Item } from './types';

type Schemas = components['schemas'];

export type Room = Schemas['RoomSettings'];
export type Moderator = Schemas['Moderator'];
export type Link = Schemas['Link'];
/** Who is in a room now. */
export type Count = Schemas['Count'];
export type RoomBatch = Partial<Schemas['RoomBatch']> & { rooms: string[] };
export type BatchAnswer = Schemas['RoomBatchAnswer'];

/** What a form of a room sends. */
export interface RoomFields {
  name: string;
  description: string | null;
  icon: string | null;
  image: string | null;
  enabled: boolean;
  closed_reason: string | null;
  moderators: string[];
  items: string[];
  groups: string[];
  attendee_limit: number;
  moderator_limit: number;
}

/** Every room of a feature in its order, linked ones too: they are searched and sorted here. */
export const roomsQuery = (feature: string) =>
  queryOptions({
    queryKey: ['admin', 'rooms', feature],
    queryFn: () =>
      everything<Room>((cursor) => read<Page<Room>>(at`/features/${feature}/rooms`, { cursor, limit: 1000 })),
    staleTime: 10_000,
  });

const LIVE_MS = 5000;

/** How many are in each room, asked again and again while somebody looks. */
export const liveQuery = (feature: string) =>
  queryOptions({
    queryKey: ['admin', 'live', feature],
    queryFn: async () => {
      const { data } = await read<Page<Count>>(at`/features/${feature}/live`);
      return new Map(data.map((count) => [count.room, count]));
    },
    refetchInterval: LIVE_MS,
    staleTime: LIVE_MS,
    // A Map is compared by nobody.
    structuralSharing: false,
  });

export const roomQuery = (room: string) =>
  queryOptions({
    queryKey: ['admin', 'room', room],
    queryFn: () => readTagged<Room>(at`/rooms/${room}`),
    // What an edit is made from is read when it begins.
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
  });

/** All that rooms can be linked to: a picker shows it grouped. */
export const allItemsQuery = (event: string) =>
  queryOptions({
    queryKey: ['admin', 'items', event, 'all'],
    queryFn: () => everything<Item>((cursor) => read<Page<Item>>(at`/events/${event}/items`, { cursor, limit: 100 })),
    staleTime: 30_000,
  });

export const makeRoom = (feature: string, body: RoomFields, once: string) =>
  post<Room>(at`/features/${feature}/rooms`, body, once);
export const changeRoom = (room: string, body: Partial<RoomFields> & { close_now?: boolean }, etag: string = ANY) =>
  patch<Room>(at`/rooms/${room}`, body, etag);
/** The same change of many, or a deletion, or its undoing. */
export const changeRooms = (feature: string, body: RoomBatch) =>
  post<BatchAnswer>(at`/features/${feature}/rooms/batch`, body);
/** Puts these, in this order, before that one, or at the end. */
export const sortRooms = (feature: string, rooms: string[], before: string | null) =>
  put<{ data: string[] }>(at`/features/${feature}/rooms/order`, { rooms, before });

/** Some rooms as CSV. */
export async function exportRooms(feature: string, rooms: string[]): Promise<Blob> {
  const response = await sent(at`/features/${feature}/exports`, JSON.stringify({ rooms }), 'application/json');
  return response.blob();
}
