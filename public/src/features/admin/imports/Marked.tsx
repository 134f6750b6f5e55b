import { IconAlertCircle, IconAlertTriangle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Severity } from '../../../api/admin/imports';
import styles from './Causes.module.css';

/** A cell that something is wrong with, as it stands in the file. */
export function Marked({ severity, text }: { severity: Severity; text: string }) {
  const { t } = useTranslation('imports');
  const Sign = severity === 'error' ? IconAlertCircle : IconAlertTriangle;
  return (
    <mark className={styles.marked} data-severity={severity}>
      <Sign size={16} stroke={1.75} role="img" aria-label={t(`mark.${severity}`)} />
      {text === '' ? <i>{t('table.empty')}</i> : <bdi>{text}</bdi>}
    </mark>
  );
}
