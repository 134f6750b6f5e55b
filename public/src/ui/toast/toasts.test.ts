import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Toasts } from './toasts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const texts = (toasts: Toasts) => toasts.snapshot().map(({ text }) => text);

it('shows a word for six seconds, and an error until it is closed', () => {
  const toasts = new Toasts();
  toasts.show({ text: 'done' });
  const error = toasts.show({ text: 'failed', tone: 'danger' });
  vi.advanceTimersByTime(5999);
  expect(texts(toasts)).toEqual(['done', 'failed']);
  vi.advanceTimersByTime(1);
  expect(texts(toasts)).toEqual(['failed']);
  vi.advanceTimersByTime(3_600_000);
  expect(texts(toasts)).toEqual(['failed']);
  toasts.close(error);
  expect(texts(toasts)).toEqual([]);
});

it('stands still while it is looked at, by pointer or focus', () => {
  const toasts = new Toasts();
  toasts.show({ text: 'undo?' });
  vi.advanceTimersByTime(4000);
  toasts.hold('pointer');
  vi.advanceTimersByTime(60_000);
  toasts.hold('focus');
  toasts.release('pointer');
  vi.advanceTimersByTime(60_000);
  expect(texts(toasts)).toEqual(['undo?']);
  toasts.release('focus');
  vi.advanceTimersByTime(1999);
  expect(texts(toasts)).toEqual(['undo?']);
  vi.advanceTimersByTime(1);
  expect(texts(toasts)).toEqual([]);
});

it('holds what comes while it is looked at, and forgets the holder once nothing is left', () => {
  const toasts = new Toasts();
  const first = toasts.show({ text: 'one' });
  toasts.hold('pointer');
  const second = toasts.show({ text: 'two' });
  vi.advanceTimersByTime(60_000);
  expect(texts(toasts)).toEqual(['one', 'two']);
  // Closed by its own button: the pointer never leaves an element that is gone.
  toasts.close(first);
  toasts.close(second);
  toasts.show({ text: 'three' });
  vi.advanceTimersByTime(6000);
  expect(texts(toasts)).toEqual([]);
});

it('lets the oldest passing word go before a lasting one', () => {
  const toasts = new Toasts();
  toasts.show({ text: 'kept', lasts: null });
  for (const text of ['a', 'b', 'c']) toasts.show({ text });
  expect(texts(toasts)).toEqual(['kept', 'b', 'c']);
});

it('tells its listeners of every change', () => {
  const toasts = new Toasts();
  const heard = vi.fn();
  const stop = toasts.subscribe(heard);
  toasts.close(toasts.show({ text: 'x' }));
  expect(heard).toHaveBeenCalledTimes(2);
  stop();
  toasts.show({ text: 'y' });
  expect(heard).toHaveBeenCalledTimes(2);
});

it('keeps what is urgent longest', () => {
  const toasts = new Toasts();
  toasts.show({ text: 'a seat', lasts: null, urgent: true });
  for (const text of ['b', 'c', 'd']) toasts.show({ text, lasts: null });
  expect(texts(toasts)).toEqual(['a seat', 'c', 'd']);
});
