// Hands in their order, and what a moderator mutes and locks: done once, obeyed and told everywhere.
import { type Browser, type BrowserContextOptions, expect, type Page, test } from '@playwright/test';
import { accessible, aRoom, enter, goIn, look, openDialog, openFeature, someone } from './stage';

test.afterEach(async ({ browser }) => {
  for (const context of browser.contexts()) await context.close();
});

type Person = ReturnType<typeof someone>;
type Room = { feature: string; room: string; name: string };

/** Heard, and without a camera: three pictures would be all this machine does. */
async function inside(browser: Browser, person: Person, room: Room, options: BrowserContextOptions = {}) {
  const { page } = await enter(browser, person, options);
  await openFeature(page, room.feature, room.name);
  const dialog = await openDialog(page, room.name);
  await dialog.getByRole('button', { name: 'Stop camera' }).click();
  await goIn(page);
  return page;
}

const bar = (page: Page) => page.getByRole('navigation', { name: 'Room controls' });
const button = (page: Page, name: string | RegExp) => bar(page).getByRole('button', { name });
const main = (page: Page) => page.getByRole('main');
// The tile says who it is, and what they are doing.
const tile = (page: Page, person: Person, doing = person.name) => main(page).locator(`li[aria-label^="${person.name}"][aria-label*="${doing}"]`);
const toast = (page: Page, text: string) => expect(page.getByRole('region', { name: 'Notifications' }).getByText(text)).toBeVisible();
const first = (person: Person) => person.name.split(' ')[0];

/** The menu of somebody's tile, with the pointer. */
async function menuOf(page: Page, person: Person) {
  await tile(page, person).hover();
  await tile(page, person).getByRole('button', { name: `Actions for ${person.name}` }).click();
  const menu = page.getByRole('menu', { name: `Actions for ${person.name}` });
  await expect(menu).toBeVisible();
  return menu;
}
const act = async (page: Page, person: Person, name: string | RegExp) => (await menuOf(page, person)).getByRole('menuitem', { name }).click();
async function forAll(page: Page, name: string | RegExp) {
  await page.getByRole('button', { name: 'Moderate' }).click();
  await page.getByRole('menu').getByRole('menuitem', { name }).click();
}

test('hands keep their order, moderators mute and lock, and the room is locked in one tap', async ({ browser }) => {
  test.setTimeout(300_000);
  const [ingrid, kofi, mei] = [someone(), someone(), someone()] as [Person, Person, Person];
  const room = await aRoom('Floor', { moderators: [ingrid.id] });
  const moderator = await inside(browser, ingrid, room);
  const one = await inside(browser, kofi, room);
  const other = await inside(browser, mei, room);
  for (const person of [kofi, mei]) await expect(tile(moderator, person)).toBeVisible();

  await test.step('hands', async () => {
    await button(one, 'Raise hand').click();
    await expect(tile(moderator, kofi, 'Hand up, 1st')).toBeVisible();
    await expect(moderator.getByRole('status').filter({ hasText: `${kofi.name} raised a hand` })).toHaveCount(1);
    await button(other, 'Raise hand').click();
    await expect(tile(one, mei, 'Hand up, 2nd')).toBeVisible();
    await expect(button(other, 'Raise hand. Hand up, 2nd')).toHaveAttribute('aria-pressed', 'true');
    await moderator.keyboard.press('Control+Shift+P');
    await expect(moderator.getByRole('complementary').getByRole('listitem').filter({ hasText: mei.name })).toContainText('Hand up, 2nd');
    await look(moderator, 'floor-hands', 'desktop');
    // The first one down, the second is the first.
    await act(moderator, kofi, 'Lower hand');
    await expect(button(one, 'Raise hand')).toHaveAttribute('aria-pressed', 'false');
    await expect(tile(one, mei, 'Hand up, 1st')).toBeVisible();
    // A reload is no reason to lose one's turn.
    await other.reload();
    await expect(button(other, 'Raise hand. Hand up, 1st')).toBeVisible();
    await forAll(moderator, 'Lower 1 hand');
    await expect(button(other, 'Raise hand')).toHaveAttribute('aria-pressed', 'false');
    await moderator.keyboard.press('Control+Shift+P');
  });

  await test.step('muted, and free to unmute', async () => {
    await expect(button(one, 'Mute')).toBeVisible();
    await act(moderator, kofi, /^Mute microphone/);
    await toast(one, `${first(ingrid)} muted your microphone`);
    await expect(button(one, 'Unmute')).toBeVisible();
    await expect(tile(other, kofi, 'muted')).toBeVisible();
    await button(one, 'Unmute').click();
    await expect(button(one, 'Mute')).toBeVisible();
    await expect(tile(other, kofi, 'muted')).toHaveCount(0);
  });

  await test.step('locked, with the reason, and not on by itself when the lock ends', async () => {
    const menu = await menuOf(moderator, kofi);
    await look(moderator, 'floor-menu', 'desktop');
    await menu.getByRole('menuitem', { name: 'Lock microphone' }).click();
    const locked = button(one, 'Locked. A moderator has locked your microphone.');
    await expect(locked).toHaveAttribute('aria-disabled', 'true');
    await toast(one, 'A moderator locked your microphone.');
    await expect(tile(other, kofi, 'muted')).toBeVisible();
    await locked.click({ force: true });
    await look(one, 'floor-locked', 'desktop');
    // It holds over a reload.
    await one.reload();
    await expect(locked).toBeVisible();
    await act(moderator, kofi, 'Unlock microphone');
    await expect(button(one, 'Unmute')).toBeVisible();
    await expect(tile(other, kofi, 'muted')).toBeVisible();
    await button(one, 'Unmute').click();
    await expect(tile(other, kofi, 'muted')).toHaveCount(0);
  });

  await test.step('everybody, by one menu', async () => {
    await moderator.getByRole('button', { name: 'Moderate' }).click();
    await look(moderator, 'floor-moderate', 'desktop');
    await moderator.getByRole('menuitem', { name: 'Mute everybody' }).click();
    for (const page of [one, other]) await expect(button(page, 'Unmute')).toBeVisible();
    await expect(button(moderator, 'Mute')).toBeVisible();
    await one.keyboard.press('Control+Shift+M');
    await expect(one.getByRole('textbox', { name: 'Write to the room' })).toBeVisible();
    await forAll(moderator, 'Lock chat for everybody');
    await expect(one.getByText('A moderator has locked the chat for you. You can still read it.')).toBeVisible();
    await expect(one.getByRole('textbox')).toHaveCount(0);
    await accessible(one, 'a locked chat');
    await forAll(moderator, 'Lock sharing for everybody');
    await expect(button(other, 'Share. A moderator has locked sharing.')).toHaveAttribute('aria-disabled', 'true');
    const menu = await menuOf(moderator, mei);
    await expect(menu.getByRole('menuitem', { name: /^Unlock chat Locked for everybody|^Unlock chatLocked for everybody/ })).toHaveAttribute('aria-disabled', 'true');
    await moderator.keyboard.press('Escape');
    await forAll(moderator, 'Unlock chat for everybody');
    await expect(one.getByRole('textbox', { name: 'Write to the room' })).toBeVisible();
  });

  await test.step('the room, in one tap', async () => {
    const door = moderator.getByRole('button', { name: 'Lock the room' });
    await door.click();
    await expect(door).toHaveAttribute('aria-pressed', 'true');
    for (const page of [moderator, one, other]) await expect(page.getByRole('banner').getByText('Locked')).toBeVisible();
    await look(moderator, 'floor-room-locked', 'desktop');
    await door.click();
    await expect(one.getByRole('banner').getByText('Locked')).toHaveCount(0);
  });
});

