import {
  type DisconnectReason,
  type LocalParticipant,
  ParticipantEvent,
  Room,
  RoomEvent,
  VideoPresets,
} from 'livekit-client';
import { isCode } from '../../api/client';
import type { Ban, PutOutWhy } from '../../api/live';
import type { Joined } from '../../api/types';
import { type Choices, DEFAULT_CHOICES, keepChoices, keptChoices } from '../devices/choices';
import { entries } from '../seat/entry';
import { enterRoom, giveUpSeat, takeGrant } from '../seat/seat';
import { afterDisconnect, afterJoinFailure, afterPutOut, type Ending, gaveUp, waitBefore } from './logic';

/** How long getting in is tried: at the door, and for somebody who was inside (the server keeps the seat that long). */
const AT_THE_DOOR_MS = 25_000;
const INSIDE_MS = 60_000;
/** A server that gives a seat and forgets it must not be asked in circles. */
const RESEAT_EVERY_MS = 10_000;

export interface StayState {
  phase: 'entering' | 'inside' | 'ended';
  /** Inside, but without a connection at the moment. */
  away: boolean;
  joined: Joined | null;
  ending: Ending | null;
  /** A device that did not start, to be told once. */
  trouble: { device: 'camera' | 'microphone'; error: unknown } | null;
  /** The microphone is on and LiveKit hears nothing at all from it. */
  silent: boolean;
}

/**
 * One stay in one room, from the first join to the last goodbye. Owns LiveKit's Room. LiveKit reconnects by itself; when
 * it gives up, the stay asks our server again with the same entry and learns whether it may come back.
 */
export class Stay {
  readonly livekit: Room;
  #state: StayState = { phase: 'entering', away: false, joined: null, ending: null, trouble: null, silent: false };
  #listeners = new Set<() => void>();
  #choices: Choices;
  /** Counts up whenever an older attempt must not go on. */
  #run = 0;
  /** Leaving makes the server end the connection: that is no reason to ask to come back. */
  #leaving = false;
  #reseating = false;
  #unseated = false;
  #reseatedAt = Number.NEGATIVE_INFINITY;
  /** The entry that last got a seat. */
  #granted: string | null = null;
  /** `ban_…` of the last removal that was told. */
  #removal: string | null = null;

