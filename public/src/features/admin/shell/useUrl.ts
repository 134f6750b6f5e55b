import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback } from 'react';

type Words = Record<string, string | undefined>;

/** Search and filters of a page, in its address: a link, a reload and Back keep them. */
export function useUrl<T extends Words>(parse: (raw: Record<string, unknown>) => T) {
  const raw = useSearch({ strict: false }) as Record<string, unknown>;
  const navigate = useNavigate();
  const set = useCallback(
    (part: Partial<T>) =>
      void navigate({
        to: '.',
        replace: true,
        // Who has scrolled down to what they were looking for stays there.
        resetScroll: false,
        // The router knows each page's search by its route; these pages read their own.
        search: ((was: Words) => filled({ ...was, ...part })) as never,
      }),
    [navigate],
  );
  return [parse(raw), set] as const;
}

/** What is empty does not stand in the address. */
export const filled = (words: Words): Words =>
  Object.fromEntries(Object.entries(words).filter(([, value]) => value !== undefined && value !== ''));

/** The router reads numbers and yes or no out of an address; here they are words. */
export const word = (value: unknown): string | undefined => {
  if (value === undefined || value === null || value === '') return undefined;
  return typeof value === 'object' ? undefined : String(value);
};
