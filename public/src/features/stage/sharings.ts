import type { Room } from 'livekit-client';
import type { Sharing } from './sharing';

const sharings = new WeakMap<Room, Sharing>();

/** The bar's button and the stage itself end the same sharing. */
export const keepSharing = (room: Room, sharing: Sharing) => void sharings.set(room, sharing);
export const forgetSharing = (room: Room) => void sharings.delete(room);
export const stopSharing = (room: Room) => void sharings.get(room)?.stop();
