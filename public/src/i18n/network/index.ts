import { textsOf } from '..';
import en from './en.json';

/** What is read while a network is tested, as namespace `network`. */
export const loadNetworkTexts = textsOf('network', en, { ar: () => import('./ar.json') });
