// Native LiveKit clients (Python's) beside the browsers: the same gate, real media, a fraction of a browser's cost.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join as path } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { asAttendee, type Person } from './stage';

const here = dirname(fileURLToPath(import.meta.url));
const python = process.env.HALLWAY_PYTHON ?? path(here, '../../.hallway/venv/bin/python');

/** Not installed here, and not in CI, where that is an error. */
export const missing = () => !process.env.CI && !existsSync(python);

/** A person in a room by a native client that publishes a moving picture; `deaf`: it takes nobody else's. */
export async function comesByNative(person: Person, room: string, { deaf = false } = {}) {
  const call = await asAttendee(person);
  const entry = crypto.randomUUID();
  const joined = await call(`/rooms/${room}/join`, { entry_id: entry });
  if (!joined.ok) throw new Error(`${person.name}: ${joined.status} ${await joined.text()}`);
  const { sfu } = (await joined.json()) as { sfu: { url: string; token: string } };
  const client = spawn(python, [path(here, '../native/client.py')], {
    env: { ...process.env, HALLWAY_URL: sfu.url, HALLWAY_TOKEN: sfu.token, ...(deaf && { HALLWAY_DEAF: '1' }) },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let frames: Record<string, number> = {};
  let published = () => {};
  const publishes = new Promise<void>((done) => {
    published = done;
  });
  createInterface({ input: client.stdout }).on('line', (line) => {
    const said = JSON.parse(line) as { frames?: Record<string, number>; published?: boolean };
    frames = said.frames ?? frames;
    if (said.published) published();
  });
  return {
    /** Frames decoded so far of each other person. */
    frames: () => frames,
    publishes,
    async leave() {
      await call(`/rooms/${room}/leave`, { entry_id: entry });
      client.stdin.end();
      client.kill();
    },
  };
}
