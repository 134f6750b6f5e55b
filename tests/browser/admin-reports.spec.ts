// What an organizer takes home: numbers while it runs, both reports, and a rehearsal that never was.
import { readFile } from 'node:fs/promises';
import { expect, type Page, test } from '@playwright/test';
import { admin, aRoom, enter, join, look, openFeature, organizer, PHONE, someone, stack } from './stage';

test.afterEach(async ({ browser }) => {
  for (const context of browser.contexts()) await context.close();
});

/** The cells of a file that a button saves, its first row apart. */
async function saved(page: Page, button: string) {
  const coming = page.waitForEvent('download');
  await page.getByRole('button', { name: button }).click();
  const file = await coming;
  const text = (await readFile(await file.path(), 'utf8')).replace(/^\uFEFF/, '');
  const [header, ...rows] = text.trimEnd().split('\r\n');
  return { name: file.suggestedFilename(), header, rows };
}

async function write(page: Page, text: string) {
  const box = page.getByRole('textbox', { name: 'Write to the room' });
  if (!(await box.isVisible())) await page.getByRole('button', { name: /^Chat/ }).click();
  await box.fill(text);
  await box.press('Enter');
  await expect(page.getByRole('log').getByText(text)).toBeVisible();
}

const numbersOf = async (page: Page, name: string) => {
  const row = page.getByRole('row').filter({ has: page.getByRole('rowheader', { name: new RegExp(name) }) });
  return row.getByRole('cell').allTextContents();
};

