import { describe, expect, it } from 'vitest';
import { banOf, endOf, lengthOf, lengthTrouble, offered, reasonOf, type Until, untilOf } from './lengths';

const place = { time_zone: 'Europe/Zurich', event_ends_at: '2026-09-16T16:00:00Z' };
const now = new Date('2026-09-14T12:20:00Z');
const told = (until: Until) => (until.kind === 'at' ? until.when : until.kind);
const telling = { language: 'en', now, place, own: 'Europe/Zurich' };

describe('ends', () => {
  it('are counted from now, or by the clock of the event', () => {
    const iso = (length: Parameters<typeof endOf>[0]) => endOf(length, now, place, '2026-09-15T09:00')?.toISOString();
    expect(iso('minutes')).toBe('2026-09-14T12:30:00.000Z');
    expect(iso('hour')).toBe('2026-09-14T13:20:00.000Z');
    expect(iso('day')).toBe('2026-09-14T22:00:00.000Z');
    expect(iso('event')).toBe('2026-09-16T16:00:00.000Z');
    expect(iso('other')).toBe('2026-09-15T07:00:00.000Z');
    expect(iso('none')).toBeUndefined();
  });

  it('are left to the server where its clock decides', () => {
    expect(banOf('minutes', place, '')).toEqual({ seconds: 600 });
    expect(banOf('hour', place, '')).toEqual({ seconds: 3600 });
    expect(banOf('day', place, '')).toEqual({ until: 'end_of_day' });
    expect(banOf('event', place, '')).toEqual({ until: 'end_of_event' });
    expect(banOf('other', place, '2026-09-15T09:00')).toEqual({ ends_at: '2026-09-15T07:00:00.000Z' });
    expect(banOf('none', place, '')).toBeNull();
  });

  it('must lie ahead', () => {
    expect(lengthTrouble('other', now, place, '')).toBe('missing');
    expect(lengthTrouble('other', now, place, '2026-09-14T14:20')).toBe('past');
    expect(lengthTrouble('other', now, place, '2026-09-14T14:21')).toBeNull();
    expect(lengthTrouble('minutes', now, place, '')).toBeNull();
    expect(offered('event', now, place)).toBe(true);
    expect(offered('event', new Date('2026-09-17T00:00:00Z'), place)).toBe(false);
    expect(offered('day', new Date('2026-09-17T00:00:00Z'), place)).toBe(true);
  });
});

describe('what an end is called', () => {
  const until = (length: Parameters<typeof endOf>[0], more: Partial<typeof telling> = {}, wall = '') => {
    const at = { ...telling, ...more };
    return told(untilOf(length, endOf(length, at.now, at.place, wall)!, at));
  };

  it('is a time today, midnight, or a day', () => {
    expect(until('minutes')).toMatch(/^(14:30|02:30 PM)$/i);
    expect(until('day')).toBe('midnight');
    expect(until('event')).toMatch(/16 September|September 16/);
    expect(until('event')).not.toMatch(/:/);
  });

  it('is a time on the last day, and the last day for an end at midnight', () => {
    expect(until('event', { now: new Date('2026-09-16T10:00:00Z') })).toMatch(/18:00|06:00 PM/i);
    const atMidnight = { ...place, event_ends_at: '2026-09-16T22:00:00Z' };
    expect(until('event', { place: atMidnight })).toMatch(/16 September|September 16/);
  });

  it('stays a time past midnight when it is hours away', () => {
    expect(until('hour', { now: new Date('2026-09-14T21:30:00Z') })).toMatch(/^(00:30|12:30 AM)$/i);
  });

  it('names the day of another time, unless it is today', () => {
    expect(until('other', {}, '2026-09-15T09:00')).toMatch(/Tuesday/);
    expect(until('other', {}, '2026-09-15T09:00')).not.toMatch(/2026/);
    expect(until('other', {}, '2027-01-15T09:00')).toMatch(/2027/);
    expect(until('other', {}, '2026-09-14T18:00')).toMatch(/^(18:00|06:00 PM)$/i);
  });

  it('names the clock where the reader has another', () => {
    expect(until('minutes', { own: 'America/New_York' })).toMatch(/(14:30|02:30 PM) (CEST|GMT\+2)/i);
    expect(until('day', { own: 'America/New_York' })).not.toBe('midnight');
  });

  it('is in the language of the page, with its digits', () => {
    expect(until('event', { language: 'ar' })).toMatch(/16 سبتمبر/);
  });
});

it('counts a reason as people do', () => {
  expect(lengthOf('👋🏽 hi')).toBe(5);
  expect(reasonOf('  ')).toBeNull();
  expect(reasonOf(' Talking over others ')).toBe('Talking over others');
});
