import { useTranslation } from 'react-i18next';
import type { Whole } from '../../../api/admin/metrics';
import { Fields, useCan } from '../shell';
import { ReportButtons } from './ReportButtons';
import styles from './ReportRow.module.css';

/** The reports of what a dialog is about. */
export function ReportRow({ whole }: { whole: Whole }) {
  const { t } = useTranslation('admin');
  if (!useCan('reports')) return null;
  return (
    <Fields legend={t('reports.title')}>
      <p className={styles.once}>{t('reports.once')}</p>
      <div className={styles.buttons}>
        <ReportButtons whole={whole} />
      </div>
    </Fields>
  );
}
