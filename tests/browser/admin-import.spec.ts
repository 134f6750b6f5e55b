// A newcomer fills an event out of files: a hundred rooms of which five are wrong at first, its people, and everybody's
// links; dropped, chosen and pasted, in English and Arabic, on a desk and a phone.
import { readFile } from 'node:fs/promises';
import { type Download, expect, type Page, test } from '@playwright/test';
import { admin, look, organizer, PHONE, stack } from './stage';

test.afterEach(async ({ browser }) => {
  for (const context of browser.contexts()) await context.close();
});

const tail = () => crypto.randomUUID().slice(0, 6);

interface Made {
  id: string;
  name: string;
}

const anEvent = (name: string) =>
  organizer<Made>('POST', '/events', {
    name: `${name} ${tail()}`,
    time_zone: 'Europe/Lisbon',
    starts_at: '2027-03-01T09:00:00Z',
    ends_at: '2027-03-03T18:00:00Z',
    region: 'weur',
  });
const aFeature = (event: Made) => organizer<Made>('POST', `/events/${event.id}/features`, { name: `Hallway ${tail()}` });
const anAttendee = (event: Made, email: string) =>
  organizer<Made>('POST', `/events/${event.id}/attendees`, { first_name: 'Amara', last_name: 'Okafor', email });
const roomsOf = async (feature: Made) => (await organizer<{ data: Made[] }>('GET', `/features/${feature.id}/rooms?limit=1000`)).data;
const peopleOf = async (event: Made) =>
  (await organizer<{ data: { email: string; link: string }[] }>('GET', `/events/${event.id}/attendees?limit=100`)).data;

const heading = (page: Page, name: string, level = 1) => expect(page.getByRole('heading', { level, name })).toBeVisible();
const chooser = (page: Page) => page.getByLabel('Choose a file');
const choose = (page: Page, name: string, text: string) =>
  chooser(page).setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(text) });
const tags = (page: Page) => page.getByRole('list', { name: 'What is in the file' }).getByRole('listitem');
const causes = (page: Page) => page.getByRole('region', { name: 'Errors' }).getByRole('group');
const notes = (page: Page) => page.getByRole('region', { name: 'Notifications' });

async function downloaded(page: Page, press: () => Promise<unknown>): Promise<{ file: Download; text: string }> {
  const coming = page.waitForEvent('download');
  await press();
  const file = await coming;
  return { file, text: await readFile(await file.path(), 'utf8') };
}

/** A file's cells, as a spreadsheet would show them. */
function cellsOf(text: string): string[][] {
  const rows: string[][] = [];
  let ended = true;
  for (const [, quoted, plain, end] of text.replace(/^\uFEFF/, '').matchAll(/(?:"((?:[^"]|"")*)"|([^,\r\n]*))(,|\r?\n|$)/g)) {
    if (ended) rows.push([]);
    rows.at(-1)?.push(quoted?.replaceAll('""', '"') ?? plain ?? '');
    ended = end !== ',';
  }
  return rows.filter((row) => row.some(Boolean));
}
const csv = (rows: string[][]) =>
  rows.map((row) => `${row.map((cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',')}\r\n`).join('');

/** A hundred rooms; the rows with these numbers are wrong, each in its own way. */
function aHundred(moderator: string): string[][] {
  const rows = Array.from({ length: 100 }, (_, at) => [`Room ${at + 1}`, 'true', at === 0 ? moderator : '', '', '13', 'A "quiet" one, for two']);
  const wrong = (row: number, cell: number, text: string) => {
    const cells = rows[row - 1];
    if (cells) cells[cell] = text;
  };
  wrong(10, 2, 'nobody@example.org');
  wrong(30, 0, '');
  wrong(50, 4, 'many');
  wrong(70, 3, 'Strangers');
  wrong(90, 0, 'Room 20');
  return [['Room Name', 'Enable Room', 'Moderator Emails', 'Groups', 'attendee-limit', 'Description'], ...rows];
}

