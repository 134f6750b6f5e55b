import { describe, expect, it } from 'vitest';
import personFrames from '../../../tests/golden/person_frames.json';
import roomFrames from '../../../tests/golden/room_frames.json';
import { parsePersonFrame, parseRoomFrame } from './live';

describe('frames', () => {
  it('of the room are all understood', () => {
    for (const frame of roomFrames) expect(parseRoomFrame(frame), JSON.stringify(frame)).toEqual(frame);
    expect(new Set(roomFrames.map(({ type }) => type))).toEqual(
      new Set(['hello', 'chat', 'people', 'bans', 'removed']),
    );
  });

  it('of the person are all understood', () => {
    for (const frame of personFrames) expect(parsePersonFrame(frame), JSON.stringify(frame)).toEqual(frame);
    expect(new Set(personFrames.map(({ type }) => type))).toEqual(
      new Set(['hello', 'removed', 'ban_lifted', 'superseded']),
    );
  });

  it('that are unknown or broken are nothing', () => {
    for (const frame of [null, 'pong', [], {}, { type: 'toString' }, { type: 'stage' }, { type: 'chat', seq: 3 }]) {
      expect(parseRoomFrame(frame)).toBeNull();
      expect(parsePersonFrame(frame)).toBeNull();
    }
    expect(parseRoomFrame({ type: 'chat', after: 1, seq: 2, messages: [{ seq: 2 }] })).toBeNull();
  });
});
