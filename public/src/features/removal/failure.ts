import { ApiError } from '../../api/client';

const KNOWN = ['network', 'forbidden', 'not_found', 'rate_limited', 'invalid'] as const;

/** What to say of a removal that failed: a key of `removal.failed`. */
export function removalFailure(error: unknown): (typeof KNOWN)[number] | 'other' {
  return (error instanceof ApiError && KNOWN.find((code) => code === error.code)) || 'other';
}
