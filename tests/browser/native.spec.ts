// A native LiveKit client (Python) with a token from join comes through the same gate and trades video with a browser.
import { expect, test } from '@playwright/test';
import { comesByNative, missing } from './native';
import { aRoom, enter, join, openFeature, seesMoving, someone } from './stage';

test('a native client and a browser see each other', async ({ browser }) => {
  test.skip(missing(), 'cargo xtask setup installs the native client');
  const { feature, room, name } = await aRoom('Native');
  const [seen, native] = [someone(), someone()];
  const { page, context } = await enter(browser, seen);
  await openFeature(page, feature, name);
  await join(page, name);

  const client = await comesByNative(native, room);
  try {
    await seesMoving(page, [native]);
    await expect.poll(() => client.frames()[seen.id] ?? 0, { timeout: 30_000, message: 'the native client decodes the browser' }).toBeGreaterThan(10);
  } finally {
    await client.leave();
  }
  await context.close();
});
