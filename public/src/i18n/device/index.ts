import { textsOf } from '..';
import en from './en.json';

/** What a camera or microphone that does not start is told with, as namespace `device`. */
export const loadDeviceTexts = textsOf('device', en, { ar: () => import('./ar.json') });
