import { TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { changeGroup, groupQuery, makeGroup } from '../../../api/admin/groups';
import type { Tagged } from '../../../api/admin/http';
import type { Group } from '../../../api/admin/types';
import { toasts } from '../../../ui/toast/toasts';
import { Dialog, FailedState, LoadingRows, submitOf, useEvent, useOnce, useRefusal, useSave } from '../shell';

function useGroupForm(name: string) {
  const { t } = useTranslation('admin');
  return useForm({
    initialValues: { name },
    validate: { name: (value) => (value.trim() ? null : t('field.required')) },
  });
}

function useGroupsChanged() {
  const queries = useQueryClient();
  return () => void queries.invalidateQueries({ queryKey: ['admin', 'groups'] });
}

export function NewGroup({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('admin');
  const event = useEvent();
  const once = useOnce();
  const changed = useGroupsChanged();
  const form = useGroupForm('');
  const making = useMutation({
    mutationFn: () => makeGroup(event.id, { name: form.values.name.trim() }, once),
    onSuccess: ({ name }) => {
      changed();
      toasts.show({ text: t('groups.made', { name }) });
      onClose();
    },
  });
  return (
    <Dialog
      title={t('groups.new')}
      lead={t('groups.lead')}
      size={460}
      action={t('groups.make')}
      busy={making.isPending}
      dirty={form.isDirty()}
      failed={useRefusal(making.error, form)}
      onSubmit={submitOf(form, () => making.mutate())}
      onClose={onClose}
    >
      <TextInput label={t('groups.name')} dir="auto" autoComplete="off" {...form.getInputProps('name')} />
    </Dialog>
  );
}

export function EditGroup({ id, onClose }: { id: string; onClose: () => void }) {
  const { t } = useTranslation('admin');
  const { data, error, refetch } = useQuery(groupQuery(id));
  if (data) return <Edit group={data} onClose={onClose} />;
  return (
    <Dialog title={t('groups.rename')} size={460} onClose={onClose}>
      {error ? <FailedState error={error} retry={() => void refetch()} /> : <LoadingRows rows={1} />}
    </Dialog>
  );
}

function Edit({ group: { value: group, etag }, onClose }: { group: Tagged<Group>; onClose: () => void }) {
  const { t } = useTranslation('admin');
  const changed = useGroupsChanged();
  const form = useGroupForm(group.name);
  const { save, busy, failed, dialog } = useSave<Group>({
    was: group,
    fields: [{ name: 'name', label: t('groups.name'), show: ({ name }) => name }],
    write: (body, mark) => changeGroup(group.id, body, mark),
    onSaved: ({ value }) => {
      changed();
      toasts.show({ text: t('groups.saved', { name: value.name }) });
      onClose();
    },
  });
  const submit = submitOf(form, ({ name }) =>
    name.trim() === group.name ? onClose() : save({ name: name.trim() }, etag),
  );
  return (
    <Dialog
      title={t('groups.rename')}
      size={460}
      action={t('dialog.save')}
      busy={busy}
      dirty={form.isDirty()}
      failed={useRefusal(failed, form)}
      onSubmit={submit}
      onClose={onClose}
    >
      <TextInput label={t('groups.name')} dir="auto" autoComplete="off" {...form.getInputProps('name')} />
      {dialog}
    </Dialog>
  );
}
