// Three people and one seat: who waits is told wherever they are, in turn, and nobody is moved without being asked.
import { type Browser, expect, type Page, test } from '@playwright/test';
import { aRoom, accessible, card, enter, goIn, look, openDialog, openFeature, someone } from './stage';

test.afterEach(async ({ browser }) => {
  for (const context of browser.contexts()) await context.close();
});

type Person = ReturnType<typeof someone>;
type Room = Awaited<ReturnType<typeof aRoom>>;

async function at(browser: Browser, person: Person, room: Room) {
  const { page, context } = await enter(browser, person);
  await openFeature(page, room.feature, room.name);
  return { page, context };
}
async function goInto(page: Page, room: Room) {
  const dialog = await openDialog(page, room.name);
  await dialog.getByRole('button', { name: 'Stop camera' }).click();
  await goIn(page);
}
const offer = (page: Page, room: Room) =>
  page.getByRole('region', { name: 'Notifications' }).getByRole('alert').getByText(`A seat is free in ${room.name}.`);
const leaveRoom = (page: Page) => page.getByRole('button', { name: 'Leave', exact: true }).click();

test('in line, in turn: from the card, and from inside another room by one question', async ({ browser }) => {
  test.setTimeout(240_000);
  const small = await aRoom('One seat', { attendee_limit: 1 });
  const other = await aRoom('Elsewhere');
  const [ada, kofi, mei] = [someone(), someone(), someone()] as [Person, Person, Person];
  const a = await at(browser, ada, small);
  await goInto(a.page, small);
  const k = await at(browser, kofi, small);
  const m = await at(browser, mei, small);
  for (const { page } of [k, m]) {
    await expect(card(page, small.name).getByRole('button', { name: `Room is Full: ${small.name}` })).toBeVisible();
    await page.getByRole('button', { name: `Tell me when a seat frees in ${small.name}` }).click();
    await expect(page.getByRole('button', { name: `Leave the line for ${small.name}` })).toBeFocused();
  }
  await expect(card(k.page, small.name).getByText('umber 1 of 2 in line')).toBeVisible();
  await expect(card(m.page, small.name).getByText('umber 2 of 2 in line')).toBeVisible();
  await look(m.page, 'in-line', 'desktop');
  await k.page.getByRole('button', { name: `Leave the line for ${small.name}` }).click();
  await expect(card(m.page, small.name).getByText('umber 1 of 1 in line')).toBeVisible();
  await k.page.getByRole('button', { name: `Tell me when a seat frees in ${small.name}` }).click();
  await expect(card(k.page, small.name).getByText('umber 2 of 2 in line')).toBeVisible();
  await goInto(k.page, other);

  // The first in line is told on the card and beside it, and goes in by either.
  await leaveRoom(a.page);
  await expect(card(m.page, small.name).getByText(/^A seat is kept for you: 0:\d\d$/)).toBeVisible();
  await expect(offer(m.page, small)).toBeVisible();
  await look(m.page, 'seat-kept', 'desktop');
  await m.page.getByRole('region', { name: 'Notifications' }).getByRole('button', { name: `Join ${small.name}` }).click();
  await expect(m.page.getByRole('dialog').getByRole('button', { name: /^(Allow|Apply|Join)/ }).first()).toBeVisible();
  await accessible(m.page, 'the door an offer leads to');
  await goIn(m.page);
  await expect(m.page.getByRole('dialog')).toHaveCount(0);
  await leaveRoom(m.page);

  // The next one is inside another room: asked once, and not moved by anything else.
  await expect(offer(k.page, small)).toBeVisible();
  await look(k.page, 'seat-kept-inside', 'desktop');
  await k.page.getByRole('region', { name: 'Notifications' }).getByRole('button', { name: `Join ${small.name}` }).click();
  const question = k.page.getByRole('dialog', { name: `Leave ${other.name} and join ${small.name}?` });
  await expect(question.getByRole('button', { name: 'Stay' })).toBeFocused();
  await accessible(k.page, 'the question whether to move');
  await question.getByRole('button', { name: 'Leave and join' }).click();
  await expect(k.page.getByRole('heading', { level: 1, name: small.name })).toBeVisible();
  await expect(k.page.getByRole('button', { name: 'Leave', exact: true })).toBeVisible();
  await expect(k.page.getByRole('dialog')).toHaveCount(0);
  await expect(card(m.page, small.name).getByText('1 of 1')).toBeVisible();
  await expect(card(m.page, other.name).getByText('0 of 13')).toBeVisible();
});

test('who stays, stays: the turn passes, is told, and can be waited for again', async ({ browser }) => {
  test.setTimeout(240_000);
  const small = await aRoom('One seat', { attendee_limit: 1 });
  const other = await aRoom('Elsewhere');
  const [ada, kofi] = [someone(), someone()] as [Person, Person];
  const a = await at(browser, ada, small);
  await goInto(a.page, small);
  const k = await at(browser, kofi, small);
  await k.page.getByRole('button', { name: `Tell me when a seat frees in ${small.name}` }).click();
  await expect(card(k.page, small.name).getByText('umber 1 of 1 in line')).toBeVisible();
  await goInto(k.page, other);
  await leaveRoom(a.page);
  await expect(offer(k.page, small)).toBeVisible();
  await k.page.getByRole('region', { name: 'Notifications' }).getByRole('button', { name: `Join ${small.name}` }).click();
  await k.page.getByRole('dialog').getByRole('button', { name: 'Stay' }).click();
  await expect(k.page.getByRole('dialog')).toHaveCount(0);

  // Half a minute that only time can show.
  const note = k.page.getByRole('region', { name: 'Notifications' });
  await expect(note.getByText(`Your turn in ${small.name} has passed`)).toBeVisible({ timeout: 60_000 });
  await expect(offer(k.page, small)).toHaveCount(0);
  await note.getByRole('button', { name: 'Wait again' }).click();
  // The seat is free: it is their turn at once.
  await expect(offer(k.page, small)).toBeVisible();
  // And the seat they have is theirs to give back.
  await leaveRoom(k.page);
  await openFeature(a.page, other.feature, other.name);
  await expect(card(a.page, other.name).getByText('0 of 13')).toBeVisible({ timeout: 5_000 });
});
