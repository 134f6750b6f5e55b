import { expect, it } from 'vitest';
import type { Offer } from '../../api/live';
import { changed, waitFailure, withOffer, withoutOffer } from './logic';

const offer = (id: string, until = '2026-11-23T14:06:30Z'): Offer => ({
  room: { id, name: `Room ${id}` },
  feature: 'fea_1',
  until,
});

it('tells what was offered and what is over', () => {
  expect(changed([], [offer('a')])).toEqual({ fresh: [offer('a')], over: [] });
  expect(changed([offer('a')], [offer('a')])).toEqual({ fresh: [], over: [] });
  expect(changed([offer('a'), offer('b')], [offer('b')])).toEqual({ fresh: [], over: ['a'] });
  const later = offer('a', '2026-11-23T14:08:00Z');
  expect(changed([offer('a')], [later])).toEqual({ fresh: [later], over: ['a'] });
});

it('keeps one offer for each room', () => {
  const later = offer('a', '2026-11-23T14:08:00Z');
  expect(withOffer([offer('a'), offer('b')], later)).toEqual([offer('b'), later]);
  expect(withoutOffer([offer('a'), offer('b')], 'a')).toEqual([offer('b')]);
  const none = [offer('b')];
  expect(withoutOffer(none, 'a')).toBe(none);
});

it('has a text for every refusal', () => {
  expect(waitFailure('queue_full')).toBe('failed_queue_full');
  expect(waitFailure('teapot')).toBe('failed');
});
