import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';

/** The title of the browser tab: what a screen reader says first on a new page. */
export function usePageTitle(page: string) {
  const { t } = useTranslation();
  const title = t('app.title', { page });
  useEffect(() => {
    document.title = title;
  }, [title]);
}
