import { useTranslation } from 'react-i18next';
import { ApiError } from '../../../api/client';
import { useSaid } from '../shell';

/** Why a file was not even checked, and what to do about it. */
export function useRefusedFile() {
  const { t, i18n } = useTranslation('imports');
  const { said } = useSaid();
  return (error: unknown): string => {
    if (!(error instanceof ApiError)) return said(error);
    if (error.status === 413) return t('refused.too_large');
    if (error.status !== 422) return said(error);
    // Not in the catalogue of problems yet: a word of its own.
    const unreadable = (error.code as string) === 'unreadable_csv';
    const why = unreadable ? error.problem.detail : error.problem.errors?.[0]?.detail;
    const text = unreadable ? t('refused.unreadable') : t('refused.too_many');
    return i18n.language === 'en' && why ? `${text} ${why}` : text;
  };
}
