import { expect, it } from 'vitest';
import { ApiError } from '../../api/client';
import type { Floor } from '../../api/live';
import { isLocked, shareFailure } from './logic';

const floor = (...locks: Floor['locks']): Floor => ({ stage: null, hands: [], locks, locked: false });

it('knows what is locked for one and for all', () => {
  const one = floor({ person: 'att_1', what: 'camera' }, { person: null, what: 'share' });
  expect(isLocked(one, 'att_1', 'camera')).toBe(true);
  expect(isLocked(one, 'att_2', 'camera')).toBe(false);
  expect(isLocked(one, 'att_2', 'share')).toBe(true);
  expect(isLocked(null, 'att_1', 'share')).toBe(false);
});

it('has a text for what went wrong', () => {
  expect(shareFailure(new ApiError(409, 'stage_taken'))).toBe('failed_taken');
  expect(shareFailure(new ApiError(403, 'locked'))).toBe('failed_locked');
  expect(shareFailure(new ApiError(503, 'sfu_unavailable'))).toBe('failed_server');
  expect(shareFailure(new ApiError(0, 'network'))).toBe('failed_server');
  expect(shareFailure(new Error('the picker broke'))).toBe('failed');
});
