// A native LiveKit client (Python) with a token from join comes through the same gate and trades video with a browser.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join as path } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@playwright/test';
import { aRoom, asAttendee, enter, join, openFeature, seesMoving, someone } from './stage';

const here = dirname(fileURLToPath(import.meta.url));
const python = process.env.HALLWAY_PYTHON ?? path(here, '../../.hallway/venv/bin/python');

test('a native client and a browser see each other', async ({ browser }) => {
  test.skip(!process.env.CI && !existsSync(python), 'cargo xtask setup installs the native client');
  const { feature, room, name } = await aRoom('Native');
  const [seen, native] = [someone(), someone()];
  const { page, context } = await enter(browser, seen);
  await openFeature(page, feature, name);
  await join(page, name);

  const call = await asAttendee(native);
  const joined = await call(`/rooms/${room}/join`, { entry_id: crypto.randomUUID() });
  const { sfu } = (await joined.json()) as { sfu: { url: string; token: string } };
  const client = spawn(python, [path(here, '../native/client.py')], {
    env: { ...process.env, HALLWAY_URL: sfu.url, HALLWAY_TOKEN: sfu.token },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let frames: Record<string, number> = {};
  createInterface({ input: client.stdout }).on('line', (line) => {
    frames = (JSON.parse(line) as { frames?: Record<string, number> }).frames ?? frames;
  });
  try {
    await seesMoving(page, [native]);
    await expect.poll(() => frames[seen.id] ?? 0, { timeout: 30_000, message: 'the native client decodes the browser' }).toBeGreaterThan(10);
  } finally {
    client.stdin.end();
    client.kill();
  }
  await context.close();
});
