// A moderator ends a bad moment, and it stays ended: the others see it at once, the person is told, it can be undone.
import { type Browser, type BrowserContextOptions, expect, type Page, test } from '@playwright/test';
import { accessible, aRoom, card, enter, goIn, openDialog, openFeature, organizer, someone, stack } from './stage';

test.afterEach(async ({ browser }) => {
  // Also after a failure: the moderator is one person, and in one room at a time.
  for (const context of browser.contexts()) await context.close();
});

type Person = ReturnType<typeof someone>;
type Room = { feature: string; room: string; name: string };

/** Without a camera: five people's pictures would be all this machine does. */
async function inside(browser: Browser, person: Person, room: Room, options: BrowserContextOptions = {}) {
  const { page, context } = await enter(browser, person, options);
  await openFeature(page, room.feature, room.name);
  const dialog = await openDialog(page, room.name);
  await dialog.getByRole('button', { name: 'Stop camera' }).click();
  await goIn(page);
  return { page, context };
}

const log = (page: Page) => page.getByRole('log', { name: 'Chat messages' });
// The tile says who it is, and what they are doing.
const tile = (page: Page, person: Person) => page.locator(`li[aria-label^="${person.name}"]`);
async function say(page: Page, text: string) {
  await page.getByRole('textbox', { name: 'Write to the room' }).fill(text);
  await page.keyboard.press('Enter');
  await expect(log(page).getByText(text)).toBeVisible();
}
const openChat = (page: Page) => page.keyboard.press('Control+Shift+M');

/** Notes in the page when the person's tile and their text are gone: the moment itself, not when a test looks. */
async function watchFor(page: Page, person: Person, text: string) {
  await page.evaluate(
    ({ name, text }) => {
      const gone = () => !document.querySelector(`li[aria-label^="${name}"]`) && !document.body.textContent?.includes(text);
      (window as unknown as { goneAt: Promise<number> }).goneAt = new Promise((resolve) => {
        const look = () => {
          if (!gone()) return;
          observer.disconnect();
          resolve(Date.now());
        };
        const observer = new MutationObserver(look);
        observer.observe(document.body, { childList: true, subtree: true, characterData: true });
        look();
      });
    },
    { name: person.name, text },
  );
}
const goneAt = (page: Page) => page.evaluate(() => (window as unknown as { goneAt: Promise<number> }).goneAt);

test('a removal with its messages is seen by three others within a second, told to the person, and undone', async ({ browser }) => {
  test.setTimeout(240_000);
  const moderator = someone();
  const room = await aRoom('Removal', { moderators: [moderator.id] });
  const [kofi, ...rest] = [someone(), someone(), someone(), someone()] as [Person, Person, Person, Person];
  const mod = await inside(browser, moderator, room);
  const victim = await inside(browser, kofi, room);
  const others = [];
  for (const person of rest) others.push(await inside(browser, person, room));
  for (const { page } of [mod, victim, ...others]) await openChat(page);
  await say(victim.page, 'Something nobody should read');
  await say(victim.page, 'And some more of it');
  for (const { page } of others) {
    await expect(tile(page, kofi)).toBeVisible();
    await expect(log(page).getByText('And some more of it')).toBeVisible();
    await watchFor(page, kofi, 'Something nobody should read');
  }

  await tile(mod.page, kofi).hover();
  await mod.page.getByRole('button', { name: `Remove ${kofi.name}` }).first().click();
  const dialog = mod.page.getByRole('alertdialog', { name: `Remove ${kofi.name}?` });
  await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused();
  await accessible(mod.page, 'the dialog that removes somebody');
  await dialog.getByRole('textbox', { name: /^Reason/ }).fill('Talking over others');
  await dialog.getByRole('checkbox', { name: /^Also delete all/ }).check();
  // The moment of the press itself: Playwright looks and scrolls before it clicks.
  await mod.page.evaluate(() => {
    document.addEventListener('click', () => ((window as unknown as { pressed: number }).pressed = Date.now()), { capture: true });
  });
  await dialog.getByRole('button', { name: 'Remove', exact: true }).click();
  const gone = await Promise.all(others.map(({ page }) => goneAt(page)));
  const pressed = await mod.page.evaluate(() => (window as unknown as { pressed: number }).pressed);
  const took = gone.map((at) => at - pressed);
  console.log(`figure: tile and lines of a removed person gone for three others after ${took.join(', ')} ms`);
  for (const ms of took) expect(ms).toBeLessThan(1_000);
  for (const { page } of others) await expect(log(page).getByText('2 messages removed by a moderator.')).toBeVisible();

  // Who was removed is told by whom, why and until when, and can go back to the rooms.
  await expect(victim.page.getByRole('heading', { name: new RegExp(`^You were removed from ${room.name}`) })).toBeVisible();
  await expect(victim.page.getByText(new RegExp(`^${moderator.name}`))).toBeVisible();
  await expect(victim.page.getByText('Talking over others')).toBeVisible();
  await expect(victim.page.getByText(/in \d+ min/)).toBeVisible();
  await accessible(victim.page, 'the screen of somebody removed');

  // Undone, the lines are back and so may they be.
  await mod.page.getByRole('button', { name: 'Undo' }).click();
  for (const { page } of others) await expect(log(page).getByText('Something nobody should read')).toBeVisible();
  await victim.page.getByRole('button', { name: /^Join again/ }).click();
  await expect(victim.page.getByRole('button', { name: 'Leave' }).or(victim.page.getByRole('dialog')).first()).toBeVisible();
  for (const { context } of [mod, victim, ...others]) await context.close();
});

