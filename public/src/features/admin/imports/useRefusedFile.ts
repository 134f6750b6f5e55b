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
    const why = error.problem.errors?.[0]?.detail ?? error.problem.detail;
    if (i18n.language === 'en' && why) return t('refused.why', { why });
    return t('refused.unreadable');
  };
}
