// Three people meet: one asks, one answers where they are, one is left out; nobody leaves the room for it.
import { type Browser, type BrowserContextOptions, expect, type Page, test } from '@playwright/test';
import { accessible, aRoom, enter, goIn, look, openDialog, openFeature, organizer, type someone, stack } from './stage';

test.afterEach(async ({ browser }) => {
  for (const context of browser.contexts()) await context.close();
});

type Person = ReturnType<typeof someone>;
type Room = Awaited<ReturnType<typeof aRoom>>;

async function inside(browser: Browser, person: Person, room: Room, options: BrowserContextOptions = {}) {
  const { page, context } = await enter(browser, person, options);
  await openFeature(page, room.feature, room.name);
  const dialog = await openDialog(page, room.name);
  await dialog.getByRole('button', { name: 'Stop camera' }).click();
  await goIn(page);
  return { page, context };
}

const tile = (page: Page, person: Person) => page.locator(`li[aria-label^="${person.name}"]`);
const cardOf = (page: Page, person: Person) => page.getByRole('dialog', { name: `About ${person.name}` });
const note = (page: Page) => page.getByRole('region', { name: 'Notifications' });
const stillInside = (page: Page) => expect(page.getByRole('button', { name: 'Leave', exact: true })).toBeVisible();
/** Nobody of them has met anybody, whatever an earlier run left. */
async function strangers() {
  const made = [];
  for (const first_name of ['Ada', 'Kofi', 'Mei']) {
    const last_name = `Stranger ${crypto.randomUUID().slice(0, 5)}`;
    const email = `${crypto.randomUUID()}@example.org`;
    const body = { first_name, last_name, email, title: 'Engineer', company: 'Harbour' };
    const { id, link } = await organizer<{ id: string; link: string }>('POST', `/events/${stack.event}/attendees`, body);
    made.push({ id, link, name: `${first_name} ${last_name}`, role: 'attendee' });
  }
  return made as [Person, Person, Person];
}

test('asked from a tile, accepted from the toast, and both have the e-mail; the third has nothing', async ({ browser }) => {
  test.setTimeout(240_000);
  const room = await aRoom('Meeting');
  const [ada, kofi, mei] = await strangers();
  const a = await inside(browser, ada, room);
  const k = await inside(browser, kofi, room);
  const m = await inside(browser, mei, room);

  await tile(a.page, kofi).hover();
  await a.page.getByRole('button', { name: `Add: ${kofi.name}` }).click();
  const card = cardOf(a.page, kofi);
  await expect(card.getByRole('button', { name: 'Add', exact: true })).toBeFocused();
  await look(a.page, 'person-card', 'desktop');
  await card.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(card.getByText('Request sent')).toBeVisible();

  await expect(note(k.page).getByText(`${ada.name} wants to connect with you.`)).toBeVisible();
  await look(k.page, 'request', 'desktop');
  await expect(k.page.getByRole('button', { name: 'Connections, 1 request' })).toBeVisible();
  await note(k.page).getByRole('button', { name: `Accept ${ada.name}` }).click();
  await expect(note(k.page).getByText(`You and ${ada.name} are connected.`)).toBeVisible();
  await expect(note(a.page).getByText(`${kofi.name} accepted. You are connected.`)).toBeVisible();
  await expect(card.getByText('Connected', { exact: true })).toBeVisible();
  await expect(card.getByRole('link', { name: /@/ })).toBeVisible();
  await look(a.page, 'person-card-connected', 'desktop');
  await a.page.keyboard.press('Escape');
  await expect(card).toBeHidden();

  await expect(m.page.getByText(/wants to connect|You are connected/)).toHaveCount(0);
  await tile(m.page, kofi).hover();
  await m.page.getByRole('button', { name: `Add: ${kofi.name}` }).click();
  await expect(cardOf(m.page, kofi).getByRole('link', { name: /@/ })).toHaveCount(0);
  for (const { page } of [a, k]) await stillInside(page);
});

