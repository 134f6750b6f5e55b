import { NativeSelect } from '@mantine/core';
import { IconCircleCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Chips, Filters } from '../shell';
import { FILTERS, type Filter, SORTS, type Sort, toggleFilter, type View } from './filter';
import { RoomSearch } from './RoomSearch';
import styles from './Rooms.module.css';
import type { Saved } from './useRoomActs';

interface Props {
  view: View;
  order: Saved;
  onSearch: (q: string) => void;
  onFilters: (filters: Filter[]) => void;
  onSort: (sort: Sort) => void;
}

const WORD = { order: 'order', name: 'by_name', people: 'by_people', newest: 'by_newest' } as const;

/** Search, what to show, in which order. All of it stands in the address. */
export function RoomFilters({ view, order, onSearch, onFilters, onSort }: Props) {
  const { t } = useTranslation('rooms');
  return (
    <Filters>
      <RoomSearch value={view.q} onChange={onSearch} />
      <Chips
        label={t('filters.label')}
        value={view.filters}
        options={FILTERS.map((filter) => ({ value: filter, label: t(`filters.${filter}`) }))}
        onChange={(pressed) => onFilters(toggleFilter(view.filters, pressed))}
      />
      <NativeSelect
        aria-label={t('filters.sort')}
        value={view.sort}
        onChange={(event) => onSort(SORTS.find((sort) => sort === event.currentTarget.value) ?? 'order')}
        data={SORTS.map((sort) => ({ value: sort, label: t(`filters.${WORD[sort]}`) }))}
      />
      <span role="status" className={styles.saved}>
        {order === 'saved' && (
          <>
            <IconCircleCheck size={18} stroke={1.75} aria-hidden="true" />
            {t('list.order_saved')}
          </>
        )}
      </span>
    </Filters>
  );
}
