import { expect, it } from 'vitest';
import { mayReload } from './newDeploy';

const NOW = Date.parse('2026-11-22T12:00:00Z');
const MINUTE = 60_000;

function memory() {
  const kept = new Map<string, string>();
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  };
}

it('reloads once for a deploy, and again for one much later', () => {
  const store = memory();
  expect(mayReload(store, NOW, true)).toBe(true);
  expect(mayReload(store, NOW + 1, true)).toBe(false);
  expect(mayReload(store, NOW + 9 * MINUTE, true)).toBe(false);
  expect(mayReload(store, NOW + 11 * MINUTE, true)).toBe(true);
});

it('does not reload offline, and has its one reload still to come', () => {
  const store = memory();
  expect(mayReload(store, NOW, false)).toBe(false);
  expect(mayReload(store, NOW, true)).toBe(true);
});

it('does not reload where it could not remember having done so', () => {
  const full = () => {
    throw new DOMException('full', 'QuotaExceededError');
  };
  expect(mayReload({ ...memory(), setItem: full }, NOW, true)).toBe(false);
  expect(mayReload(null, NOW, true)).toBe(false);
});
