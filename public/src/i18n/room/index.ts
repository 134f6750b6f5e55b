import { textsOf } from '..';
import en from './en.json';

/** What somebody reads only once inside a room, as namespace `inside`. */
export const loadInsideTexts = textsOf('inside', en, { ar: () => import('./ar.json') });
