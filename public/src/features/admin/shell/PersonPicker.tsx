import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { foundAttendeesQuery } from '../../../api/admin/attendees';
import type { Attendee } from '../../../api/admin/types';
import { Doorway } from '../../../ui/Doorway';
import { useEvent } from './event';
import styles from './PersonPicker.module.css';

interface Props {
  label: string;
  value: Attendee | null;
  onChange: (person: Attendee | null) => void;
  error?: React.ReactNode;
}

/** One person of the event, found by the server while one types. */
export function PersonPicker({ label, value, onChange, error }: Props) {
  const { t } = useTranslation('admin');
  const event = useEvent();
  const [typed, setTyped] = useState('');
  const [q] = useDebouncedValue(typed === value?.name ? '' : typed.trim(), 250);
  const found = useQuery({ ...foundAttendeesQuery(event.id, q), placeholderData: keepPreviousData });
  const people = new Map((found.data ?? []).map((person) => [person.id, person]));
  if (value) people.set(value.id, value);
  return (
    <Select
      label={label}
      placeholder={t('people.search')}
      data={[...people.values()].map(({ id, name }) => ({ value: id, label: name }))}
      value={value?.id ?? null}
      onChange={(id) => onChange(id ? (people.get(id) ?? null) : null)}
      searchable
      searchValue={typed}
      onSearchChange={setTyped}
      // The server has searched already, in e-mail addresses and companies as well.
      filter={({ options }) => options}
      nothingFoundMessage={found.isFetching ? t('loading') : t('people.none')}
      renderOption={({ option }) => <Option person={people.get(option.value)} />}
      comboboxProps={{ withinPortal: false, floatingStrategy: 'fixed' }}
      error={error}
      dir="auto"
    />
  );
}

function Option({ person }: { person: Attendee | undefined }) {
  if (!person) return null;
  return (
    <span className={styles.option}>
      <Doorway id={person.id} name={person.name} image={person.avatar ?? null} size={28} />
      <span>
        <bdi>{person.name}</bdi>
        <small>{person.email}</small>
      </span>
    </span>
  );
}
