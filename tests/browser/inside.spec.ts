// What a room has beyond being in it: keys, pins, devices that come and go, a microphone that says nothing, a line that breaks.
import { type Browser, type BrowserContextOptions, chromium, expect, type Page, test } from '@playwright/test';
import { executablePath, QUIET } from './playwright.config';
import { accessible, aLine, aRoom, enter, join, linkOf, look, newcomers, openFeature, type Person, PHONE, seesMoving, stack } from './stage';

test.afterEach(async ({ browser }) => {
  for (const context of browser.contexts()) await context.close();
});

type Room = Pick<Awaited<ReturnType<typeof aRoom>>, 'feature' | 'name'>;

/** Nobody an earlier journey left in a room. */
const people = async (count: number) => (await newcomers(count)) as [Person, Person, Person];

/** Somebody inside a room, after `before` was put into their page. */
async function inside(browser: Browser, person: Person, { feature, name }: Room, before?: () => void, options: BrowserContextOptions = {}) {
  const { page, context } = await enter(browser, person, options);
  if (before) await page.addInitScript(before);
  await openFeature(page, feature, name);
  await join(page, name);
  return { page, context };
}

const tile = (page: Page, name: string) => page.getByRole('region', { name: 'People' }).getByRole('listitem', { name: new RegExp(`^${name}`) });
const bar = (page: Page) => page.getByRole('navigation', { name: 'Room controls' });
const toasts = (page: Page) => page.getByRole('region', { name: 'Notifications' });

test('by keys: muted, heard while a key is held, the list of them, the bar', async ({ browser }) => {
  const room = await aRoom('Keys');
  const [amara, bo] = await people(2);
  const { page } = await inside(browser, amara, room);
  const other = await inside(browser, bo, room);
  const muted = (yes: boolean) =>
    expect(tile(other.page, amara.name)).toHaveAccessibleName(yes ? /, muted/ : /^(?!.*muted)/, { timeout: 10_000 });
  await muted(false);

  await page.keyboard.press('Control+d');
  await expect(bar(page).getByRole('button', { name: 'Unmute' })).toBeVisible();
  await muted(true);
  await page.locator('main').click({ position: { x: 5, y: 5 } });
  for (const key of ['v', 'Space']) {
    await page.keyboard.down(key);
    await expect(bar(page).getByRole('button', { name: 'Mute', exact: true })).toBeVisible();
    await muted(false);
    await page.keyboard.up(key);
    await expect(bar(page).getByRole('button', { name: 'Unmute' })).toBeVisible();
    await muted(true);
  }
  // A letter in a field is a letter.
  await page.keyboard.press('Control+Shift+M');
  const field = page.getByRole('textbox', { name: 'Write to the room' });
  await field.fill('');
  await field.press('v');
  await expect(field).toHaveValue('v');
  await expect(bar(page).getByRole('button', { name: 'Unmute' })).toBeVisible();

  await bar(page).getByRole('button', { name: /^People/ }).focus();
  await page.keyboard.press('F2');
  await expect(bar(page).getByRole('button', { name: 'Unmute' })).toBeFocused();
  await page.keyboard.press('Control+Shift+?');
  const list = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await expect(list.getByText('Be heard while you hold it')).toBeVisible();
  await look(page, 'shortcuts', 'desktop');
  await page.keyboard.press('Escape');
  await expect(list).toBeHidden();

  // Switched off, the key does nothing; it stays off in this browser.
  await bar(page).getByRole('button', { name: 'Devices' }).click();
  const devices = page.getByRole('dialog', { name: 'Devices' });
  const push = devices.getByRole('checkbox', { name: /^Push to talk/ });
  await expect(push).toBeChecked();
  await look(page, 'devices', 'desktop');
  await push.uncheck();
  await devices.getByRole('button', { name: 'Keyboard shortcuts' }).click();
  await expect(list).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(list).toBeHidden();
  await expect(bar(page).getByRole('button', { name: 'Devices' })).toBeFocused();
  await page.locator('main').click({ position: { x: 5, y: 5 } });
  await page.keyboard.down('v');
  // Only what would happen at once could be missed: the button is asked again after the other's next frames.
  await seesMoving(page, [bo]);
  await expect(bar(page).getByRole('button', { name: 'Unmute' })).toBeVisible();
  await page.keyboard.up('v');
});

