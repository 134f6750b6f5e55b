import { CloseButton, TextInput, UnstyledButton } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { IconCheck, IconDoor, IconSearch } from '@tabler/icons-react';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Card } from '../../api/types';
import styles from './Lobby.module.css';
import { tally } from './logic';
import { useCardSearch, useLobbySearch } from './useLobbySearch';
import { useSparse } from './useSparse';

/** Search, "Open only" and how many rooms that leaves. */
export function Tools({ all, shown }: { all: Card[] | undefined; shown: number }) {
  const { t } = useTranslation();
  const { q = '', open } = useCardSearch();
  const change = useLobbySearch();
  const field = useRef<HTMLInputElement>(null);
  useHotkeys([['/', () => field.current?.focus()]]);

  const rooms = t('count.rooms', { count: all?.length ?? 0 });
  const filtered = q !== '' || open;
  const found =
    all && (filtered ? t('lobby.found_of', { shown, rooms }) : t('lobby.found', { rooms, open: tally(all).open }));
  const said = useSparse(found ?? '', JSON.stringify([q, open]));
  return (
    <div className={styles.tools}>
      <TextInput
        ref={field}
        className={styles.search}
        type="search"
        aria-label={t('lobby.search')}
        aria-keyshortcuts="/"
        placeholder={t('lobby.search')}
        value={q}
        onChange={(event) => change({ q: event.currentTarget.value || undefined })}
        leftSection={<IconSearch size={20} stroke={1.75} aria-hidden="true" />}
        rightSectionPointerEvents="all"
        rightSection={
          q ? (
            <CloseButton aria-label={t('lobby.clear')} onClick={() => change({ q: undefined })} />
          ) : (
            <span className={styles.key} aria-hidden="true">
              {'/'}
            </span>
          )
        }
      />
      <UnstyledButton
        className={styles.chip}
        aria-pressed={open ?? false}
        onClick={() => change({ open: open ? undefined : true })}
      >
        {open ? (
          <IconCheck size={20} stroke={1.75} aria-hidden="true" />
        ) : (
          <IconDoor size={20} stroke={1.75} aria-hidden="true" />
        )}
        {t('lobby.open_only')}
      </UnstyledButton>
      <span className={styles.count}>{found}</span>
      <span className="sr-only" role="status">
        {said}
      </span>
    </div>
  );
}