test('a newcomer imports a hundred rooms: five are wrong, are found, corrected, and imported too', async ({ browser }) => {
  test.setTimeout(240_000);
  const event = await anEvent('Hundred');
  const feature = await aFeature(event);
  const email = `${crypto.randomUUID()}@example.org`;
  await anAttendee(event, email);
  const page = await admin(browser, `${event.id}/rooms?feature=${feature.id}`);
  await heading(page, 'No rooms yet', 2);
  await page.getByRole('button', { name: 'Import from CSV' }).click();
  await heading(page, 'Import rooms');
  await expect(page.getByText(`Into ${feature.name}`)).toBeVisible();
  await page.getByText('All columns').click();
  await look(page, 'import-choose', 'desktop');

  const template = await downloaded(page, () => page.getByRole('button', { name: 'Download the template' }).click());
  expect(cellsOf(template.text)[0]).toEqual(
    'id,name,enabled,closed_reason,icon,image,description,moderators,links,groups,attendee_limit,moderator_limit'.split(','),
  );
  await expect(notes(page).getByText(template.file.suggestedFilename())).toBeVisible();

  const table = aHundred(email).map((row, at) => [...row, at === 0 ? 'Notes' : 'ours']);
  await choose(page, 'hundred.csv', csv(table));
  await heading(page, 'hundred.csv: 100 rows', 2);
  await expect(page.getByRole('heading', { level: 2, name: 'hundred.csv' })).toBeFocused();
  await expect(tags(page)).toHaveText(['95 new', '5 with errors', '1 ignored column']);
  await expect(page.getByText('5 rows are left out. Nothing is written yet.')).toBeVisible();
  await expect(causes(page)).toHaveCount(5);
  const why = (text: RegExp) => causes(page).filter({ hasText: text });
  await expect(why(/nobody@example\.org.* is not among the people of this event/).getByRole('cell', { name: '11', exact: true })).toBeVisible();
  await expect(why(/Name: This is empty/).getByText('empty', { exact: true })).toBeVisible();
  await expect(why(/Seats: .*many/).getByRole('rowheader', { name: 'Room 50' })).toBeVisible();
  await expect(why(/There is no group .*Strangers/)).toBeVisible();
  await expect(why(/Room 20.* stands in line 21 already/).getByRole('cell', { name: '91', exact: true })).toBeVisible();
  await expect(page.getByRole('region', { name: 'Warnings' })).toContainText(/The column .*Notes.* is not known here/);
  expect(await roomsOf(feature)).toEqual([]);
  await look(page, 'import-preview', 'desktop');
  // Whoever cannot use a pointer scrolls the table by its own focus.
  await page.getByRole('region', { name: 'Rows', exact: true }).focus();
  await expect(page.getByRole('region', { name: 'Rows', exact: true })).toBeFocused();

  const errors = await downloaded(page, () => page.getByRole('button', { name: 'Download the rows with errors' }).click());
  const wrong = cellsOf(errors.text);
  expect(wrong[0]).toEqual([...(table[0] ?? []), 'Error']);
  expect(wrong.slice(1).map((row) => row[0])).toEqual(['Room 10', '', 'Room 50', 'Room 70', 'Room 20']);
  for (const row of wrong.slice(1)) expect(row.at(-1)).not.toBe('');

  // Another window looks at the same file.
  const other = await page.context().newPage();
  await other.goto(page.url());
  await expect(tags(other)).toHaveText(['95 new', '5 with errors', '1 ignored column']);

  await page.getByRole('button', { name: 'Import the 95 valid rows' }).click();
  await heading(page, '95 rooms are imported', 2);
  await expect(page.getByRole('heading', { level: 2, name: '95 rooms' })).toBeFocused();
  await expect(tags(page)).toHaveText(['95 new', '5 left out']);
  await look(page, 'import-done', 'desktop');
  expect(await roomsOf(feature)).toHaveLength(95);
  await page.reload();
  await heading(page, '95 rooms are imported', 2);

  // It is done once, whoever asks again.
  await other.getByRole('button', { name: 'Import the 95 valid rows' }).click();
  await heading(other, '95 rooms are imported', 2);
  expect(await roomsOf(feature)).toHaveLength(95);

  const corrected = wrong.map((row) => [...row]);
  const correct = (row: number, cell: number, text: string) => {
    const cells = corrected[row];
    if (cells) cells[cell] = text;
  };
  correct(1, 2, email);
  correct(2, 0, 'Room 30');
  correct(3, 4, '7');
  correct(4, 3, '');
  correct(5, 0, 'Room 90');
  await page.getByRole('link', { name: 'Import another file' }).click();
  await choose(page, 'corrected.csv', csv(corrected));
  await expect(tags(page)).toHaveText(['5 new', '1 ignored column']);
  await expect(page.getByRole('region', { name: 'Errors' })).toHaveCount(0);
  await page.getByRole('button', { name: 'Import all 5 rows' }).click();
  await heading(page, '5 rooms are imported', 2);
  await page.getByRole('link', { name: 'See the rooms' }).click();
  await heading(page, 'Video Rooms');
  await expect(page.getByText('100 rooms. 0 people inside.')).toBeVisible();
  expect((await roomsOf(feature)).map(({ name }) => name).sort()).toEqual(
    Array.from({ length: 100 }, (_, at) => `Room ${at + 1}`).sort(),
  );

  // What is exported changes nothing when it comes back.
  const everything = await downloaded(page, async () => {
    await page.getByRole('button', { name: 'Import and export' }).click();
    await look(page, 'import-menu', 'desktop');
    await page.getByRole('menuitem', { name: 'Export rooms as CSV' }).click();
  });
  expect(cellsOf(everything.text)).toHaveLength(101);
  await page.getByRole('button', { name: 'Import and export' }).click();
  await page.getByRole('menuitem', { name: 'Import rooms from CSV' }).click();
  await choose(page, 'same.csv', everything.text);
  await expect(tags(page)).toHaveText(['100 unchanged']);
  await expect(page.getByText('Everything here is as the file has it already. Nothing is written yet.')).toBeVisible();
  await expect(page.getByRole('button', { name: /^Import/ })).toHaveCount(0);
  await page.getByRole('link', { name: 'Back to the rooms' }).click();
  await heading(page, 'Video Rooms');

  await page.goto(`${stack.url}/admin/events/${event.id}/audit`);
  await expect(page.getByText(/imported rooms into/)).toHaveCount(2);
  await expect(page.getByRole('listitem').filter({ hasText: /imported rooms into/ }).last()).toContainText(/New\s*95\s*Left out\s*5/);
});

