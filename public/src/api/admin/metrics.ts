import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { components } from '../schema';
import { at, post, read, search } from './http';

type Schemas = components['schemas'];
export type Metrics = Schemas['Metrics'];
export type FeatureNumbers = Schemas['FeatureNumbers'];
export type Numbers = Schemas['Numbers'];
export type Step = Metrics['over_time']['points'][number];

/** From when (included) till when (excluded), as moments. */
export interface Range {
  from?: string | null;
  to?: string | null;
}

/** While the event runs its numbers are asked for again so often. */
export const LOOK_MS = 30_000;

export const metricsQuery = (event: string, range: Range, live: boolean) =>
  queryOptions({
    queryKey: ['admin', 'metrics', event, range],
    queryFn: () => read<Metrics>(at`/events/${event}/metrics`, { ...range }),
    // Other numbers replace the ones there are without a flash of nothing.
    placeholderData: keepPreviousData,
    refetchInterval: live && LOOK_MS,
  });

/** What a report is about. */
export type Whole = { room: string } | { feature: string } | { event: string };

const pathOf = (whole: Whole) =>
  'room' in whole
    ? at`/rooms/${whole.room}`
    : 'feature' in whole
      ? at`/features/${whole.feature}`
      : at`/events/${whole.event}`;

export interface ReportOptions extends Range {
  /** More than the six columns. */
  all?: boolean;
  /** Deleted messages too. */
  deleted?: boolean;
}

/** Files, under /api/v1. */
export const reports = {
  chat: (whole: Whole, { all, deleted, ...range }: ReportOptions = {}) =>
    `${pathOf(whole)}/reports/chat.csv${search({ columns: all ? 'all' : null, deleted: deleted || null, ...range })}`,
  participants: (whole: Whole, { all, deleted: _, ...range }: ReportOptions = {}) =>
    `${pathOf(whole)}/reports/participants.csv${search({ columns: all ? 'all' : null, ...range })}`,
  metrics: (event: string, range: Range) => `${at`/events/${event}/metrics.csv`}${search({ ...range })}`,
};

/** Clears what happened up to now away, for good. */
export const clearRehearsal = (whole: Whole) => post<Schemas['Cleared']>(`${pathOf(whole)}/clear`, {});
