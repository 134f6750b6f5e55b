// The green room: the seat is kept from the click, and no device trouble keeps anybody out.
import { chromium, expect, test } from '@playwright/test';
import { executablePath, FAKE_DEVICES, QUIET } from './playwright.config';
import { accessible, aRoom, asAttendee, enter, openFeature, organizer, someone } from './stage';

test('the click keeps a seat with its time shown, and closing the dialog gives it back', async ({ browser }) => {
  const { feature, name } = await aRoom('Kept');
  const { page, context } = await enter(browser, someone());
  await openFeature(page, feature, name);
  await page.getByRole('button', { name: `Join ${name}` }).click();
  await expect(page.getByText(/Your seat is kept for [12]:\d\d/)).toBeVisible();
  const watcher = await enter(browser, someone());
  await openFeature(watcher.page, feature, name);
  await expect(watcher.page.getByText('1 of 13')).toBeVisible();
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
  await expect(watcher.page.getByText('0 of 13')).toBeVisible();
  await context.close();
  await watcher.context.close();
});

test('a blocked camera is explained, and the way in stays open', async () => {
  // Without the flag that grants everything, and with a context that denies.
  const strict = await chromium.launch({ executablePath, args: [...QUIET, FAKE_DEVICES[0] ?? '', '--deny-permission-prompts'] });
  const { feature, name } = await aRoom('Blocked');
  const { page } = await enter(strict, someone(), { permissions: [] });
  await openFeature(page, feature, name);
  await page.getByRole('button', { name: `Join ${name}` }).click();
  await page.getByRole('button', { name: 'Allow camera and microphone' }).click();
  await expect(page.getByText(/block/i).first()).toBeVisible();
  await accessible(page, 'blocked camera');
  await page.getByRole('button', { name: /Join to watch and listen|Continue without|Join without/ }).first().click();
  const go = page.getByRole('dialog').getByRole('button', { name: 'Join', exact: true });
  const leave = page.getByRole('button', { name: 'Leave' });
  await expect(go.or(leave).first()).toBeVisible();
  if (await go.isVisible()) await go.click();
  await expect(leave).toBeVisible({ timeout: 30_000 });
  await strict.close();
});

test('no camera at all: join with what there is', async () => {
  const bare = await chromium.launch({ executablePath, args: [...QUIET, '--use-fake-ui-for-media-stream'] });
  const { feature, name } = await aRoom('No camera');
  const { page } = await enter(bare, someone());
  await openFeature(page, feature, name);
  await page.getByRole('button', { name: `Join ${name}` }).click();
  await page.getByRole('button', { name: 'Allow camera and microphone' }).click();
  await expect(page.getByText(/No camera/).first()).toBeVisible();
  await bare.close();
});

test('full and closed while the dialog opens: told with the reason', async ({ browser }) => {
  const { feature, room, name } = await aRoom('Last seat', { attendee_limit: 1 });
  const { page, context } = await enter(browser, someone());
  await openFeature(page, feature, name);
  const call = await asAttendee(someone());
  expect((await call(`/rooms/${room}/join`, { entry_id: crypto.randomUUID() })).status).toBe(200);
  // The card on screen is a moment old: the click finds the room full.
  await page.getByRole('button', { name: new RegExp(`(Join|Room is Full:) ${name}`) }).click();
  await expect(page.getByText('Room is full').or(page.getByRole('button', { name: `Room is Full: ${name}` })).first()).toBeVisible();

  const closed = await aRoom('Shut', { enabled: false, closed_reason: 'Back at three' });
  await openFeature(page, closed.feature, closed.name);
  await expect(page.getByText('Back at three')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Closed: Shut' })).toHaveAttribute('aria-disabled', 'true');
  await organizer('PATCH', `/rooms/${closed.room}`, { enabled: true });
  await expect(page.getByRole('button', { name: 'Join Shut' })).toBeVisible();
  await context.close();
});
