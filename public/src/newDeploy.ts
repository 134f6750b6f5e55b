/**
 * A new deploy takes away the chunks an open tab was built with. The first chunk that is not there reloads the page,
 * which then has the new addresses.
 */
export function reloadAfterDeploy() {
  addEventListener('vite:preloadError', () => {
    if (mayReload(sessionStore(), Date.now(), navigator.onLine)) location.reload();
  });
}

const KEY = 'hallway.reloaded';
/** Within this time a second failure is not another deploy: reloading did not help, and would not. */
const ONCE_IN_MS = 10 * 60_000;

type Store = Pick<Storage, 'getItem' | 'setItem'>;

/** Once, and never where the once cannot be remembered. Offline, a reload would only lose the page. */
export function mayReload(store: Store | null, now: number, online: boolean): boolean {
  if (!store || !online) return false;
  try {
    const last = Number(store.getItem(KEY) ?? Number.NEGATIVE_INFINITY);
    if (now - last < ONCE_IN_MS) return false;
    store.setItem(KEY, String(now));
    return true;
  } catch {
    return false;
  }
}

function sessionStore(): Store | null {
  try {
    return sessionStorage;
  } catch {
    return null;
  }
}
