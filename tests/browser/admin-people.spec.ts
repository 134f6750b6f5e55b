// An organizer makes an event and everything about its people: on the real API, in English and Arabic, on a desk and a phone.
import { type Browser, type BrowserContextOptions, expect, type Page, test } from '@playwright/test';
import { look, organizer, stack } from './stage';

test.afterEach(async ({ browser }) => {
  for (const context of browser.contexts()) await context.close();
});

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
const tail = () => crypto.randomUUID().slice(0, 6);

/** Somebody with the organizer's key, on a page of the admin app. */
async function admin(browser: Browser, path: string, options: BrowserContextOptions = {}) {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    permissions: ['clipboard-read', 'clipboard-write'],
    ...options,
  });
  const page = await context.newPage();
  await page.goto(`${stack.url}/admin#key=${stack.organizer_key}`);
  await expect(page.getByRole('heading', { level: 1, name: 'Events' })).toBeVisible();
  if (path) await page.goto(`${stack.url}/admin/events/${path}`);
  return page;
}

/** An event of this test's own. */
const anEvent = (name: string) =>
  organizer<{ id: string; name: string }>('POST', '/events', {
    name: `${name} ${tail()}`,
    time_zone: 'Europe/Lisbon',
    starts_at: '2027-03-01T09:00:00Z',
    ends_at: '2027-03-03T18:00:00Z',
    region: 'weur',
  });

const anAttendee = (event: string, first_name: string, more: object = {}) =>
  organizer<{ id: string; link: string; name: string }>('POST', `/events/${event}/attendees`, {
    first_name,
    last_name: `Test ${tail()}`,
    email: `${crypto.randomUUID()}@example.org`,
    title: 'Engineer',
    company: 'Harbour',
    ...more,
  });

const dialog = (page: Page, name: string | RegExp) => page.getByRole('dialog', { name });
const confirmation = (page: Page) => page.getByRole('alertdialog');
const heading = (page: Page, name: string) => expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
const said = (page: Page, text: string | RegExp) => expect(page.getByRole('region', { name: 'Notifications' }).getByText(text)).toBeVisible();
const more = (page: Page, name: string) => page.getByRole('button', { name: `More about ${name}` });
const pick = async (page: Page, name: string, item: string) => {
  await more(page, name).click();
  await page.getByRole('menuitem', { name: item, exact: true }).click();
};

test('in by key: a wrong one is refused in words, a good one comes back to where one was going, and out again', async ({ browser }) => {
  const event = await anEvent('Doors');
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  await page.goto(`${stack.url}/admin/events/${event.id}/groups?x=1`);
  await heading(page, 'Sign in as organizer');
  await look(page, 'admin-signin', 'desktop');
  await page.getByLabel('API key', { exact: true }).fill('hw_live_nonsense');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByText('This key is not known, or was revoked.')).toBeVisible();
  await look(page, 'admin-signin-refused', 'desktop');
  await page.getByLabel('API key', { exact: true }).fill(stack.organizer_key);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await heading(page, 'Groups');
  expect(page.url()).toContain(`/admin/events/${event.id}/groups`);
  await page.getByRole('button', { name: 'Sign out' }).click();
  await heading(page, 'Sign in as organizer');
  await page.goto(`${stack.url}/admin/events`);
  await heading(page, 'Sign in as organizer');
});

test('a link with a key signs in and keeps it out of the address', async ({ browser }) => {
  const page = await admin(browser, '');
  expect(page.url()).not.toContain('key=');
});

