// Writes src/api/schema.d.ts from the committed openapi.json, so that the client cannot drift from the Worker.
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));
const cli = path('../../node_modules/openapi-typescript/bin/cli.js');
execFileSync(process.execPath, [cli, path('../../openapi.json'), '-o', path('../src/api/schema.d.ts')], {
  stdio: ['ignore', 'ignore', 'inherit'],
});
