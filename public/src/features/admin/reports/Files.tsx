import { Switch } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Range, Whole } from '../../../api/admin/metrics';
import { ReportButtons } from './ReportButtons';
import styles from './Reports.module.css';

/** The two reports of an event, with what is to be in them. */
export function Files({ whole, range }: { whole: Whole; range: Range }) {
  const { t } = useTranslation('reports');
  const [all, setAll] = useState(false);
  const [deleted, setDeleted] = useState(false);
  return (
    <section className={styles.card} aria-labelledby="files">
      <h2 id="files">{t('files.title')}</h2>
      <p className={styles.hint}>{t('files.text')}</p>
      <div className={styles.switches}>
        <Switch
          label={t('files.all')}
          description={t('files.all_hint')}
          checked={all}
          onChange={(event) => setAll(event.currentTarget.checked)}
        />
        <Switch
          label={t('files.deleted')}
          description={t('files.deleted_hint')}
          checked={deleted}
          onChange={(event) => setDeleted(event.currentTarget.checked)}
        />
      </div>
      <div className={styles.buttons}>
        <ReportButtons whole={whole} options={{ all, deleted, ...range }} />
      </div>
    </section>
  );
}
