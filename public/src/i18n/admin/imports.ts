import i18next from 'i18next';
import { addTexts } from '..';
import en from './imports.en.json';

/** What organizers read while they import, as namespace `imports`. */
export const loadImportTexts = () =>
  addTexts(async (language) => {
    if (!i18next.hasResourceBundle('en', 'imports')) i18next.addResourceBundle('en', 'imports', en);
    if (language === 'en' || i18next.hasResourceBundle(language, 'imports')) return;
    i18next.addResourceBundle(language, 'imports', (await import('./imports.ar.json')).default);
  });
