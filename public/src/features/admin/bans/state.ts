import type { Ban } from '../../../api/admin/types';

/** What a removal is by now: somebody is kept out, time is over, somebody lifted it, or nobody was ever kept out. */
export type BanState = 'active' | 'over' | 'lifted' | 'none';

export function stateOf({ ends_at, lifted_at }: Pick<Ban, 'ends_at' | 'lifted_at'>, now: number): BanState {
  if (lifted_at) return 'lifted';
  if (!ends_at) return 'none';
  return Date.parse(ends_at) > now ? 'active' : 'over';
}
