import { useEffect, useRef } from 'react';

/** Focus goes to the action of what has just appeared: a dialog's own focus trap looks only once, when it opens. */
export function useFocusOnMount() {
  const element = useRef<HTMLButtonElement>(null);
  useEffect(() => element.current?.focus({ preventScroll: true }), []);
  return element;
}
