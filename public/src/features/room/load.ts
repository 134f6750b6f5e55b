/** The room and livekit-client are a chunk of their own: the lobby does not wait for them, pre-join fetches them. */
export const loadRoomScreen = () => import('./RoomScreen');

/** How a stay ended is fetched while it lasts: at its end there may be no network. */
export const loadEnded = () => import('./Ended');
