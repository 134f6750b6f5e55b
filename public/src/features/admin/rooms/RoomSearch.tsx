import { TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './Rooms.module.css';

/** Searches what is here already, so with every letter. "/" goes there from anywhere that is no field. */
export function RoomSearch({ value, onChange }: { value: string; onChange: (q: string) => void }) {
  const { t } = useTranslation('rooms');
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || writes(event.target)) return;
      if (document.querySelector('[aria-modal="true"]')) return;
      event.preventDefault();
      input.current?.focus();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);
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

const writes = (target: EventTarget | null) =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
