import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { neededBy, problemsOf } from '../../../api/admin/problems';
import { SCOPES, type Scope } from '../../../api/admin/types';
import { ApiError } from '../../../api/client';

type Admin = TFunction<'admin'>;

const isScope = (word: string | null): word is Scope => SCOPES.includes(word as Scope);

/** What went wrong and what to do, in a sentence. */
export function said(t: Admin, error: unknown): string {
  if (!(error instanceof ApiError)) return t('failed.other');
  const needs = neededBy(error);
  if (isScope(needs)) return t('failed.needs', { scope: t(`scope.${needs}`) });
  switch (error.code) {
    case 'network':
      return t('failed.network');
    case 'not_found':
      return t('failed.not_found');
    case 'forbidden':
      return t('failed.forbidden');
    case 'rate_limited':
    case 'too_many_requests':
      return t('failed.busy');
    case 'invalid':
      return t('failed.invalid');
    default:
      return error.status >= 500 ? t('failed.server') : t('failed.other');
  }
}

/** What is wrong with single fields, for a form: by their path. Words of ours where there are some, else the server's. */
export function fieldErrors(t: Admin, language: string, error: unknown): Record<string, string> {
  const words: Record<string, string> = { required: t('field.required'), taken: t('field.taken') };
  return Object.fromEntries(
    Object.entries(problemsOf(error)).map(([path, { code, detail }]) => {
      const own = words[code] ?? (language === 'en' ? detail : t('field.invalid'));
      return [path, own];
    }),
  );
}

export function useSaid() {
  const { t, i18n } = useTranslation('admin');
  return {
    said: (error: unknown) => said(t, error),
    fieldErrors: (error: unknown) => fieldErrors(t, i18n.language, error),
  };
}
