// Every screen, phone and desktop, light and dark, left to right and right to left: axe finds nothing, and a picture is kept.
import { expect, type Page, test } from '@playwright/test';
import { aModerator, aRoom, enter, join, look, openFeature, someone, stack } from './stage';

test('lobby, pre-join, room and the way out', async ({ browser }, info) => {
  test.setTimeout(150_000);
  const kind = info.project.name;
  const options = { ...info.project.use, permissions: ['camera', 'microphone'] };
  const { page, context } = await enter(browser, aModerator(), options);
  await expect(page.getByRole('button', { name: /^(Join|Return to|Closed:|Room is Full:) / }).first()).toBeVisible();
  await look(page, 'lobby', kind);

  const { feature, name } = await aRoom('Pictures', { description: 'A room to look at.', icon: 'coffee' });
  await openFeature(page, feature, name);
  await page.getByRole('button', { name: `Join ${name}` }).click();
  await expect(page.getByText(/Your seat is kept for/)).toBeVisible();
  await look(page, 'prejoin-ask', kind);
  const allow = page.getByRole('button', { name: 'Allow camera and microphone' });
  if (await allow.isVisible()) await allow.click();
  await expect(page.getByRole('button', { name: 'Apply' })).toBeVisible();
  await look(page, 'prejoin', kind);
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
  await join(page, name);
  await look(page, 'room', kind);
  await page.getByRole('button', { name: 'Leave' }).click();
  await expect(page.getByRole('button', { name: `Join ${name}` })).toBeVisible();
  await context.close();
});

test('empty, signed out, wrong link, no such page', async ({ browser }, info) => {
  const kind = info.project.name;
  const options = { ...info.project.use };
  const { page, context } = await enter(browser, someone(), options);
  await page.getByRole('searchbox', { name: 'Search rooms' }).fill('quantum');
  await expect(page.getByText(/No rooms match/)).toBeVisible();
  await look(page, 'no-match', kind);
  await page.goto(`${stack.url}/nowhere`);
  await expect(page.getByRole('heading', { name: 'There is no door here' })).toBeVisible();
  await look(page, 'not-found', kind);
  await context.close();
  const stranger = await browser.newContext(options);
  const strange = await stranger.newPage();
  await strange.goto(stack.url);
  await expect(strange.getByRole('heading', { name: 'Open your personal link' })).toBeVisible();
  await look(strange, 'signed-out', kind);
  await strange.goto(`${stack.url}/enter#nonsense`);
  await expect(strange.getByRole('heading', { name: /This link is/ })).toBeVisible();
  await look(strange, 'wrong-link', kind);
  await stranger.close();
});

test('Arabic, right to left', async ({ browser }, info) => {
  const kind = `${info.project.name}-ar`;
  const { page, context } = await enter(browser, aModerator(), { ...info.project.use });
  // The top of the page is drawn anew when its rooms are there, and an open menu goes with the old one.
  await expect(page.getByRole('button', { name: /^(Join|Return to|Closed:|Room is Full:) / }).first()).toBeVisible();
  await page.getByRole('button', { name: 'Language' }).first().click();
  await page.getByRole('menuitemradio', { name: 'العربية' }).or(page.getByRole('menuitem', { name: 'العربية' })).first().click();
  await expect(page.locator('html')).toHaveAttribute('dir', 'rtl');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('menu')).toBeHidden();
  await look(page, 'lobby', kind);
  await context.close();
});

test('chat, people, a removal, and the screen of whoever was removed', async ({ browser }, info) => {
  test.setTimeout(240_000);
  const kind = info.project.name;
  const options = { ...info.project.use, permissions: ['camera', 'microphone'] };
  const [moderator, kofi] = [someone(), someone()];
  const { feature, name } = await aRoom('Coffee', { moderators: [moderator.id] });
  const mod = await enter(browser, moderator, options);
  const victim = await enter(browser, kofi, options);
  for (const { page } of [mod, victim]) {
    await openFeature(page, feature, name);
    await join(page, name);
    await page.getByRole('button', { name: /^Chat/ }).click();
  }
  const say = async (page: Page, text: string) => {
    await page.getByRole('textbox', { name: 'Write to the room' }).fill(text);
    await page.keyboard.press('Enter');
    await expect(page.getByRole('log').getByText(text)).toBeVisible();
  };
  await look(mod.page, 'chat-empty', kind);
  await say(mod.page, 'Welcome! Say hello, then tell us what you are stuck on.');
  await say(victim.page, 'Hi from Valparaíso. I brought a patch and a very small dog.');
  await say(victim.page, 'Notes from this morning: https://harbour.example/notes');
  await say(victim.page, 'مرحبا بكم');
  await say(victim.page, 'Something rude');
  await victim.page.getByRole('button', { name: 'Options for your message' }).last().click();
  await victim.page.getByRole('menuitem', { name: 'Delete message' }).click();
  await expect(mod.page.getByText('Message deleted by its author.')).toBeVisible();
  await look(mod.page, 'chat', kind);

  // On a phone the chat lies over the bar.
  if (kind === 'phone') await mod.page.getByRole('button', { name: 'Close chat' }).click();
  await mod.page.getByRole('button', { name: /^People/ }).click();
  const remove = mod.page.getByRole('button', { name: `Remove ${kofi.name}` }).last();
  await expect(remove).toBeVisible();
  await look(mod.page, 'people', kind);
  await remove.click();
  const dialog = mod.page.getByRole('alertdialog');
  await dialog.getByRole('textbox', { name: /^Reason/ }).fill('Talking over others');
  await look(mod.page, 'remove', kind);
  await dialog.getByRole('button', { name: 'Remove', exact: true }).click();
  await expect(victim.page.getByRole('heading', { name: /^You were removed from/ })).toBeVisible();
  await expect(mod.page.getByRole('button', { name: /^Lift the ban on/ })).toBeVisible();
  await look(mod.page, 'people-removed', kind);
  await look(victim.page, 'removed', kind);
  for (const { context } of [mod, victim]) await context.close();
});
