/** Wall clocks of a time zone, by Intl alone. A wall clock is written as `datetime-local` does: 2026-09-16T14:30. */

const pad = (value: number, length = 2) => String(value).padStart(length, '0');

/** What a clock on the wall shows there, to the second. */
export function wallClock(at: Date, timeZone: string): string {
  const parts = new Intl.DateTimeFormat('en-u-ca-gregory-nu-latn', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  }).formatToParts(at);
  const part = (type: Intl.DateTimeFormatPartTypes) => Number(parts.find((one) => one.type === type)?.value ?? 0);
  const day = `${pad(part('year'), 4)}-${pad(part('month'))}-${pad(part('day'))}`;
  return `${day}T${pad(part('hour'))}:${pad(part('minute'))}:${pad(part('second'))}`;
}

/** The day there, as 2026-09-16. */
export const dayOf = (at: Date, timeZone: string) => wallClock(at, timeZone).slice(0, 10);

/** Milliseconds the zone is ahead of UTC at that moment. */
function ahead(at: number, timeZone: string): number {
  const whole = Math.floor(at / 1000) * 1000;
  return Date.parse(`${wallClock(new Date(whole), timeZone)}Z`) - whole;
}

/**
 * The moment at which the clock there shows this; null if it is no time at all. A time the change to summer skips is the
 * one as much later; of a time that comes twice it is the first.
 */
export function momentOf(wall: string, timeZone: string): Date | null {
  const shown = Date.parse(`${wall.length === 16 ? `${wall}:00` : wall}Z`);
  if (Number.isNaN(shown)) return null;
  const day = 86_400_000;
  const offsets = [ahead(shown - day, timeZone), ahead(shown + day, timeZone)];
  const fitting = offsets.map((offset) => shown - offset).filter((at) => at + ahead(at, timeZone) === shown);
  return new Date(fitting.length > 0 ? Math.min(...fitting) : shown - (offsets[0] ?? 0));
}

/** The next midnight there. */
export function endOfDay(now: Date, timeZone: string): Date {
  const today = new Date(`${dayOf(now, timeZone)}T00:00:00Z`);
  const tomorrow = new Date(today.getTime() + 86_400_000).toISOString().slice(0, 10);
  return momentOf(`${tomorrow}T00:00`, timeZone) ?? now;
}

/** Whether clocks here and there differ at that moment. */
export const differs = (at: Date, timeZone: string, own: string) =>
  ahead(at.getTime(), timeZone) !== ahead(at.getTime(), own);
