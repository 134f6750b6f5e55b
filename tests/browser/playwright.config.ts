// Several attendees at once in real Chromium with fake cameras, against the running stack (`cargo xtask test`).
import { existsSync } from 'node:fs';
import { defineConfig, devices } from '@playwright/test';

const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

const LAST = /server-down\.spec\.ts/;

/** Devices that are not there: a camera that shows a clock, a microphone that beeps. */
export const FAKE_DEVICES = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'];
/** As root in a container, and quiet towards the network. */
export const QUIET = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--mute-audio',
  '--autoplay-policy=no-user-gesture-required',
];
export const executablePath = process.env.HALLWAY_CHROMIUM ?? CHROMIUM.find((path) => existsSync(path));

export default defineConfig({
  testDir: '.',
  outputDir: './test-results',
  // One stack, two cores: one journey at a time.
  workers: 1,
  fullyParallel: false,
  timeout: 120_000,
  expect: { timeout: 30_000 },
  reporter: [['list']],
  use: {
    actionTimeout: 30_000,
    // Without moving pictures: they cost more than the journeys themselves where there is no graphics card.
    trace: { mode: 'retain-on-failure', screenshots: false },
    launchOptions: { executablePath, args: [...QUIET, ...FAKE_DEVICES] },
  },
  projects: [
    { name: 'desktop', testIgnore: LAST, use: { ...devices['Desktop Chrome'], viewport: { width: 1440, height: 900 }, permissions: ['camera', 'microphone'] } },
    {
      name: 'phone',
      testMatch: /screens\.spec\.ts/,
      use: { ...devices['Pixel 7'], permissions: ['camera', 'microphone'] },
    },
    // When all others are done: it kills the video server.
    { name: 'server-down', testMatch: LAST, dependencies: ['desktop', 'phone'], use: { ...devices['Desktop Chrome'] } },
  ],
});
