// A session's stream: ours goes along into a room, silent and small, and comes back; another provider's ends there.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { basename, join as path } from 'node:path';
import { type BrowserContext, expect, type Page, test } from '@playwright/test';
import { aRoom, card, enter, join, look, organizer, someone, stack } from './stage';

test.afterEach(async ({ browser }) => {
  for (const context of browser.contexts()) await context.close();
});

/** The tests' build names it in its content policy. */
const HOST = 'https://stream.example';

/** A minute of a test picture with a tone, as a stream of five second pieces. */
function aStream(folder: string) {
  const picture = ['-f', 'lavfi', '-i', 'testsrc=size=160x90:rate=10', '-f', 'lavfi', '-i', 'sine=frequency=440'];
  const coded = ['-t', '60', '-c:v', 'libx264', '-pix_fmt', 'yuv420p', '-g', '50', '-c:a', 'aac', '-b:a', '32k'];
  const pieces = ['-f', 'hls', '-hls_time', '5', '-hls_playlist_type', 'vod', path(folder, 'live.m3u8')];
  execFileSync('ffmpeg', ['-v', 'error', '-y', ...picture, ...coded, ...pieces]);
}

const serve = (context: BrowserContext, folder: string) =>
  context.route(`${HOST}/**`, (route) => {
    const name = basename(new URL(route.request().url()).pathname);
    const headers = { 'access-control-allow-origin': '*' };
    return route.fulfill({ body: readFileSync(path(folder, name)), headers });
  });

async function aSession(kind: 'hls' | 'embed', url: string) {
  const name = `Keynote ${Date.now().toString(36)}`;
  const session = await organizer<{ id: string }>('POST', `/events/${stack.event}/items`, { kind: 'session', name, stream: { kind, url } });
  const room = await aRoom('Beside the stage', { items: [session.id] });
  return { ...room, name: room.name, session: session.id, title: `Live stream: ${name}` };
}

const streamOf = (page: Page, title: string) => page.getByRole('region', { name: title }).locator('video');
const at = (page: Page, title: string) => streamOf(page, title).evaluate((video: HTMLVideoElement) => video.currentTime);

async function playsOn(page: Page, title: string, from: number) {
  await expect.poll(() => at(page, title), { message: 'the stream goes on' }).toBeGreaterThan(from + 0.5);
}

test('our own stream goes along into a room, silent and small, and comes back where it was', async ({ browser }, info) => {
  test.setTimeout(180_000);
  const folder = info.outputPath();
  aStream(folder);
  const { room, session, title, name } = await aSession('hls', `${HOST}/live.m3u8`);
  const { page, context } = await enter(browser, someone());
  await serve(context, folder);
  await page.goto(`${stack.url}/items/${session}`);
  await expect(card(page, name)).toBeVisible();
  await playsOn(page, title, 0);
  await expect(streamOf(page, title)).toHaveJSProperty('muted', false);
  await look(page, 'stream', 'desktop');

  await join(page, name);
  await expect(page).toHaveURL(new RegExp(room));
  await expect(streamOf(page, title)).toHaveJSProperty('muted', true);
  const inside = await at(page, title);
  expect(inside).toBeGreaterThan(0.5);
  await playsOn(page, title, inside);
  await look(page, 'stream-in-room', 'desktop');
  const player = page.getByRole('region', { name: title });
  await player.getByRole('button', { name: 'Unmute the stream' }).click();
  await expect(streamOf(page, title)).toHaveJSProperty('muted', false);
  await player.getByRole('button', { name: 'Mute the stream' }).click();
  // Beside the tiles and above the bar, also on a phone.
  for (const size of [{ width: 1440, height: 900 }, { width: 390, height: 844 }]) {
    await page.setViewportSize(size);
    await expect(async () => {
      const box = await player.boundingBox();
      const leave = await page.getByRole('button', { name: 'Leave', exact: true }).boundingBox();
      expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(leave?.y ?? 0);
      expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(size.width);
    }).toPass({ timeout: 10_000 });
  }
  await look(page, 'stream-in-room', 'phone');
  const before = await at(page, title);
  await page.getByRole('button', { name: 'Leave', exact: true }).click();
  await expect(page).toHaveURL(new RegExp(session));
  await playsOn(page, title, before);

  // A room that ends says where the stream is, and it plays on there.
  await join(page, name);
  const whenClosed = await at(page, title);
  await organizer('PATCH', `/rooms/${room}`, { enabled: false, close_now: true });
  await page.getByRole('link', { name: `Back to ${title.replace('Live stream: ', '')}` }).click();
  await expect(page).toHaveURL(new RegExp(session));
  await playsOn(page, title, whenClosed);
  await organizer('PATCH', `/rooms/${room}`, { enabled: true });
  await expect(card(page, name).getByRole('button', { name: `Join ${name}` })).toBeVisible();

  await join(page, name);
  await page.getByRole('button', { name: 'Close the stream' }).click();
  await expect(player).toHaveCount(0);
  await expect(page.getByRole('button', { name: /^Chat/ })).toBeFocused();
  await page.getByRole('button', { name: 'Leave', exact: true }).click();
  await expect(page).toHaveURL(/\/\?feature=/);
});

test('another provider ends with its page; a stream that does not play says so', async ({ browser }) => {
  const foreign = await aSession('embed', `${HOST}/player`);
  const { page, context } = await enter(browser, someone());
  await context.route(`${HOST}/**`, (route) =>
    route.request().url().endsWith('/player')
      ? route.fulfill({ contentType: 'text/html', body: '<!doctype html><html lang="en"><title>Player</title><p>Their player</p></html>' })
      : route.fulfill({ status: 404 }),
  );
  await page.goto(`${stack.url}/items/${foreign.session}`);
  await expect(page.frameLocator('iframe').getByText('Their player')).toBeVisible();
  await look(page, 'stream-embedded', 'desktop');
  await join(page, foreign.name);
  await expect(page.locator('iframe')).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Close the stream' })).toHaveCount(0);

  const broken = await aSession('hls', `${HOST}/none.m3u8`);
  await page.goto(`${stack.url}/items/${broken.session}`);
  await expect(page.getByText('The stream does not play right now.')).toBeVisible();
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByText('The stream does not play right now.')).toBeVisible();
});
