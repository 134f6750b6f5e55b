import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { adminFeaturesQuery, makeFeature } from '../../../api/admin/features';
import { toasts } from '../../../ui/toast/toasts';
import { Dialog, useEvent, useRefusal } from '../shell';
import { bodyOf, FeatureFields, NEW_FEATURE, useFeatureForm } from './FeatureFields';

interface Props {
  onAdded: (feature: string) => void;
  onClose: () => void;
}

/** Adds Video Rooms to the event, once or many times over. */
export function AddFeature({ onAdded, onClose }: Props) {
  const { t } = useTranslation('rooms');
  const event = useEvent();
  const queries = useQueryClient();
  const form = useFeatureForm(NEW_FEATURE);
  // Of each feature its own: a try again makes nothing twice, the next one is another.
  const once = useRef(crypto.randomUUID());
  const adding = useMutation({
    mutationFn: async (_again: boolean) => makeFeature(event.id, bodyOf(form.values), once.current),
    onSuccess: async ({ id, name }, again) => {
      once.current = crypto.randomUUID();
      toasts.show({ text: t('features.added', { name }) });
      await queries.invalidateQueries({ queryKey: adminFeaturesQuery(event.id).queryKey });
      onAdded(id);
      if (!again) return onClose();
      form.reset();
      form.getInputNode('name')?.focus();
    },
  });
  const submit = (again: boolean) =>
    form.onSubmit(
      () => adding.mutate(again),
      () => form.getInputNode('name')?.focus(),
    );
  return (
    <Dialog
      title={t('features.add')}
      lead={t('features.add_lead')}
      action={t('features.done')}
      busy={adding.isPending}
      dirty={form.isDirty()}
      failed={useRefusal(adding.error, form)}
      extra={
        <Button variant="subtle" onClick={() => submit(true)()}>
          {t('features.again')}
        </Button>
      }
      onSubmit={submit(false)}
      onClose={onClose}
    >
      <FeatureFields form={form} />
    </Dialog>
  );
}
