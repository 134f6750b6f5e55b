// Budgets of the web app, by what is loaded when: with the first page, on the way into a room, or later, when asked for.
import { readFileSync } from 'node:fs';

const manifest = JSON.parse(readFileSync('public/dist/.vite/manifest.json', 'utf8'));

/** A part of the app with all it needs at once. */
const withImports = (part, seen = new Set()) => {
  if (seen.has(part)) return seen;
  seen.add(part);
  for (const one of manifest[part].imports ?? []) withImports(one, seen);
  return seen;
};
const all = Object.keys(manifest).filter((part) => manifest[part].file.endsWith('.js'));
const first = all.filter((part) => manifest[part].isEntry).reduce((seen, part) => withImports(part, seen), new Set());
const room = all
  .filter((part) => /\/(RoomScreen|GreenRoom)\.tsx$/.test(part))
  .reduce((seen, part) => withImports(part, seen), new Set());
// Every page of the organizers' part. What only one of its dialogs needs comes when that is opened.
const admin = [...first]
  .flatMap((part) => manifest[part].dynamicImports ?? [])
  .filter((part) => part.startsWith('src/features/admin/'))
  .reduce((seen, part) => withImports(part, seen), new Set());
// The charts' library comes after the numbers it draws.
const charts = all.filter((part) => part.endsWith('/reports/Charts.tsx')).reduce((seen, part) => withImports(part, seen), new Set());
// So does what plays a live stream, where a browser needs it.
const streams = all.filter((part) => part.endsWith('/stream/play.ts'));
// What others load as well is theirs.
const others = all
  .filter((part) => manifest[part].src && !part.startsWith('src/features/admin/'))
  .reduce((seen, part) => withImports(part, seen), new Set());
const sheets = (parts) => [...new Set(parts.flatMap((part) => manifest[part].css ?? []))].map((file) => `public/dist/${file}`);
const othersSheets = sheets([...others]);
const adminSheets = sheets([...admin]).filter((file) => !othersSheets.includes(file));
const files = (parts) => parts.map((part) => `public/dist/${manifest[part].file}`);

export default [
  {
    name: 'lobby, first load',
    path: [...files([...first]), 'public/dist/early.js'],
    gzip: true,
    limit: '240 kB',
  },
  {
    name: 'pre-join and room (livekit-client and its hooks included)',
    path: files([...room].filter((part) => !first.has(part))),
    gzip: true,
    limit: '185 kB',
  },
  {
    name: 'what is loaded when somebody asks for it',
    path: files(all.filter((part) => !first.has(part) && !room.has(part) && !admin.has(part) && !charts.has(part) && !streams.includes(part))),
    gzip: true,
    limit: '96 kB',
  },
  {
    name: 'all of the organizers’ part, beyond the first load',
    path: files([...admin].filter((part) => !first.has(part))),
    gzip: true,
    limit: '128 kB',
  },
  {
    name: 'charts of the organizers’ numbers',
    path: files([...charts].filter((part) => !first.has(part) && !admin.has(part))),
    gzip: true,
    limit: '140 kB',
  },
  { name: 'live streams (hls.js)', path: files(streams), gzip: true, limit: '130 kB' },
  { name: 'style sheets', path: othersSheets, gzip: true, limit: '30 kB' },
  { name: 'style sheets of the organizers’ part', path: adminSheets, gzip: true, limit: '16 kB' },
];
