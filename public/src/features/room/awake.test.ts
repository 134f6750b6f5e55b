import { expect, test, vi } from 'vitest';
import { keepAwake } from './awake';

function aPage() {
  const page = Object.assign(new EventTarget(), { visibilityState: 'visible' as DocumentVisibilityState });
  const turn = (to: DocumentVisibilityState) => {
    page.visibilityState = to;
    page.dispatchEvent(new Event('visibilitychange'));
  };
  return { page: page as unknown as Document, turn };
}

test('asks at once, again when shown, and lets go at the end', async () => {
  const release = vi.fn(async () => undefined);
  const request = vi.fn(async () => ({ release }) as unknown as WakeLockSentinel);
  const { page, turn } = aPage();
  const stop = keepAwake({ request }, page);
  expect(request).toHaveBeenCalledTimes(1);
  turn('hidden');
  expect(request).toHaveBeenCalledTimes(1);
  turn('visible');
  expect(request).toHaveBeenCalledTimes(2);
  stop();
  await vi.waitFor(() => expect(release).toHaveBeenCalledTimes(1));
  turn('visible');
  expect(request).toHaveBeenCalledTimes(2);
});

test('a refusal is no failure', async () => {
  const request = vi.fn(async () => Promise.reject(new Error('low battery')));
  expect(() => keepAwake({ request }, aPage().page)()).not.toThrow();
});
