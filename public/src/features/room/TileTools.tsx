import { UnstyledButton } from '@mantine/core';
import { IconUserMinus } from '@tabler/icons-react';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import type { Target } from '../removal/may';
import { useRemoval } from '../removal/Removal';
import styles from './Tile.module.css';

const PersonTools = lazy(() => import('../floor/PersonTools'));

/** Where a tile's menu opens: inside the tile it would be cut off. */
export const TILE_MENUS = 'tile-menus';

/** What a moderator can do to this person: removing in one press, the rest in a menu, or for a finger all in a sheet. */
export function TileTools({ person }: { person: Target }) {
  const { t } = useTranslation();
  const { ask } = useRemoval();
  const { name } = person;
  return (
    <span className={styles.tools}>
      <UnstyledButton className={styles.remove} aria-label={t('removal.open', { name })} onClick={() => ask(person)}>
        <IconUserMinus size={20} stroke={1.75} aria-hidden="true" />
        <span>{t('removal.remove')}</span>
      </UnstyledButton>
      <Suspense>
        <PersonTools person={person} className={styles.more} menus={TILE_MENUS} />
      </Suspense>
    </span>
  );
}
