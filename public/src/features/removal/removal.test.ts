import { describe, expect, it } from 'vitest';
import { ApiError } from '../../api/client';
import { byOrganizer, coveredBy, inOrder, mayReturn, removalOf, stateOf } from './removal';
import { aBan } from './samples';

const now = Date.parse('2026-09-14T12:20:00Z');
const refusal = (problem: ApiError['problem']) => new ApiError(403, 'banned', problem);

describe('what the removed person is told', () => {
  it('comes from the record', () => {
    expect(removalOf({ ban: aBan() })).toEqual({
      id: 'ban_1',
      by: { id: 'att_ingrid', name: 'Ingrid Solberg' },
      reason: 'Talking over others',
      until: Date.parse('2026-09-14T12:30:00Z'),
      scope: 'room',
      deleted: 3,
    });
    expect(removalOf({ ban: aBan({ ends_at: null }) }).until).toBeNull();
  });

  it('comes from a refusal until the record is there, and no part of it is lost then', () => {
    const error = refusal({
      until: '2026-09-14T12:30:00Z',
      scope: 'event',
      reason: 'Spam',
      by: { id: 'key_1', name: 'K' },
    });
    expect(removalOf({ error })).toEqual({
      id: null,
      by: { id: 'key_1', name: 'K' },
      reason: 'Spam',
      until: Date.parse('2026-09-14T12:30:00Z'),
      scope: 'event',
      deleted: null,
    });
    expect(removalOf({ ban: aBan(), error }).reason).toBe('Talking over others');
  });

  it('is the record of that refusal and no other', () => {
    const same = refusal({ until: '2026-09-14T12:30:00+00:00' });
    expect(coveredBy(aBan(), same)).toEqual(aBan());
    expect(coveredBy(aBan(), refusal({ until: '2026-09-15T12:30:00Z' }))).toBeNull();
    expect(coveredBy(aBan({ ends_at: null }), same)).toBeNull();
    expect(coveredBy(aBan(), null)).toEqual(aBan());
    expect(coveredBy(null, same)).toBeNull();
  });

  it('does not guess', () => {
    const nothing = removalOf({ error: refusal({}) });
    expect(nothing).toMatchObject({ by: null, reason: null, until: undefined, scope: 'room' });
    expect(mayReturn(nothing, now, false)).toBe(false);
    expect(removalOf({}).until).toBeUndefined();
  });

  it('ends with the time, with a lift, or at once', () => {
    const removal = removalOf({ ban: aBan() });
    expect(mayReturn(removal, now, false)).toBe(false);
    expect(mayReturn(removal, now, true)).toBe(true);
    expect(mayReturn(removal, Date.parse('2026-09-14T12:30:00Z'), false)).toBe(true);
    expect(mayReturn(removalOf({ ban: aBan({ ends_at: null }) }), now, false)).toBe(true);
  });

  it('hides the names of keys', () => {
    expect(byOrganizer({ id: 'key_1', name: 'Front desk' })).toBe(true);
    expect(byOrganizer({ id: 'att_1', name: 'Ingrid' })).toBe(false);
  });
});

describe('bans in a list', () => {
  const over = aBan({ id: 'over', ends_at: '2026-09-14T12:10:00Z', created_at: '2026-09-14T12:15:00Z' });
  const lifted = aBan({ id: 'lifted', lifted_at: '2026-09-14T12:19:00Z', created_at: '2026-09-14T12:18:00Z' });
  const none = aBan({ id: 'none', ends_at: null, created_at: '2026-09-14T12:17:00Z' });

  it('have a state', () => {
    expect([aBan(), over, lifted, none].map((ban) => stateOf(ban, now))).toEqual(['active', 'over', 'lifted', 'none']);
  });

  it('stand with those first that keep somebody out', () => {
    const older = aBan({ id: 'older', created_at: '2026-09-14T10:00:00Z' });
    expect(inOrder([lifted, none, over, older, aBan()], now).map(({ id }) => id)).toEqual([
      'ban_1',
      'older',
      'lifted',
      'none',
      'over',
    ]);
  });
});
