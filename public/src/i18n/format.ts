/** Dates and times, in the person's language, always with the digits the rest of the page has. */
export function locale(language: string): string {
  if (language === 'ar') return 'ar-u-nu-latn';
  // English dates differ between regions: use the person's own where the browser names one.
  return globalThis.navigator?.languages?.find((own) => own.startsWith(language)) ?? language;
}

export function eventDates(language: string, starts: string, ends: string, timeZone: string): string {
  const format = new Intl.DateTimeFormat(locale(language), { dateStyle: 'long', timeZone });
  return format.formatRange(new Date(starts), new Date(ends));
}

/** "at 14:30" for today in words a sentence can hold, with the day when it is not today. */
export function moment(language: string, at: Date, now: Date): string {
  const today = at.toDateString() === now.toDateString();
  return new Intl.DateTimeFormat(locale(language), {
    ...(today ? {} : { weekday: 'long', day: 'numeric', month: 'long' }),
    hour: '2-digit',
    minute: '2-digit',
  }).format(at);
}

/** "in 9 minutes" */
export function distance(language: string, seconds: number): string {
  const format = new Intl.RelativeTimeFormat(locale(language), { numeric: 'always' });
  if (seconds >= 5400) return format.format(Math.round(seconds / 3600), 'hour');
  if (seconds >= 90) return format.format(Math.round(seconds / 60), 'minute');
  return format.format(Math.max(1, Math.round(seconds)), 'second');
}

/** 1:52 */
export function countdown(seconds: number): string {
  const left = Math.max(0, Math.ceil(seconds));
  return `${Math.floor(left / 60)}:${String(left % 60).padStart(2, '0')}`;
}

/** "Amara and Jonas", "Amara, Jonas" */
export function list(language: string, names: string[], more: boolean): string {
  return new Intl.ListFormat(locale(language), more ? { type: 'unit' } : { type: 'conjunction' }).format(names);
}

/** "Today", "Yesterday" in the words given, else "Saturday, 21 November": the reader's own days. */
export function day(language: string, at: Date, now: Date, words: { today: string; yesterday: string }): string {
  const before = new Date(now.getFullYear(), now.getMonth(), now.getDate() - 1);
  if (at.toDateString() === now.toDateString()) return words.today;
  if (at.toDateString() === before.toDateString()) return words.yesterday;
  return new Intl.DateTimeFormat(locale(language), { weekday: 'long', day: 'numeric', month: 'long' }).format(at);
}

/** "14:02" */
export const clock = (language: string, at: Date): string =>
  new Intl.DateTimeFormat(locale(language), { hour: '2-digit', minute: '2-digit' }).format(at);

/** "1,000" */
export const number = (language: string, value: number): string =>
  new Intl.NumberFormat(locale(language)).format(value);

const UNITS = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
] as const;

/** "9 min 41 sec": the two largest units, for something that ticks. */
export function timeLeft(language: string, seconds: number): string {
  const left = Math.max(0, Math.ceil(seconds));
  const largest = UNITS.findIndex(([unit, size]) => left >= size || unit === 'second');
  const parts = UNITS.slice(largest, largest + 2).map(([unit, size], index) => {
    const before = index === 0 ? left : left % (UNITS[largest]?.[1] ?? 1);
    return [unit, Math.floor(before / size)] as const;
  });
  const words = parts
    .filter(([, count], index) => index === 0 || count > 0)
    .map(([unit, count]) =>
      new Intl.NumberFormat(locale(language), { style: 'unit', unit, unitDisplay: 'short' }).format(count),
    );
  return new Intl.ListFormat(locale(language), { type: 'unit', style: 'narrow' }).format(words);
}
