import { useRouter } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';

/** The link that led here went with its page: focus goes on at the heading. Not on the first page, which has a skip link. */
export function useArrival() {
  const heading = useRef<HTMLHeadingElement>(null);
  const { history } = useRouter();
  useEffect(() => {
    const lost = document.activeElement === null || document.activeElement === document.body;
    if (lost && history.canGoBack()) heading.current?.focus({ preventScroll: true });
  }, [history]);
  return heading;
}
