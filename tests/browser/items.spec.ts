// Agenda, sponsors and pages: found from the lobby, and their rooms live on their own pages.
import { expect, test } from '@playwright/test';
import { aRoom, card, enter, look, organizer, someone, stack } from './stage';

test.afterEach(async ({ browser }) => {
  for (const context of browser.contexts()) await context.close();
});

const anItem = (more: object) => organizer<{ id: string }>('POST', `/events/${stack.event}/items`, more);
const from = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString();

test('a session is found in the agenda, is on now, and its room is live there', async ({ browser }) => {
  const name = `Session ${Date.now().toString(36)}`;
  const session = await anItem({ kind: 'session', name, description: 'Two words', starts_at: from(-10), ends_at: from(30) });
  const room = await aRoom('Corridor', { items: [session.id] });
  const { page } = await enter(browser, someone());
  const tabs = page.getByRole('navigation', { name: 'Features' });
  await tabs.getByRole('link', { name: /^Agenda/ }).click();
  await expect(page).toHaveURL(/\/agenda$/);
  await expect(tabs.getByRole('link', { name: /^Agenda/ })).toHaveAttribute('aria-current', 'page');
  await expect(page.getByRole('heading', { level: 2, name: 'Agenda' })).toBeFocused();
  const row = page.getByRole('link', { name });
  await expect(row.getByText('On now')).toBeVisible();
  await look(page, 'agenda', 'desktop');

  await row.click();
  await expect(page.getByRole('heading', { level: 2, name })).toBeFocused();
  await expect(page.getByText('Two words')).toBeVisible();
  await expect(card(page, room.name)).toBeVisible();
  await look(page, 'item', 'desktop');
  await page.getByRole('searchbox', { name: 'Search rooms' }).fill('zzz');
  await expect(page).toHaveURL(/\/items\/itm_\w+\?q=zzz$/);
  await expect(page.getByRole('heading', { name: 'No rooms match “zzz”' })).toBeVisible();
  await page.getByRole('button', { name: 'Clear search' }).last().click();
  await expect(card(page, room.name)).toBeVisible();

  // Without a reload.
  await organizer('PATCH', `/rooms/${room.room}`, { enabled: false });
  await expect(card(page, room.name).getByRole('button', { name: `Closed: ${room.name}` })).toBeVisible();
  await page.setViewportSize({ width: 390, height: 844 });
  await look(page, 'item', 'phone');
  await page.goto(`${stack.url}/agenda`);
  await expect(page.getByRole('link', { name })).toBeVisible();
  await expect(tabs.getByRole('link', { name: /^Agenda/ })).toBeInViewport({ ratio: 0.9 });
  await look(page, 'agenda', 'phone');
});

test('an item that is not here, and lists that cannot be loaded, say so', async ({ browser }) => {
  const { page } = await enter(browser, someone());
  await page.goto(`${stack.url}/items/itm_00000000000000000000000000000000`);
  await expect(page.getByRole('heading', { name: 'This is not here any more' })).toBeVisible();
  await look(page, 'item-gone', 'desktop');
  await page.route('**/api/v1/items', (route) => route.abort());
  await page.goto(`${stack.url}/sponsors`);
  await expect(page.getByRole('button', { name: 'Try again' })).toBeVisible();
  await page.unroute('**/api/v1/items');
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByRole('main').getByRole('link').first()).toBeVisible();
});