test('somebody who was missing is added meanwhile, and the file is checked again', async ({ browser }) => {
  const event = await anEvent('Meanwhile');
  const feature = await aFeature(event);
  const page = await admin(browser, `${event.id}/import?feature=${feature.id}`);
  const email = `${crypto.randomUUID()}@example.org`;
  await choose(page, 'one.csv', `name,moderators\r\nLobby,${email}\r\n`);
  await expect(tags(page)).toHaveText(['1 with errors']);
  // No row is left to be imported.
  await expect(page.getByRole('button', { name: /^Import/ })).toHaveCount(0);
  await anAttendee(event, email);
  await page.getByRole('button', { name: 'Check again' }).click();
  await expect(tags(page)).toHaveText(['1 new']);
  await page.getByRole('button', { name: 'Import the row' }).click();
  await heading(page, 'The room is imported', 2);
});

test('people: pasted out of a spreadsheet, exported, and everybody’s link with a warning', async ({ browser }) => {
  const event = await anEvent('People');
  const page = await admin(browser, `${event.id}/attendees`);
  await page.getByRole('button', { name: 'Import from CSV' }).click();
  await heading(page, 'Import people');
  await look(page, 'import-people', 'desktop');
  await page.getByRole('button', { name: 'Check these rows' }).click();
  await expect(page.getByText('Paste rows here first, with the line of column names.')).toBeVisible();
  await expect(page.getByLabel('Or paste rows')).toBeFocused();
  const sheet = (email: string) =>
    ['First Name\tLast Name\tEmail\tCompany', 'Amara\tOkafor\tamara@example.org\tHarbour', `Jonas\tLind\t${email}\t`, 'علي\tحسن\tali@example.org\tالمرفأ'].join('\n');
  await page.getByLabel('Or paste rows').fill(sheet('jonas(at)example.org'));
  await page.getByRole('button', { name: 'Check these rows' }).click();
  await heading(page, 'Pasted: 3 rows', 2);
  await expect(tags(page)).toHaveText(['2 new', '1 with errors']);
  await expect(causes(page)).toContainText(/jonas\(at\)example\.org.* is no e-mail address/);
  await look(page, 'import-people-preview', 'desktop');
  await page.getByRole('link', { name: 'Choose another file' }).click();
  await page.getByLabel('Or paste rows').fill(sheet('jonas@example.org'));
  await page.getByRole('button', { name: 'Check these rows' }).click();
  await expect(tags(page)).toHaveText(['3 new']);
  await page.getByRole('button', { name: 'Import all 3 rows' }).click();
  await heading(page, '3 people are imported', 2);

  await page.getByRole('button', { name: 'Personal links…' }).click();
  const warning = page.getByRole('alertdialog');
  await expect(warning).toContainText('Each link lets in whoever has it');
  await look(page, 'import-links', 'desktop');
  const links = await downloaded(page, () => warning.getByRole('button', { name: 'Download the links' }).click());
  // Whose link it is stands behind the mark; before it is the address it was asked for at.
  const token = (link = '') => link.split('#')[1];
  const kept = new Map((await peopleOf(event)).map(({ email, link }) => [email, token(link)]));
  const [head, ...rows] = cellsOf(links.text);
  expect(head).toEqual(['First Name', 'Last Name', 'Email', 'Link']);
  expect(new Map(rows.map((row) => [row[2], token(row[3])]))).toEqual(kept);
  await expect(warning).toBeHidden();
  await expect(page.getByRole('button', { name: 'Personal links…' })).toBeFocused();

  await page.getByRole('link', { name: 'See the people' }).click();
  await expect(page.getByText('علي حسن')).toBeVisible();
  const people = await downloaded(page, async () => {
    await page.getByRole('button', { name: 'Import and export' }).click();
    await page.getByRole('menuitem', { name: 'Export people as CSV' }).click();
  });
  expect(cellsOf(people.text)[0]).toEqual('Id,First Name,Last Name,Email,Title,Company,Avatar,Groups'.split(','));
  await page.goto(`${stack.url}/admin/events/${event.id}/audit`);
  await expect(page.getByText(/imported people into/)).toBeVisible();
  await expect(page.getByText(/downloaded the personal links of/)).toBeVisible();
});

