import i18next from 'i18next';
import { addTexts } from '..';
import en from './en.json';

/** What is read while a network is tested, as namespace `network`. */
export const loadNetworkTexts = () =>
  addTexts(async (language) => {
    if (!i18next.hasResourceBundle('en', 'network')) i18next.addResourceBundle('en', 'network', en);
    if (language === 'en' || i18next.hasResourceBundle(language, 'network')) return;
    i18next.addResourceBundle(language, 'network', (await import('./ar.json')).default);
  });
