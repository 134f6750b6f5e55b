import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { changeEvent, eventQuery, eventsQuery } from '../../../api/admin/events';
import type { Tagged } from '../../../api/admin/http';
import type { Event, EventPatch } from '../../../api/admin/types';
import { toasts } from '../../../ui/toast/toasts';
import { bodyOf, EventFields, useEventForm, valuesOf } from '../events';
import { ClearRehearsal } from '../keeping/ClearRehearsal';
import {
  AdminPage,
  type ConflictField,
  changedFields,
  submitOf,
  useCan,
  useRefusal,
  useSave,
  useTaggedEvent,
  useUnsaved,
  whenIn,
} from '../shell';
import styles from './Settings.module.css';

/** /admin/events/$event/settings */
export default function SettingsPage() {
  const { t } = useTranslation('admin');
  const event = useTaggedEvent();
  const may = useCan('write');
  return (
    <AdminPage title={t('nav.settings')} sub={<bdi>{event.value.name}</bdi>}>
      <div className={styles.parts}>
        <Settings />
        {may && <ClearRehearsal whole={{ event: event.value.id }} name={event.value.name} />}
      </div>
    </AdminPage>
  );
}

function Settings() {
  const { t } = useTranslation('admin');
  const queries = useQueryClient();
  const may = useCan('write');
  const { form, event, etag, adopt } = useBase();
  const fields = useEventFields();
  const { save, busy, failed, dialog } = useSave<Event>({
    was: event,
    fields,
    write: (body, mark) => changeEvent(event.id, body as EventPatch, mark),
    onSaved: (saved) => {
      adopt(saved);
      queries.setQueryData(eventQuery(event.id).queryKey, saved);
      void queries.invalidateQueries({ queryKey: eventsQuery.queryKey });
      toasts.show({ text: t('settings.saved') });
    },
  });
  const refused = useRefusal(failed, form);
  const guard = useUnsaved(form.isDirty() && !busy);
  const submit = submitOf(form, (values) => {
    const body = changedFields(bodyOf(valuesOf(event)), bodyOf(values));
    if (Object.keys(body).length > 0) save(body as Partial<Event>, etag);
    else form.reset();
  });
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <fieldset disabled={!may} className={styles.fields}>
        <EventFields form={form} />
      </fieldset>
      {refused && (
        <p role="alert" className={styles.failed}>
          {refused}
        </p>
      )}
      {may && (
        <div className={styles.foot}>
          <Button type="submit" loading={busy}>
            {t('dialog.save')}
          </Button>
          {form.isDirty() && (
            <Button variant="default" onClick={() => form.reset()}>
              {t('settings.undo')}
            </Button>
          )}
        </div>
      )}
      {dialog}
      {guard}
    </form>
  );
}

/** The form and what it was made from. What comes from the server meanwhile is taken over unless something is typed. */
function useBase() {
  const latest = useTaggedEvent();
  const [base, setBase] = useState(latest);
  const form = useEventForm(valuesOf(base.value));
  const adopt = (tagged: Tagged<Event>) => {
    const values = valuesOf(tagged.value);
    setBase(tagged);
    form.setInitialValues(values);
    form.setValues(values);
    form.resetDirty(values);
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: news of the event are the reason, typing is none
  useEffect(() => {
    if (latest.etag !== base.etag && !form.isDirty()) adopt(latest);
  }, [latest.etag]);
  return { form, adopt, event: base.value, etag: base.etag };
}

/** How each field of an event is told to people. */
function useEventFields(): ConflictField<Event>[] {
  const { t, i18n } = useTranslation('admin');
  const when = (at: string, { time_zone }: Event) => whenIn(i18n.language, at, time_zone);
  return [
    { name: 'name', label: t('event.name'), show: ({ name }) => name },
    { name: 'time_zone', label: t('event.time_zone'), show: ({ time_zone }) => time_zone },
    { name: 'starts_at', label: t('event.starts_at'), show: (event) => when(event.starts_at, event) },
    { name: 'ends_at', label: t('event.ends_at'), show: (event) => when(event.ends_at, event) },
    {
      name: 'region',
      label: t('event.region'),
      show: ({ region }) => t(`region.${(region as 'weur' | null) ?? 'none'}`),
    },
    {
      name: 'retention_days',
      label: t('event.retention_days'),
      show: ({ retention_days }) => (retention_days ? `${retention_days}${t('event.days')}` : ''),
    },
  ];
}
