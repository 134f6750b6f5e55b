import type { usePagination } from '@livekit/components-react';
import { ActionIcon } from '@mantine/core';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import styles from './Room.module.css';

/** Always there when there is more than one page. The ends stay focusable, so that focus is never lost on one. */
export function Pager({ pages }: { pages: ReturnType<typeof usePagination> }) {
  const { t } = useTranslation();
  const { currentPage: page, totalPageCount: total } = pages;
  return (
    <nav className={styles.pager} aria-label={t('room.pages')}>
      <ActionIcon variant="default" aria-label={t('room.previous')} aria-disabled={page <= 1} onClick={pages.prevPage}>
        <IconChevronLeft className="flip" size={22} stroke={1.75} aria-hidden="true" />
      </ActionIcon>
      <span role="status">{t('room.page_of', { page, pages: total })}</span>
      <ActionIcon variant="default" aria-label={t('room.next')} aria-disabled={page >= total} onClick={pages.nextPage}>
        <IconChevronRight className="flip" size={22} stroke={1.75} aria-hidden="true" />
      </ActionIcon>
    </nav>
  );
}
