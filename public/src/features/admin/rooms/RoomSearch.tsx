import { TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useSlash } from '../shell';
import styles from './Rooms.module.css';

/** Searches what is here already, so with every letter. "/" goes there from anywhere that is no field. */
export function RoomSearch({ value, onChange }: { value: string; onChange: (q: string) => void }) {
  const { t } = useTranslation('rooms');
  const input = useRef<HTMLInputElement>(null);
  useSlash(input);
  return (
    <TextInput
      ref={input}
      type="search"
      aria-label={t('filters.search')}
      placeholder={t('filters.search')}
      aria-keyshortcuts="/"
      leftSection={<IconSearch size={18} stroke={1.75} aria-hidden="true" />}
      rightSection={<span className={styles.key} />}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      dir="auto"
    />
  );
}
