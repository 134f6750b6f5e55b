import { Skeleton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import styles from './PreJoin.module.css';

/** The shape of the green room while its code and the camera are on their way. */
export function GreenRoomSkeleton() {
  const { t } = useTranslation();
  return (
    <div className={styles.body} role="status" aria-label={t('prejoin.keeping')}>
      <div className={styles.columns}>
        <Skeleton className={styles.preview} />
        <div className={styles.fields}>
          <Skeleton height={68} />
          <Skeleton height={68} />
          <Skeleton height={68} />
        </div>
      </div>
    </div>
  );
}
