// A room with everybody it takes: tiles page, nobody's picture stops, and what one tab costs while it lasts.
import { readFileSync } from 'node:fs';
import { expect, type Page, test } from '@playwright/test';
import { comesByNative, missing } from './native';
import { aRoom, enter, framesOf, join, look, newcomers, openFeature } from './stage';

/** Five minutes where somebody wants the figures (HALLWAY_LONG), one in every run. */
const MINUTES = process.env.HALLWAY_LONG ? 5 : 1;
const BROWSERS = 2;

test(`thirteen attendees and three moderators, for ${MINUTES} min`, async ({ browser }) => {
  test.skip(missing(), 'cargo xtask setup installs the native client');
  test.setTimeout((MINUTES + 6) * 60_000);
  const everybody = await newcomers(16);
  const [moderators, attendees] = [everybody.slice(0, 3), everybody.slice(3)];
  const { feature, room, name } = await aRoom('Everybody', { moderators: moderators.map(({ id }) => id) });
  const [watching, ...others] = [...attendees.slice(0, BROWSERS), ...attendees.slice(BROWSERS), ...moderators];
  if (!watching) throw new Error('the demo event has no attendees');

  const { page } = await enter(browser, watching);
  await openFeature(page, feature, name);
  await join(page, name);
  const second = others.shift();
  if (second) {
    const { page: also } = await enter(browser, second);
    await openFeature(also, feature, name);
    await join(also, name);
  }
  // They come one after the other, as people do; each publishes before the next is asked.
  const natives = [];
  try {
    for (const person of others) {
      const client = await comesByNative(person, room, { deaf: true });
      natives.push(client);
      await client.publishes;
    }
    await expect(pageOf(page)).toHaveText('Page 1 of 2');
    const here = await tiles(page).count();
    await turn(page);
    expect(here + (await tiles(page).count())).toBe(16);
    await turn(page);

    const cost = await meter(page);
    const until = Date.now() + MINUTES * 60_000;
    let looks = 0;
    while (Date.now() < until) {
      await everyPictureMoves(page);
      await turn(page);
      looks++;
    }
    const used = await cost();
    console.log(`figure: one tab among 16 for ${MINUTES} min: ${used.cpu} % of a core, heap ${used.heap[0]} → ${used.heap[1]} MB, memory of its process ${used.memory[0]} → ${used.memory[1]} MB, ${looks} looks at pages`);
    expect(looks).toBeGreaterThan(4);
    // What leaks does so by the frame: far more than this in a minute.
    expect(used.heap[1] - used.heap[0], 'heap grown by, MB').toBeLessThan(60);
    await look(page, 'room-sixteen', 'desktop');
  } finally {
    await Promise.all(natives.map((client) => client.leave()));
    for (const context of browser.contexts()) await context.close();
  }
});

const tiles = (page: Page) => page.getByRole('region', { name: 'People' }).getByRole('listitem');
const pageOf = (page: Page) => page.getByRole('navigation', { name: 'Pages of people' }).getByRole('status');

/** To the other page. */
async function turn(page: Page) {
  const there = (await pageOf(page).textContent())?.startsWith('Page 1') ?? true;
  await page.getByRole('button', { name: there ? 'Next page' : 'Previous page' }).click();
  await expect(pageOf(page)).toHaveText(there ? 'Page 2 of 2' : 'Page 1 of 2');
}

/** Of everybody on this page ever more frames arrive. */
async function everyPictureMoves(page: Page) {
  const shown = await tiles(page).count();
  await expect.poll(async () => Object.keys(await framesOf(page)).length, { timeout: 40_000, message: 'pictures on this page' }).toBe(shown);
  const before = await framesOf(page);
  const still = async () => Object.entries(await framesOf(page)).filter(([id, frames]) => frames <= (before[id] ?? 0) + 5).map(([id]) => id);
  await expect.poll(still, { timeout: 20_000, message: 'people whose picture stands still' }).toEqual([]);
}

/** What the page costs from now on: share of a core, JavaScript heap and memory of its process at both ends (MB). */
async function meter(page: Page) {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Performance.enable');
  const now = async () => {
    await cdp.send('HeapProfiler.collectGarbage');
    const { metrics } = await cdp.send('Performance.getMetrics');
    const of = (name: string) => metrics.find((one) => one.name === name)?.value ?? 0;
    const { pid, cpu } = await renderer(page);
    const memory = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? '0';
    return { heap: Math.round(of('JSHeapUsedSize') / 1e6), cpu, memory: Math.round(Number(memory) / 1000), at: Date.now() };
  };
  const begun = await now();
  return async () => {
    const ended = await now();
    const cpu = Math.round(((ended.cpu - begun.cpu) / ((ended.at - begun.at) / 1000)) * 100);
    return { cpu, heap: [begun.heap, ended.heap] as const, memory: [begun.memory, ended.memory] as const };
  };
}

/** The busiest process that draws pages, and the seconds of a core it has used: the one that decodes all these pictures. */
async function renderer(page: Page) {
  const cdp = await page.context().browser()?.newBrowserCDPSession();
  const { processInfo } = (await cdp?.send('SystemInfo.getProcessInfo')) ?? { processInfo: [] };
  const [busiest] = processInfo.filter(({ type }) => type === 'renderer').sort((a, b) => b.cpuTime - a.cpuTime);
  if (!busiest) throw new Error('no process draws this page');
  return { pid: busiest.id, cpu: busiest.cpuTime };
}
