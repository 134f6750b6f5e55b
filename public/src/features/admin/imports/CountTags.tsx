import {
  type Icon,
  IconAlertCircle,
  IconAlertTriangle,
  IconColumnsOff,
  IconEqual,
  IconPencil,
  IconPlus,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Import } from '../../../api/admin/imports';
import { number } from '../../../i18n/format';
import { Tag } from '../../../ui/Tag';
import styles from './Imports.module.css';
import { type CountName, countsOf } from './words';

const SIGNS: Record<CountName, [Icon, 'plain' | 'ok' | 'warn' | 'danger']> = {
  new: [IconPlus, 'ok'],
  updated: [IconPencil, 'ok'],
  unchanged: [IconEqual, 'plain'],
  errors: [IconAlertCircle, 'danger'],
  warnings: [IconAlertTriangle, 'warn'],
  ignored: [IconColumnsOff, 'warn'],
};

/** "18 new, 3 updated, 2 with errors, 1 ignored column". */
export function CountTags({ of }: { of: Pick<Import, 'counts' | 'columns'> }) {
  const { t, i18n } = useTranslation('imports');
  return (
    <ul className={styles.counts} aria-label={t('count.label')}>
      {countsOf(of).map(([name, count]) => {
        const [Sign, tone] = SIGNS[name];
        return (
          <li key={name}>
            <Tag icon={Sign} tone={tone}>
              {t(`count.${name}`, { count, n: number(i18n.language, count) })}
            </Tag>
          </li>
        );
      })}
    </ul>
  );
}