/** Presses Tab (or another key) until what has the focus is called so. */
async function tabTo(page: Page, name: RegExp, key = 'Tab') {
  for (let i = 0; i < 60; i++) {
    const focused = await page.evaluate(() => {
      const element = document.activeElement as HTMLElement | null;
      return element?.getAttribute('aria-label') ?? (element instanceof HTMLInputElement ? (element.labels?.[0]?.textContent ?? '') : (element?.textContent ?? ''));
    });
    if (name.test(focused)) return;
    await page.keyboard.press(key);
  }
  throw new Error(`the keyboard does not get to ${name}`);
}

test('all of it by keyboard alone', async ({ browser }) => {
  test.setTimeout(150_000);
  const moderator = someone();
  const room = await aRoom('By keyboard', { moderators: [moderator.id] });
  const kofi = someone();
  const mod = await inside(browser, moderator, room);
  const victim = await inside(browser, kofi, room);
  await openChat(victim.page);
  await say(victim.page, 'Rude words');
  await expect(tile(mod.page, kofi)).toBeVisible();
  await mod.page.bringToFront();
  await tabTo(mod.page, new RegExp(`^Remove ${kofi.name}`));
  await mod.page.keyboard.press('Enter');
  const dialog = mod.page.getByRole('alertdialog');
  await expect(dialog).toBeVisible();
  // Escape changes nothing.
  await mod.page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await tabTo(mod.page, new RegExp(`^Remove ${kofi.name}`));
  await mod.page.keyboard.press('Enter');
  await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused();
  await tabTo(mod.page, /10 minutes/, 'Shift+Tab');
  await mod.page.keyboard.press('ArrowDown');
  await expect(dialog.getByRole('radio', { name: /^1 hour/ })).toBeChecked();
  await tabTo(mod.page, /^Also delete all/);
  await mod.page.keyboard.press('Space');
  await tabTo(mod.page, /^Remove$/);
  await mod.page.keyboard.press('Enter');
  await expect(victim.page.getByRole('heading', { name: /^You were removed from/ })).toBeVisible();
  await tabTo(mod.page, /^Undo/);
  await mod.page.keyboard.press('Enter');
  await expect(victim.page.getByRole('button', { name: /^Join again/ })).toBeVisible();
  for (const { context } of [mod, victim]) await context.close();
});