test('what two people did is in the numbers, in the chart and in both reports; then it is cleared away', async ({ browser }) => {
  test.setTimeout(180_000);
  const { feature, room, name } = await aRoom('Counted');
  const [ann, ben] = [someone(), someone()];
  const first = await enter(browser, ann);
  const second = await enter(browser, ben);
  for (const { page } of [first, second]) {
    await openFeature(page, feature, name);
    await join(page, name);
  }
  await write(first.page, 'Is this on?');
  await write(second.page, 'Loud and clear');
  await second.page.getByRole('button', { name: 'Leave' }).click();

  const page = await admin(browser, `${stack.event}/rooms?feature=${feature}`);
  await page.getByRole('link', { name: 'Reports and metrics' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Reports and metrics' })).toBeVisible();
  await expect(page.getByRole('heading', { level: 2, name: 'Feature Comparison' })).toBeVisible();
  // Each run makes a feature of that name.
  const folded = page.getByRole('button', { name: 'Show the rooms of Browser journeys' });
  while ((await folded.count()) > 0) await folded.first().click();
  // Clicks, chats, people, visits; Ann is inside still. The page looks again by itself, a visit is there when its room has told.
  await expect(async () => expect((await numbersOf(page, name)).slice(0, 4)).toEqual(['2', '2', '2', '2'])).toPass({ timeout: 45_000 });
  expect((await numbersOf(page, name))[6]).toBe('2');
  await expect(page.getByRole('img', { name: /Clicks and chats of each feature/ }).locator('svg').first()).toBeVisible();
  await look(page, 'reports', 'desktop');

  // The room's own files, out of its form.
  await page.goto(`${stack.url}/admin/events/${stack.event}/rooms?feature=${feature}`);
  await page.getByRole('button', { name, exact: true }).click();
  const form = page.getByRole('dialog', { name });
  await expect(form.getByRole('button', { name: 'Download Chat Report' })).toBeVisible();
  await look(page, 'room-reports', 'desktop');
  const chat = await saved(page, 'Download Chat Report');
  expect(chat.header).toBe('First Name,Last Name,Email,Title,Company,Chat Text');
  expect(chat.rows.map((row) => row.split(',').at(-1))).toEqual(['Is this on?', 'Loud and clear']);
  expect(chat.name).toMatch(/^video-rooms_counted-\w+_chat_\d{4}-\d\d-\d\d\.csv$/);
  const people = await saved(page, 'Download Participant List');
  expect(people.header).toBe('First Name,Last Name,Email,Title,Company,Joined At');
  expect(people.rows.map((row) => row.split(',')[0])).toEqual([ann, ben].map((person) => person.name.split(' ')[0]));

  // It was only a rehearsal.
  await form.getByRole('button', { name: 'Clear rehearsal data' }).click();
  const asked = page.getByRole('alertdialog', { name: `Clear the rehearsal data of ${name}?` });
  await expect(asked.getByRole('button', { name: 'Cancel' })).toBeFocused();
  await look(page, 'clear-room', 'desktop');
  await asked.getByRole('button', { name: 'Clear rehearsal data' }).click();
  await expect(page.getByText(`The rehearsal data of ${name} is cleared.`)).toBeVisible();
  expect((await saved(page, 'Download Chat Report')).rows).toEqual([]);
  await expect(first.page.getByRole('log').getByText('Is this on?')).toBeHidden();
  // Who is inside counts from now.
  expect((await saved(page, 'Download Participant List')).rows).toHaveLength(1);
  await page.goto(`${stack.url}/admin/events/${stack.event}/audit`);
  await expect(page.getByText(new RegExp(`cleared the rehearsal data of the room ${name}`))).toBeVisible();
});

test('an event without anything yet, its settings, and numbers that do not come', async ({ browser }) => {
  const event = await organizer<{ id: string; name: string }>('POST', '/events', {
    name: `Quiet ${Date.now().toString(36)}`,
    time_zone: 'Europe/Lisbon',
    starts_at: '2027-03-01T09:00:00Z',
    ends_at: '2027-03-03T18:00:00Z',
    region: 'weur',
  });
  const page = await admin(browser, `${event.id}/reports`);
  await expect(page.getByRole('heading', { name: 'No numbers yet' })).toBeVisible();
  await look(page, 'reports-empty', 'desktop');
  await page.getByRole('switch', { name: /^All columns/ }).click();
  const list = await saved(page, 'Download Participant List');
  expect([list.header, list.rows]).toEqual([
    'First Name,Last Name,Email,Title,Company,Joined At,Left At,Duration (seconds),Visit,Role,Ended,Estimated,Feature,Room',
    [],
  ]);
  const metrics = await saved(page, 'Export');
  expect(metrics.header).toMatch(/^Level,Id,Feature,Room,Clicks,Chats,/);
  expect(metrics.rows).toHaveLength(1);
  await page.getByLabel('From').fill('2027-03-01T09:00');
  await expect(page.getByRole('heading', { name: 'Nothing happened then' })).toBeVisible();
  await page.getByLabel('Until').fill('2027-03-01T08:00');
  await expect(page.getByText('This ends before it begins.')).toBeVisible();
  await page.getByRole('button', { name: 'Everything' }).click();
  await expect(page.getByRole('heading', { name: 'No numbers yet' })).toBeVisible();

  await page.route('**/metrics', (route) => route.abort());
  await page.reload();
  await expect(page.getByRole('heading', { name: 'This could not be loaded' })).toBeVisible();
  await page.unroute('**/metrics');
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByRole('heading', { name: 'No numbers yet' })).toBeVisible();

  // People are forgotten a month after the end; the whole event is cleared only by its name.
  await page.getByRole('link', { name: 'Settings' }).click();
  await page.getByLabel('Forget people after').fill('30');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Settings saved', { exact: false }).or(page.getByText('saved', { exact: false })).first()).toBeVisible();
  await page.reload();
  await expect(page.getByLabel('Forget people after')).toHaveValue('30 days');
  await page.getByRole('button', { name: 'Clear rehearsal data' }).click();
  const asked = page.getByRole('alertdialog');
  await asked.getByRole('textbox').fill('Something else');
  await asked.getByRole('button', { name: 'Clear rehearsal data' }).click();
  await expect(asked.getByText('This is not the same.', { exact: false })).toBeVisible();
  await look(page, 'clear-event', 'desktop');
  await asked.getByRole('textbox').fill(event.name);
  await asked.getByRole('button', { name: 'Clear rehearsal data' }).click();
  await expect(page.getByText(`The rehearsal data of ${event.name} is cleared.`)).toBeVisible();
});

test('numbers on a phone, and from right to left', async ({ browser }) => {
  const page = await admin(browser, `${stack.event}/reports`, PHONE);
  await expect(page.getByRole('heading', { level: 1, name: 'Reports and metrics' })).toBeVisible();
  await expect(page.getByRole('row').nth(1)).toBeVisible();
  await look(page, 'reports', 'phone');
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(wide, 'pixels the page scrolls sideways').toBeLessThanOrEqual(0);

  const arabic = await admin(browser, `${stack.event}/reports`, { locale: 'ar' });
  await expect(arabic.getByRole('heading', { level: 1, name: 'التقارير والأرقام' })).toBeVisible();
  await expect(arabic.getByRole('row').nth(1)).toBeVisible();
  await look(arabic, 'reports-ar', 'desktop');
});
