// Puts the API's description, and swagger-ui that shows it, into the built web app: dist/docs/.
import { copyFileSync, mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const ui = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
const docs = join(root, 'public', 'dist', 'docs');
mkdirSync(docs, { recursive: true });
for (const name of ['swagger-ui.css', 'swagger-ui-bundle.js', 'swagger-ui-bundle.js.LICENSE.txt'])
  copyFileSync(join(ui, name), join(docs, name));
copyFileSync(join(root, 'openapi.json'), join(docs, 'openapi.json'));
