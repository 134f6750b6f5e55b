import { DisconnectReason } from 'livekit-client';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ApiError, type Code } from '../../api/client';
import type { Ban, PutOutWhy } from '../../api/live';
import { Stay } from './stay';

// Hoisted, because the mocks below are made before anything else in this file.
const { told, FakeLiveKit } = vi.hoisted(() => {
  const told: string[] = [];
  class FakeLiveKit {
    handlers = new Map<string, (...args: unknown[]) => void>();
    connect = vi.fn(async () => void told.push('connect'));
    disconnect = vi.fn(async () => void told.push('disconnect'));
    localParticipant = {
      permissions: undefined as { canPublish: boolean; canPublishSources: number[] } | undefined,
      watchers: new Set<() => void>(),
      on: (_: string, watcher: () => void) => void this.localParticipant.watchers.add(watcher),
      off: (_: string, watcher: () => void) => void this.localParticipant.watchers.delete(watcher),
      setCameraEnabled: vi.fn(async (on: boolean) => void told.push(`camera ${on}`)),
      setMicrophoneEnabled: vi.fn(async (on: boolean) => void told.push(`microphone ${on}`)),
    };
    on(event: string, handler: (...args: unknown[]) => void) {
      this.handlers.set(event, handler);
      return this;
    }
  }
  return { told, FakeLiveKit };
});
const seat = vi.hoisted(() => ({ enterRoom: vi.fn(), giveUpSeat: vi.fn(), takeGrant: vi.fn() }));
const entries = vi.hoisted(() => ({ of: vi.fn(), close: vi.fn(), renew: vi.fn() }));
vi.mock('../seat/seat', () => seat);
vi.mock('../seat/entry', () => ({ entries }));
vi.mock('livekit-client', async (original) => ({ ...(await original<object>()), Room: FakeLiveKit }));

const answer = { seat: {}, sfu: { url: 'ws://sfu', token: 't' }, room: { name: 'Lobby' } };
const refuse = (status: number, code: Code) => Promise.reject(new ApiError(status, code));
const happen = (stay: Stay, event: string, ...args: unknown[]) =>
  (stay.livekit as unknown as InstanceType<typeof FakeLiveKit>).handlers.get(event)?.(...args);
const drop = (stay: Stay, reason: DisconnectReason) => happen(stay, 'disconnected', reason);
/** Lets promises run, and the pauses between tries pass. */
const pass = (seconds = 0) => vi.advanceTimersByTimeAsync(seconds * 1000);

