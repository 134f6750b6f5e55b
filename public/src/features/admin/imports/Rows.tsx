import { IconAlertCircle, IconEqual, IconPencil, IconPlus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Import, PreviewRow } from '../../../api/admin/imports';
import { number } from '../../../i18n/format';
import { Tag } from '../../../ui/Tag';
import { Marked } from './Marked';
import styles from './Rows.module.css';
import { useWhy } from './useWhy';
import { fieldsOf, problemsIn } from './words';

const SIGNS = {
  create: [IconPlus, 'ok'],
  update: [IconPencil, 'ok'],
  unchanged: [IconEqual, 'plain'],
  error: [IconAlertCircle, 'danger'],
} as const;

/** Rows of the file as they would be written, with the cells that keep some of them out. */
export function Rows({ of }: { of: Import }) {
  const { t, i18n } = useTranslation('imports');
  const { columnName } = useWhy();
  const fields = fieldsOf(of);
  if (of.preview.length === 0) return null;
  const n = (value: number) => number(i18n.language, value);
  return (
    <div className={styles.rows}>
      <h2 id="import-rows">{t('table.title')}</h2>
      {of.preview.length < of.rows && (
        <p className={styles.lead}>{t('table.some', { shown: n(of.preview.length), rows: n(of.rows) })}</p>
      )}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, also for whoever has no pointer */}
      <section className={styles.frame} aria-labelledby="import-rows" tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col">{t('table.line')}</th>
              <th scope="col">{t('table.action')}</th>
              {fields.map((field) => (
                <th key={field} scope="col">
                  {columnName(field)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {of.preview.map((row) => (
              <Row key={row.line} row={row} fields={fields} />
            ))}
          </tbody>
        </table>
      </section>
    </div>
  );
}

function Row({ row, fields }: { row: PreviewRow; fields: string[] }) {
  const { t } = useTranslation('imports');
  const { why } = useWhy();
  const [Sign, tone] = SIGNS[row.action];
  const whole = row.problems.filter(({ column }) => !column || !fields.includes(column));
  return (
    <tr data-action={row.action}>
      <th scope="row">{row.line}</th>
      <td>
        <Tag icon={Sign} tone={tone}>
          {t(`action.${row.action}`)}
        </Tag>
        {whole.map((problem) => (
          <small key={problem.code} data-severity={problem.severity}>
            {why(problem)}
          </small>
        ))}
      </td>
      {fields.map((field) => {
        const [worst, ...others] = problemsIn(row, field);
        const text = row.cells[field] ?? '';
        if (!worst) {
          return (
            <td key={field}>
              <div>
                <bdi>{text}</bdi>
              </div>
            </td>
          );
        }
        return (
          <td key={field}>
            <Marked severity={worst.severity} text={text} />
            {[worst, ...others].map((problem) => (
              <small key={`${problem.code} ${problem.value}`} data-severity={problem.severity}>
                {why(problem)}
              </small>
            ))}
          </td>
        );
      })}
    </tr>
  );
}
