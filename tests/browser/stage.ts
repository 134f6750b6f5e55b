// The stack the tests run against, its people, and what they do.
import { readFileSync } from 'node:fs';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import AxeBuilder from '@axe-core/playwright';
import { type Browser, type BrowserContext, type BrowserContextOptions, expect, type Page } from '@playwright/test';

export interface Person {
  id: string;
  name: string;
  role: string;
  link: string;
}

/** What `cargo xtask` writes for scripts. */
interface Stack {
  url: string;
  organizer_key: string;
  event: string;
  people: Person[];
}

const file = process.env.HALLWAY_DEV_JSON ?? '.hallway/dev.json';
export const stack: Stack = JSON.parse(readFileSync(file, 'utf8'));

const attendees = stack.people.filter((person) => person.role === 'attendee');
const moderators = stack.people.filter((person) => person.role !== 'attendee');
let next = 0;

/** An attendee nobody else in this run uses at the moment. */
export function someone(): Person {
  const person = attendees[next++ % attendees.length];
  if (!person) throw new Error('the demo event has no attendees');
  return person;
}

/** A moderator of the demo's first room. A room made for a test has whom it names. */
export function aModerator(): Person {
  const person = moderators[0];
  if (!person) throw new Error('the demo event has no moderators');
  return person;
}

/** The organizer's API. */
export async function organizer<T>(method: string, path: string, body?: unknown): Promise<T> {
  const response = await fetch(`${stack.url}/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${stack.organizer_key}`, 'content-type': 'application/json', 'if-match': '*' },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
  return (response.status === 204 ? undefined : await response.json()) as T;
}

/** So many people whom no other journey has had in a room: a seat outlives its window by a moment. */
export const newcomers = (count: number): Promise<Person[]> =>
  Promise.all(
    Array.from({ length: count }, async (_, at) => {
      const [first_name = '', ...rest] = stack.people[at % stack.people.length]?.name.split(' ') ?? [];
      const body = { first_name, last_name: rest.join(' '), email: `${crypto.randomUUID()}@example.org` };
      const { id, link } = await organizer<{ id: string; link: string }>('POST', `/events/${stack.event}/attendees`, body);
      return { id, link, name: [first_name, ...rest].join(' '), role: 'attendee' };
    }),
  );

let shared: Promise<{ id: string }> | undefined;

/** A fresh room that no other journey enters, in one feature of this run. */
export async function aRoom(name: string, more: object = {}) {
  shared ??= organizer<{ id: string }>('POST', `/events/${stack.event}/features`, { name: 'Browser journeys' });
  const feature = (await shared).id;
  const named = `${name} ${Date.now().toString(36).slice(-5)}`;
  const room = await organizer<{ id: string }>('POST', `/features/${feature}/rooms`, { name: named, ...more });
  return { feature, room: room.id, name: named };
}