async function inside() {
  const stay = new Stay('room_1');
  stay.enter();
  await pass();
  expect(stay.state.phase).toBe('inside');
  told.length = 0;
  return stay;
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.resetAllMocks();
  vi.stubGlobal('sessionStorage', { getItem: () => null, setItem: () => undefined });
  seat.enterRoom.mockResolvedValue(answer);
  seat.takeGrant.mockReturnValue(null);
  seat.giveUpSeat.mockImplementation(async () => void told.push('leave'));
  entries.of.mockReturnValue({ room: 'room_1', id: 'entry' });
  told.length = 0;
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('getting in', () => {
  it('uses what pre-join was given and joins no second time', async () => {
    seat.takeGrant.mockReturnValueOnce(answer);
    await inside();
    expect(seat.enterRoom).not.toHaveBeenCalled();
  });

  it('is seen and heard only after the connection stands', async () => {
    const stay = new Stay('room_1');
    stay.enter();
    await pass();
    expect(told[0]).toBe('connect');
    expect(told.slice(1).sort()).toEqual(['camera true', 'microphone true']);
  });

  it('tries again while the video server does not answer', async () => {
    seat.enterRoom.mockImplementationOnce(() => refuse(503, 'sfu_unavailable'));
    const stay = new Stay('room_1');
    stay.enter();
    await pass(5);
    expect(stay.state.phase).toBe('inside');
  });

  it('tells of the video server when seats are given and only connecting fails', async () => {
    const stay = new Stay('room_1');
    (stay.livekit as unknown as InstanceType<typeof FakeLiveKit>).connect.mockRejectedValue(new Error('no websocket'));
    stay.enter();
    await pass(40);
    expect(stay.state.ending).toEqual({ kind: 'server' });
  });

  it('takes no new entry once it had a seat: then it was another tab that took it', async () => {
    const stay = new Stay('room_1');
    vi.mocked(stay.livekit.connect).mockRejectedValueOnce(new Error('client initiated disconnect'));
    seat.enterRoom.mockResolvedValueOnce(answer).mockImplementation(() => refuse(409, 'superseded'));
    stay.enter();
    await pass(10);
    expect(entries.renew).not.toHaveBeenCalled();
    expect(stay.state.ending).toEqual({ kind: 'superseded' });
  });

  it('is over when another tab takes the seat before the connection stands', async () => {
    const stay = new Stay('room_1');
    vi.mocked(stay.livekit.connect).mockReturnValueOnce(new Promise(() => undefined));
    stay.enter();
    await pass();
    stay.supersededBy('entry');
    expect(stay.state.ending).toEqual({ kind: 'elsewhere' });
    expect(told).toContain('disconnect');
  });

  it('takes a new entry once, when a slow reload cost the old one', async () => {
    seat.enterRoom.mockImplementationOnce(() => refuse(409, 'superseded'));
    await inside();
    expect(entries.renew).toHaveBeenCalledTimes(1);

    seat.enterRoom.mockImplementation(() => refuse(409, 'superseded'));
    const stay = new Stay('room_1');
    stay.enter();
    await pass();
    expect(stay.state.ending).toEqual({ kind: 'superseded' });
  });
});

describe('a disconnect', () => {
  it('by a newer tab ends the stay, and the entry with it', async () => {
    const stay = await inside();
    drop(stay, DisconnectReason.DUPLICATE_IDENTITY);
    expect(stay.state.ending).toEqual({ kind: 'elsewhere' });
    expect(entries.close).toHaveBeenCalled();
    expect(seat.enterRoom).toHaveBeenCalledTimes(1);
  });

  it('that nobody meant is asked about, and the stay goes on', async () => {
    const stay = await inside();
    drop(stay, DisconnectReason.PARTICIPANT_REMOVED);
    expect(stay.state).toMatchObject({ phase: 'inside', away: true });
    await pass();
    expect(stay.state).toMatchObject({ phase: 'inside', away: false });
    expect(told).toContain('camera true');
  });

  it('by a ban shows the ban', async () => {
    const stay = await inside();
    seat.enterRoom.mockImplementation(() => refuse(403, 'banned'));
    drop(stay, DisconnectReason.PARTICIPANT_REMOVED);
    await pass();
    expect(stay.state.ending).toMatchObject({ kind: 'removed' });
  });

  it('with a dead server is waited out for a minute, and then told', async () => {
    const stay = await inside();
    seat.enterRoom.mockImplementation(() => refuse(503, 'sfu_unavailable'));
    drop(stay, DisconnectReason.SERVER_SHUTDOWN);
    await pass(50);
    expect(stay.state).toMatchObject({ phase: 'inside', away: true });
    await pass(30);
    expect(stay.state.ending).toEqual({ kind: 'server' });
  });
});

describe('without a seat', () => {
  it('joins once more with the same entry, and stays connected', async () => {
    const stay = await inside();
    const again = { ...answer, seat: { role: 'attendee' } };
    seat.enterRoom.mockClear().mockResolvedValue(again);
    void stay.reseat();
    void stay.reseat();
    await pass();
    expect(seat.enterRoom).toHaveBeenCalledTimes(1);
    expect(entries.renew).not.toHaveBeenCalled();
    expect(stay.state).toMatchObject({ phase: 'inside', away: false, joined: again });
    expect(told).toEqual([]);
  });

  it('is told what the server says instead', async () => {
    const stay = await inside();
    seat.enterRoom.mockImplementation(() => refuse(409, 'superseded'));
    void stay.reseat();
    await pass();
    expect(stay.state.ending).toEqual({ kind: 'superseded' });
  });

  it('asks again while nobody answers, and not in circles', async () => {
    const stay = await inside();
    seat.enterRoom.mockClear().mockImplementationOnce(() => refuse(503, 'unavailable'));
    void stay.reseat();
    await pass(1);
    expect(seat.enterRoom).toHaveBeenCalledTimes(2);
    void stay.reseat();
    await pass(8);
    expect(seat.enterRoom).toHaveBeenCalledTimes(2);
    await pass(2);
    expect(seat.enterRoom).toHaveBeenCalledTimes(3);
  });

  it('while LiveKit reconnects, asks when it is back', async () => {
    const stay = await inside();
    seat.enterRoom.mockClear();
    happen(stay, 'reconnecting');
    void stay.reseat();
    await pass(5);
    expect(seat.enterRoom).not.toHaveBeenCalled();
    happen(stay, 'reconnected');
    await pass();
    expect(seat.enterRoom).toHaveBeenCalledTimes(1);
  });

  it('does not ask while it is getting in or leaving', async () => {
    const stay = await inside();
    seat.giveUpSeat.mockImplementation(() => new Promise(() => undefined));
    seat.enterRoom.mockClear();
    void stay.leave();
    void stay.reseat();
    await pass(5);
    expect(seat.enterRoom).not.toHaveBeenCalled();
  });
});

describe('a removal', () => {
  const ban = { id: 'ban_1', ends_at: null } as Ban;

  it('ends the stay at once, before LiveKit says anything', async () => {
    const stay = await inside();
    stay.removed(ban);
    expect(stay.state.ending).toEqual({ kind: 'removed', ban, error: null });
    drop(stay, DisconnectReason.PARTICIPANT_REMOVED);
    await pass();
    expect(seat.enterRoom).toHaveBeenCalledTimes(1);
  });

  it('told twice, the second time without words, keeps its words', async () => {
    const stay = await inside();
    stay.removed(ban);
    stay.removed(null);
    expect(stay.state.ending).toMatchObject({ ban });
  });

  it('heard again late does not end the stay that came after it', async () => {
    const stay = await inside();
    stay.removed(ban);
    stay.enter({ anew: true });
    await pass();
    expect(stay.state.phase).toBe('inside');
    stay.removed(ban);
    expect(stay.state.phase).toBe('inside');
    stay.removed({ ...ban, id: 'ban_2' });
    expect(stay.state.ending).toMatchObject({ kind: 'removed', ban: { id: 'ban_2' } });
  });

  it('overrules what the server said to a return', async () => {
    const stay = await inside();
    seat.enterRoom.mockImplementation(() => refuse(409, 'superseded'));
    drop(stay, DisconnectReason.PARTICIPANT_REMOVED);
    await pass();
    stay.removed(ban);
    expect(stay.state.ending).toMatchObject({ kind: 'removed', ban });
  });
});

describe('put out by the organizer', () => {
  it.each([
    ['room_closed', 'Opens at 18:00', { kind: 'closed', reason: 'Opens at 18:00' }],
    ['room_deleted', null, { kind: 'deleted' }],
    ['no_longer_moderator', null, { kind: 'unmoderated' }],
    ['not_for_you', null, { kind: 'not_for_you' }],
    ['toString', null, { kind: 'closed', reason: null }],
  ] as [PutOutWhy, string | null, object][])('for %s: the stay ends with that', async (why, reason, ending) => {
    const stay = await inside();
    stay.putOut(why, reason);
    expect(stay.state).toMatchObject({ phase: 'ended', ending });
    expect(told).toEqual(['disconnect']);
    // What follows (the socket's close, LiveKit's goodbye) is no news.
    void stay.reseat();
    drop(stay, DisconnectReason.ROOM_DELETED);
    await pass(5);
    expect(seat.enterRoom).toHaveBeenCalledTimes(1);
  });

  it('after a removal, or on the way out, is no news', async () => {
    const stay = await inside();
    stay.removed({ id: 'ban_1', ends_at: null } as Ban);
    stay.putOut('room_closed', null);
    expect(stay.state.ending).toMatchObject({ kind: 'removed' });
    const leaving = await inside();
    void leaving.leave();
    leaving.putOut('room_closed', null);
    expect(leaving.state.ending).toBeNull();
  });
});

describe('another tab', () => {
  it('that takes the entry over ends the stay at once', async () => {
    const stay = await inside();
    stay.supersededBy('entry');
    expect(stay.state.ending).toEqual({ kind: 'elsewhere' });
    expect(told).toEqual(['disconnect']);
  });

  it('is not meant by an entry this tab has replaced, nor before it is inside or once it leaves', async () => {
    const entering = new Stay('room_1');
    entering.supersededBy('entry');
    expect(entering.state.phase).toBe('entering');
    const stay = await inside();
    stay.supersededBy('older');
    expect(stay.state.phase).toBe('inside');
    void stay.leave();
    stay.supersededBy('entry');
    expect(stay.state.ending).toBeNull();
  });
});

describe('leaving', () => {
  it('tells our server before LiveKit', async () => {
    const stay = await inside();
    await stay.leave();
    expect(told).toEqual(['leave', 'disconnect']);
  });

  it('stops a return that is under way', async () => {
    const stay = await inside();
    seat.enterRoom.mockImplementation(() => refuse(503, 'sfu_unavailable'));
    drop(stay, DisconnectReason.SERVER_SHUTDOWN);
    await pass(2);
    await stay.leave();
    const asked = seat.enterRoom.mock.calls.length;
    await pass(60);
    expect(seat.enterRoom.mock.calls.length).toBe(asked);
  });

  it('does not wait for a server that never answers', async () => {
    const stay = await inside();
    seat.giveUpSeat.mockImplementation(() => new Promise(() => undefined));
    void stay.leave();
    await pass(3);
    expect(told).toEqual(['disconnect']);
  });
});

it('leaving is not a lost connection: being put out on the way asks for nothing', async () => {
  const stay = await inside();
  seat.enterRoom.mockClear();
  seat.giveUpSeat.mockImplementation(async () => {
    // The server ends our connection before its answer to the leave is here.
    drop(stay, DisconnectReason.PARTICIPANT_REMOVED);
  });
  await stay.leave();
  await pass(5);
  expect(seat.enterRoom).not.toHaveBeenCalled();
});

describe('a device that a moderator locked', () => {
  const me = (stay: Stay) => (stay.livekit as unknown as InstanceType<typeof FakeLiveKit>).localParticipant;
  const permit = (stay: Stay, ...canPublishSources: number[]) => {
    me(stay).permissions = { canPublish: canPublishSources.length > 0, canPublishSources };
    for (const watcher of me(stay).watchers) watcher();
  };

  it('is off, and stays off when the lock ends', async () => {
    const stay = await inside();
    permit(stay, 1);
    stay.deviceOff('microphone');
    await pass();
    expect(told).toEqual(['microphone false']);
    permit(stay, 1, 2);
    await pass(20);
    expect(told).toEqual(['microphone false']);
  });

  it('is not tried at the door, nor on when the lock ends a moment later', async () => {
    const stay = new Stay('room_1');
    permit(stay, 1);
    stay.enter();
    await pass();
    expect(told).toEqual(['connect', 'camera true']);
    // The floor tells of the lock, and then of its end.
    stay.deviceOff('microphone');
    permit(stay, 1, 2);
    await pass(20);
    expect(told).not.toContain('microphone true');
    expect(stay.state.trouble).toBeNull();
  });

  it('goes on by a press right after, once LiveKit knows', async () => {
    const stay = await inside();
    permit(stay, 1);
    stay.deviceOff('microphone');
    await pass();
    void stay.setDevice('microphone', true);
    await pass(1);
    expect(told).not.toContain('microphone true');
    permit(stay, 1, 2);
    await pass();
    expect(told.at(-1)).toBe('microphone true');
    expect(me(stay).watchers.size).toBe(0);
  });

  it('gives up where LiveKit never does, and tells no trouble of the device', async () => {
    const stay = await inside();
    permit(stay);
    void stay.setDevice('camera', true);
    await pass(6);
    expect(told).toEqual(['camera false']);
    expect(stay.state.trouble).toBeNull();
    expect(me(stay).watchers.size).toBe(0);
  });
});

describe('a key held to talk', () => {
  const me = (stay: Stay) => (stay.livekit as unknown as InstanceType<typeof FakeLiveKit>).localParticipant;

  it('is heard until it is let go, and a reload does not bring it back', async () => {
    const kept: string[] = [];
    vi.stubGlobal('sessionStorage', {
      getItem: () => null,
      setItem: (_: string, text: string) => void kept.push(text),
    });
    const stay = await inside();
    await stay.setDevice('microphone', false);
    const before = kept.length;
    await stay.talk(true);
    await stay.talk(false);
    expect(told).toEqual(['microphone false', 'microphone true', 'microphone false']);
    expect(kept.length).toBe(before);
    expect(JSON.parse(kept.at(-1) ?? '{}')).toMatchObject({ microphone: false });
  });

  it('let go before the microphone has started leaves it closed', async () => {
    const stay = await inside();
    await stay.setDevice('microphone', false);
    told.length = 0;
    let started = () => {};
    me(stay).setMicrophoneEnabled.mockImplementationOnce(
      () =>
        new Promise<undefined>((done) => {
          started = () => {
            told.push('microphone true');
            done(undefined);
          };
        }),
    );
    const down = stay.talk(true);
    await pass();
    await stay.talk(false);
    started();
    await down;
    expect(told.at(-1)).toBe('microphone false');
  });
});

describe('a microphone that says nothing', () => {
  it('is known, until something comes from it or it is switched', async () => {
    const stay = await inside();
    expect(stay.state.silent).toBe(false);
    happen(stay, 'localAudioSilenceDetected');
    expect(stay.state.silent).toBe(true);
    stay.silenceOver();
    expect(stay.state.silent).toBe(false);
    happen(stay, 'localAudioSilenceDetected');
    await stay.setDevice('microphone', false);
    expect(stay.state.silent).toBe(false);
  });
});
