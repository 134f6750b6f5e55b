import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { allItemsQuery, type Link } from '../../../api/admin/rooms';
import { useEvent } from '../shell';
import { KIND_SIGN } from './kinds';
import { fits, Picker } from './Picker';
import { LINKS } from './values';

interface Props {
  ids: string[];
  /** The names of those that are linked already, before all are known. */
  known: Link[];
  onChange: (ids: string[]) => void;
}

const KINDS = ['session', 'sponsor', 'page'] as const;

/** What a room is linked to: sessions, sponsors, pages, each kind by itself. */
export function LinkPicker({ ids, known, onChange }: Props) {
  const { t } = useTranslation('rooms');
  const event = useEvent();
  const [q, setQ] = useState('');
  const items = useQuery(allItemsQuery(event.id));
  const all: Link[] = items.data ?? known;
  const show = ({ id, name, kind }: Link) => {
    const Sign = KIND_SIGN[kind];
    return { id, name, before: <Sign size={18} stroke={1.75} aria-hidden="true" /> };
  };
  const chosen = ids.flatMap((id) => [...all, ...known].find((item) => item.id === id) ?? []);
  const groups = KINDS.map((kind) => ({
    label: t(`kind.${kind}`),
    picks: all.filter((item) => item.kind === kind && !ids.includes(item.id) && fits(item.name, q)).map(show),
  }));
  return (
    <Picker
      label={t('room.links')}
      hint={t('room.links_hint')}
      full={ids.length >= LINKS && t('room.links_full')}
      placeholder={t('room.links_add')}
      chosen={chosen.map(show)}
      groups={groups.filter(({ picks }) => picks.length > 0)}
      busy={items.isFetching}
      q={q}
      onQ={setQ}
      onAdd={(id) => onChange([...ids, id])}
      onRemove={(id) => onChange(ids.filter((one) => one !== id))}
    />
  );
}
