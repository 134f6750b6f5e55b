import { useTranslation } from 'react-i18next';
import { type ReportOptions, reports, type Whole } from '../../../api/admin/metrics';
import { DownloadButton, useCan } from '../shell';

/** The two files of a room, a feature or an event, for keys that may have them. */
export function ReportButtons({ whole, options = {} }: { whole: Whole; options?: ReportOptions }) {
  const { t } = useTranslation('admin');
  if (!useCan('reports')) return null;
  return (
    <>
      <DownloadButton path={reports.chat(whole, options)}>{t('reports.chat')}</DownloadButton>
      <DownloadButton path={reports.participants(whole, options)}>{t('reports.participants')}</DownloadButton>
    </>
  );
}
