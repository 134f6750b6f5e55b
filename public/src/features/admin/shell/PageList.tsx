import { Button } from '@mantine/core';
import type { UseInfiniteQueryResult } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Page } from '../../../api/admin/http';
import styles from './PageList.module.css';
import { FailedState, LoadingRows } from './states';

interface Props<Row> {
  query: UseInfiniteQueryResult<{ pages: Page<Row>[] }>;
  /** Shown when there is nothing. */
  empty: React.ReactNode;
  children: (rows: Row[]) => React.ReactNode;
}

/** A list that comes page by page: loading, failed, nothing, rows, more. */
export function PageList<Row>({ query, empty, children }: Props<Row>) {
  const { t } = useTranslation('admin');
  const { data, error, hasNextPage, isFetchingNextPage, isPlaceholderData } = query;
  if (error && !data) return <FailedState error={error} retry={() => void query.refetch()} />;
  if (!data) return <LoadingRows />;
  const rows = data.pages.flatMap((page) => page.data);
  if (rows.length === 0) return empty;
  return (
    <div aria-busy={isPlaceholderData} className={styles.list}>
      {children(rows)}
      <p role="status" className={styles.shown}>
        {hasNextPage ? t('list.some', { count: rows.length }) : t('list.all', { count: rows.length })}
      </p>
      {hasNextPage && (
        <Button variant="default" loading={isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          {t('list.more')}
        </Button>
      )}
    </div>
  );
}
