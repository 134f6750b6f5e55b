import type { ApiError } from '../../api/client';

/** Half of the lease of a hold, so that one lost renewal loses nobody the seat. */
export const RENEW_MS = 15_000;

/** What to do when asking for (or renewing) a hold failed. */
export function afterFailure(error: ApiError, kept: boolean): 'again' | 'elsewhere' | 'refused' {
  if (error.code === 'in_another_room') return 'elsewhere';
  // The first try may say at once that nothing works. Later the seat is kept, and a hiccup is no reason to frighten.
  const hiccup = error.status === 0 || error.status === 429 || error.status >= 500;
  return kept && hiccup ? 'again' : 'refused';
}

/** The texts of a move. The server may know that there is another room and not (yet) what it is called. */
export const moveWords = (from: string) =>
  from.trim()
    ? ({ title: 'move.title', text: 'move.text' } as const)
    : ({ title: 'move.title_unnamed', text: 'move.text_unnamed' } as const);

const KNOWN = [
  'room_full',
  'room_closed',
  'room_locked',
  'banned',
  'hold_expired',
  'sfu_unavailable',
  'network',
  'not_found',
  'rate_limited',
] as const;
export type Refusal = (typeof KNOWN)[number] | 'other';

export const refusalOf = (error: ApiError): Refusal => KNOWN.find((code) => code === error.code) ?? 'other';

/** Asking again can help, or only going elsewhere does. */
export const worthRetrying = (refusal: Refusal) => !['room_closed', 'banned', 'not_found'].includes(refusal);

export type Readiness = 'both' | 'microphone' | 'camera' | 'none';

export function readiness({ camera, microphone }: { camera: boolean; microphone: boolean }): Readiness {
  if (camera && microphone) return 'both';
  if (microphone) return 'microphone';
  return camera ? 'camera' : 'none';
}
