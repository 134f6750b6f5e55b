import { queryOptions } from '@tanstack/react-query';
import type { components } from '../schema';
import { everything } from './events';
import { at, erase, type Page, patch, post, put, read, readTagged } from './http';

export type Feature = components['schemas']['FeatureView'];
/** What a form of a feature sends. */
export type FeatureFields = Pick<Feature, 'name' | 'groups'> & { icon: string | null; image: string | null };

/** The features of an event in their order. */
export const adminFeaturesQuery = (event: string) =>
  queryOptions({
    queryKey: ['admin', 'features', event],
    queryFn: () => everything<Feature>((cursor) => read<Page<Feature>>(at`/events/${event}/features`, { cursor })),
    staleTime: 10_000,
  });

export const featureQuery = (feature: string) =>
  queryOptions({
    queryKey: ['admin', 'feature', feature],
    queryFn: () => readTagged<Feature>(at`/features/${feature}`),
    // What an edit is made from is read when it begins.
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
  });

export const makeFeature = (event: string, body: FeatureFields, once: string) =>
  post<Feature>(at`/events/${event}/features`, body, once);
export const changeFeature = (feature: string, body: Partial<FeatureFields>, etag: string) =>
  patch<Feature>(at`/features/${feature}`, body, etag);
export const deleteFeature = (feature: string) => erase(at`/features/${feature}`);
/** Puts these before that one, or at the end. */
export const sortFeatures = (event: string, features: string[], before: string | null) =>
  put<{ data: Feature[] }>(at`/events/${event}/features/order`, { features, before });
