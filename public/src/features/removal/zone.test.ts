import { describe, expect, it } from 'vitest';
import { dayOf, differs, endOfDay, momentOf, wallClock } from './zone';

const iso = (at: Date | null) => at?.toISOString();

describe('wall clocks', () => {
  it('show what a clock there shows', () => {
    expect(wallClock(new Date('2026-09-14T12:20:05Z'), 'Europe/Zurich')).toBe('2026-09-14T14:20:05');
    expect(wallClock(new Date('2026-09-14T22:00:00Z'), 'Europe/Zurich')).toBe('2026-09-15T00:00:00');
    expect(dayOf(new Date('2026-09-14T23:30:00Z'), 'America/New_York')).toBe('2026-09-14');
  });

  it('are read back', () => {
    expect(iso(momentOf('2026-09-14T14:20', 'Europe/Zurich'))).toBe('2026-09-14T12:20:00.000Z');
    expect(iso(momentOf('2026-12-14T14:20', 'Europe/Zurich'))).toBe('2026-12-14T13:20:00.000Z');
    expect(iso(momentOf('2026-09-14T14:20', 'Asia/Kathmandu'))).toBe('2026-09-14T08:35:00.000Z');
    expect(momentOf('', 'Europe/Zurich')).toBeNull();
    expect(momentOf('tomorrow', 'Europe/Zurich')).toBeNull();
  });

  it('go through both changes of the clock', () => {
    // 29 March 2026, 02:00 becomes 03:00: 02:30 is not there.
    expect(iso(momentOf('2026-03-29T02:30', 'Europe/Zurich'))).toBe('2026-03-29T01:30:00.000Z');
    // 25 October 2026, 03:00 becomes 02:00: 02:30 comes twice.
    expect(iso(momentOf('2026-10-25T02:30', 'Europe/Zurich'))).toBe('2026-10-25T00:30:00.000Z');
    expect(iso(momentOf('2026-10-25T03:30', 'Europe/Zurich'))).toBe('2026-10-25T02:30:00.000Z');
  });
});

describe('the end of the day', () => {
  it('is the next midnight there, not here', () => {
    expect(iso(endOfDay(new Date('2026-09-14T12:20:00Z'), 'Europe/Zurich'))).toBe('2026-09-14T22:00:00.000Z');
    expect(iso(endOfDay(new Date('2026-09-14T23:00:00Z'), 'Europe/Zurich'))).toBe('2026-09-15T22:00:00.000Z');
    expect(iso(endOfDay(new Date('2026-09-14T02:00:00Z'), 'America/New_York'))).toBe('2026-09-14T04:00:00.000Z');
  });

  it('lies 23 or 25 hours after the last one when the clock changes', () => {
    expect(iso(endOfDay(new Date('2026-03-28T23:00:00Z'), 'Europe/Zurich'))).toBe('2026-03-29T22:00:00.000Z');
    expect(iso(endOfDay(new Date('2026-10-24T22:00:00Z'), 'Europe/Zurich'))).toBe('2026-10-25T23:00:00.000Z');
  });
});

it('knows whether two places show the same time', () => {
  const at = new Date('2026-09-14T12:00:00Z');
  expect(differs(at, 'Europe/Zurich', 'Europe/Berlin')).toBe(false);
  expect(differs(at, 'Europe/Zurich', 'Europe/London')).toBe(true);
});
