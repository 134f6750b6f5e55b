import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { eventsQuery, makeEvent } from '../../../api/admin/events';
import { ownZone } from '../../removal/lengths';
import { Dialog, submitOf, useOnce, useRefusal } from '../shell';
import { EventFields, useEventForm } from './EventFields';
import { bodyOf, freshValues } from './values';

export function NewEvent({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('admin');
  const queries = useQueryClient();
  const navigate = useNavigate();
  const once = useOnce();
  const [fresh] = useState(() => freshValues(new Date(), ownZone()));
  const form = useEventForm(fresh);
  const making = useMutation({
    mutationFn: () => makeEvent(bodyOf(form.values), once),
    onSuccess: ({ id }) => {
      void queries.invalidateQueries({ queryKey: eventsQuery.queryKey });
      form.resetDirty();
      onClose();
      void navigate({ to: '/admin/events/$event/rooms', params: { event: id } });
    },
  });
  const failed = useRefusal(making.error, form);
  return (
    <Dialog
      title={t('events.new')}
      action={t('events.make')}
      busy={making.isPending}
      dirty={form.isDirty()}
      failed={failed}
      onSubmit={submitOf(form, () => making.mutate())}
      onClose={onClose}
    >
      <EventFields form={form} />
    </Dialog>
  );
}
