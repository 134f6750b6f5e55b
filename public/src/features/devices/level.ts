export const BARS = 24;

/** A voice fills the lower half of the scale; the root spreads it so that quiet speech still moves the bars. */
export const barsOf = (volume: number) => Math.min(BARS, Math.round(Math.sqrt(Math.max(0, volume)) * BARS * 1.2));

export type Hearing = 'say_something' | 'hear_you' | 'cannot_hear';

/** `silent`: since the last sound, null when there was none yet. Both in milliseconds. */
export function hearing({ listening, silent }: { listening: number; silent: number | null }): Hearing {
  if (silent !== null && silent < 6000) return 'hear_you';
  if (silent !== null) return 'say_something';
  return listening > 8000 ? 'cannot_hear' : 'say_something';
}