test('an event is made, changed, and changed by two at once', async ({ browser }) => {
  const page = await admin(browser, '');
  await look(page, 'admin-events', 'desktop');
  await page.getByRole('button', { name: 'New event' }).click();
  const form = dialog(page, 'New event');
  await form.getByRole('button', { name: 'Make event' }).click();
  await expect(form.getByText('This is needed.')).toBeVisible();
  await expect(form.getByLabel('Name')).toBeFocused();
  await look(page, 'admin-new-event', 'desktop');
  const name = `Spring gathering ${tail()}`;
  await form.getByLabel('Name').fill(name);
  await form.getByRole('combobox', { name: 'Time zone' }).fill('Lisbon');
  await page.getByRole('option', { name: 'Europe/Lisbon' }).click();
  await form.getByLabel('Starts').fill('2027-05-01T09:00');
  await form.getByLabel('Ends').fill('2027-05-01T08:00');
  await form.getByLabel('Where most people are').selectOption('weur');
  await form.getByRole('button', { name: 'Make event' }).click();
  await expect(form.getByText('It must end after it starts.')).toBeVisible();
  await form.getByLabel('Ends').fill('2027-05-02T18:00');
  await form.getByRole('button', { name: 'Make event' }).click();
  await expect(page).toHaveURL(/\/admin\/events\/evt_\w+\/rooms/);
  const event = /evt_\w+/.exec(page.url())?.[0] ?? '';
  const made = await organizer<{ starts_at: string; time_zone: string; region: string }>('GET', `/events/${event}`);
  expect(made).toMatchObject({ starts_at: '2027-05-01T08:00:00Z', time_zone: 'Europe/Lisbon', region: 'weur' });

  await page.getByRole('link', { name: 'Settings' }).click();
  await heading(page, 'Settings');
  await expect(page.getByLabel('Name')).toHaveValue(name);
  await look(page, 'admin-settings', 'desktop');
  // Somebody else is first.
  await organizer('PATCH', `/events/${event}`, { name: `Theirs ${name}`, region: 'enam' });
  await page.getByLabel('Name').fill(`Mine ${name}`);
  await page.getByLabel('Ends').fill('2027-05-03T18:00');
  await page.getByRole('button', { name: 'Save' }).click();
  const conflict = dialog(page, 'Somebody else changed this too');
  await expect(conflict.getByText(`Theirs ${name}`)).toBeVisible();
  await look(page, 'admin-conflict', 'desktop');
  await conflict.getByRole('group', { name: 'Name' }).getByLabel('Take theirs').check();
  await conflict.getByRole('button', { name: 'Save this' }).click();
  await said(page, 'The event is saved.');
  await expect(page.getByLabel('Name')).toHaveValue(`Theirs ${name}`);
  const kept = await organizer<object>('GET', `/events/${event}`);
  expect(kept).toMatchObject({ name: `Theirs ${name}`, ends_at: '2027-05-03T17:00:00Z', region: 'enam' });

  // What is typed is not lost by a click elsewhere.
  await page.getByLabel('Name').fill('Half a na');
  await page.getByRole('link', { name: 'Groups' }).click();
  await expect(confirmation(page)).toContainText('Leave without saving?');
  await look(page, 'admin-unsaved', 'desktop');
  await confirmation(page).getByRole('button', { name: 'Keep editing' }).click();
  await expect(page.getByLabel('Name')).toHaveValue('Half a na');
  await page.getByRole('link', { name: 'Groups' }).click();
  await confirmation(page).getByRole('button', { name: 'Discard changes' }).click();
  await heading(page, 'Groups');
});

