import { useEffect, useRef } from 'react';

/** What was pressed goes away with what it did: the focus stays near, and the next key is still for this part of the page. */
export function useKeptFocus<Part extends HTMLElement>(changed: unknown) {
  const part = useRef<Part>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a change is the reason, not an ingredient
  useEffect(() => {
    if (document.activeElement && document.activeElement !== document.body) return;
    const next = part.current?.querySelector<HTMLElement>('[data-autofocus]') ?? part.current;
    next?.focus({ preventScroll: true });
  }, [changed]);
  return part;
}
