/** A press on Join, or the opening of a feature. */
export type Clicked = { room: string } | { feature: string };

const AGAIN_MS = 2000;

interface Ways {
  fetch: typeof fetch;
  wait: (ms: number) => Promise<unknown>;
}
const ways: Ways = {
  fetch: (...given) => fetch(...given),
  wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
};

/**
 * Counted for the organizer's report, and nobody waits for it or hears of a failure. The same id twice is one click, so
 * one that may have been lost is sent once more. It outlives the page: Join may lead away from it.
 */
export async function click(what: Clicked, { fetch, wait }: Ways = ways): Promise<void> {
  const body = JSON.stringify({ id: crypto.randomUUID(), ...what });
  const send = () =>
    fetch('/api/v1/clicks', {
      method: 'POST',
      keepalive: true,
      credentials: 'same-origin',
      headers: { 'content-type': 'application/json' },
      body,
    }).then(
      ({ status }) => status,
      () => 0,
    );
  const status = await send();
  const lost = status === 0 || status === 429 || status >= 500;
  if (lost) await wait(AGAIN_MS).then(send);
}