test('people: added, found, edited, their link copied and replaced, their data taken out, deleted', async ({ browser }) => {
  test.setTimeout(240_000);
  const event = await anEvent('People');
  const page = await admin(browser, `${event.id}/attendees`);
  await expect(page.getByText('Nobody yet')).toBeVisible();
  await look(page, 'admin-people-empty', 'desktop');
  const group = await organizer<{ id: string }>('POST', `/events/${event.id}/groups`, { name: 'Speakers' });
  for (let at = 0; at < 55; at++) await anAttendee(event.id, at < 10 ? 'Amara' : 'Jonas', at === 3 ? { groups: [group.id] } : {});
  await page.reload();

  await page.getByRole('button', { name: 'Add person' }).click();
  const adding = dialog(page, 'Add person');
  await adding.getByLabel('First name').fill('Kofi');
  await adding.getByLabel('E-mail address').fill('not an address');
  await adding.getByRole('button', { name: 'Add person' }).click();
  await expect(adding.getByText('This is no e-mail address')).toBeVisible();
  await look(page, 'admin-person-add', 'desktop');
  await adding.getByLabel('Last name').fill('Mensah');
  await adding.getByLabel('E-mail address').fill('Kofi@example.org');
  await adding.getByLabel('Speakers').check();
  await adding.getByRole('button', { name: 'Add person' }).click();
  await said(page, 'Kofi Mensah is added.');
  await expect(adding).toBeHidden();

  // The same address again: said at its field.
  await page.getByRole('button', { name: 'Add person' }).click();
  await adding.getByLabel('First name').fill('Another');
  await adding.getByLabel('E-mail address').fill('kofi@example.org');
  await adding.getByRole('button', { name: 'Add person' }).click();
  await expect(adding.getByText('This is taken already.')).toBeVisible();
  await page.keyboard.press('Escape');
  await confirmation(page).getByRole('button', { name: 'Discard changes' }).click();
  await expect(adding).toBeHidden();

  const table = page.getByRole('table', { name: 'People' });
  await expect(table.getByRole('row')).toHaveCount(51);
  await page.getByRole('button', { name: 'Show more' }).click();
  await expect(table.getByRole('row')).toHaveCount(57);
  await look(page, 'admin-people', 'desktop');
  await page.keyboard.press('/');
  await page.keyboard.type('amara');
  await expect(table.getByRole('row')).toHaveCount(11);
  expect(page.url()).toContain('q=amara');
  await page.getByLabel('Group', { exact: true }).selectOption({ label: 'Speakers' });
  await expect(table.getByRole('row')).toHaveCount(2);
  await page.reload();
  await expect(table.getByRole('row')).toHaveCount(2);
  await page.getByRole('searchbox', { name: 'Search people' }).fill('nobody at all');
  await expect(page.getByText('Nobody fits')).toBeVisible();
  await page.getByRole('button', { name: 'Clear search and filters' }).click();
  await page.getByRole('searchbox', { name: 'Search people' }).fill('kofi@');
  await expect(table.getByRole('row')).toHaveCount(2);

  await more(page, 'Kofi Mensah').click();
  await look(page, 'admin-person-menu', 'desktop');
  await page.getByRole('menuitem', { name: 'Copy personal link' }).click();
  await said(page, 'The personal link of Kofi Mensah is copied.');
  const first = await page.evaluate(() => navigator.clipboard.readText());
  expect(first).toMatch(/\/enter#att_/);

  await table.getByRole('button', { name: 'Kofi Mensah', exact: true }).click();
  const editing = dialog(page, 'Kofi Mensah');
  const { data } = await organizer<{ data: { id: string }[] }>('GET', `/events/${event.id}/attendees?q=kofi`);
  const id = data[0]?.id ?? '';
  await organizer('PATCH', `/attendees/${id}`, { company: 'Elsewhere', title: 'Captain' });
  await editing.getByLabel('Company').fill('Harbour');
  await editing.getByRole('button', { name: 'Save' }).click();
  const conflict = dialog(page, 'Somebody else changed this too');
  await expect(conflict.getByText('Elsewhere')).toBeVisible();
  await look(page, 'admin-person-conflict', 'desktop');
  await conflict.getByRole('button', { name: 'Save this' }).click();
  await said(page, 'Kofi Mensah is saved.');
  expect(await organizer<object>('GET', `/attendees/${id}`)).toMatchObject({ company: 'Harbour', title: 'Captain' });

  await pick(page, 'Kofi Mensah', 'Replace link');
  await look(page, 'admin-person-revoke', 'desktop');
  await expect(confirmation(page).getByRole('button', { name: 'Cancel' })).toBeFocused();
  await confirmation(page).getByRole('button', { name: 'Replace link' }).click();
  await page.getByRole('button', { name: 'Copy the new link' }).click();
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).not.toBe(first);

  const file = page.waitForEvent('download');
  await pick(page, 'Kofi Mensah', 'Download their data');
  expect((await file).suggestedFilename()).toBe(`hallway_${id}.json`);

  await pick(page, 'Kofi Mensah', 'Delete');
  await confirmation(page).getByRole('button', { name: 'Delete for good' }).click();
  await expect(confirmation(page).getByText('This is not the same.')).toBeVisible();
  await expect(confirmation(page).getByRole('textbox')).toBeFocused();
  await look(page, 'admin-person-delete', 'desktop');
  await confirmation(page).getByRole('textbox').fill('Kofi Mensah');
  await confirmation(page).getByRole('button', { name: 'Delete for good' }).click();
  await said(page, 'Kofi Mensah is deleted.');
  await expect(page.getByText('Nobody fits')).toBeVisible();
});

