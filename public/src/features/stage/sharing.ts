import { ParticipantEvent, type Room, RoomEvent, Track, type TrackPublication } from 'livekit-client';
import { ApiError } from '../../api/client';
import { claimStage, leaveStage } from '../../api/stage';

/** `asking`: for the stage. `choosing`: in the browser's picker. */
export type Phase = 'off' | 'asking' | 'choosing' | 'sharing';

/** While the picker is open the server hears that the stage is still wanted. */
const HOLD_MS = 5000;
/** LiveKit's word comes right after the server's; later than this, something is wrong. */
const PERMISSION_MS = 5000;
/** LiveKit's number for a screen among the sources somebody may publish. */
const SCREEN = 3;
const TRIES = 3;

interface Options {
  room: string;
  livekit: Room;
  /** It could not be begun. */
  onFailure: (error: unknown) => void;
  /** Somebody else ended it. */
  onLost: () => void;
}

/** This tab's screen share: the stage first, then the picker, then the picture; and the stage back at every end. */
export class Sharing {
  readonly #options: Options;
  readonly #listeners = new Set<() => void>();
  #phase: Phase = 'off';
  /** Counts up at each end: what began before must not go on. */
  #run = 0;

  constructor(options: Options) {
    this.#options = options;
    options.livekit.on(RoomEvent.LocalTrackUnpublished, this.#unpublished);
  }

  subscribe = (listener: () => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };
  snapshot = () => this.#phase;

  dispose() {
    this.#options.livekit.off(RoomEvent.LocalTrackUnpublished, this.#unpublished);
    void this.stop();
  }

  async start(takeOver = false) {
    if (this.#phase !== 'off') return;
    const run = ++this.#run;
    let claimed = false;
    this.#set('asking');
    let hold: ReturnType<typeof setInterval> | undefined;
    try {
      await this.#claim(takeOver);
      claimed = true;
      if (run !== this.#run) return;
      await mayShare(this.#options.livekit);
      if (run !== this.#run) return;
      this.#set('choosing');
      hold = setInterval(() => void claimStage(this.#options.room).catch(() => undefined), HOLD_MS);
      await this.#options.livekit.localParticipant.setScreenShareEnabled(true, { audio: true });
      if (run === this.#run) this.#set('sharing');
      else await this.#options.livekit.localParticipant.setScreenShareEnabled(false);
    } catch (error) {
      if (run !== this.#run) return;
      this.#end();
      if (claimed) await this.#giveBack();
      if (!isCancelled(error)) this.#options.onFailure(error);
    } finally {
      clearInterval(hold);
    }
  }

  /** By our button, or because the room is left. */
  async stop() {
    if (this.#phase === 'off') return;
    this.#end();
    await this.#options.livekit.localParticipant.setScreenShareEnabled(false).catch(() => undefined);
    await this.#giveBack();
  }

  /** The floor as the room tells it: a stage that is somebody else's, or nobody's, is not ours any more. */
  heard(holder: string | null) {
    const { localParticipant } = this.#options.livekit;
    if (this.#phase !== 'sharing' || holder === localParticipant.identity) return;
    this.#end();
    void localParticipant.setScreenShareEnabled(false).catch(() => undefined);
    this.#options.onLost();
  }

  async #claim(takeOver: boolean) {
    for (let left = TRIES; ; left--) {
      try {
        return await claimStage(this.#options.room, takeOver);
      } catch (error) {
        if (left <= 1 || !(error instanceof ApiError) || error.status !== 503) throw error;
        await new Promise((resolve) => setTimeout(resolve, 1000 * (error.retryAfter ?? 1)));
      }
    }
  }

  /** The browser's own button ended it, or the window that was shared is gone. */
  #unpublished = (publication: TrackPublication) => {
    if (publication.source !== Track.Source.ScreenShare || this.#phase !== 'sharing') return;
    this.#end();
    void this.#giveBack();
  };

  async #giveBack() {
    await leaveStage(this.#options.room).catch(() => undefined);
  }

  #end() {
    this.#run++;
    this.#set('off');
  }

  #set(phase: Phase) {
    if (phase === this.#phase) return;
    this.#phase = phase;
    for (const listener of this.#listeners) listener();
  }
}

/** Resolves once LiveKit lets us publish a screen. */
function mayShare({ localParticipant }: Room): Promise<void> {
  const may = () => localParticipant.permissions?.canPublishSources.includes(SCREEN) ?? false;
  if (may()) return Promise.resolve();
  return new Promise((resolve, reject) => {
    const look = () => may() && done(resolve);
    const timer = setTimeout(() => done(() => reject(new ApiError(503, 'sfu_unavailable'))), PERMISSION_MS);
    const done = (end: () => void) => {
      clearTimeout(timer);
      localParticipant.off(ParticipantEvent.ParticipantPermissionsChanged, look);
      end();
    };
    localParticipant.on(ParticipantEvent.ParticipantPermissionsChanged, look);
  });
}

/** The picker was closed without a choice: nothing went wrong. */
const isCancelled = (error: unknown) => error instanceof Error && error.name === 'NotAllowedError';

/** Phones cannot share a screen. */
export const canShare = () => typeof navigator.mediaDevices?.getDisplayMedia === 'function';
