import { locale } from '../../../i18n/format';
import { momentOf, wallClock } from '../../removal/zone';

/** A moment as a field shows it: by the clock of the event. */
export const toWall = (at: string | null | undefined, zone: string): string =>
  at ? wallClock(new Date(at), zone).slice(0, 16) : '';

/** What stands in the field as a moment, as the server writes it. */
export const fromWall = (wall: string, zone: string): string | null =>
  momentOf(wall, zone)?.toISOString().replace('.000Z', 'Z') ?? null;

/** "16 Sep 2026, 14:30" there. */
export const whenIn = (language: string, at: string, zone: string): string =>
  new Intl.DateTimeFormat(locale(language), { dateStyle: 'medium', timeStyle: 'short', timeZone: zone }).format(
    new Date(at),
  );

/** "16 Sep 2026, 14:30 – 15:30" there. */
export const spanIn = (language: string, from: string, to: string, zone: string): string =>
  new Intl.DateTimeFormat(locale(language), { dateStyle: 'medium', timeStyle: 'short', timeZone: zone }).formatRange(
    new Date(from),
    new Date(to),
  );

/** All zones this browser knows, by their names; the one in use is always among them. */
export function zones(used: string): string[] {
  const known = Intl.supportedValuesOf('timeZone');
  return [...new Set(['UTC', ...known, used])].filter(Boolean);
}
