import i18next from 'i18next';
import { addTexts } from '..';
import en from './en.json';
import roomsEn from './rooms.en.json';

/** What organizers read, as namespaces `admin` and `rooms`. English comes with their part of the app, every other language alone. */
export const loadAdminTexts = () =>
  addTexts(async (language) => {
    if (!i18next.hasResourceBundle('en', 'admin')) {
      i18next.addResourceBundle('en', 'admin', en);
      i18next.addResourceBundle('en', 'rooms', roomsEn);
    }
    if (language === 'en' || i18next.hasResourceBundle(language, 'admin')) return;
    const [texts, rooms] = await Promise.all([import('./ar.json'), import('./rooms.ar.json')]);
    i18next.addResourceBundle(language, 'admin', texts.default);
    i18next.addResourceBundle(language, 'rooms', rooms.default);
  });