test('groups: made, counted, renamed; one in use is not deleted and says by what', async ({ browser }) => {
  const event = await anEvent('Groups');
  const page = await admin(browser, `${event.id}/groups`);
  await expect(page.getByText('No groups yet')).toBeVisible();
  await look(page, 'admin-groups-empty', 'desktop');
  for (const name of ['Speakers', 'Crew']) {
    await page.getByRole('button', { name: 'New group' }).click();
    await dialog(page, 'New group').getByLabel('Name').fill(name);
    if (name === 'Crew') await look(page, 'admin-group-new', 'desktop');
    await dialog(page, 'New group').getByRole('button', { name: 'Make group' }).click();
    await said(page, `Group ${name} is made.`);
  }
  const { data } = await organizer<{ data: { id: string; name: string }[] }>('GET', `/events/${event.id}/groups`);
  const speakers = data.find(({ name }) => name === 'Speakers')?.id ?? '';
  await anAttendee(event.id, 'Ada', { groups: [speakers] });
  await organizer('POST', `/events/${event.id}/features`, { name: 'Speakers’ lounge', groups: [speakers] });
  await page.reload();
  const row = page.getByRole('row', { name: /Speakers/ });
  await expect(row.getByText('1 person')).toBeVisible();
  await look(page, 'admin-groups', 'desktop');

  await pick(page, 'Speakers', 'Delete');
  await confirmation(page).getByRole('button', { name: 'Delete group' }).click();
  await expect(dialog(page, 'Speakers is in use').getByText('Speakers’ lounge')).toBeVisible();
  await look(page, 'admin-group-in-use', 'desktop');
  await page.keyboard.press('Escape');
  // The next key is still for this row.
  await expect(more(page, 'Speakers')).toBeFocused();
  await pick(page, 'Speakers', 'Rename');
  await dialog(page, 'Rename').getByLabel('Name').fill('All speakers');
  await dialog(page, 'Rename').getByRole('button', { name: 'Save' }).click();
  await said(page, 'The group is now called All speakers.');
  await pick(page, 'Crew', 'Delete');
  await look(page, 'admin-group-delete', 'desktop');
  await confirmation(page).getByRole('button', { name: 'Delete group' }).click();
  await said(page, 'Group Crew is deleted.');
  await expect(page.getByRole('row', { name: /Crew/ })).toHaveCount(0);
  await pick(page, 'All speakers', 'Show its people');
  await heading(page, 'People');
  await expect(page.getByRole('table').getByRole('row')).toHaveCount(2);
});

test('sessions and pages: times by the event’s clock, a live stream, filters, delete', async ({ browser }) => {
  const event = await anEvent('Items');
  const page = await admin(browser, `${event.id}/items`);
  await expect(page.getByText('Nothing here yet')).toBeVisible();
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Session' }).click();
  const form = dialog(page, 'New session');
  await form.getByLabel('Name').fill('Keynote');
  await form.getByLabel('Description').fill('What the harbour learned.');
  await form.getByLabel('Starts').fill('2027-07-01T10:00');
  await form.getByLabel('Ends').fill('2027-07-01T11:00');
  await form.getByLabel('Live stream').selectOption('hls');
  await form.getByLabel(/Address of the playlist/).fill('http://example.org/live.m3u8');
  await form.getByRole('button', { name: 'Add' }).click();
  await expect(form.getByText('The address must begin with https://.')).toBeVisible();
  await look(page, 'admin-item-new', 'desktop');
  await form.getByLabel(/Address of the playlist/).fill('https://example.org/live.m3u8');
  await form.getByRole('button', { name: 'Add' }).click();
  await said(page, 'Keynote is added.');
  const { data } = await organizer<{ data: object[] }>('GET', `/events/${event.id}/items`);
  // Summer in Lisbon is an hour ahead.
  expect(data[0]).toMatchObject({
    starts_at: '2027-07-01T09:00:00Z',
    description: 'What the harbour learned.',
    stream: { kind: 'hls', url: 'https://example.org/live.m3u8' },
  });
  await organizer('POST', `/events/${event.id}/items`, { kind: 'sponsor', name: 'Lynxware' });
  await organizer('POST', `/events/${event.id}/items`, { kind: 'page', name: 'Start here' });
  await page.reload();
  await expect(page.getByRole('table').getByRole('row')).toHaveCount(4);
  await look(page, 'admin-items', 'desktop');
  await page.getByRole('button', { name: 'Sponsors' }).click();
  await expect(page.getByRole('table').getByRole('row')).toHaveCount(2);
  await pick(page, 'Lynxware', 'Delete');
  await look(page, 'admin-item-delete', 'desktop');
  await confirmation(page).getByRole('button', { name: 'Delete' }).click();
  await said(page, 'Lynxware is deleted.');
  await page.getByRole('button', { name: 'All', exact: true }).click();
  await page.getByRole('button', { name: 'Keynote', exact: true }).click();
  const editing = dialog(page, 'Keynote');
  await expect(editing.getByLabel('Starts')).toHaveValue('2027-07-01T10:00');
  await editing.getByLabel('Live stream').selectOption('');
  await editing.getByRole('button', { name: 'Save' }).click();
  await said(page, 'Keynote is saved.');
  await expect(page.getByText('HLS')).toHaveCount(0);
});

