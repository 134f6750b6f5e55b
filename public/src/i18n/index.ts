import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import en from './en.json';

export const LANGUAGES = ['en', 'ar'] as const;
export type Language = (typeof LANGUAGES)[number];

const STORED = 'hallway.language';
/** English is the fallback and comes along; every other language is its own small file. */
const catalogues: Record<Exclude<Language, 'en'>, () => Promise<{ default: object }>> = {
  ar: () => import('./ar.json'),
};

export const directionOf = (language: string) => (language === 'ar' ? 'rtl' : 'ltr');

export const isLanguage = (value: unknown): value is Language => LANGUAGES.includes(value as Language);

function preferred(): Language {
  const stored = localStorage.getItem(STORED);
  if (isLanguage(stored)) return stored;
  const short = navigator.language.slice(0, 2);
  return isLanguage(short) ? short : 'en';
}

/** Texts that come with a later part of the app, in whatever language is chosen by then. */
const parts = new Set<(language: Language) => Promise<void>>();

/**
 * What brings the texts of a part in, as a namespace: now, and with every change of language. English comes with the part,
 * every other language alone.
 */
export function textsOf(name: string, en: object, others: typeof catalogues): () => Promise<void> {
  const load = async (language: Language) => {
    if (!i18next.hasResourceBundle('en', name)) i18next.addResourceBundle('en', name, en);
    if (language === 'en' || i18next.hasResourceBundle(language, name)) return;
    i18next.addResourceBundle(language, name, (await others[language]()).default);
  };
  return async () => {
    parts.add(load);
    if (isLanguage(i18next.language)) await load(i18next.language);
  };
}

async function load(language: Language) {
  await Promise.all([...parts].map((part) => part(language)));
  if (language === 'en' || i18next.hasResourceBundle(language, 'translation')) return;
  const catalogue = await catalogues[language]();
  i18next.addResourceBundle(language, 'translation', catalogue.default);
}

export async function startI18n() {
  await i18next.use(initReactI18next).init({
    resources: { en: { translation: en } },
    fallbackLng: 'en',
    lng: 'en',
    // React escapes; a second escape would show &#39; in names.
    interpolation: { escapeValue: false },
  });
  await switchLanguage(preferred(), false);
}

/** Loads a language, switches to it and turns the page to its direction. */
export async function switchLanguage(language: Language, remember = true) {
  await load(language);
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
  document.documentElement.dir = directionOf(language);
  if (remember) localStorage.setItem(STORED, language);
}
