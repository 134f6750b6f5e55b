import { describe, expect, it } from 'vitest';
import { DEFAULT_CHOICES, keepChoices, keptChoices } from './choices';
import { failureOf } from './failure';

const named = (name: string, message = '') => Object.assign(new Error(message), { name });

describe('failure', () => {
  it.each([
    [named('NotAllowedError'), 'denied', 'blocked'],
    [named('NotAllowedError', 'Permission dismissed'), 'prompt', 'dismissed'],
    [named('NotAllowedError', 'Permission denied by system'), 'granted', 'system'],
    [named('NotAllowedError'), null, 'blocked'],
    [named('NotReadableError'), 'granted', 'busy'],
    [named('NotFoundError'), 'prompt', 'missing'],
    [new TypeError('navigator.mediaDevices is undefined'), null, 'unsupported'],
    [named('AbortError'), 'granted', 'other'],
  ] as const)('%#: %s', (error, permission, kind) => expect(failureOf(error, permission)).toBe(kind));
});

describe('choices of this tab', () => {
  const store = (text: string | null) => {
    const box = new Map(text === null ? [] : [['hallway.choices', text]]);
    return {
      getItem: (key: string) => box.get(key) ?? null,
      setItem: (key: string, value: string) => void box.set(key, value),
    };
  };

  it('come back', () => {
    const box = store(null);
    keepChoices({ ...DEFAULT_CHOICES, camera: false, cameraId: 'abc' }, box);
    expect(keptChoices(box)).toEqual({ ...DEFAULT_CHOICES, camera: false, cameraId: 'abc' });
  });

  it.each([null, '', '7', '{', 'null'])('%j is nothing', (text) => expect(keptChoices(store(text))).toBeNull());

  it('survive damage', () => {
    expect(keptChoices(store('{"camera":"yes","microphone":false}'))).toEqual({
      ...DEFAULT_CHOICES,
      microphone: false,
    });
  });
});
