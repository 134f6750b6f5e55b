import i18next from 'i18next';
import { addTexts } from '..';
import en from './en.json';

/** What organizers read, as namespace `admin`. English comes with their part of the app, every other language alone. */
export const loadAdminTexts = () =>
  addTexts(async (language) => {
    if (!i18next.hasResourceBundle('en', 'admin')) i18next.addResourceBundle('en', 'admin', en);
    if (language === 'en' || i18next.hasResourceBundle(language, 'admin')) return;
    const { default: texts } = await import('./ar.json');
    i18next.addResourceBundle(language, 'admin', texts);
  });
