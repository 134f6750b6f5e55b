// The network test: every way open; UDP blocked; the video server not reached; the event not reached.
import { type BrowserContextOptions, chromium, expect, type Page, test } from '@playwright/test';
import { executablePath, FAKE_DEVICES, QUIET } from './playwright.config';
import { enter, look, PHONE, someone, stack } from './stage';

test.afterEach(async ({ browser }) => {
  for (const context of browser.contexts()) await context.close();
});

const way = (page: Page, name: string | RegExp) => page.getByRole('main').getByRole('listitem').filter({ hasText: name });

async function run(page: Page) {
  await page.goto(`${stack.url}/network`);
  await page.getByRole('button', { name: 'Start the test' }).click();
}

for (const [kind, options] of [['desktop', {}], ['phone', PHONE]] as const satisfies [string, BrowserContextOptions][]) {
  test(`all is well, with a report to copy (${kind})`, async ({ browser }) => {
    const { page, context } = await enter(browser, someone(), options);
    await context.grantPermissions(['camera', 'microphone', 'clipboard-read', 'clipboard-write']);
    await run(page);
    await expect(page.getByRole('heading', { name: 'Your connection is good' })).toBeVisible();
    for (const name of ['Video server', 'Direct media (UDP)', 'Media by TCP']) await expect(way(page, name)).toContainText('Works');
    await expect(way(page, 'Relayed media')).toContainText('Not offered here');
    await expect(page.getByRole('button', { name: 'Test again' })).toBeVisible();
    await look(page, 'network-good', kind);
    await page.getByRole('button', { name: 'Copy the report' }).click();
    await expect(page.getByRole('button', { name: 'Copied' })).toBeVisible();
    const report = await page.evaluate(() => navigator.clipboard.readText());
    expect(report).toMatch(/^Hallway connection test\nTime: .*\nBrowser: Mozilla.*\nServer: ws.*\/sfu\/main\n {2}websocket: open, \d+ ms\n {2}udp: open, \d+ ms, .*\n {2}tcp: open, .*\n {2}turn: not offered\n {2}Result: good$/);
  });
}

/** A browser whose own policy is that of a network which lets no UDP out. */
const withoutUdp = () =>
  chromium.launch({ executablePath, args: [...QUIET, ...FAKE_DEVICES, '--webrtc-ip-handling-policy=disable_non_proxied_udp'] });

test('where UDP is blocked the fallback is found, and said what it means', async () => {
  const strict = await withoutUdp();
  const { page } = await enter(strict, someone());
  await run(page);
  await expect(page.getByRole('heading', { name: 'Limited network: you can join' })).toBeVisible({ timeout: 60_000 });
  await expect(way(page, 'Direct media (UDP)')).toContainText('Blocked');
  await expect(way(page, 'Media by TCP')).toContainText('Works');
  await look(page, 'network-limited', 'desktop');
  await strict.close();
});

test('where no media gets through at all, it says what IT has to allow', async () => {
  const strict = await withoutUdp();
  const { page } = await enter(strict, someone());
  // Nor TCP: the page never learns where the server listens.
  await page.addInitScript(() => {
    const none = (sdp = '') => sdp.replaceAll(/a=candidate:[^\r\n]*\r\n/g, '');
    const peer = RTCPeerConnection.prototype;
    const set = peer.setRemoteDescription;
    peer.addIceCandidate = async () => undefined;
    peer.setRemoteDescription = function (this: RTCPeerConnection, { type, sdp }: RTCSessionDescriptionInit) {
      return set.call(this, { type, sdp: none(sdp) });
    };
  });
  await run(page);
  await expect(page.getByRole('heading', { name: 'Your network blocks video calls' })).toBeVisible({ timeout: 60_000 });
  await expect(page.getByText(/on UDP 3478 and 7882 to 7892/)).toBeVisible();
  for (const name of ['Direct media (UDP)', 'Media by TCP']) await expect(way(page, name)).toContainText('Blocked');
  await expect(page.getByRole('button', { name: 'Copy the report' })).toBeVisible();
  await look(page, 'network-blocked', 'desktop');
  await strict.close();
});

test('a video server that is not reached, and an event that is not', async ({ browser }) => {
  const { page, context } = await enter(browser, someone());
  await page.routeWebSocket(/\/sfu\//, (socket) => void socket.close({ code: 1001 }));
  await page.route(/\/sfu\//, (route) => route.abort());
  await run(page);
  await expect(page.getByRole('heading', { name: 'We can\'t reach the video server' })).toBeVisible({ timeout: 60_000 });
  await expect(way(page, 'Video server')).toContainText('Blocked');
  await look(page, 'network-none', 'desktop');
  await context.setOffline(true);
  await page.getByRole('button', { name: 'Test again' }).click();
  await expect(page.getByRole('alert').getByRole('heading', { name: 'The test could not begin' })).toBeVisible();
  await look(page, 'network-failed', 'desktop');
});
