import { useEffect, useRef } from 'react';

/** Of more tabs than fit, the one looked at is moved into sight: sideways only, the page stays where it is. */
export function useCurrentInSight(current: string | undefined, count: number) {
  const tabs = useRef<HTMLElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each of these moves the tabs
  useEffect(() => {
    const row = tabs.current;
    const tab = row?.querySelector('[aria-current]')?.getBoundingClientRect();
    if (!row || !tab) return;
    const { left, right } = row.getBoundingClientRect();
    if (tab.left < left) row.scrollBy({ left: tab.left - left });
    else if (tab.right > right) row.scrollBy({ left: tab.right - right });
  }, [current, count]);
  return tabs;
}
