import type { Event, NewEvent, Region } from '../../../api/admin/types';
import { fromWall, toWall } from '../shell';

export const REGIONS: Region[] = ['wnam', 'enam', 'sam', 'weur', 'eeur', 'me', 'afr', 'apac', 'oc'];

/** An event as its form has it: times by the clock of its zone. Named as on the wire, so that refusals find their field. */
export interface EventValues {
  name: string;
  time_zone: string;
  starts_at: string;
  ends_at: string;
  region: Region | '';
  /** Days; empty: nobody is forgotten. */
  retention_days: number | '';
}

export const valuesOf = (event: Event): EventValues => ({
  name: event.name,
  time_zone: event.time_zone,
  starts_at: toWall(event.starts_at, event.time_zone),
  ends_at: toWall(event.ends_at, event.time_zone),
  region: (event.region as Region | null | undefined) ?? '',
  retention_days: event.retention_days ?? '',
});

/** Tomorrow from nine to six, where the organizer is. */
export function freshValues(now: Date, zone: string): EventValues {
  const day = toWall(new Date(now.getTime() + 86_400_000).toISOString(), zone).slice(0, 10);
  return {
    name: '',
    time_zone: zone,
    starts_at: `${day}T09:00`,
    ends_at: `${day}T18:00`,
    region: '',
    retention_days: '',
  };
}

export const bodyOf = ({ name, time_zone, starts_at, ends_at, region, retention_days }: EventValues): NewEvent => ({
  name: name.trim(),
  time_zone,
  starts_at: fromWall(starts_at, time_zone) ?? '',
  ends_at: fromWall(ends_at, time_zone) ?? '',
  region: region || null,
  retention_days: retention_days === '' ? null : retention_days,
});

/** What is wrong with a field before it is sent. */
export function eventTroubles({ name, starts_at, ends_at }: EventValues) {
  return {
    name: name.trim() ? null : ('required' as const),
    starts_at: starts_at ? null : ('required' as const),
    ends_at: !ends_at ? ('required' as const) : ends_at > starts_at ? null : ('ends_first' as const),
  };
}