test('bans: set on somebody, seen, lifted, and kept on the list of all', async ({ browser }) => {
  const event = await anEvent('Bans');
  const who = await anAttendee(event.id, 'Noor');
  const page = await admin(browser, `${event.id}/bans`);
  await expect(page.getByText('Nobody is kept out')).toBeVisible();
  await look(page, 'admin-bans-empty', 'desktop');
  await page.getByRole('button', { name: 'Ban', exact: true }).click();
  const form = dialog(page, 'Ban');
  await form.getByRole('button', { name: 'Ban' }).click();
  await expect(form.getByText('This is needed.')).toBeVisible();
  await form.getByRole('combobox', { name: 'Who' }).fill('noor');
  await page.getByRole('option', { name: who.name }).click();
  await form.getByLabel('1 hour').check();
  await form.getByLabel('Reason').fill('Shouting');
  await look(page, 'admin-ban-new', 'desktop');
  await form.getByRole('button', { name: 'Ban' }).click();
  await said(page, `${who.name} is banned.`);
  const row = page.getByRole('row', { name: new RegExp(who.name) });
  await expect(row.getByText(/^Until /)).toBeVisible();
  await expect(row.getByText('The whole event')).toBeVisible();
  await look(page, 'admin-bans', 'desktop');
  await row.getByRole('button', { name: `Lift the ban of ${who.name}` }).click();
  await look(page, 'admin-ban-lift', 'desktop');
  await confirmation(page).getByRole('button', { name: 'Lift' }).click();
  await said(page, `The ban of ${who.name} is lifted.`);
  await expect(page.getByText('Nobody is kept out')).toBeVisible();
  await page.getByRole('button', { name: 'All', exact: true }).click();
  await expect(row.getByText('Lifted')).toBeVisible();
});

test('keys: made with what they may, shown once, used, revoked; the history tells of it in sentences', async ({ browser }) => {
  const event = await anEvent('Keys');
  const page = await admin(browser, `${event.id}/keys`);
  await page.getByRole('button', { name: 'New key' }).click();
  const form = dialog(page, 'New key');
  const name = `Badge printer ${tail()}`;
  await form.getByLabel('Name').fill(name);
  await form.getByLabel('People', { exact: true }).check();
  await look(page, 'admin-key-new', 'desktop');
  await form.getByRole('button', { name: 'Make key' }).click();
  const once = dialog(page, 'Copy the key now');
  await once.getByRole('button', { name: 'Copy', exact: true }).click();
  await expect(once.getByRole('button', { name: 'Copied' })).toBeVisible();
  await look(page, 'admin-key-once', 'desktop');
  const text = await page.evaluate(() => navigator.clipboard.readText());
  expect(text).toMatch(/^hw_live_/);
  await page.keyboard.press('Escape');
  await expect(page.getByText(text)).toHaveCount(0);

  // It does what it may, and no more.
  const call = (path: string) => fetch(`${stack.url}/api/v1${path}`, { headers: { authorization: `Bearer ${text}` } });
  expect((await call(`/events/${event.id}/attendees`)).status).toBe(200);
  expect((await call('/keys')).status).toBe(403);
  await page.reload();
  const row = page.getByRole('row', { name: new RegExp(name) });
  await expect(row.getByText('In force')).toBeVisible();
  await expect(row.getByText('Never')).toHaveCount(0);
  await look(page, 'admin-keys', 'desktop');
  await pick(page, name, 'Revoke');
  await look(page, 'admin-key-revoke', 'desktop');
  await confirmation(page).getByRole('button', { name: 'Revoke' }).click();
  await expect(row.getByText('Revoked')).toBeVisible();
  await expect.poll(async () => (await call(`/events/${event.id}/attendees`)).status).toBe(401);

  await organizer('PATCH', `/events/${event.id}`, { name: `Renamed ${event.name}` });
  await page.getByRole('link', { name: 'History' }).click();
  await heading(page, 'History');
  await expect(page.getByText(new RegExp(`revoked the key ${name}`))).toBeVisible();
  await expect(page.getByText(`${event.name} → Renamed ${event.name}`)).toBeVisible();
  await look(page, 'admin-history', 'desktop');
  await page.getByLabel('What it is about').selectOption('key');
  await expect(page.getByText(/changed the event/)).toHaveCount(0);
  await expect(page.getByText(new RegExp(`made the key ${name}`))).toBeVisible();
});

