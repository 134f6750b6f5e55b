import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { foundAttendeesQuery } from '../../../api/admin/attendees';
import type { Attendee } from '../../../api/admin/types';
import { Doorway } from '../../../ui/Doorway';
import { useEvent } from '../shell';
import { type Pick as One, Picker } from './Picker';

export type Someone = Pick<Attendee, 'id' | 'name' | 'email' | 'avatar'>;

interface Props {
  label: string;
  people: Someone[];
  limit: number;
  error?: React.ReactNode;
  onChange: (people: Someone[]) => void;
}

/** A few people of the event, found by the server by name and e-mail address. */
export function PeoplePicker({ label, people, limit, error, onChange }: Props) {
  const { t } = useTranslation('rooms');
  const event = useEvent();
  const [q, setQ] = useState('');
  const [asked] = useDebouncedValue(q.trim(), 200);
  const found = useQuery({ ...foundAttendeesQuery(event.id, asked), placeholderData: keepPreviousData });
  const others = (found.data ?? []).filter(({ id }) => !people.some((one) => one.id === id));
  const show = (one: Someone, size: number): One => ({
    id: one.id,
    name: one.name,
    sub: one.email,
    before: <Doorway id={one.id} name={one.name} image={one.avatar ?? null} size={size} />,
  });
  return (
    <Picker
      label={label}
      count={t('room.moderators_of', { count: people.length, limit })}
      full={people.length >= limit && t('room.moderators_full')}
      placeholder={t('room.moderators_add')}
      chosen={people.map((one) => show(one, 22))}
      groups={[{ picks: others.map((one) => show(one, 28)) }]}
      busy={found.isFetching}
      error={error}
      q={q}
      onQ={setQ}
      onAdd={(id) => onChange([...people, ...others.filter((one) => one.id === id)])}
      onRemove={(id) => onChange(people.filter((one) => one.id !== id))}
    />
  );
}
