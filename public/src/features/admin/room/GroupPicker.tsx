import { IconUsersGroup } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Group } from '../../../api/admin/types';
import { fits, Picker } from './Picker';

interface Props {
  label: string;
  hint?: string;
  groups: Group[];
  ids: string[];
  onChange: (ids: string[]) => void;
}

/** Some groups of the event. */
export function GroupPicker({ label, hint, groups, ids, onChange }: Props) {
  const { t } = useTranslation('rooms');
  const [q, setQ] = useState('');
  const show = ({ id, name }: Pick<Group, 'id' | 'name'>) => ({
    id,
    name,
    before: <IconUsersGroup size={18} stroke={1.75} aria-hidden="true" />,
  });
  const others = groups.filter(({ id, name }) => !ids.includes(id) && fits(name, q));
  return (
    <Picker
      label={label}
      hint={hint ?? t('room.groups_hint')}
      placeholder={t('room.groups_add')}
      chosen={ids.map((id) => show(groups.find((group) => group.id === id) ?? { id, name: id }))}
      groups={[{ picks: others.map(show) }]}
      q={q}
      onQ={setQ}
      onAdd={(id) => onChange([...ids, id])}
      onRemove={(id) => onChange(ids.filter((one) => one !== id))}
    />
  );
}
