import { IconAlertCircle, IconAlertTriangle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Import, Severity } from '../../../api/admin/imports';
import { list, number } from '../../../i18n/format';
import styles from './Causes.module.css';
import { Marked } from './Marked';
import { useWhy } from './useWhy';
import { type Group, grouped, MOST_CAUSES, nameOf, otherLines } from './words';

/** More than these, and only what they are is to be seen at first. */
const OPEN = 6;

/** Errors, or warnings apart from them, by what caused them, each with the rows it stands in. */
export function Causes({ of, severity }: { of: Import; severity: Severity }) {
  const { t } = useTranslation('imports');
  const groups = grouped(of, severity);
  if (groups.length === 0) return null;
  const more = groups.length - MOST_CAUSES;
  return (
    <section className={styles.causes} aria-labelledby={`import-${severity}`}>
      <h2 id={`import-${severity}`}>{t(`causes.${severity}`)}</h2>
      <p className={styles.lead}>{t(`causes.${severity}_text`)}</p>
      {groups.slice(0, MOST_CAUSES).map((group) => (
        <OneCause
          key={[group.cause.code, group.cause.column, group.cause.value, group.cause.detail].join('\n')}
          group={group}
          kind={of.kind}
          open={groups.length <= OPEN}
        />
      ))}
      {more > 0 && <p className={styles.lead}>{t('causes.more', { count: more })}</p>}
    </section>
  );
}

interface OneProps {
  group: Group;
  kind: Import['kind'];
  open: boolean;
}

function OneCause({ group, kind, open }: OneProps) {
  const { t, i18n } = useTranslation('imports');
  const { why, columnName } = useWhy();
  const { cause, rows } = group;
  const Sign = cause.severity === 'error' ? IconAlertCircle : IconAlertTriangle;
  const column = columnName(cause.column);
  const head = (
    <>
      <Sign size={20} stroke={1.75} aria-hidden="true" />
      <span className={styles.why}>
        {column && <b>{t('causes.column', { column })} </b>}
        {why(cause)}
      </span>
      {cause.rows > 0 && <small>{t('rows', { count: cause.rows, rows: number(i18n.language, cause.rows) })}</small>}
    </>
  );
  const other = otherLines(group);
  // What concerns a whole column stands in no row.
  if (rows.length === 0 && other.length === 0) {
    return (
      <div className={styles.cause} data-severity={cause.severity}>
        <div className={styles.head}>{head}</div>
      </div>
    );
  }
  return (
    <details className={styles.cause} data-severity={cause.severity} open={open}>
      <summary className={styles.head}>{head}</summary>
      {rows.length > 0 && (
        <table>
          <thead>
            <tr>
              <th scope="col">{t('table.line')}</th>
              <th scope="col">{t(`table.${kind}`)}</th>
              {column && <th scope="col">{column}</th>}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.line}>
                <td>{row.line}</td>
                <th scope="row">
                  <bdi>{nameOf(row) || t('table.unnamed')}</bdi>
                </th>
                {column && (
                  <td>
                    <Marked severity={cause.severity} text={row.cells[cause.column ?? ''] ?? ''} />
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {other.length > 0 && (
        <p className={styles.lines}>
          {t(rows.length > 0 ? 'causes.also' : 'causes.lines', { lines: list(i18n.language, other.map(String), true) })}
          {cause.rows > cause.lines.length && '…'}
        </p>
      )}
    </details>
  );
}
