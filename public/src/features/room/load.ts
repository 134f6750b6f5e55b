/** The room and livekit-client are a chunk of their own: the lobby does not wait for them, pre-join fetches them. */
export const loadRoomScreen = () => import('./RoomScreen');
