// One screen at a time, and everybody sees whose: by the button, by the browser, by a moderator.
import { type Browser, chromium, expect, type Page, test } from '@playwright/test';
import { executablePath, FAKE_DEVICES, QUIET } from './playwright.config';
import { accessible, aRoom, enter, goIn, look, openDialog, openFeature, someone } from './stage';

type Person = ReturnType<typeof someone>;
type Room = { feature: string; room: string; name: string };

/** A browser that picks the whole screen by itself, as a person would. */
const withScreens = () =>
  chromium.launch({ executablePath, args: [...QUIET, ...FAKE_DEVICES, '--auto-select-desktop-capture-source=Entire screen', '--auto-accept-this-tab-capture'] });

let browser: Browser;
test.beforeAll(async () => {
  browser = await withScreens();
});
test.afterAll(() => browser.close());
test.afterEach(async () => {
  for (const context of browser.contexts()) await context.close();
});

async function inside(person: Person, room: Room) {
  const { page } = await enter(browser, person);
  // What the browser's own bar does: the track ends under the page.
  await page.evaluate(() => {
    const { mediaDevices } = navigator;
    const pick = mediaDevices.getDisplayMedia.bind(mediaDevices);
    mediaDevices.getDisplayMedia = async (wanted) => {
      const stream = await pick(wanted);
      (window as unknown as { endScreen: () => void }).endScreen = () => {
        for (const track of stream.getTracks()) {
          track.stop();
          track.dispatchEvent(new Event('ended'));
        }
      };
      return stream;
    };
  });
  await openFeature(page, room.feature, room.name);
  const dialog = await openDialog(page, room.name);
  await dialog.getByRole('button', { name: 'Stop camera' }).click();
  await goIn(page);
  return page;
}

const bar = (page: Page) => page.getByRole('navigation', { name: 'Room controls' });
const button = (page: Page, name: string | RegExp) => bar(page).getByRole('button', { name });
const first = (person: Person) => person.name.split(' ')[0];
/** Frames of somebody's screen that this page has decoded. */
const screenFrames = (page: Page, person: Person) =>
  page.evaluate((id) => document.querySelector<HTMLVideoElement>(`video[data-screen="${id}"]`)?.getVideoPlaybackQuality().totalVideoFrames ?? 0, person.id);
const seesScreen = (page: Page, person: Person) =>
  expect.poll(() => screenFrames(page, person), { timeout: 30_000, message: `the screen of ${person.name}` }).toBeGreaterThan(2);

test('one shares, the others see it and by whom; a moderator takes over and ends it', async () => {
  test.setTimeout(240_000);
  const [ingrid, kofi, mei] = [someone(), someone(), someone()] as [Person, Person, Person];
  const room = await aRoom('Share', { moderators: [ingrid.id] });
  const moderator = await inside(ingrid, room);
  const one = await inside(kofi, room);
  const other = await inside(mei, room);

  await test.step('by the bar', async () => {
    await button(one, 'Share').click();
    await expect(button(one, 'Stop sharing')).toHaveAttribute('aria-pressed', 'true');
    await expect(one.getByRole('figure', { name: 'You are sharing your screen' })).toBeVisible();
    await seesScreen(other, kofi);
    await seesScreen(moderator, kofi);
    await accessible(other, 'somebody shares');
    await look(other, 'share', 'desktop');
  });
  await test.step('the second is told whose it is, on the button itself', async () => {
    const taken = button(other, `${kofi.name} is sharing. Ask them to stop first.`);
    await expect(taken).toHaveAttribute('aria-disabled', 'true');
    await expect(taken).toHaveText(`${first(kofi)} is sharing`);
    await taken.click({ force: true });
    await expect(other.getByRole('figure', { name: `${kofi.name} is sharing` })).toBeVisible();
  });
  await test.step('a moderator takes over, by keyboard', async () => {
    await button(moderator, `${kofi.name} is sharing`).focus();
    await moderator.keyboard.press('Enter');
    await expect(moderator.getByRole('menuitem', { name: 'Take over' })).toBeVisible();
    await accessible(moderator, 'the menu of a share');
    await moderator.getByRole('menuitem', { name: 'Take over' }).press('Enter');
    await expect(button(moderator, 'Stop sharing')).toBeVisible();
    await seesScreen(other, ingrid);
    await expect(one.getByText('A moderator ended your sharing.')).toBeVisible();
    expect(await one.locator('video[data-screen]').count()).toBe(1);
    await expect(one.getByRole('figure', { name: `${ingrid.name} is sharing` })).toBeVisible();
  });
  await test.step('ended by the bar, it is free at once', async () => {
    await button(moderator, 'Stop sharing').click();
    await expect(other.getByRole('figure')).toHaveCount(0);
    await expect(button(other, 'Share')).toBeVisible();
    await expect(button(moderator, 'Share')).toBeVisible();
  });
  await test.step('ended by the browser', async () => {
    await button(other, 'Share').click();
    await expect(button(other, 'Stop sharing')).toBeVisible();
    await seesScreen(one, mei);
    await other.evaluate(() => (window as unknown as { endScreen: () => void }).endScreen());
    await expect(button(other, 'Share')).toBeVisible();
    await expect(one.getByRole('figure')).toHaveCount(0);
  });
  await test.step('a moderator stops it', async () => {
    await button(one, 'Share').click();
    await seesScreen(other, kofi);
    await button(moderator, `${kofi.name} is sharing`).click();
    await moderator.getByRole('menuitem', { name: `Stop ${first(kofi)}'s sharing` }).click();
    await expect(other.getByRole('figure')).toHaveCount(0);
    await expect(one.getByText('A moderator ended your sharing.').first()).toBeVisible();
  });
});
