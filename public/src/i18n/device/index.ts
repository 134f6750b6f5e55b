import i18next from 'i18next';
import { addTexts } from '..';
import en from './en.json';

/** What a camera or microphone that does not start is told with, as namespace `device`. */
export const loadDeviceTexts = () =>
  addTexts(async (language) => {
    if (!i18next.hasResourceBundle('en', 'device')) i18next.addResourceBundle('en', 'device', en);
    if (language === 'en' || i18next.hasResourceBundle(language, 'device')) return;
    i18next.addResourceBundle(language, 'device', (await import('./ar.json')).default);
  });
