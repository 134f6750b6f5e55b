// Chat as people in the room see it: written, read, counted while closed, taken back, and nothing lost.
import { type Browser, expect, type Page, test } from '@playwright/test';
import { accessible, aRoom, enter, join, openFeature, someone } from './stage';

async function inside(browser: Browser, person: ReturnType<typeof someone>, room: { feature: string; name: string }, options = {}) {
  const { page, context } = await enter(browser, person, options);
  await openFeature(page, room.feature, room.name);
  await join(page, room.name);
  return { page, context };
}

const log = (page: Page) => page.getByRole('log', { name: 'Chat messages' });
const openChat = (page: Page) => page.getByRole('button', { name: /^Chat/ }).click();
async function say(page: Page, text: string) {
  await page.getByRole('textbox', { name: 'Write to the room' }).fill(text);
  await page.keyboard.press('Enter');
}

test('two people write to each other; who comes later reads it all', async ({ browser }) => {
  test.setTimeout(120_000);
  const room = await aRoom('Chat');
  const [ada, ben] = [someone(), someone()];
  const first = await inside(browser, ada, room);
  const second = await inside(browser, ben, room);
  await openChat(first.page);
  await expect(log(first.page).getByText('Nobody has written yet')).toBeVisible();
  await say(first.page, 'Hello from https://example.org/a?b=c, everyone');
  // Closed, it is counted.
  await expect(second.page.getByRole('button', { name: 'Chat, 1 unread' })).toBeVisible();
  // The keyboard opens it, too.
  await second.page.keyboard.press('Control+Shift+M');
  await expect(log(second.page).getByText('everyone')).toBeVisible();
  const link = log(second.page).getByRole('link', { name: 'https://example.org/a?b=c' });
  await expect(link).toHaveAttribute('rel', /noopener/);
  await expect(link).toHaveAttribute('href', 'https://example.org/a?b=c');
  await say(second.page, '<img src=x onerror=alert(1)> "quoted" \u202Eevil');
  await expect(log(first.page).getByText('<img src=x onerror=alert(1)> "quoted" evil')).toBeVisible();

  const third = await inside(browser, someone(), room);
  await openChat(third.page);
  await expect(log(third.page).getByText('everyone')).toBeVisible();
  await expect(log(third.page).getByRole('listitem')).toHaveCount(3);

  // Taken back, the line says so to all.
  await first.page.getByRole('button', { name: 'Options for your message' }).click();
  await first.page.getByRole('menuitem', { name: 'Delete message' }).click();
  await expect(log(first.page).getByText('You deleted this message.')).toBeVisible();
  await expect(log(third.page).getByText('Message deleted by its author.')).toBeVisible();
  await expect(log(third.page).getByText('everyone')).toBeHidden();
  await accessible(first.page, 'the room with its chat open');
  for (const { context } of [first, second, third]) await context.close();
});

test('a line that could not be sent keeps its text and is sent again, once', async ({ browser }) => {
  test.setTimeout(90_000);
  const room = await aRoom('Offline chat');
  const { page, context } = await inside(browser, someone(), room);
  const other = await inside(browser, someone(), room);
  await openChat(page);
  await openChat(other.page);
  await page.route('**/messages', (route) => (route.request().method() === 'POST' ? route.abort() : route.continue()));
  await say(page, 'Lost on the way');
  await expect(log(page).getByText('Not sent.')).toBeVisible({ timeout: 20_000 });
  await expect(log(page).getByText('Lost on the way')).toBeVisible();
  await page.unroute('**/messages');
  await log(page).getByRole('button', { name: 'Try again' }).click();
  await expect(log(other.page).getByText('Lost on the way')).toBeVisible();
  await expect(log(page).getByText('Not sent.')).toBeHidden();
  await expect(log(page).getByText('Lost on the way')).toHaveCount(1);
  for (const window of [context, other.context]) await window.close();
});

test('who was offline reads what was said meanwhile', async ({ browser }) => {
  test.setTimeout(120_000);
  const room = await aRoom('Resync');
  const { page, context } = await inside(browser, someone(), room);
  const other = await inside(browser, someone(), room);
  await openChat(page);
  await openChat(other.page);
  await say(page, 'before');
  await expect(log(other.page).getByText('before')).toBeVisible();
  await other.context.setOffline(true);
  await say(page, 'meanwhile one');
  await say(page, 'meanwhile two');
  await expect(log(page).getByText('meanwhile two')).toBeVisible();
  await other.context.setOffline(false);
  await expect(log(other.page).getByText('meanwhile two')).toBeVisible({ timeout: 30_000 });
  await expect(log(other.page).getByRole('listitem').filter({ hasText: 'meanwhile' })).toHaveCount(2);
  for (const window of [context, other.context]) await window.close();
});

test('a moderator deletes somebody’s message', async ({ browser }) => {
  test.setTimeout(90_000);
  const moderator = someone();
  const room = await aRoom('Moderated chat', { moderators: [moderator.id] });
  const { page, context } = await inside(browser, someone(), room);
  const mod = await inside(browser, moderator, room);
  await openChat(page);
  await openChat(mod.page);
  await say(page, 'Not nice');
  await log(mod.page).getByText('Not nice').hover();
  await mod.page.getByRole('button', { name: /^Options for the message by/ }).click();
  await mod.page.getByRole('menuitem', { name: 'Delete message' }).click();
  await expect(log(page).getByText('Message removed by a moderator.')).toBeVisible();
  for (const window of [context, mod.context]) await window.close();
});

test('on a phone the chat is a sheet over the whole height', async ({ browser }) => {
  test.setTimeout(90_000);
  const room = await aRoom('Phone chat');
  const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
  const { page, context } = await inside(browser, someone(), room, phone);
  await openChat(page);
  await say(page, 'From the train');
  await expect(log(page).getByText('From the train')).toBeVisible();
  await accessible(page, 'the chat on a phone');
  await page.getByRole('button', { name: 'Close chat' }).click();
  await expect(log(page)).toBeHidden();
  await context.close();
});
