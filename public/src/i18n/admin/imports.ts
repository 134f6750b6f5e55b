import i18next from 'i18next';
import { addTexts } from '..';

/** What organizers read while they import, as namespace `imports`. */
export const loadImportTexts = () =>
  addTexts(async (language) => {
    const add = async (name: string, texts: Promise<{ default: object }>) => {
      if (!i18next.hasResourceBundle(name, 'imports'))
        i18next.addResourceBundle(name, 'imports', (await texts).default);
    };
    await add('en', import('./imports.en.json'));
    if (language === 'ar') await add('ar', import('./imports.ar.json'));
  });