test('a moderator’s menu by keyboard: opened, walked, closed, and the removal from it', async ({ browser }) => {
  test.setTimeout(150_000);
  const [ingrid, kofi] = [someone(), someone()] as [Person, Person];
  const room = await aRoom('Floor keys', { moderators: [ingrid.id] });
  const moderator = await inside(browser, ingrid, room);
  const one = await inside(browser, kofi, room);
  const dots = tile(moderator, kofi).getByRole('button', { name: `Actions for ${kofi.name}` });
  await dots.focus();
  await moderator.keyboard.press('Enter');
  await expect(moderator.getByRole('menuitem', { name: /^Mute microphone/ })).toBeFocused();
  await moderator.keyboard.press('Escape');
  await expect(dots).toBeFocused();
  await moderator.keyboard.press('Enter');
  await expect(moderator.getByRole('menuitem', { name: /^Mute microphone/ })).toBeFocused();
  await moderator.keyboard.press('End');
  await expect(moderator.getByRole('menuitem', { name: /^Remove…/ })).toBeFocused();
  await moderator.keyboard.press('Enter');
  await expect(moderator.getByRole('alertdialog').getByRole('button', { name: 'Cancel' })).toBeFocused();
  await moderator.keyboard.press('Escape');
  await expect(moderator.getByRole('alertdialog')).toHaveCount(0);
  await expect(one.getByRole('button', { name: 'Leave' })).toBeVisible();
});

test('with a phone: a sheet for one, the menu for all, and a locked microphone', async ({ browser }) => {
  test.setTimeout(150_000);
  const [ingrid, kofi] = [someone(), someone()] as [Person, Person];
  const room = await aRoom('Floor phone', { moderators: [ingrid.id] });
  const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
  const moderator = await inside(browser, ingrid, room, phone);
  const one = await inside(browser, kofi, room, phone);
  await button(one, 'Raise hand').tap();
  await expect(tile(moderator, kofi, 'Hand up, 1st')).toBeVisible();
  await tile(moderator, kofi).getByRole('button', { name: `Actions for ${kofi.name}` }).tap();
  const sheet = moderator.getByRole('dialog', { name: `Actions for ${kofi.name}` });
  await expect(sheet.getByRole('button', { name: 'Lock microphone' })).toBeVisible();
  await look(moderator, 'floor-sheet', 'phone');
  await sheet.getByRole('button', { name: 'Lock microphone' }).tap();
  await expect(sheet).toHaveCount(0);
  await expect(button(one, 'Locked. A moderator has locked your microphone.')).toBeVisible();
  await look(one, 'floor-locked', 'phone');
  await moderator.getByRole('button', { name: 'Lock the room' }).tap();
  await moderator.getByRole('button', { name: 'Moderate' }).tap();
  await expect(moderator.getByRole('menu')).toBeVisible();
  await look(moderator, 'floor-moderate', 'phone');
  // Everything fits on the narrowest of phones.
  await moderator.keyboard.press('Escape');
  await moderator.setViewportSize({ width: 320, height: 640 });
  const wide = await moderator.evaluate(() => document.documentElement.scrollWidth);
  expect(wide).toBe(320);
  const leave = await button(moderator, 'Leave').boundingBox();
  expect((leave?.x ?? 0) + (leave?.width ?? 999)).toBeLessThanOrEqual(320);
});