test('what is no table is told, and what is not here any more', async ({ browser }) => {
  const event = await anEvent('States');
  const feature = await aFeature(event);
  const page = await admin(browser, `${event.id}/import?feature=${feature.id}`);
  await heading(page, 'Import rooms');
  const alert = page.getByRole('main').getByRole('alert');
  await choose(page, 'rooms.xlsx', 'PK');
  await expect(alert).toContainText('This is a spreadsheet.');
  await look(page, 'import-refused', 'desktop');
  await choose(page, 'empty.csv', '');
  await expect(alert).toContainText('This file is empty.');
  await choose(page, 'large.csv', `name\r\n${'x'.repeat(5 * 1024 * 1024)}`);
  await expect(alert).toContainText('larger than 5 MB');
  await chooser(page).setInputFiles({ name: 'latin.csv', mimeType: 'text/csv', buffer: Buffer.from([0x6e, 0x0a, 0xe9, 0x0a]) });
  await expect(alert).toContainText('This file cannot be imported.');

  // Dropped beside its place it is taken all the same, instead of being opened over the app.
  const file = await page.evaluateHandle(() => {
    const dragged = new DataTransfer();
    dragged.items.add(new File(['name\r\nLobby\r\n'], 'dropped.csv', { type: 'text/csv' }));
    return dragged;
  });
  await page.getByRole('heading', { level: 1 }).dispatchEvent('dragover', { dataTransfer: file });
  await expect(page.getByText('Let go to check this file')).toBeVisible();
  await page.getByRole('heading', { level: 1 }).dispatchEvent('drop', { dataTransfer: file });
  await heading(page, 'dropped.csv: 1 row', 2);
  // Back leads to the choice, and forward to what was chosen.
  await page.goBack();
  await expect(chooser(page)).toBeAttached();
  await page.goForward();
  await heading(page, 'dropped.csv: 1 row', 2);

  await page.goto(`${stack.url}/admin/events/${event.id}/import?feature=${feature.id}&import=imp_00000000000000000000000000000000`);
  await heading(page, 'This import is not here any more', 2);
  await look(page, 'import-gone', 'desktop');
  await page.getByRole('link', { name: 'Choose the file again' }).click();
  await expect(chooser(page)).toBeAttached();
});

