import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { addAttendee, attendeeQuery, changeAttendee } from '../../../api/admin/attendees';
import type { Tagged } from '../../../api/admin/http';
import type { Attendee, Group } from '../../../api/admin/types';
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
} from '../shell';
import { PersonFields, usePersonForm } from './PersonFields';
import { useHandOut } from './useHandOut';
import { bodyOf, NOBODY, valuesOf } from './values';

/** Everything that lists people or counts them. */
function useListsChanged() {
  const queries = useQueryClient();
  return () => {
    void queries.invalidateQueries({ queryKey: ['admin', 'attendees'] });
    void queries.invalidateQueries({ queryKey: ['admin', 'groups'] });
  };
}

export function AddAttendee({ groups, onClose }: { groups: Group[]; onClose: () => void }) {
  const { t } = useTranslation('admin');
  const event = useEvent();
  const once = useOnce();
  const changed = useListsChanged();
  const { copyLink } = useHandOut();
  const form = usePersonForm(NOBODY);
  const adding = useMutation({
    mutationFn: () => addAttendee(event.id, bodyOf(form.values), once),
    onSuccess: (added) => {
      changed();
      toasts.show({
        text: t('people.added', { name: added.name }),
        action: { label: t('people.copy'), run: () => void copyLink(added) },
      });
      onClose();
    },
  });
  return (
    <Dialog
      title={t('people.add')}
      lead={t('people.add_lead')}
      action={t('people.add')}
      busy={adding.isPending}
      dirty={form.isDirty()}
      failed={useRefusal(adding.error, form)}
      onSubmit={submitOf(form, () => adding.mutate())}
      onClose={onClose}
    >
      <PersonFields form={form} groups={groups} />
    </Dialog>
  );
}

interface EditProps {
  groups: Group[];
  onClose: () => void;
}

export function EditAttendee({ id, ...more }: EditProps & { id: string }) {
  const { t } = useTranslation('admin');
  const { data, error, refetch } = useQuery(attendeeQuery(id));
  if (data) return <Edit who={data} {...more} />;
  return (
    <Dialog title={t('people.edit')} onClose={more.onClose}>
      {error ? <FailedState error={error} retry={() => void refetch()} /> : <LoadingRows rows={3} />}
    </Dialog>
  );
}

function Edit({ who: { value: who, etag }, groups, onClose }: EditProps & { who: Tagged<Attendee> }) {
  const { t } = useTranslation('admin');
  const changed = useListsChanged();
  const form = usePersonForm(valuesOf(who));
  const { save, busy, failed, dialog } = useSave<Attendee>({
    was: who,
    fields: usePersonRows(groups),
    write: (body, mark) => changeAttendee(who.id, body, mark),
    onSaved: ({ value }) => {
      changed();
      toasts.show({ text: t('people.saved', { name: value.name }) });
      onClose();
    },
  });
  const submit = submitOf(form, (values) => {
    const body = changedFields(bodyOf(valuesOf(who)), bodyOf(values));
    if (Object.keys(body).length > 0) save(body, etag);
    else onClose();
  });
  return (
    <Dialog
      title={who.name}
      lead={t('people.edit_lead')}
      action={t('dialog.save')}
      busy={busy}
      dirty={form.isDirty()}
      failed={useRefusal(failed, form)}
      onSubmit={submit}
      onClose={onClose}
    >
      <PersonFields form={form} groups={groups} />
      {dialog}
    </Dialog>
  );
}

/** How each field of a person is told to people. */
function usePersonRows(groups: Group[]): ConflictField<Attendee>[] {
  const { t } = useTranslation('admin');
  const nameOf = (id: string) => groups.find((group) => group.id === id)?.name ?? id;
  return [
    ...(['first_name', 'last_name', 'email', 'title', 'company'] as const).map((name) => ({
      name,
      label: t(`people.${name}`),
      show: (who: Attendee) => who[name] ?? '',
    })),
    { name: 'groups', label: t('people.groups'), show: (who) => who.groups.map(nameOf).join(', ') },
  ];
}