/** The API as an attendee: for people who need no browser. */
export async function asAttendee(person: Person) {
  const session = await fetch(`${stack.url}/api/v1/sessions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ link: person.link }),
  });
  const { token } = (await session.json()) as { token: string };
  return (path: string, body: unknown) =>
    fetch(`${stack.url}/api/v1${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
}

/** Links carry the address of the seeding run; the tests open them here. */
export const linkOf = (person: Person) => `${stack.url}/enter#${person.link.split('#')[1]}`;

/** A person with a window of their own, signed in by their link. */
export async function enter(browser: Browser, person: Person, options: BrowserContextOptions = {}): Promise<{ page: Page; context: BrowserContext }> {
  const context = await browser.newContext({ permissions: ['camera', 'microphone'], viewport: { width: 1440, height: 900 }, ...options });
  const page = await context.newPage();
  await page.goto(linkOf(person));
  // The page of the link has a heading of its own while the session is being made.
  await expect(page).not.toHaveURL(/\/enter/);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  return { page, context };
}

/** A line to the stack that can be cut, as a network is: everything on it ends, and nothing gets through until it is mended. */
export async function aLine() {
  const { hostname, port } = new URL(stack.url);
  const open = new Set<Socket>();
  let down = false;
  const server = createServer((near) => {
    if (down) return void near.destroy();
    const far = connect(Number(port), hostname);
    for (const [one, other] of [[near, far], [far, near]] as const) {
      open.add(one);
      one.on('error', () => other.destroy()).on('close', () => void (open.delete(one), other.destroy()));
      one.pipe(other);
    }
  });
  await new Promise<void>((done) => void server.listen(0, hostname, done));
  return {
    url: `http://${hostname}:${(server.address() as AddressInfo).port}`,
    cut() {
      down = true;
      for (const socket of open) socket.destroy();
    },
    mend: () => void (down = false),
    close() {
      this.cut();
      server.close();
    },
  };
}

/** How organizers' pages are opened as on a phone. */
export const PHONE: BrowserContextOptions = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

/** An organizer, signed in by the key, on a page of an event. */
export async function admin(browser: Browser, path: string, options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce', ...options });
  const page = await context.newPage();
  await page.goto(`${stack.url}/admin#key=${stack.organizer_key}`);
  await expect(page).toHaveURL(/\/admin\/events/);
  await page.goto(`${stack.url}/admin/events/${path}`);
  return page;
}

/** Shows a feature's cards, one room's among them. */
export async function openFeature(page: Page, feature: string, room: string) {
  await page.goto(`${stack.url}/?feature=${feature}`);
  await expect(card(page, room)).toBeVisible();
}

/** The card of a room. */
export const card = (page: Page, room: string) => page.getByRole('article', { name: room });

/** From the card to the pre-join dialog with devices asked for, if the browser still wants to be asked. */
export async function openDialog(page: Page, room: string) {
  await page.getByRole('button', { name: new RegExp(`^(Join|Return to) ${escaped(room)}$`) }).click();
  const dialog = page.getByRole('dialog');
  const allow = dialog.getByRole('button', { name: 'Allow camera and microphone' });
  const ready = dialog.getByRole('button', { name: /^(Apply|Join|Try again)/ });
  await expect(allow.or(ready).first()).toBeVisible();
  if (await allow.isVisible()) await allow.click();
  await expect(ready.first()).toBeVisible();
  return dialog;
}

/** From the dialog into the room: Apply, Join. */
export async function goIn(page: Page) {
  const dialog = page.getByRole('dialog');
  const apply = dialog.getByRole('button', { name: 'Apply' });
  const go = dialog.getByRole('button', { name: 'Join', exact: true });
  await expect(apply.or(go).first()).toBeVisible();
  if (await apply.isVisible()) await apply.click();
  await go.click();
  await expect(page.getByRole('button', { name: 'Leave' })).toBeVisible({ timeout: 30_000 });
}

/** From the card into the room. */
export async function join(page: Page, room: string) {
  await openDialog(page, room);
  await goIn(page);
}

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Frames decoded so far of each remote person's video. */
export const framesOf = (page: Page) =>
  page.evaluate(() =>
    Object.fromEntries(
      [...document.querySelectorAll<HTMLVideoElement>('video[data-participant]')].map((video) => [
        video.dataset.participant ?? '',
        video.getVideoPlaybackQuality().totalVideoFrames,
      ]),
    ),
  );

/** Waits until this page decodes ever more frames of each of these people. */
export async function seesMoving(page: Page, people: Person[]) {
  for (const person of people) {
    await expect.poll(async () => (await framesOf(page))[person.id] ?? 0, { timeout: 40_000, message: `video of ${person.name}` }).toBeGreaterThan(0);
    const before = (await framesOf(page))[person.id] ?? 0;
    await expect.poll(async () => (await framesOf(page))[person.id] ?? 0, { timeout: 20_000, message: `${person.name} moves` }).toBeGreaterThan(before + 10);
  }
}

/** WCAG 2.2 AA by axe on what is on screen now. */
export async function accessible(page: Page, what: string) {
  await painted(page);
  const result = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']).analyze();
  const found = result.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(' ')).slice(0, 3).join(' | ')}`);
  expect(found, `axe on ${what}`).toEqual([]);
}

const shots = process.env.HALLWAY_SHOTS;

/** Light and dark: axe finds nothing, and a picture is kept where one is wanted. */
export async function look(page: Page, what: string, kind: string) {
  for (const scheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
    await settled(page, scheme);
    await accessible(page, `${what} (${kind}, ${scheme})`);
    if (shots) await page.screenshot({ path: `${shots}/${what}-${kind}-${scheme}.png` });
  }
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  await settled(page, 'light');
}

/** The app has taken the scheme on and painted it: half-changed colours have contrasts nobody sees. */
async function settled(page: Page, scheme: string) {
  await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', scheme);
  await painted(page);
}

/** Whatever fades in or out has done so. */
const painted = (page: Page) =>
  page.evaluate(async () => {
    for (let frame = 0; frame < 3; frame++) await new Promise(requestAnimationFrame);
    const ending = document.getAnimations().filter((animation) => animation.effect?.getComputedTiming().endTime !== Infinity);
    await Promise.allSettled(ending.map((animation) => animation.finished));
  });
