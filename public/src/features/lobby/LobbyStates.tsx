import { Button, Skeleton } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import closed from '../../ui/art/door-closed.svg';
import styles from './Lobby.module.css';
import card from './RoomCard.module.css';
import { useCardSearch, useLobbySearch } from './useLobbySearch';

export function Nothing() {
  const { t } = useTranslation();
  return <Empty title={t('lobby.empty')} text={t('lobby.empty_text')} />;
}

export function Failed({ retry }: { retry: () => void }) {
  const { t } = useTranslation();
  return (
    <Empty title={t('lobby.failed')} text={t('lobby.failed_text')}>
      <Button leftSection={<IconRefresh size={18} aria-hidden="true" />} onClick={retry}>
        {t('lobby.retry')}
      </Button>
    </Empty>
  );
}

/** Nothing fits the search or the filter; says which, and offers the way out of each. */
export function NoMatch({ hidden }: { hidden: number }) {
  const { t } = useTranslation();
  const { q, open } = useCardSearch();
  const change = useLobbySearch();
  const text = !q
    ? t('lobby.none_open_text')
    : open && hidden > 0
      ? t('lobby.none_hidden', { count: hidden })
      : t('lobby.none_text');
  return (
    <Empty title={q ? t('lobby.none', { query: q }) : t('lobby.none_open')} text={text}>
      {q && <Button onClick={() => change({ q: undefined })}>{t('lobby.clear')}</Button>}
      {open && (!q || hidden > 0) && (
        <Button variant={q ? 'default' : 'filled'} onClick={() => change({ open: undefined })}>
          {t('lobby.show_all')}
        </Button>
      )}
    </Empty>
  );
}

/** Grey cards in the shape of the real ones: nothing jumps when they come. */
export function CardSkeletons() {
  const { t } = useTranslation();
  return (
    <div className={styles.grid} role="status" aria-label={t('lobby.loading')}>
      {['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map((key) => (
        <div key={key} className={card.card} aria-hidden="true">
          <Skeleton className={card.skeletonCover} />
          <div className={card.body}>
            <Skeleton height={22} width="70%" mb={10} />
            <Skeleton height={14} mb={6} />
            <Skeleton height={14} width="60%" mb={28} />
            <Skeleton height={12} width="55%" mb={30} />
            <Skeleton height={44} mt="auto" />
          </div>
        </div>
      ))}
    </div>
  );
}

/** A picture, what is so, what to do. */
export function Empty({ title, text, children }: { title: string; text: string; children?: React.ReactNode }) {
  return (
    <div className={styles.empty}>
      <img src={closed} alt="" />
      <h2>{title}</h2>
      <p>{text}</p>
      <div className={styles.actions}>{children}</div>
    </div>
  );
}
