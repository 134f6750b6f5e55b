// Last, because it kills the video server: the cards stay true, and who presses Join is told what is so.
import { expect, test } from '@playwright/test';
import { aRoom, enter, join, openFeature, seesMoving, someone } from './stage';

test('the video server dies: told in the room, told at the door', async ({ browser }) => {
  test.setTimeout(180_000);
  const group = Number(process.env.HALLWAY_SFU_GROUP);
  test.skip(!group, 'only on a stack of its own: HALLWAY_SFU_GROUP names the LiveKit to kill');
  const from = await aRoom('Dying');
  const to = await aRoom('Elsewhere');
  const me = someone();
  const { page, context } = await enter(browser, me);
  await openFeature(page, from.feature, from.name);
  await join(page, from.name);
  // Inside, not only at the door.
  await seesMoving(page, [me]);
  await expect(page.getByText('Good connection')).toBeVisible();
  process.kill(-group, 'SIGKILL');
  await expect(page.getByText(/Reconnecting/).first()).toBeVisible({ timeout: 30_000 });
  const tab = await context.newPage();
  await openFeature(tab, to.feature, to.name);
  await tab.getByRole('button', { name: `Join ${to.name}` }).click();
  await tab.getByRole('button', { name: 'Leave and join' }).click();
  await expect(tab.getByText('The video server does not answer').first()).toBeVisible({ timeout: 60_000 });
  await context.close();
});
