import { textsOf } from '..';
import en from './en.json';

/** What the help pages say, as namespace `help`. */
export const loadHelpTexts = textsOf('help', en, { ar: () => import('./ar.json') });
