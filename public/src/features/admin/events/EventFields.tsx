import { NativeSelect, NumberInput, Select, TextInput } from '@mantine/core';
import { type UseFormReturnType, useForm } from '@mantine/form';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Pair, zones } from '../shell';
import { type EventValues, eventTroubles, REGIONS } from './values';

/** The form of an event, checked before it is sent. */
export function useEventForm(initialValues: EventValues) {
  const { t } = useTranslation('admin');
  return useForm({
    initialValues,
    validate: (values) =>
      Object.fromEntries(
        Object.entries(eventTroubles(values)).map(([name, trouble]) => [name, trouble && t(`field.${trouble}`)]),
      ),
  });
}

export function EventFields({ form }: { form: UseFormReturnType<EventValues> }) {
  const { t } = useTranslation('admin');
  const { time_zone } = form.values;
  const all = useMemo(() => zones(time_zone), [time_zone]);
  const here = t('event.by_clock', { zone: time_zone });
  return (
    <>
      <TextInput label={t('event.name')} dir="auto" autoComplete="off" {...form.getInputProps('name')} />
      <Select
        label={t('event.time_zone')}
        description={t('event.time_zone_hint')}
        data={all}
        searchable
        limit={60}
        allowDeselect={false}
        nothingFoundMessage={t('event.no_zone')}
        comboboxProps={{ withinPortal: false, floatingStrategy: 'fixed' }}
        {...form.getInputProps('time_zone')}
      />
      <Pair>
        <TextInput
          type="datetime-local"
          label={t('event.starts_at')}
          description={here}
          {...form.getInputProps('starts_at')}
        />
        <TextInput
          type="datetime-local"
          label={t('event.ends_at')}
          description={here}
          {...form.getInputProps('ends_at')}
        />
      </Pair>
      <NativeSelect
        label={t('event.region')}
        description={t('event.region_hint')}
        data={[
          { value: '', label: t('region.none') },
          ...REGIONS.map((region) => ({ value: region, label: t(`region.${region}`) })),
        ]}
        {...form.getInputProps('region')}
      />
      <NumberInput
        label={t('event.retention_days')}
        description={t('event.retention_hint')}
        min={1}
        max={3650}
        allowDecimal={false}
        allowNegative={false}
        suffix={t('event.days')}
        {...form.getInputProps('retention_days')}
      />
    </>
  );
}