test('a pinned person stays first and large, and is let go again', async ({ browser }) => {
  const room = await aRoom('Pinned');
  const [amara, bo, chen] = await people(3);
  const { page } = await inside(browser, amara, room);
  for (const person of [bo, chen]) await inside(browser, person, room);
  await seesMoving(page, [bo, chen]);
  const tiles = page.getByRole('region', { name: 'People' }).getByRole('listitem');
  await expect(tiles).toHaveCount(3);
  const before = await tile(page, chen.name).boundingBox();
  await tile(page, chen.name).hover();
  await page.getByRole('button', { name: `Pin ${chen.name}` }).click();
  await expect(tiles.first()).toHaveAccessibleName(new RegExp(`^${chen.name}.*pinned`));
  await expect.poll(async () => (await tile(page, chen.name).boundingBox())?.width).toBeGreaterThan((before?.width ?? 0) * 1.05);
  const boxes = await Promise.all([chen, bo].map(async ({ name }) => await tile(page, name).boundingBox()));
  expect(boxes[0]?.height).toBeGreaterThan((boxes[1]?.height ?? 0) * 1.8);
  await seesMoving(page, [bo, chen]);
  await look(page, 'room-pinned', 'desktop');
  // By keyboard too, and one stays where one was.
  const unpin = page.getByRole('button', { name: `Unpin ${chen.name}` });
  await expect(unpin).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: `Pin ${chen.name}` })).toBeFocused();
  await expect(tile(page, chen.name)).toHaveAccessibleName(/^(?!.*pinned)/);
});

test('with a phone: a tap pins, and the list of devices has no word of keys', async ({ browser }) => {
  const room = await aRoom('Pinned by a finger');
  const [amara, bo] = await people(2);
  const { page } = await inside(browser, amara, room, undefined, PHONE);
  await inside(browser, bo, room);
  await seesMoving(page, [bo]);
  await page.getByRole('button', { name: `Pin ${bo.name}` }).tap();
  await expect(tile(page, bo.name)).toHaveAccessibleName(/pinned/);
  await expect.poll(async () => (await tile(page, bo.name).boundingBox())?.width).toBeGreaterThan(300);
  await look(page, 'room-pinned', 'phone');
  await bar(page).getByRole('button', { name: 'Devices' }).tap();
  const devices = page.getByRole('dialog', { name: 'Devices' });
  await expect(devices.getByRole('combobox', { name: 'Camera' })).toBeVisible();
  await expect(devices.getByRole('button', { name: 'Keyboard shortcuts' })).toBeHidden();
  await look(page, 'devices', 'phone');
});

test('another camera and microphone in the middle of a talk', async () => {
  // The second one films depth, which nobody sees.
  const args = [...QUIET, '--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream=device-count=3'];
  const two = await chromium.launch({ executablePath, args });
  const room = await aRoom('Three cameras');
  const [amara, bo] = await people(2);
  const { page } = await inside(two, amara, room);
  const other = await inside(two, bo, room);
  await seesMoving(other.page, [amara]);
  await bar(page).getByRole('button', { name: 'Devices' }).click();
  const devices = page.getByRole('dialog', { name: 'Devices' });
  for (const [name, choice] of [['Camera', 'fake_device_2'], ['Microphone', 'Fake Audio Input 2']] as const) {
    await devices.getByRole('combobox', { name }).selectOption({ label: choice });
    await expect(devices.getByRole('combobox', { name }).locator('option:checked')).toHaveText(choice);
  }
  const shown = () => page.evaluate(() => {
    const stream = document.querySelector<HTMLVideoElement>('[data-self] video')?.srcObject;
    return stream instanceof MediaStream ? stream.getVideoTracks()[0]?.label : '';
  });
  await expect.poll(shown).toBe('fake_device_2');
  await seesMoving(other.page, [amara]);
  await expect(tile(other.page, amara.name)).toHaveAccessibleName(/^(?!.*muted)/);
  await two.close();
});

/** Keeps every track the page gets, so that one can be pulled out; with `none`, there is no other afterwards. */
function keepTracks() {
  const media = navigator.mediaDevices;
  const get = media.getUserMedia.bind(media);
  const page = window as unknown as { tracks: MediaStreamTrack[]; none: boolean };
  page.tracks = [];
  page.none = false;
  media.getUserMedia = async (wanted) => {
    if (page.none) throw new DOMException('Requested device not found', 'NotFoundError');
    const stream = await get(wanted);
    page.tracks.push(...stream.getTracks());
    return stream;
  };
}

/** What a browser does when the plug is pulled: the track ends without anybody having stopped it. */
const pull = (page: Page, kind: 'audio' | 'video', none: boolean) =>
  page.evaluate(
    ([what, gone]) => {
      const kept = window as unknown as { tracks: MediaStreamTrack[]; none: boolean };
      kept.none = gone;
      for (const track of kept.tracks.filter((one) => one.kind === what && one.readyState === 'live')) {
        track.stop();
        track.dispatchEvent(new Event('ended'));
      }
    },
    [kind, none] as const,
  );

