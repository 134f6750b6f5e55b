// The green room: the seat is kept from the click, and no device trouble keeps anybody out.
import { chromium, expect, test } from '@playwright/test';
import { executablePath, FAKE_DEVICES, QUIET } from './playwright.config';
import { accessible, aRoom, asAttendee, card, enter, goIn, openDialog, openFeature, organizer, someone } from './stage';

test('the click keeps a seat with its time shown, and closing the dialog gives it back', async ({ browser }) => {
  const { feature, name } = await aRoom('Kept');
  const { page, context } = await enter(browser, someone());
  await openFeature(page, feature, name);
  await page.getByRole('button', { name: `Join ${name}` }).click();
  await expect(page.getByText(/Your seat is kept for [12]:\d\d/)).toBeVisible();
  const watcher = await enter(browser, someone());
  await openFeature(watcher.page, feature, name);
  await expect(card(watcher.page, name).getByText('1 of 13')).toBeVisible();
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
  await expect(card(watcher.page, name).getByText('0 of 13')).toBeVisible();
  await context.close();
  await watcher.context.close();
});

test('a blocked camera is explained, and the way in stays open', async () => {
  // Without the flag that grants everything, and with a context that denies.
  const strict = await chromium.launch({ executablePath, args: [...QUIET, FAKE_DEVICES[0] ?? '', '--deny-permission-prompts'] });
  const { feature, name } = await aRoom('Blocked');
  const { page } = await enter(strict, someone(), { permissions: [] });
  await openFeature(page, feature, name);
  const dialog = await openDialog(page, name);
  await expect(dialog.getByText(/blocks? (the )?camera/i).first()).toBeVisible();
  await accessible(page, 'blocked camera');
  await dialog.getByRole('button', { name: /Join to watch and listen|Join without/ }).first().click();
  const leave = page.getByRole('button', { name: 'Leave' });
  const go = dialog.getByRole('button', { name: 'Join', exact: true });
  await expect(leave.or(go).first()).toBeVisible();
  if (await go.isVisible()) await goIn(page);
  await expect(leave).toBeVisible();
  await strict.close();
});

test('no camera at all: join with what there is', async () => {
  const bare = await chromium.launch({ executablePath, args: [...QUIET, '--use-fake-ui-for-media-stream'] });
  const { feature, name } = await aRoom('No camera');
  const { page } = await enter(bare, someone());
  await openFeature(page, feature, name);
  const dialog = await openDialog(page, name);
  await expect(dialog.getByText(/No camera/).first()).toBeVisible();
  await dialog.getByRole('button', { name: /Join to watch and listen|Join without/ }).first().click();
  const leave = page.getByRole('button', { name: 'Leave' });
  const go = dialog.getByRole('button', { name: 'Join', exact: true });
  await expect(leave.or(go).first()).toBeVisible();
  if (await go.isVisible()) await goIn(page);
  await expect(leave).toBeVisible();
  await bare.close();
});

test('full and closed cards say so, with the reason, and open again without a reload', async ({ browser }) => {
  const { feature, room, name } = await aRoom('Last seat', { attendee_limit: 1 });
  const { page, context } = await enter(browser, someone());
  await openFeature(page, feature, name);
  const call = await asAttendee(someone());
  expect((await call(`/rooms/${room}/join`, { entry_id: crypto.randomUUID() })).status).toBe(200);
  await expect(card(page, name).getByRole('button', { name: `Room is Full: ${name}` })).toHaveAttribute('aria-disabled', 'true');

  const closed = await aRoom('Shut', { enabled: false, closed_reason: 'Back at three' });
  await openFeature(page, closed.feature, closed.name);
  await expect(card(page, closed.name).getByText('Back at three')).toBeVisible();
  await expect(page.getByRole('button', { name: `Closed: ${closed.name}` })).toHaveAttribute('aria-disabled', 'true');
  await organizer('PATCH', `/rooms/${closed.room}`, { enabled: true });
  await expect(page.getByRole('button', { name: `Join ${closed.name}` })).toBeVisible();
  await context.close();
});
