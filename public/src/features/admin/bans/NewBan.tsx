import { NativeSelect, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { banPerson } from '../../../api/admin/bans';
import { featureNamesQuery } from '../../../api/admin/featureNames';
import type { Attendee } from '../../../api/admin/types';
import { serverNow } from '../../../api/clock';
import { toasts } from '../../../ui/toast/toasts';
import { LengthField } from '../../removal/LengthField';
import { banOf, type Length, lengthTrouble, REASON_MAX, reasonOf } from '../../removal/lengths';
import { Dialog, PersonPicker, useEvent, useOnce, useSaid } from '../shell';

/** Without one there is nothing to set here: a removal without a ban is for one room. */
const LENGTHS = ['hour', 'day', 'event', 'other'] as const;

/** Keeps somebody out of a feature or the whole event, wherever they are now. */
export function NewBan({ person: given, onClose }: { person?: Attendee; onClose: () => void }) {
  const { t } = useTranslation('admin');
  const { said } = useSaid();
  const event = useEvent();
  const queries = useQueryClient();
  const id = useOnce();
  const place = { time_zone: event.time_zone, event_ends_at: event.ends_at };
  const [person, setPerson] = useState<Attendee | null>(given ?? null);
  const [feature, setFeature] = useState('');
  const [length, setLength] = useState<Length>('day');
  const [wall, setWall] = useState('');
  const [reason, setReason] = useState('');
  const [checked, setChecked] = useState(false);
  const time = useRef<HTMLInputElement>(null);
  const features = useQuery(featureNamesQuery(event.id)).data ?? [];
  const trouble = lengthTrouble(length, new Date(serverNow()), place, wall);
  const setting = useMutation({
    mutationFn: ({ who, ban }: { who: Attendee; ban: NonNullable<ReturnType<typeof banOf>> }) =>
      banPerson(event.id, {
        id,
        person: who.id,
        scope: feature ? 'feature' : 'event',
        feature: feature || null,
        ban,
        reason: reasonOf(reason),
      }),
    onSuccess: (_, { who }) => {
      void queries.invalidateQueries({ queryKey: ['admin', 'bans'] });
      toasts.show({ text: t('bans.done', { name: who.name }) });
      onClose();
    },
  });
  const submit = () => {
    setChecked(true);
    const ban = banOf(length, place, wall);
    if (trouble) time.current?.focus();
    else if (person && ban) setting.mutate({ who: person, ban });
  };
  return (
    <Dialog
      title={given ? t('bans.set_on', { name: given.name }) : t('bans.set')}
      lead={t('bans.lead')}
      action={t('bans.do')}
      danger
      busy={setting.isPending}
      dirty={Boolean(reason || wall || (person && !given))}
      failed={setting.error ? said(setting.error) : null}
      onSubmit={submit}
      onClose={onClose}
    >
      {!given && (
        <PersonPicker
          label={t('bans.person')}
          value={person}
          onChange={setPerson}
          error={checked && !person ? t('field.required') : null}
        />
      )}
      <NativeSelect
        label={t('bans.where')}
        value={feature}
        onChange={(change) => setFeature(change.currentTarget.value)}
        data={[
          { value: '', label: t('bans.in_event') },
          ...features.map(({ id: value, name }) => ({ value, label: t('bans.only_in', { name }) })),
        ]}
      />
      <LengthField
        name={person?.first_name ?? t('bans.them')}
        place={place}
        lengths={LENGTHS}
        length={length}
        onLength={setLength}
        wall={wall}
        onWall={setWall}
        trouble={checked ? trouble : null}
        input={time}
      />
      <TextInput
        label={t('bans.reason')}
        description={t('bans.reason_hint')}
        value={reason}
        maxLength={REASON_MAX}
        onChange={(change) => setReason(change.currentTarget.value)}
        autoComplete="off"
        dir="auto"
      />
    </Dialog>
  );
}
