import type { Item } from '../../api/types';
import { locale } from '../../i18n/format';

/** "Monday, 23 November" where the event is. */
export const dayName = (language: string, at: string, timeZone: string): string =>
  new Intl.DateTimeFormat(locale(language), { weekday: 'long', day: 'numeric', month: 'long', timeZone }).format(
    new Date(at),
  );

/** "10:00 – 11:00", "10:00", or nothing. */
export function span(
  language: string,
  { starts_at, ends_at }: Pick<Item, 'starts_at' | 'ends_at'>,
  timeZone: string,
): string | undefined {
  if (!starts_at) return undefined;
  const format = new Intl.DateTimeFormat(locale(language), { hour: '2-digit', minute: '2-digit', timeZone });
  const start = new Date(starts_at);
  return ends_at && ends_at > starts_at ? format.formatRange(start, new Date(ends_at)) : format.format(start);
}

/** "Central European Standard Time" */
export function zoneName(language: string, timeZone: string, now: number): string {
  const parts = new Intl.DateTimeFormat(locale(language), { timeZone, timeZoneName: 'long' }).formatToParts(now);
  return parts.find(({ type }) => type === 'timeZoneName')?.value ?? timeZone;
}
