import { Skeleton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import styles from './Items.module.css';

/** Grey rows in the shape of the real ones. */
export function ItemSkeletons() {
  const { t } = useTranslation();
  return (
    <div className={styles.list} role="status" aria-label={t('items.loading')}>
      {['a', 'b', 'c', 'd'].map((key) => (
        <Skeleton key={key} height={62} radius={12} aria-hidden="true" />
      ))}
    </div>
  );
}
