import i18next from 'i18next';
import { addTexts } from '..';
import en from './reports.en.json';

/** What organizers read on the page of reports, as namespace `reports`. */
export const loadReportTexts = () =>
  addTexts(async (language) => {
    if (!i18next.hasResourceBundle('en', 'reports')) i18next.addResourceBundle('en', 'reports', en);
    if (language === 'en' || i18next.hasResourceBundle(language, 'reports')) return;
    i18next.addResourceBundle(language, 'reports', (await import('./reports.ar.json')).default);
  });
