import { useEffect } from 'react';

/** The page comes after its address: the browser has looked for the place already. */
export function useAnchor() {
  useEffect(() => {
    const place = location.hash && document.getElementById(location.hash.slice(1));
    if (!place) return;
    place.scrollIntoView();
    place.focus({ preventScroll: true });
  }, []);
}
