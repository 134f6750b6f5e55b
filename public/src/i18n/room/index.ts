import i18next from 'i18next';
import { addTexts } from '..';
import en from './en.json';

/** What somebody reads only once inside a room, as namespace `inside`. */
export const loadInsideTexts = () =>
  addTexts(async (language) => {
    if (!i18next.hasResourceBundle('en', 'inside')) i18next.addResourceBundle('en', 'inside', en);
    if (language === 'en' || i18next.hasResourceBundle(language, 'inside')) return;
    i18next.addResourceBundle(language, 'inside', (await import('./ar.json')).default);
  });
