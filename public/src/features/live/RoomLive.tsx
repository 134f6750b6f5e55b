import { createContext, use } from 'react';
import type { Ban, Floor, PersonHere } from '../../api/live';
import type { Room } from '../../api/types';
import type { ChatStore } from '../chat/store';

export interface RoomLiveView {
  /** The room as it is now; null until the join. */
  room: Room | null;
  /** Everyone with a seat, as the socket last told it, or the join before that. */
  people: PersonHere[];
  /** The socket has told `people`; before that they are as old as the join. */
  heard: boolean;
  chat: ChatStore;
  /** Counts up whenever the list of bans changed. */
  bansVersion: number;
  /** The removal that ended this stay. */
  removed: Ban | null;
  /** Who left or was removed: not shown any more, even if LiveKit is a moment behind. */
  gone: ReadonlySet<string>;
  /** Stage, hands and locks; null until the socket has told them. */
  floor: Floor | null;
  /** This tab removed somebody: hides the person before the server's word is here. */
  markGone: (person: string) => void;
}

export const RoomLiveContext = createContext<RoomLiveView | null>(null);

/** What the room's socket tells. Only inside a room. */
export function useRoomLive(): RoomLiveView {
  const live = use(RoomLiveContext);
  if (!live) throw new Error('useRoomLive outside a room');
  return live;
}
