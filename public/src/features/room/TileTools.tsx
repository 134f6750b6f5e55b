import { UnstyledButton } from '@mantine/core';
import { IconPin, IconPinnedOff, IconUserMinus } from '@tabler/icons-react';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import type { Target } from '../removal/may';
import { useRemoval } from '../removal/Removal';
import styles from './Tile.module.css';

const PersonTools = lazy(() => import('../floor/PersonTools'));

/** Where a tile's menu opens: inside the tile it would be cut off. */
export const TILE_MENUS = 'tile-menus';

/** Keeps somebody first on every page: whom one has to see, a sign language interpreter among them. */
export function PinTile({ name, pinned, onPin }: { name: string; pinned: boolean; onPin: () => void }) {
  const { t } = useTranslation();
  const Sign = pinned ? IconPinnedOff : IconPin;
  const word = t(pinned ? 'room.unpin' : 'room.pin', { name });
  return (
    <UnstyledButton
      className={styles.pin}
      data-pinned={pinned || undefined}
      aria-label={word}
      title={word}
      onClick={({ currentTarget }) => {
        onPin();
        // What moves within the page loses the focus.
        requestAnimationFrame(() => currentTarget.focus({ preventScroll: true }));
      }}
    >
      <Sign size={20} stroke={1.75} aria-hidden="true" />
    </UnstyledButton>
  );
}

/** What a moderator can do to this person: removing in one press, the rest in a menu, or for a finger all in a sheet. */
export function TileTools({ person }: { person: Target }) {
  const { t } = useTranslation();
  const { ask } = useRemoval();
  const { name } = person;
  return (
    <>
      <UnstyledButton className={styles.remove} aria-label={t('removal.open', { name })} onClick={() => ask(person)}>
        <IconUserMinus size={20} stroke={1.75} aria-hidden="true" />
        <span>{t('removal.remove')}</span>
      </UnstyledButton>
      <Suspense>
        <PersonTools person={person} className={styles.more} menus={TILE_MENUS} />
      </Suspense>
    </>
  );
}
