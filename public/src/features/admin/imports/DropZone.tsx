import { Loader } from '@mantine/core';
import { IconAlertCircle, IconFileSpreadsheet } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { number } from '../../../i18n/format';
import { MOST_ROWS } from './file';
import styles from './Imports.module.css';
import { useDropped } from './useDropped';

interface Props {
  /** What is being checked. */
  busy: string | null;
  wrong: string | null;
  onFile: (file: File) => void;
}

/** Where a file is dropped, or chosen: the whole of it is the file field's label. */
export function DropZone({ busy, wrong, onFile }: Props) {
  const { t, i18n } = useTranslation('imports');
  const over = useDropped(onFile);
  return (
    <div>
      <label className={styles.zone} data-over={over || undefined} aria-busy={busy !== null}>
        <input
          type="file"
          className="sr-only"
          accept=".csv,.tsv,.txt,text/csv,text/tab-separated-values,text/plain"
          aria-describedby="import-limits"
          onChange={(change) => {
            const file = change.currentTarget.files?.[0];
            // The same file again, corrected, is another one.
            change.currentTarget.value = '';
            if (file) onFile(file);
          }}
        />
        <IconFileSpreadsheet size={40} stroke={1.5} aria-hidden="true" />
        <b>{over ? t('choose.drop_now') : t('choose.drop')}</b>
        <span className={styles.pick}>{t('choose.pick')}</span>
      </label>
      <p id="import-limits" className={styles.limits}>
        {t('choose.limits', { rows: number(i18n.language, MOST_ROWS) })}
      </p>
      <p role="status" className={styles.busy}>
        {busy !== null && (
          <>
            <Loader size={18} aria-hidden="true" />
            <span>{t('choose.checking', { name: busy })}</span>
          </>
        )}
      </p>
      {wrong && busy === null && (
        <p role="alert" className={styles.wrong}>
          <IconAlertCircle size={20} stroke={1.75} aria-hidden="true" />
          <span>{wrong}</span>
        </p>
      )}
    </div>
  );
}
