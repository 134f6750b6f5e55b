import {
  IconBroadcast,
  IconBuildingStore,
  IconFileText,
  IconPencil,
  IconPresentation,
  IconTrash,
} from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { deleteItem } from '../../../api/admin/items';
import type { Item } from '../../../api/admin/types';
import { Tag } from '../../../ui/Tag';
import { toasts } from '../../../ui/toast/toasts';
import { type Column, Confirm, MainCell, RowMenu, spanIn, Table, Tags, useCan, useEvent, whenIn } from '../shell';

export const SIGNS = { session: IconPresentation, sponsor: IconBuildingStore, page: IconFileText };

export function ItemTable({ rows, onEdit }: { rows: Item[]; onEdit: (item: Item) => void }) {
  const { t } = useTranslation('admin');
  const may = useCan('write');
  const [doomed, setDoomed] = useState<Item | null>(null);
  const columns: Column<Item>[] = [
    {
      key: 'name',
      head: t('items.name'),
      as: 'main',
      cell: (item) => {
        const Sign = SIGNS[item.kind];
        return (
          <MainCell
            before={<Sign size={22} stroke={1.75} aria-hidden="true" />}
            name={item.name}
            sub={t(`items.${item.kind}`)}
            {...(may && { onOpen: () => onEdit(item) })}
          />
        );
      },
    },
    { key: 'when', head: t('items.when'), cell: (item) => <When item={item} /> },
    {
      key: 'rooms',
      head: t('items.rooms'),
      cell: (item) => (
        <Tags>
          {t('items.rooms_count', { count: item.rooms ?? 0 })}
          {item.stream && (
            <Tag icon={IconBroadcast} tone="ok">
              {t(`items.stream_${item.stream.kind}`)}
            </Tag>
          )}
        </Tags>
      ),
    },
    {
      key: 'more',
      head: t('list.actions'),
      as: 'action',
      cell: (item) =>
        may && (
          <RowMenu
            label={t('list.more_about', { name: item.name })}
            actions={[
              { label: t('items.edit'), Sign: IconPencil, run: () => onEdit(item) },
              { label: t('items.delete'), Sign: IconTrash, danger: true, run: () => setDoomed(item) },
            ]}
          />
        ),
    },
  ];
  return (
    <>
      <Table label={t('nav.items')} columns={columns} rows={rows} id={({ id }) => id} />
      {doomed && <DeleteItem item={doomed} onClose={() => setDoomed(null)} />}
    </>
  );
}

/** By the clock of the event. */
function When({ item }: { item: Item }) {
  const { i18n } = useTranslation();
  const { time_zone } = useEvent();
  const { starts_at, ends_at } = item;
  if (starts_at && ends_at) return spanIn(i18n.language, starts_at, ends_at, time_zone);
  const one = starts_at ?? ends_at;
  return one ? whenIn(i18n.language, one, time_zone) : null;
}

function DeleteItem({ item, onClose }: { item: Item; onClose: () => void }) {
  const { t } = useTranslation('admin');
  const queries = useQueryClient();
  const remove = async () => {
    await deleteItem(item.id);
    void queries.invalidateQueries({ queryKey: ['admin'] });
    toasts.show({ text: t('items.deleted', { name: item.name }) });
  };
  return (
    <Confirm
      title={t('items.delete_title', { name: item.name })}
      text={item.rooms ? t('items.delete_rooms', { count: item.rooms }) : t('items.delete_text')}
      action={t('items.delete_do')}
      onConfirm={remove}
      onClose={onClose}
    />
  );
}
