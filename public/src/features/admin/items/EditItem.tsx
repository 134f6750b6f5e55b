import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Tagged } from '../../../api/admin/http';
import { changeItem, itemQuery, makeItem } from '../../../api/admin/items';
import type { Item, ItemKind } from '../../../api/admin/types';
import { toasts } from '../../../ui/toast/toasts';
import {
  type ConflictField,
  changedFields,
  Dialog,
  FailedState,
  LoadingRows,
  submitOf,
  useEvent,
  useOnce,
  useRefusal,
  useSave,
  whenIn,
} from '../shell';
import { ItemFields, useItemForm } from './ItemFields';
import { bodyOf, freshItem, valuesOf } from './values';

function useItemsChanged() {
  const queries = useQueryClient();
  return () => void queries.invalidateQueries({ queryKey: ['admin', 'items'] });
}

export function NewItem({ kind, onClose }: { kind: ItemKind; onClose: () => void }) {
  const { t } = useTranslation('admin');
  const event = useEvent();
  const once = useOnce();
  const changed = useItemsChanged();
  const form = useItemForm(freshItem(kind));
  const making = useMutation({
    mutationFn: () => makeItem(event.id, { kind, ...bodyOf(form.values, event.time_zone) }, once),
    onSuccess: ({ name }) => {
      changed();
      toasts.show({ text: t('items.made', { name }) });
      onClose();
    },
  });
  return (
    <Dialog
      title={t(`items.new_${kind}`)}
      lead={t('items.lead')}
      action={t('items.make')}
      busy={making.isPending}
      dirty={form.isDirty()}
      failed={useRefusal(making.error, form)}
      onSubmit={submitOf(form, () => making.mutate())}
      onClose={onClose}
    >
      <ItemFields form={form} />
    </Dialog>
  );
}

export function EditItem({ id, onClose }: { id: string; onClose: () => void }) {
  const { t } = useTranslation('admin');
  const event = useEvent();
  const { data, error, refetch } = useQuery(itemQuery(event.id, id));
  if (data) return <Edit item={data} onClose={onClose} />;
  return (
    <Dialog title={t('items.edit')} onClose={onClose}>
      {error ? <FailedState error={error} retry={() => void refetch()} /> : <LoadingRows rows={3} />}
    </Dialog>
  );
}

function Edit({ item: { value: item, etag }, onClose }: { item: Tagged<Item>; onClose: () => void }) {
  const { t } = useTranslation('admin');
  const { time_zone } = useEvent();
  const changed = useItemsChanged();
  const form = useItemForm(valuesOf(item, time_zone));
  const { save, busy, failed, dialog } = useSave<Item>({
    was: item,
    fields: useItemRows(),
    write: (body, mark) => changeItem(item.id, body, mark),
    onSaved: ({ value }) => {
      changed();
      toasts.show({ text: t('items.saved', { name: value.name }) });
      onClose();
    },
  });
  const submit = submitOf(form, (values) => {
    const body = changedFields(bodyOf(valuesOf(item, time_zone), time_zone), bodyOf(values, time_zone));
    if (Object.keys(body).length > 0) save(body, etag);
    else onClose();
  });
  return (
    <Dialog
      title={item.name}
      lead={t(`items.${item.kind}`)}
      action={t('dialog.save')}
      busy={busy}
      dirty={form.isDirty()}
      failed={useRefusal(failed, form)}
      onSubmit={submit}
      onClose={onClose}
    >
      <ItemFields form={form} />
      {dialog}
    </Dialog>
  );
}

/** How each field of an item is told to people. */
function useItemRows(): ConflictField<Item>[] {
  const { t, i18n } = useTranslation('admin');
  const { time_zone } = useEvent();
  const when = (at?: string | null) => (at ? whenIn(i18n.language, at, time_zone) : '');
  return [
    { name: 'name', label: t('items.name'), show: ({ name }) => name },
    { name: 'description', label: t('items.description'), show: ({ description }) => description ?? '' },
    { name: 'starts_at', label: t('items.starts_at'), show: ({ starts_at }) => when(starts_at) },
    { name: 'ends_at', label: t('items.ends_at'), show: ({ ends_at }) => when(ends_at) },
    {
      name: 'stream',
      label: t('items.stream'),
      show: ({ stream }) => (stream ? `${t(`items.stream_${stream.kind}`)}: ${stream.url}` : t('items.stream_none')),
    },
  ];
}
