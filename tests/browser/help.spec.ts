// Help that anybody can open by its address: one's own browser first; a page for moderators; on a phone, in the dark, right to left.
import { type BrowserContextOptions, expect, test } from '@playwright/test';
import { aRoom, enter, look, openFeature, PHONE, someone, stack } from './stage';

test.afterEach(async ({ browser }) => {
  for (const context of browser.contexts()) await context.close();
});

for (const [kind, options] of [['desktop', {}], ['phone', PHONE]] as const satisfies [string, BrowserContextOptions][]) {
  test(`help without being signed in, by the address of a topic (${kind})`, async ({ browser }) => {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
    const page = await context.newPage();
    await page.goto(`${stack.url}/help#microphone`);
    const topic = page.locator('section#microphone');
    await expect(topic).toBeFocused();
    await expect(topic).toBeInViewport();
    await expect(topic.getByRole('heading', { name: 'Nobody hears me' })).toBeVisible();
    const guides = page.locator('section#permission details');
    await expect(guides.first()).toHaveAttribute('open', '');
    await expect(guides.first()).toContainText('Your browser');
    await expect(guides.first()).toContainText('Chrome, and other browsers made from it');
    const other = guides.filter({ hasText: 'iPhone and iPad' });
    await expect(other.getByText('Website Settings')).toBeHidden();
    await other.locator('summary').click();
    await expect(other.getByText('Website Settings')).toBeVisible();
    await expect(page.locator('section#network')).toContainText(`allow ${new URL(stack.url).hostname} on TCP 443`);
    await look(page, 'help', kind);
    await page.getByRole('link', { name: 'For moderators' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'For moderators' })).toBeVisible();
    await look(page, 'help-moderators', kind);
    await page.emulateMedia({ media: 'print' });
    await expect(page.getByRole('button', { name: 'Print this page' })).toBeHidden();
    await expect(page.getByText('Choose for how long')).toBeVisible();
  });
}

test('from the menu, from a blocked camera, and in Arabic', async ({ browser }) => {
  const { page, context } = await enter(browser, someone(), { permissions: [] });
  await page.getByRole('button', { name: /your profile/ }).click();
  await page.getByRole('menuitem', { name: 'Help' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Help' })).toBeVisible();

  const { feature, name } = await aRoom('Help');
  await page.addInitScript(() => {
    navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('Permission denied', 'NotAllowedError'));
  });
  await openFeature(page, feature, name);
  await page.getByRole('button', { name: `Join ${name}` }).click();
  const allow = page.getByRole('button', { name: 'Allow camera and microphone' });
  const more = page.getByRole('link', { name: 'More help for your browser' });
  await expect(allow.or(more).first()).toBeVisible();
  if (await allow.isVisible()) await allow.click();
  const opened = context.waitForEvent('page');
  await more.first().click();
  const help = await opened;
  await expect(help).toHaveURL(/\/help#camera$/);
  await expect(help.locator('section#camera')).toBeInViewport();
  await help.getByRole('button', { name: 'Language' }).click();
  await help.getByRole('menuitemradio', { name: 'العربية' }).click();
  await expect(help.getByRole('heading', { level: 1, name: 'المساعدة' })).toBeVisible();
  await expect(help.locator('html')).toHaveAttribute('dir', 'rtl');
  await help.keyboard.press('Escape');
  await look(help, 'help', 'desktop-ar');
});
