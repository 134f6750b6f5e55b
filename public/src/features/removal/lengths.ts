import type { components } from '../../api/schema';
import { locale } from '../../i18n/format';
import { dayOf, differs, endOfDay, momentOf } from './zone';

export const LENGTHS = ['minutes', 'hour', 'day', 'event', 'other', 'none'] as const;
/** How long somebody is kept out: 10 minutes, 1 hour, the rest of the day or event, until another time, not at all. */
export type Length = (typeof LENGTHS)[number];

export type BanLength = components['schemas']['BanLength'];

/** What a room's dialog needs to know of its event. */
export interface Place {
  time_zone: string;
  event_ends_at: string;
}

const SECONDS = { minutes: 600, hour: 3600 };

/** When such a ban would end. Null: without a ban, or no such time. `wall` is the other time, by the event's clock. */
export function endOf(length: Length, now: Date, place: Place, wall: string): Date | null {
  switch (length) {
    case 'minutes':
    case 'hour':
      return new Date(now.getTime() + SECONDS[length] * 1000);
    case 'day':
      return endOfDay(now, place.time_zone);
    case 'event':
      return new Date(place.event_ends_at);
    case 'other':
      return momentOf(wall, place.time_zone);
    case 'none':
      return null;
  }
}

/** The same in the words of the wire. The server counts the lengths itself: its clock decides. */
export function banOf(length: Length, place: Place, wall: string): BanLength | null {
  switch (length) {
    case 'minutes':
    case 'hour':
      return { seconds: SECONDS[length] };
    case 'day':
      return { until: 'end_of_day' };
    case 'event':
      return { until: 'end_of_event' };
    case 'other':
      return { ends_at: momentOf(wall, place.time_zone)?.toISOString() ?? null };
    case 'none':
      return null;
  }
}

/** An end that is over keeps nobody out: an event that has ended, a time that has passed. */
export function offered(length: Length, now: Date, place: Place): boolean {
  return length !== 'event' || Date.parse(place.event_ends_at) > now.getTime();
}

/** Why a length cannot be sent yet. */
export function lengthTrouble(length: Length, now: Date, place: Place, wall: string): 'missing' | 'past' | null {
  if (length !== 'other') return null;
  const end = momentOf(wall, place.time_zone);
  if (!end) return 'missing';
  return end.getTime() > now.getTime() ? null : 'past';
}

/** How an end is told: "midnight" is a word, a day is a date, and everything else a time. */
export type Until = { kind: 'midnight' } | { kind: 'at'; when: string };

interface Telling {
  language: string;
  now: Date;
  place: Place;
  /** The time zone of whoever reads it. */
  own?: string;
}

/** The end of a ban by the event's clock: "14:30", "14:30 CEST" far away from it, "16 September" for days to come. */
export function untilOf(length: Length, end: Date, { language, now, place, own = ownZone() }: Telling): Until {
  const zone = place.time_zone;
  if (length === 'day' && end.getTime() === endOfDay(now, zone).getTime() && !differs(end, zone, own)) {
    return { kind: 'midnight' };
  }
  const zoneName = differs(end, zone, own) ? ({ timeZoneName: 'short' } as const) : {};
  const time = { hour: '2-digit', minute: '2-digit', ...zoneName } as const;
  const year = dayOf(end, zone).slice(0, 4) === dayOf(now, zone).slice(0, 4) ? {} : ({ year: 'numeric' } as const);
  const day = { day: 'numeric', month: 'long', ...year } as const;
  // An event that ends at midnight ends with the day before.
  const last = new Date(end.getTime() - 1);
  const today = dayOf(last, zone) === dayOf(now, zone);
  const near = today || (length !== 'other' && end.getTime() - now.getTime() < 12 * 3_600_000);
  const at = length === 'event' && !near ? last : end;
  const shape = near ? time : length === 'event' ? day : { weekday: 'long' as const, ...day, ...time };
  const when = new Intl.DateTimeFormat(locale(language), { ...shape, timeZone: zone }).format(at);
  return { kind: 'at', when };
}

export const ownZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;

export const REASON_MAX = 200;

/** What is sent, or null for no reason at all. */
export const reasonOf = (typed: string) => typed.trim() || null;

/** Characters as people count them: an emoji of two code units is one. */
export const lengthOf = (text: string) => [...text].length;
