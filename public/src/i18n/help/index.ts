import i18next from 'i18next';
import { addTexts } from '..';
import en from './en.json';

/** What the help pages say, as namespace `help`. */
export const loadHelpTexts = () =>
  addTexts(async (language) => {
    if (!i18next.hasResourceBundle('en', 'help')) i18next.addResourceBundle('en', 'help', en);
    if (language === 'en' || i18next.hasResourceBundle(language, 'help')) return;
    i18next.addResourceBundle(language, 'help', (await import('./ar.json')).default);
  });