test('somebody in the lobby is told, sees why at the door, and is let back by the next moderator', async ({ browser }) => {
  test.setTimeout(150_000);
  const moderator = someone();
  const room = await aRoom('Offline ban', { moderators: [moderator.id] });
  const kofi = someone();
  const { page, context } = await enter(browser, kofi);
  await openFeature(page, room.feature, room.name);
  const removal = { id: crypto.randomUUID(), person: kofi.id, ban: { seconds: 3600 }, reason: 'Shouting' };
  await organizer('POST', `/rooms/${room.room}/removals`, removal);
  const note = page.getByRole('region', { name: 'Notifications' });
  await expect(note.getByText(new RegExp(`^You were removed from ${room.name}`))).toBeVisible();
  await expect(note.getByText('Reason: Shouting')).toBeVisible();
  await accessible(page, 'the lobby with a notification');
  await page.getByRole('button', { name: `Join ${room.name}` }).click();
  await expect(page.getByRole('dialog').getByText('Shouting')).toBeVisible();
  await page.keyboard.press('Escape');

  const mod = await inside(browser, moderator, room);
  await mod.page.keyboard.press('Control+Shift+P');
  await expect(mod.page.getByText('Reason: Shouting')).toBeVisible();
  await accessible(mod.page, 'the people panel with a removal');
  await mod.page.getByRole('button', { name: /^Lift the ban on/ }).click();
  await expect(note.getByText(`You can join ${room.name} again.`)).toBeVisible();
  await expect(mod.page.getByText(/^Lifted by/)).toBeVisible();
  const shown = await openDialog(page, room.name);
  await expect(shown.getByRole('button', { name: /^(Apply|Join)/ }).first()).toBeVisible();
  for (const window of [context, mod.context]) await window.close();
});

test('a moderator with a phone removes somebody from a sheet', async ({ browser }) => {
  test.setTimeout(120_000);
  const moderator = someone();
  const room = await aRoom('Phone moderator', { moderators: [moderator.id] });
  const kofi = someone();
  const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
  const mod = await inside(browser, moderator, room, phone);
  const victim = await inside(browser, kofi, room);
  await tile(mod.page, kofi).getByRole('button', { name: `Actions for ${kofi.name}` }).tap();
  await accessible(mod.page, 'the sheet of somebody’s actions');
  await mod.page.getByRole('button', { name: /^Remove…/ }).or(mod.page.getByRole('menuitem', { name: /^Remove…/ })).first().tap();
  const dialog = mod.page.getByRole('alertdialog');
  await accessible(mod.page, 'the dialog that removes somebody, on a phone');
  await dialog.getByRole('button', { name: 'Remove', exact: true }).tap();
  await expect(victim.page.getByRole('heading', { name: /^You were removed from/ })).toBeVisible();
  await expect(card(victim.page, room.name)).toBeHidden();
  await victim.page.getByRole('button', { name: 'Back to rooms' }).or(victim.page.getByRole('link', { name: 'Back to rooms' })).first().click();
  await expect(victim.page).toHaveURL(new RegExp(`^${stack.url}`));
  for (const { context } of [mod, victim]) await context.close();
});

test('an organizer bars somebody from the whole event while they are inside, and lets them back', async ({ browser }) => {
  test.setTimeout(120_000);
  const [room, other] = [await aRoom('Inside'), await aRoom('Elsewhere')];
  const kofi = someone();
  const { page, context } = await inside(browser, kofi, room);
  const removal = { id: crypto.randomUUID(), person: kofi.id, ban: { seconds: 3600 }, scope: 'event', reason: 'Spam' };
  const ban = await organizer<{ id: string }>('POST', `/rooms/${other.room}/removals`, removal);
  await expect(page.getByRole('heading', { name: /^You were removed from/ })).toBeVisible();
  await expect(page.getByText('This goes for every room of the event.')).toBeVisible();
  await expect(page.getByText('Spam')).toBeVisible();
  await organizer('DELETE', `/bans/${ban.id}`);
  await page.getByRole('button', { name: /^Join again/ }).click();
  await expect(page.getByRole('button', { name: 'Leave' }).or(page.getByRole('dialog')).first()).toBeVisible();
  await context.close();
});
