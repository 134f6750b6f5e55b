// Names where live streams may come from in the built app's content policy: STREAM_SOURCES, https:// origins with spaces between.
// Without it no stream from elsewhere plays.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const file = fileURLToPath(new URL('../dist/_headers', import.meta.url));
const sources = (process.env.STREAM_SOURCES ?? '').split(/\s+/).filter(Boolean);
for (const source of sources) {
  const { origin } = new URL(source);
  // A wildcard host is no URL's host everywhere; what is no plain https origin would open more than was meant.
  if (origin !== source || !source.startsWith('https://'))
    throw new Error(`STREAM_SOURCES: not an https:// origin: ${source}`);
}
if (sources.length > 0) {
  const named = sources.join(' ');
  const headers = readFileSync(file, 'utf8')
    .replace("media-src 'self' blob:", `media-src 'self' blob: ${named}`)
    .replace("connect-src 'self'", `connect-src 'self' ${named}`)
    .replace("frame-src 'none'", `frame-src ${named}`);
  if (headers.split(named).length !== 4)
    throw new Error('STREAM_SOURCES: the policy in public/static/_headers has changed');
  writeFileSync(file, headers);
}
