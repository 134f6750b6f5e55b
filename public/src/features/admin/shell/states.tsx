import { Button, Skeleton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import closed from '../../../ui/art/door-closed.svg';
import open from '../../../ui/art/door-open.svg';
import { useSaid } from './said';
import styles from './states.module.css';

interface Empty {
  title: string;
  text?: string;
  /** One button. */
  children?: React.ReactNode;
}

/** Nothing here: what is so, what to do, one button. */
export function EmptyState({ title, text, children }: Empty) {
  return (
    <div className={styles.state}>
      <img src={open} alt="" />
      <h2>{title}</h2>
      {text && <p>{text}</p>}
      {children}
    </div>
  );
}

/** It could not be loaded: why, and how to go on. */
export function FailedState({ error, retry }: { error: unknown; retry?: () => void }) {
  const { t } = useTranslation('admin');
  const { said } = useSaid();
  return (
    <div className={styles.state} role="alert">
      <img src={closed} alt="" />
      <h2>{t('failed.title')}</h2>
      <p>{said(error)}</p>
      {retry && <Button onClick={retry}>{t('failed.retry')}</Button>}
    </div>
  );
}

const ROWS = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];

/** Rows to come, in their shape. */
export function LoadingRows({ rows = 6 }: { rows?: number }) {
  const { t } = useTranslation('admin');
  return (
    <div className={styles.rows} role="status" aria-label={t('loading')}>
      {ROWS.slice(0, rows).map((row) => (
        <div key={row}>
          <Skeleton height={34} width={30} />
          <Skeleton height={14} width="28%" />
          <Skeleton height={14} width="18%" />
        </div>
      ))}
    </div>
  );
}