test('from a chat message, by keyboard alone; declined, withdrawn and blocked from the list over the room', async ({ browser }) => {
  test.setTimeout(240_000);
  const room = await aRoom('Answers');
  const [ada, kofi, mei] = await strangers();
  const a = await inside(browser, ada, room);
  const k = await inside(browser, kofi, room);
  const m = await inside(browser, mei, room);
  for (const { page } of [a, k]) await page.keyboard.press('Control+Shift+M');
  await k.page.getByRole('textbox', { name: 'Write to the room' }).fill('Who reviews this?');
  await k.page.keyboard.press('Enter');

  const author = a.page.getByRole('log').getByRole('button', { name: kofi.name });
  await author.focus();
  await a.page.keyboard.press('Enter');
  await expect(cardOf(a.page, kofi).getByRole('button', { name: 'Add', exact: true })).toBeFocused();
  await a.page.keyboard.press('Enter');
  await expect(cardOf(a.page, kofi).getByRole('button', { name: 'Withdraw' })).toBeVisible();
  await a.page.keyboard.press('Escape');
  await expect(author).toBeFocused();

  // The other asks too; both wait in the list, which opens over the room.
  await m.page.keyboard.press('Control+Shift+P');
  await m.page.getByRole('button', { name: `Add: ${kofi.name}` }).last().click();
  await cardOf(m.page, kofi).getByRole('button', { name: 'Add', exact: true }).click();
  await k.page.getByRole('button', { name: 'Connections, 2 requests' }).click();
  const list = k.page.getByRole('dialog', { name: 'Connections' });
  await expect(list.getByText(mei.name)).toBeVisible();
  await look(k.page, 'connections-dialog', 'desktop');
  await list.getByRole('button', { name: `Decline ${ada.name}` }).click();
  await expect(list.getByText(ada.name)).toHaveCount(0);
  await list.getByRole('button', { name: `More about ${mei.name}` }).click();
  await k.page.getByRole('menuitem', { name: 'Block' }).click();
  await expect(list.getByRole('heading', { name: /^Blocked/ })).toBeVisible();
  await accessible(k.page, 'the list with somebody blocked');
  await k.page.keyboard.press('Escape');
  await expect(list).toBeHidden();
  await stillInside(k.page);

  // Who was declined may ask again in a day and is told so; who was blocked never learns.
  await author.click();
  await cardOf(a.page, kofi).getByRole('button', { name: 'Add', exact: true }).click();
  await expect(cardOf(a.page, kofi).getByRole('alert')).toContainText('declined for now. You can ask again from');
  await accessible(a.page, 'the card with a refusal');
  await expect(cardOf(m.page, kofi).getByText('Request sent')).toBeVisible();
  await cardOf(m.page, kofi).getByRole('button', { name: 'Withdraw' }).click();
  await expect(cardOf(m.page, kofi).getByRole('button', { name: 'Add', exact: true })).toBeVisible();
});

test('the page: empty, then with a request, in both schemes, on a desk and a phone, right to left', async ({ browser }) => {
  test.setTimeout(180_000);
  const room = await aRoom('Page');
  const [ada, kofi] = await strangers();
  const { page } = await enter(browser, ada);
  await page.getByRole('link', { name: 'Connections' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Connections' })).toBeVisible();

  const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
  const k = await inside(browser, kofi, room, phone);
  const a = await inside(browser, ada, room, phone);
  await k.page.getByRole('button', { name: `Add: ${ada.name}` }).tap();
  await look(k.page, 'person-card', 'phone');
  await cardOf(k.page, ada).getByRole('button', { name: 'Add', exact: true }).tap();
  await expect(note(a.page).getByText(`${kofi.name} wants to connect with you.`)).toBeVisible();
  await look(a.page, 'request', 'phone');
  await a.page.getByRole('button', { name: 'Connections, 1 request' }).tap();
  await look(a.page, 'connections-dialog', 'phone');

  // Two tabs of hers are told; this one was the third, and asks anew.
  await page.reload();
  await expect(page.getByText(kofi.name).first()).toBeVisible();
  await look(page, 'connections-page', 'desktop');
  await page.evaluate(() => localStorage.setItem('hallway.language', 'ar'));
  await page.reload();
  await expect(page.locator('html')).toHaveAttribute('dir', 'rtl');
  await expect(page.getByText(kofi.name).first()).toBeVisible();
  await look(page, 'connections-page', 'rtl');
});

test('a list that cannot be loaded says so and how to go on; what could not be sent is taken back', async ({ browser }) => {
  test.setTimeout(120_000);
  const [ada] = await strangers();
  const { page } = await enter(browser, ada);
  await page.route('**/api/v1/connections', (route) => route.abort());
  await page.goto(`${stack.url}/connections`);
  await expect(page.getByText('Your connections could not be loaded')).toBeVisible();
  await accessible(page, 'connections that could not be loaded');
  await page.unroute('**/api/v1/connections');
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByText('Your connections could not be loaded')).toBeHidden();
  await expect(page.getByText('Nobody here yet').or(page.getByRole('heading', { name: /^Requests/ }))).toBeVisible();
});
