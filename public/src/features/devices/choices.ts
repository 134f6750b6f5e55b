/** What the person wants to be seen and heard with. */
export interface Choices {
  camera: boolean;
  microphone: boolean;
  /** Device ids; empty means whatever the device uses. */
  cameraId: string;
  microphoneId: string;
  speakerId: string;
}

export const DEFAULT_CHOICES: Choices = {
  camera: true,
  microphone: true,
  cameraId: '',
  microphoneId: '',
  speakerId: '',
};

const KEY = 'hallway.choices';
type Store = Pick<Storage, 'getItem' | 'setItem'>;

/** For this tab: a reload in the room comes back as it was, remembered or not. */
export function keepChoices(choices: Choices, store: Store = sessionStorage) {
  store.setItem(KEY, JSON.stringify(choices));
}

export function keptChoices(store: Store = sessionStorage): Choices | null {
  try {
    const kept: unknown = JSON.parse(store.getItem(KEY) ?? 'null');
    if (typeof kept !== 'object' || kept === null) return null;
    const pick = Object.entries(DEFAULT_CHOICES).map(([key, standard]) => {
      const value = (kept as Record<string, unknown>)[key];
      return [key, typeof value === typeof standard ? value : standard];
    });
    return Object.fromEntries(pick) as Choices;
  } catch {
    return null;
  }
}