test('on a phone rows are cards, the navigation is in a drawer; and all of it right to left', async ({ browser }) => {
  test.setTimeout(240_000);
  const event = await anEvent('Phone');
  const group = await organizer<{ id: string }>('POST', `/events/${event.id}/groups`, { name: 'Speakers' });
  const who = await anAttendee(event.id, 'Mei', { groups: [group.id] });
  await anAttendee(event.id, 'Tariq');
  await organizer('POST', `/events/${event.id}/items`, { kind: 'session', name: 'Keynote', starts_at: '2027-03-01T10:00:00Z', ends_at: '2027-03-01T11:00:00Z' });
  const page = await admin(browser, `${event.id}/attendees`, PHONE);
  await expect(page.getByText(who.name)).toBeVisible();
  await look(page, 'admin-people', 'phone');
  await page.getByRole('button', { name: who.name, exact: true }).tap();
  await expect(dialog(page, who.name).getByLabel('First name')).toHaveValue('Mei');
  await look(page, 'admin-person', 'phone');
  await page.keyboard.press('Escape');
  await more(page, who.name).tap();
  await look(page, 'admin-person-menu', 'phone');
  await page.keyboard.press('Escape');
  const pages = ['Groups', 'Sessions and pages', 'Bans', 'History', 'API keys', 'Settings'];
  for (const name of pages) {
    await page.getByRole('button', { name: 'Open navigation' }).tap();
    if (name === 'Groups') await look(page, 'admin-drawer', 'phone');
    await page.getByRole('dialog').getByRole('link', { name, exact: true }).tap();
    await heading(page, name);
    await expect(page.getByRole('status', { name: 'Loading' })).toHaveCount(0);
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
    await look(page, `admin-${name.toLowerCase().replaceAll(' ', '-')}`, 'phone');
  }
  await page.getByRole('button', { name: 'Open navigation' }).tap();
  await page.getByRole('dialog').getByRole('link', { name: 'Hallway, all events' }).tap();
  await heading(page, 'Events');
  await look(page, 'admin-events', 'phone');

  const wide = await admin(browser, `${event.id}/attendees`);
  await expect(wide.getByText(who.name)).toBeVisible();
  await wide.evaluate(() => localStorage.setItem('hallway.language', 'ar'));
  await wide.reload();
  await expect(wide.locator('html')).toHaveAttribute('dir', 'rtl');
  await expect(wide.getByText(who.name)).toBeVisible();
  await look(wide, 'admin-people', 'rtl');
  await wide.setViewportSize({ width: 1000, height: 800 });
  await look(wide, 'admin-people-narrow', 'rtl');
});

test('a list that cannot be loaded says why, and a lost key ends at the sign-in page', async ({ browser }) => {
  const event = await anEvent('Faults');
  const page = await admin(browser, `${event.id}/groups`);
  await expect(page.getByText('No groups yet')).toBeVisible();
  const lists = '**/api/v1/events/*/items*';
  await page.route(lists, (route) => route.abort());
  await page.getByRole('link', { name: 'Sessions and pages' }).click();
  await expect(page.getByText('This could not be loaded')).toBeVisible();
  await look(page, 'admin-failed', 'desktop');
  await page.unroute(lists);
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByText('Nothing here yet')).toBeVisible();
  await page.context().clearCookies();
  await page.getByRole('link', { name: 'People' }).click();
  await heading(page, 'Sign in as organizer');
  await page.getByLabel('API key', { exact: true }).fill(stack.organizer_key);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await heading(page, 'People');
});
