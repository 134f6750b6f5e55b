// The API's page at /docs/: every route is there to read and to try, and no other host is asked for anything.
import { expect, test } from '@playwright/test';
import { stack } from './stage';

test('the API’s page shows every route and is all from here', async ({ browser }) => {
  const context = await browser.newContext();
  const page = await context.newPage();
  const outside: string[] = [];
  const errors: string[] = [];
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (/^https?:$/.test(url.protocol) && url.origin !== new URL(stack.url).origin) outside.push(request.url());
  });
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
  const described = (await (await fetch(`${stack.url}/api/v1/openapi.json`)).json()) as { paths: Record<string, object> };
  await page.goto(`${stack.url}/docs/`);
  await expect(page.getByRole('heading', { name: /^Hallway/ })).toBeVisible();
  const rooms = page.getByRole('heading', { name: /^rooms/ });
  await rooms.click();
  await expect(page.getByRole('button', { name: /^post \/api\/v1\/features\/\{feature\}\/rooms$/i }).first()).toBeVisible();
  for (const tag of new Set(Object.values(described.paths).flatMap((path) => Object.values(path).flatMap((route: { tags?: string[] }) => route.tags ?? []))))
    await expect(page.locator(`#operations-tag-${tag}`)).toBeVisible();
  expect(outside).toEqual([]);
  expect(errors).toEqual([]);
  await context.close();
});
