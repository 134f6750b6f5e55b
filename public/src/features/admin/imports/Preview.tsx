import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Import } from '../../../api/admin/imports';
import { number } from '../../../i18n/format';
import { useEvent, whenIn } from '../shell';
import { Causes } from './Causes';
import { Columns } from './Columns';
import { Commit } from './Commit';
import { CountTags } from './CountTags';
import styles from './Imports.module.css';
import { Rows } from './Rows';
import { writes } from './words';

interface Props {
  checked: Import;
  /** It is being checked afresh. */
  checking: boolean;
  onCheck: () => void;
}

/** What an import would do, and what keeps some of its rows out. */
export function Preview({ checked, checking, onCheck }: Props) {
  const { t, i18n } = useTranslation('imports');
  const { time_zone } = useEvent();
  const head = useRef<HTMLHeadingElement>(null);
  useEffect(() => head.current?.focus({ preventScroll: true }), []);
  const { counts, rows, name } = checked;
  const rowsWord = t('rows', { count: rows, rows: number(i18n.language, rows) });
  return (
    <>
      <section className={styles.card} aria-labelledby="import-file">
        <h2 id="import-file" ref={head} tabIndex={-1}>
          <bdi>{name ?? t('preview.pasted')}</bdi>
          {t('preview.of', { rows: rowsWord })}
        </h2>
        <CountTags of={checked} />
        <p className={styles.lead} role="status">
          {counts.errors > 0 && `${t('preview.left_out', { count: counts.errors })} `}
          {rows === 0
            ? t('preview.no_rows')
            : counts.errors === 0 && writes(counts) === 0 && `${t('preview.nothing')} `}
          {t('preview.unwritten')}
        </p>
        <Commit checked={checked} checking={checking} onCheck={onCheck} />
        <p className={styles.fine}>
          {counts.errors > 0 && `${t('preview.correct')} `}
          {t('preview.until', { when: whenIn(i18n.language, checked.expires_at, time_zone) })}
        </p>
      </section>
      <Causes of={checked} severity="error" />
      <Causes of={checked} severity="warning" />
      <Columns of={checked} />
      <Rows of={checked} />
    </>
  );
}
