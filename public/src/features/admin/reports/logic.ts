import type { Metrics, Numbers } from '../../../api/admin/metrics';
import { locale } from '../../../i18n/format';

/** The columns of the table, in their order. */
export const COLUMNS = [
  'clicks',
  'chats',
  'people',
  'visits',
  'minutes',
  'average',
  'peak',
  'connection_requests',
  'removals',
  'turned_away',
] as const;
export type Column = (typeof COLUMNS)[number];

/** Whether anything happened at all. */
export const isEmpty = (numbers: Numbers) =>
  numbers.clicks +
    numbers.chats +
    numbers.visits +
    numbers.peak +
    numbers.connection_requests +
    numbers.removals +
    numbers.turned_away ===
  0;

/** A number of the table, as the language writes it. Nothing was measured: a dash. */
export function shown(language: string, numbers: Numbers, column: Column): string {
  const plain = (value: number, digits = 0) =>
    new Intl.NumberFormat(locale(language), { maximumFractionDigits: digits }).format(value);
  if (column === 'minutes') return plain(numbers.seconds / 60, 1);
  if (column !== 'average') return plain(numbers[column]);
  return numbers.average_seconds == null ? '–' : stay(language, numbers.average_seconds);
}

/** "4 min 30 sec" */
export function stay(language: string, seconds: number): string {
  const unit = (value: number, name: 'hour' | 'minute' | 'second') =>
    new Intl.NumberFormat(locale(language), { style: 'unit', unit: name, unitDisplay: 'short' }).format(value);
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60), seconds % 60];
  if (hours > 0) return [unit(hours, 'hour'), minutes > 0 && unit(minutes, 'minute')].filter(Boolean).join(' ');
  if (minutes > 0) return [unit(minutes, 'minute'), rest > 0 && unit(rest, 'second')].filter(Boolean).join(' ');
  return unit(rest, 'second');
}

/** Most bars a chart can have and still be read. */
const BARS = 12;

/** Features as bars, those with most first where there are more than can be read. */
export function bars(features: Metrics['features']) {
  const all = features.map(({ id, name, clicks, chats }) => ({ id, name, clicks, chats }));
  if (all.length <= BARS) return all;
  return [...all].sort((a, b) => b.clicks + b.chats - (a.clicks + a.chats)).slice(0, BARS);
}

/** A moment on the axis: with its day where the time is longer than one. */
export function tick(language: string, at: string, zone: string, seconds: number): string {
  const style: Intl.DateTimeFormatOptions =
    seconds >= 86_400
      ? { day: 'numeric', month: 'short' }
      : seconds >= 3600
        ? { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' }
        : { hour: '2-digit', minute: '2-digit' };
  return new Intl.DateTimeFormat(locale(language), { ...style, timeZone: zone }).format(new Date(at));
}

/** Longest name beside a bar. */
const LONGEST = 18;

/** A name as there is room for it. */
export const clipped = (name: string): string => {
  const letters = [...name];
  return letters.length <= LONGEST ? name : `${letters.slice(0, LONGEST - 1).join('')}…`;
};
