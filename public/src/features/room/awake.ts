type Screen = Pick<WakeLock, 'request'>;
type Page = Pick<Document, 'visibilityState' | 'addEventListener' | 'removeEventListener'>;

/** Keeps the screen lit until told to stop. The browser lets go whenever the page is hidden, so it is asked again. */
export function keepAwake(screen: Screen, page: Page): () => void {
  let held: Promise<WakeLockSentinel | null> = Promise.resolve(null);
  const ask = () => {
    // Refused on a low battery: then the screen goes dark as it would anyway.
    if (page.visibilityState === 'visible') held = screen.request('screen').catch(() => null);
  };
  page.addEventListener('visibilitychange', ask);
  ask();
  return () => {
    page.removeEventListener('visibilitychange', ask);
    void held.then((lock) => lock?.release());
  };
}