test('a device that is pulled out is replaced by another, or the person is told that there is none', async ({ browser }) => {
  const room = await aRoom('Unplugged');
  const [amara, bo] = await people(2);
  const { page } = await inside(browser, amara, room, keepTracks);
  const other = await inside(browser, bo, room);
  await seesMoving(other.page, [amara]);

  await pull(page, 'audio', false);
  await expect(toasts(page).getByText(/^Your microphone is gone. You are heard through .+ now\.$/)).toBeVisible();
  await pull(page, 'video', false);
  await expect(toasts(page).getByText(/^Your camera is gone. You are seen through .+ now\.$/)).toBeVisible();
  await seesMoving(other.page, [amara]);

  await pull(page, 'video', true);
  await expect(toasts(page).getByText(/^Your camera is gone, and there is no other/)).toBeVisible();
  await expect(bar(page).getByRole('button', { name: 'Start camera' })).toBeVisible();
  await expect(tile(other.page, amara.name)).toHaveAccessibleName(/camera off/);
  await pull(page, 'audio', true);
  await expect(toasts(page).getByText(/^Your microphone is gone, and there is no other/)).toBeVisible();
  await expect(bar(page).getByRole('button', { name: 'Unmute' })).toBeVisible();
  await accessible(page, 'devices gone');

  // Plugged in again, it is one press.
  await page.evaluate(() => Object.assign(window, { none: false }));
  await bar(page).getByRole('button', { name: 'Start camera' }).click();
  await seesMoving(other.page, [amara]);
});

/** A microphone whose switch is off: a track, and nothing in it until the page says `speak()`. */
function muteSwitch() {
  const media = navigator.mediaDevices;
  const get = media.getUserMedia.bind(media);
  media.getUserMedia = async (wanted) => {
    const stream = await get(wanted);
    if (!wanted?.audio) return stream;
    const context = new AudioContext();
    const out = context.createMediaStreamDestination();
    const voice = context.createOscillator();
    const loudness = context.createGain();
    loudness.gain.value = 0;
    voice.connect(loudness).connect(out);
    voice.start();
    Object.assign(window, { speak: () => Object.assign(loudness.gain, { value: 0.5 }) });
    for (const track of stream.getAudioTracks()) stream.removeTrack(track);
    for (const track of out.stream.getAudioTracks()) stream.addTrack(track);
    return stream;
  };
}

test('a microphone that says nothing is noticed, until it does', async ({ browser }) => {
  const room = await aRoom('Silence');
  const { page } = await inside(browser, (await people(1))[0], room, muteSwitch);
  const notice = page.getByRole('status').filter({ hasText: 'We can\'t hear you. Check the mute switch' });
  await expect(notice).toBeVisible();
  await look(page, 'room-silent', 'desktop');
  await page.evaluate(() => (window as unknown as { speak: () => void }).speak());
  await expect(notice).toBeHidden();
});

test('a line that breaks is told with a way out, and mended without a press', async ({ browser }) => {
  test.setTimeout(180_000);
  const { feature, name } = await aRoom('Tunnel');
  const [amara, bo] = await people(2);
  const line = await aLine();
  try {
    const context = await browser.newContext({ permissions: ['camera', 'microphone'], viewport: { width: 1440, height: 900 } });
    const page = await context.newPage();
    await page.goto(linkOf(amara).replace(stack.url, line.url));
    await expect(page).not.toHaveURL(/\/enter/);
    await page.goto(`${line.url}/?feature=${feature}`);
    await join(page, name);
    const other = await inside(browser, bo, { feature, name });
    await seesMoving(page, [bo]);

    line.cut();
    const banner = page.getByRole('status').filter({ hasText: 'Reconnecting... Your seat is kept.' });
    await expect(banner).toBeVisible();
    const network = page.getByRole('link', { name: 'Check network' });
    await expect(network).toBeVisible({ timeout: 25_000 });
    await expect(network).toHaveAttribute('href', '/network');
    await expect(page.getByRole('main').getByRole('button', { name: 'Leave' })).toBeVisible();
    await look(page, 'room-reconnecting', 'desktop');
    line.mend();
    await expect(page.getByText('Back online')).toBeVisible({ timeout: 60_000 });
    await seesMoving(page, [bo]);
    await seesMoving(other.page, [amara]);
  } finally {
    line.close();
  }
});
