let screen: typeof import('./RoomScreen').default | null = null;

/** The room and livekit-client are a chunk of their own: the lobby does not wait for them, pre-join fetches them. */
export async function loadRoomScreen() {
  const part = await withDeviceTexts(import('./RoomScreen'));
  screen = part.default;
  return part;
}

/** The room, if it has been fetched: what React loads lazily shows its fallback all the same, and keeps it for 300 ms. */
export const roomScreen = () => screen;

/** So is the part of pre-join with camera and microphone. */
export const loadGreenRoom = () => withDeviceTexts(import('../prejoin/GreenRoom'));

/** How a stay ended is fetched while it lasts: at its end there may be no network. */
export const loadEnded = () => import('./Ended');

/** The panels are fetched once the person is inside, before a press asks for one. */
export const loadChat = () => import('../chat/ChatPanel');
export const loadPeople = () => import('../people/PeoplePanel');

/** What a room has beyond being in it: shortcuts, push-to-talk, devices that come and go. With its texts. */
export const loadExtras = async () => {
  const extras = await import('../extras');
  await extras.loadTexts();
  return extras;
};

async function withDeviceTexts<T>(part: Promise<T>): Promise<T> {
  const texts = import('../../i18n/device').then(({ loadDeviceTexts }) => loadDeviceTexts());
  return (await Promise.all([part, texts]))[0];
}