test('by keyboard alone', async ({ browser }) => {
  const event = await anEvent('Keys');
  const feature = await aFeature(event);
  const page = await admin(browser, `${event.id}/rooms?feature=${feature.id}`);
  await heading(page, 'No rooms yet', 2);
  await page.getByRole('button', { name: 'Import and export' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('menuitem', { name: 'Import rooms from CSV' })).toBeFocused();
  await page.keyboard.press('Enter');
  await heading(page, 'Import rooms');
  await page.getByRole('link', { name: 'Back to the rooms' }).focus();
  await page.keyboard.press('Tab');
  await expect(chooser(page)).toBeFocused();
  const asked = page.waitForEvent('filechooser');
  await page.keyboard.press('Enter');
  await (await asked).setFiles({ name: 'rooms.csv', mimeType: 'text/csv', buffer: Buffer.from('name,groups\r\nLobby,Strangers\r\nQ&A,\r\n') });
  await expect(page.getByRole('heading', { level: 2, name: 'rooms.csv' })).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('button', { name: 'Import the valid row' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 2, name: 'The room is imported' })).toBeFocused();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await heading(page, 'Video Rooms');
  await expect(page.getByRole('button', { name: 'Q&A', exact: true })).toBeVisible();
});

test('on a phone, and from right to left', async ({ browser }) => {
  const event = await anEvent('Small');
  const feature = await aFeature(event);
  const page = await admin(browser, `${event.id}/import?feature=${feature.id}`, PHONE);
  await look(page, 'import-choose', 'phone');
  const rows = 'name,moderators,groups,attendee_limit,Notes\r\nLobby,nobody@example.org,,13,x\r\nQ&A,,Strangers,many,\r\nCoffee,,,13,\r\n';
  await choose(page, 'phone.csv', rows);
  await expect(tags(page)).toHaveText(['1 new', '2 with errors', '1 ignored column']);
  await look(page, 'import-preview', 'phone');
  const wide = await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth);
  expect(wide, 'the page does not scroll sideways').toBe(true);
  await page.getByRole('button', { name: 'Import the valid row' }).click();
  await heading(page, 'The room is imported', 2);
  await look(page, 'import-done', 'phone');
  await page.getByRole('link', { name: 'See the rooms' }).click();
  await expect(page.getByRole('button', { name: 'Coffee', exact: true })).toBeVisible();
  await look(page, 'import-rooms', 'phone');

  const arabic = await admin(browser, `${event.id}/import?feature=${feature.id}`, { locale: 'ar' });
  await expect(arabic.locator('html')).toHaveAttribute('dir', 'rtl');
  await heading(arabic, 'استيراد غرف');
  await look(arabic, 'import-choose', 'rtl');
  await arabic.getByLabel('اختر ملفًا').setInputFiles({ name: 'arabic.csv', mimeType: 'text/csv', buffer: Buffer.from(rows) });
  await expect(arabic.getByRole('heading', { level: 2, name: 'أخطاء' })).toBeVisible();
  await look(arabic, 'import-preview', 'rtl');
});
