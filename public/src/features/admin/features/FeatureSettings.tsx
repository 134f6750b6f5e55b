import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  adminFeaturesQuery,
  type FeatureFields as Body,
  changeFeature,
  deleteFeature,
  type Feature,
  featureQuery,
} from '../../../api/admin/features';
import { groupsQuery } from '../../../api/admin/groups';
import { Changed, type Tagged } from '../../../api/admin/http';
import { toasts } from '../../../ui/toast/toasts';
import { ClearRehearsal } from '../keeping/ClearRehearsal';
import { ReportRow } from '../reports/ReportRow';
import { DangerZone } from '../room/DangerZone';
import {
  Confirm,
  type ConflictField,
  changedFields,
  Dialog,
  FailedState,
  LoadingRows,
  useEvent,
  useRefusal,
  useSave,
} from '../shell';
import { bodyOf, FeatureFields, useFeatureForm, valuesOf } from './FeatureFields';

interface Props {
  feature: Feature;
  onClose: () => void;
}

/** Name, picture, for whom, and the end of a feature. */
export function FeatureSettings({ feature, onClose }: Props) {
  const { t } = useTranslation('rooms');
  const { data, error, refetch } = useQuery(featureQuery(feature.id));
  if (data) return <Settings tagged={data} onClose={onClose} />;
  return (
    <Dialog title={t('features.settings')} onClose={onClose}>
      {error ? <FailedState error={error} retry={() => void refetch()} /> : <LoadingRows rows={3} />}
    </Dialog>
  );
}

function Settings({ tagged: { value: feature, etag }, onClose }: { tagged: Tagged<Feature>; onClose: () => void }) {
  const { t } = useTranslation('rooms');
  const queries = useQueryClient();
  const [deleting, setDeleting] = useState(false);
  const form = useFeatureForm(valuesOf(feature));
  const refresh = () => void queries.invalidateQueries({ queryKey: adminFeaturesQuery(feature.event).queryKey });
  const { save, busy, failed, dialog } = useSave<Body>({
    was: bodyOf(valuesOf(feature)),
    fields: useFeatureRows(),
    write: async (body, mark) => {
      try {
        const saved = await changeFeature(feature.id, body, mark);
        return { value: bodyOf(valuesOf(saved.value)), etag: saved.etag };
      } catch (error) {
        throw error instanceof Changed ? new Changed(bodyOf(valuesOf(error.current as Feature)), error.etag) : error;
      }
    },
    onSaved: ({ value: { name } }) => {
      refresh();
      toasts.show({ text: t('features.saved', { name }) });
      onClose();
    },
  });
  const submit = form.onSubmit(
    (values) => {
      const body = changedFields(bodyOf(valuesOf(feature)), bodyOf(values));
      if (Object.keys(body).length > 0) save(body, etag);
      else onClose();
    },
    () => form.getInputNode('name')?.focus(),
  );
  const { name } = feature;
  return (
    <Dialog
      title={t('features.settings_of', { name })}
      action={t('features.save')}
      busy={busy}
      dirty={form.isDirty()}
      failed={useRefusal(failed, form)}
      onSubmit={submit}
      onClose={onClose}
    >
      <FeatureFields form={form} />
      <ReportRow whole={{ feature: feature.id }} />
      <ClearRehearsal whole={{ feature: feature.id }} name={name} />
      <DangerZone
        title={t('features.danger')}
        text={t('features.danger_text')}
        action={t('list.delete')}
        onDelete={() => setDeleting(true)}
      />
      {deleting && (
        <Confirm
          title={t('features.delete_title', { name })}
          text={t('features.delete_text', { count: feature.rooms })}
          action={t('features.delete')}
          type={feature.rooms > 0 ? name : null}
          onConfirm={async () => {
            await deleteFeature(feature.id);
            refresh();
            toasts.show({ text: t('features.deleted', { name }) });
            onClose();
          }}
          onClose={() => setDeleting(false)}
        />
      )}
      {dialog}
    </Dialog>
  );
}

/** How each field is told to people, when two have changed it. */
function useFeatureRows(): ConflictField<Body>[] {
  const { t } = useTranslation('rooms');
  const event = useEvent();
  const groups = useQuery(groupsQuery(event.id)).data ?? [];
  const nameOf = (id: string) => groups.find((group) => group.id === id)?.name ?? id;
  return [
    { name: 'name', label: t('features.name'), show: (of) => of.name },
    { name: 'icon', label: t('room.icon'), show: (of) => of.icon ?? '' },
    { name: 'image', label: t('room.image'), show: (of) => of.image ?? '' },
    { name: 'groups', label: t('features.groups'), show: (of) => of.groups.map(nameOf).join(', ') },
  ];
}
