import { textsOf } from '..';
import en from './imports.en.json';

/** What organizers read while they import, as namespace `imports`. */
export const loadImportTexts = textsOf('imports', en, { ar: () => import('./imports.ar.json') });
