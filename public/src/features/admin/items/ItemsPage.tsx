import { Button, Menu } from '@mantine/core';
import { IconChevronDown, IconPlus } from '@tabler/icons-react';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { itemsQuery } from '../../../api/admin/items';
import type { Item, ItemKind } from '../../../api/admin/types';
import { AdminPage, Chips, EmptyState, Filters, PageList, SearchField, useCan, useEvent, useUrl, word } from '../shell';
import { EditItem, NewItem } from './EditItem';
import { ItemTable, SIGNS } from './ItemTable';
import { KINDS } from './values';

const kindOf = (value: unknown): ItemKind | undefined => KINDS.find((kind) => kind === value);

/** /admin/events/$event/items */
export default function ItemsPage() {
  const { t } = useTranslation('admin');
  const event = useEvent();
  const may = useCan('write');
  const [filter, setFilter] = useUrl((raw) => ({ q: word(raw.q), kind: kindOf(raw.kind) }));
  const [making, setMaking] = useState<ItemKind | null>(null);
  const [edited, setEdited] = useState<Item | null>(null);
  const query = useInfiniteQuery({
    ...itemsQuery(event.id, { ...(filter.q && { q: filter.q }), ...(filter.kind && { kind: filter.kind }) }),
    placeholderData: keepPreviousData,
  });
  const make = may && <Make onMake={setMaking} />;
  const nothing =
    filter.q || filter.kind ? (
      <EmptyState title={t('items.none')} text={t('items.none_text')}>
        <Button onClick={() => setFilter({ q: undefined, kind: undefined })}>{t('list.clear')}</Button>
      </EmptyState>
    ) : (
      <EmptyState title={t('items.empty')} text={t('items.empty_text')} />
    );
  return (
    <AdminPage title={t('nav.items')} sub={t('items.sub')} actions={make}>
      <Filters>
        <SearchField label={t('items.search')} value={filter.q ?? ''} onChange={(q) => setFilter({ q })} />
        <Chips
          label={t('items.kind')}
          value={filter.kind ?? ''}
          onChange={(kind) => setFilter({ kind: kindOf(kind) })}
          options={[
            { value: '', label: t('items.all') },
            ...KINDS.map((kind) => ({ value: kind, label: t(`items.${kind}s`) })),
          ]}
        />
      </Filters>
      <PageList query={query} empty={nothing}>
        {(rows) => <ItemTable rows={rows} onEdit={setEdited} />}
      </PageList>
      {making && <NewItem kind={making} onClose={() => setMaking(null)} />}
      {edited && <EditItem key={edited.id} id={edited.id} onClose={() => setEdited(null)} />}
    </AdminPage>
  );
}

function Make({ onMake }: { onMake: (kind: ItemKind) => void }) {
  const { t } = useTranslation('admin');
  return (
    <Menu position="bottom-end" width={200}>
      <Menu.Target>
        <Button
          leftSection={<IconPlus size={18} aria-hidden="true" />}
          rightSection={<IconChevronDown size={16} aria-hidden="true" />}
        >
          {t('items.add')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {KINDS.map((kind) => {
          const Sign = SIGNS[kind];
          return (
            <Menu.Item
              key={kind}
              leftSection={<Sign size={18} stroke={1.75} aria-hidden="true" />}
              onClick={() => onMake(kind)}
            >
              {t(`items.${kind}`)}
            </Menu.Item>
          );
        })}
      </Menu.Dropdown>
    </Menu>
  );
}
