import { expect, it } from 'vitest';
import { browserOf } from './browser';

const MAC = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)';
const WINDOWS = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64)';

it.each([
  [`${WINDOWS} AppleWebKit/537.36 Chrome/142.0.0.0 Safari/537.36`, 0, 'chrome', 'windows'],
  [`${WINDOWS} AppleWebKit/537.36 Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0`, 10, 'edge', 'windows'],
  [`${MAC} AppleWebKit/605.1.15 Version/18.1 Safari/605.1.15`, 0, 'safari_mac', 'mac'],
  [`${MAC} AppleWebKit/605.1.15 Version/18.1 Safari/605.1.15`, 5, 'safari_ios', null],
  [`${MAC} AppleWebKit/537.36 Chrome/142.0.0.0 Safari/537.36`, 0, 'chrome', 'mac'],
  ['Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0', 0, 'firefox', 'linux'],
  ['Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 Chrome/142.0.0.0 Safari/537.36', 0, 'chrome', 'linux'],
  ['Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 CriOS/142.0', 5, 'safari_ios', null],
  [
    'Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 Chrome/142.0.0.0 Mobile Safari/537.36',
    5,
    'chrome_android',
    null,
  ],
  ['Mozilla/5.0 (Android 15; Mobile; rv:145.0) Gecko/145.0 Firefox/145.0', 5, 'firefox', null],
  ['something nobody knows', 0, 'chrome', 'linux'],
] as const)('%s (%i fingers)', (agent, fingers, guide, system) =>
  expect(browserOf(agent, fingers)).toEqual({ guide, system }),
);