  constructor(readonly room: string) {
    this.#choices = keptChoices() ?? DEFAULT_CHOICES;
    const { cameraId, microphoneId, speakerId } = this.#choices;
    this.livekit = new Room({
      adaptiveStream: true,
      dynacast: true,
      videoCaptureDefaults: { resolution: VideoPresets.h720.resolution, ...(cameraId && { deviceId: cameraId }) },
      audioCaptureDefaults: microphoneId ? { deviceId: microphoneId } : {},
      ...(speakerId && { audioOutput: { deviceId: speakerId } }),
    });
    this.livekit
      .on(RoomEvent.Reconnecting, () => this.#set({ away: true }))
      .on(RoomEvent.SignalReconnecting, () => this.#set({ away: true }))
      .on(RoomEvent.Reconnected, () => this.#onReconnected())
      .on(RoomEvent.LocalAudioSilenceDetected, () => this.#set({ silent: true }))
      .on(RoomEvent.Disconnected, (reason) => this.#onDisconnected(reason));
  }

  get state(): StayState {
    return this.#state;
  }

  subscribe = (listener: () => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };
  snapshot = () => this.#state;

  /** Goes in, or comes back in after an end. `anew` is another try by the person: a new entry, where one is needed. */
  enter({ anew = false, move = false } = {}) {
    if (anew) entries.renew(this.room);
    this.#leaving = false;
    this.#set({ phase: 'entering', away: false, ending: null });
    void this.#getIn({ wasInside: false, move });
  }

  /** Our server hears of it before LiveKit does: then the seat is free at once. */
  async leave() {
    this.#run++;
    this.#leaving = true;
    await Promise.race([giveUpSeat(entries.of(this.room)), pause(2000)]);
    await this.livekit.disconnect();
  }

  /** The server knows of no seat of ours although LiveKit has us: join once more with the same entry, or learn why not. */
  async reseat() {
    const { phase, away } = this.#state;
    if (phase !== 'inside' || this.#leaving || this.#reseating) return;
    // Either our own return asks for a seat, or LiveKit comes back by itself and then it is asked for.
    this.#unseated = away;
    if (away) return;
    this.#reseating = true;
    const run = this.#run;
    try {
      await pause(Math.max(0, this.#reseatedAt + RESEAT_EVERY_MS - Date.now()));
      for (let attempt = 0; run === this.#run; attempt++) {
        const next = await this.#askForSeat(run);
        if (next === 'seated') return;
        if (next !== 'again') return this.#end(next);
        await pause(waitBefore(attempt, null, Math.random));
      }
    } finally {
      this.#reseating = false;
      this.#reseatedAt = Date.now();
    }
  }

  /** Put out by a moderator or an organizer. Heard from the room itself, so it overrules what we guessed before. */
  removed = (ban: Ban | null) => {
    const { ending } = this.#state;
    // Both sockets tell of it, and one may be late: a stay begun since is not the one that ended.
    const again = ban !== null && ban.id === this.#removal;
    if (this.#leaving || again || (ending?.kind === 'removed' && !ban)) return;
    this.#removal = ban?.id ?? null;
    this.#end({ kind: 'removed', ban, error: ending?.kind === 'removed' ? ending.error : null });
  };

  /** Put out by something the organizer changed. A removal has said more already. */
  putOut = (why: PutOutWhy, reason: string | null) => {
    if (!this.#leaving && this.#state.ending?.kind !== 'removed') this.#end(afterPutOut(why, reason));
  };

  /**
   * The Person says that another tab took an entry over. An entry this tab has replaced itself, or has no seat by yet, is
   * none of its business: joining answers for those.
   */
  supersededBy = (entry: string) => {
    const seated = this.#state.phase === 'inside' || (this.#state.phase === 'entering' && this.#granted === entry);
    if (!seated || this.#leaving || entries.of(this.room)?.id !== entry) return;
    this.#end({ kind: 'elsewhere' });
  };

  setDevice(device: 'camera' | 'microphone', on: boolean) {
    this.#choices = { ...this.#choices, [device]: on };
    keepChoices(this.#choices);
    return this.#switch(device, on);
  }

  /** Heard while a key is held: nothing that a reload should bring back. */
  talk(on: boolean) {
    this.#choices = { ...this.#choices, microphone: on };
    return this.#switch('microphone', on);
  }

  /** Muted or locked by a moderator: off, and not on again by a reload or a lock that ends. */
  deviceOff = (device: 'camera' | 'microphone') => {
    if (this.#choices[device]) void this.setDevice(device, false);
  };

  troubleTold() {
    this.#set({ trouble: null });
  }

  /** Something came from the microphone, or the person has read that nothing does. */
  silenceOver = () => this.#set({ silent: false });

  async #getIn({ wasInside, move = false }: { wasInside: boolean; move?: boolean }) {
    const run = ++this.#run;
    const deadline = Date.now() + (wasInside ? INSIDE_MS : AT_THE_DOOR_MS);
    let mayRenew = !wasInside;
    for (let attempt = 0; run === this.#run; attempt++) {
      try {
        const joined = takeGrant(this.room) ?? (await enterRoom(this.room, { move, tries: 1 }));
        if (run !== this.#run) return;
        this.#unseated = false;
        this.#granted = entries.of(this.room)?.id ?? null;
        // From here on another tab's entry is the only reason to write this one off.
        mayRenew = false;
        this.#set({ joined });
        if (!joined.sfu) throw new Error('a granted seat came without a way in');
        await this.livekit.connect(joined.sfu.url, joined.sfu.token);
        if (run !== this.#run) return;
        this.#set({ phase: 'inside', away: false });
        return await this.#publish();
      } catch (error) {
        if (run !== this.#run) return;
        // After a slow reload the server has already written this entry off. That is not another tab.
        if (mayRenew && isCode(error, 'superseded')) {
          mayRenew = false;
          entries.renew(this.room);
          continue;
        }
        const next = afterJoinFailure(error, wasInside);
        if (next !== 'again') return this.#end(next);
        if (Date.now() > deadline) return this.#end(gaveUp(error, wasInside));
        await pause(waitBefore(attempt, error, Math.random));
      }
    }
  }

  async #askForSeat(run: number): Promise<'seated' | 'again' | Ending> {
    try {
      const joined = await enterRoom(this.room, { tries: 1 });
      if (run === this.#run) this.#set({ joined });
      return 'seated';
    } catch (error) {
      return run === this.#run ? afterJoinFailure(error, true) : 'seated';
    }
  }

  #onReconnected() {
    this.#set({ away: false });
    if (this.#unseated) void this.reseat();
  }

  #onDisconnected(reason: DisconnectReason | undefined) {
    // A connect that fails while getting in is #getIn's own affair.
    if (this.#leaving || this.#state.phase !== 'inside') return;
    const next = afterDisconnect(reason);
    if (next === 'elsewhere') this.#end({ kind: 'elsewhere' });
    if (next === 'ask') {
      this.#set({ away: true });
      void this.#getIn({ wasInside: true });
    }
  }

  #end(ending: Ending) {
    this.#run++;
    const entry = entries.of(this.room);
    // A seat that is somebody else's now (a newer tab) or nobody's: this entry says nothing any more.
    if (entry) entries.close(entry);
    this.#set({ phase: 'ended', away: false, ending });
    void this.livekit.disconnect();
  }

  async #publish() {
    await Promise.all([
      this.#switch('microphone', this.#choices.microphone),
      this.#switch('camera', this.#choices.camera),
    ]);
  }

  async #switch(device: 'camera' | 'microphone', on: boolean) {
    const me = this.livekit.localParticipant;
    if (on && !(await mayUse(me, device))) return this.deviceOff(device);
    // Switched off by a moderator's lock while LiveKit's permission was waited for.
    if (this.#choices[device] !== on) return;
    const set = (to: boolean) => (device === 'camera' ? me.setCameraEnabled(to) : me.setMicrophoneEnabled(to));
    if (device === 'microphone') this.silenceOver();
    try {
      await set(on);
      // Wished off while it started: a key that was let go at once must not leave a microphone open.
      if (on && !this.#choices[device]) await set(false);
    } catch (error) {
      if (this.#state.phase === 'inside' && !this.#state.away) this.#set({ trouble: { device, error } });
    }
  }

  #set(part: Partial<StayState>) {
    this.#state = { ...this.#state, ...part };
    for (const listener of this.#listeners) listener();
  }
}

/** LiveKit's numbers for what somebody may publish. */
const SOURCES = { camera: 1, microphone: 2 };
/** The end of a lock reaches us a moment before it reaches LiveKit. */
const PERMISSION_MS = 5000;

/** Whether LiveKit lets us, at the latest in a moment. A lock's reason is on the bar: there is nothing more to tell. */
function mayUse(me: LocalParticipant, device: 'camera' | 'microphone'): Promise<boolean> {
  const may = () => {
    const { permissions } = me;
    if (!permissions) return true;
    // No sources named: all of them.
    const { canPublish, canPublishSources: sources } = permissions;
    return canPublish && (sources.length === 0 || sources.includes(SOURCES[device]));
  };
  if (may()) return Promise.resolve(true);
  return new Promise((resolve) => {
    const look = () => may() && done(true);
    const timer = setTimeout(() => done(false), PERMISSION_MS);
    const done = (yes: boolean) => {
      clearTimeout(timer);
      me.off(ParticipantEvent.ParticipantPermissionsChanged, look);
      resolve(yes);
    };
    me.on(ParticipantEvent.ParticipantPermissionsChanged, look);
  });
}

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
