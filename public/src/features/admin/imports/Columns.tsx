import { IconArrowRight, IconColumnsOff } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Import } from '../../../api/admin/imports';
import { Tag } from '../../../ui/Tag';
import styles from './Imports.module.css';
import { useWhy } from './useWhy';

/** Which column of the file was taken for what. */
export function Columns({ of }: { of: Import }) {
  const { t } = useTranslation('imports');
  const { columnName } = useWhy();
  return (
    <details className={styles.more}>
      <summary>{t('columns.title')}</summary>
      <ul>
        {of.columns.map(({ header, field }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two columns may have the same name, and none ever moves
          <li key={index}>
            <bdi>{header || t('table.empty')}</bdi>
            <IconArrowRight className="flip" size={16} stroke={1.75} aria-hidden="true" />
            <span className="sr-only">{t('columns.read_as')}</span>
            {field ? <b>{columnName(field)}</b> : <Tag icon={IconColumnsOff}>{t('columns.ignored')}</Tag>}
          </li>
        ))}
      </ul>
    </details>
  );
}
