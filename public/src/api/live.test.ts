import { describe, expect, it } from 'vitest';
import personFrames from '../../../tests/golden/person_frames.json';
import roomFrames from '../../../tests/golden/room_frames.json';
import { aConnectionFrame } from '../features/connections/samples';
import { aPutOut, aRoomFrame } from '../features/live/samples';
import { aChange, aHello } from '../features/lobby/samples';
import { parseLobbyFrame, parsePersonFrame, parseRoomFrame } from './live';

// The Worker's side may not have written these down yet.
const lobbyFrames: { type: string }[] = [
  aHello(),
  aChange({ gone: ['room_2'], order: ['room_1'], place: aHello().place }),
  ...Object.values(
    import.meta.glob<{ type: string }[]>('../../../tests/golden/lobby_frames.json', { eager: true, import: 'default' }),
  ).flat(),
];
const allPersonFrames: { type: string }[] = [...personFrames, aConnectionFrame];
const allRoomFrames: { type: string }[] = [...roomFrames, aRoomFrame(), aPutOut];

describe('frames', () => {
  it('of the room are all understood', () => {
    for (const frame of allRoomFrames) expect(parseRoomFrame(frame), JSON.stringify(frame)).toEqual(frame);
    expect(new Set(allRoomFrames.map(({ type }) => type))).toEqual(
      new Set(['hello', 'chat', 'people', 'bans', 'removed', 'room', 'put_out', 'floor', 'muted']),
    );
  });

  it('of the lobby are all understood', () => {
    for (const frame of lobbyFrames) expect(parseLobbyFrame(frame), JSON.stringify(frame)).toEqual(frame);
    expect(new Set(lobbyFrames.map(({ type }) => type))).toEqual(new Set(['hello', 'cards']));
  });

  it('of the person are all understood', () => {
    for (const frame of allPersonFrames) expect(parsePersonFrame(frame), JSON.stringify(frame)).toEqual(frame);
    expect(new Set(allPersonFrames.map(({ type }) => type))).toEqual(
      new Set(['hello', 'removed', 'ban_lifted', 'superseded', 'seat_free', 'seat_lapsed', 'connection']),
    );
  });

  // The golden files are what the server says. A field nobody here looks at is one this app was never told about.
  it('have no field that is not looked at', () => {
    const overlooked = [
      ...allRoomFrames.map(unread(parseRoomFrame)),
      ...allPersonFrames.map(unread(parsePersonFrame)),
      ...lobbyFrames.map(unread(parseLobbyFrame)),
    ];
    expect(overlooked.flat()).toEqual([]);
    const newer = { type: 'bans', count: 1 };
    expect(unread(parseRoomFrame)(newer)).toEqual(['bans.count']);
  });

  it('that are unknown or broken are nothing', () => {
    for (const frame of [null, 'pong', [], {}, { type: 'toString' }, { type: 'stage' }, { type: 'chat', seq: 3 }]) {
      expect(parseRoomFrame(frame)).toBeNull();
      expect(parsePersonFrame(frame)).toBeNull();
      expect(parseLobbyFrame(frame)).toBeNull();
    }
    expect(parseRoomFrame({ type: 'chat', after: 1, seq: 2, messages: [{ seq: 2 }] })).toBeNull();
    expect(parseLobbyFrame({ ...aHello(), cards: [{ room: 'room_1' }] })).toBeNull();
    expect(parseLobbyFrame({ ...aChange(), order: [1] })).toBeNull();
  });
});

/** Paths of a frame's fields that the check does not read. */
const unread = (parse: (frame: unknown) => unknown) => (frame: { type: string }) => {
  const missed = new Set<string>();
  const watched = <T>(value: T, path: string): T => {
    if (typeof value !== 'object' || value === null) return value;
    for (const key of Object.keys(value)) if (!Array.isArray(value)) missed.add(`${path}.${key}`);
    return new Proxy(value, {
      get: (target, key, receiver) => {
        const at = Array.isArray(target) ? path : `${path}.${String(key)}`;
        missed.delete(at);
        return watched(Reflect.get(target, key, receiver), at);
      },
    });
  };
  parse(watched(frame, frame.type));
  return [...missed];
};
