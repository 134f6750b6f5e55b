import { NativeSelect, Textarea, TextInput } from '@mantine/core';
import { type UseFormReturnType, useForm } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import { Pair, useEvent } from '../shell';
import { type ItemValues, itemTroubles } from './values';

/** The form of an item, checked before it is sent. */
export function useItemForm(initialValues: ItemValues) {
  const { t } = useTranslation('admin');
  return useForm({
    initialValues,
    validate: (values) =>
      Object.fromEntries(
        Object.entries(itemTroubles(values)).map(([name, trouble]) => [name, trouble && t(`field.${trouble}`)]),
      ),
  });
}

export function ItemFields({ form }: { form: UseFormReturnType<ItemValues> }) {
  const { t } = useTranslation('admin');
  return (
    <>
      <TextInput label={t('items.name')} dir="auto" autoComplete="off" {...form.getInputProps('name')} />
      <Textarea
        label={t('items.description')}
        description={t('items.optional')}
        autosize
        minRows={3}
        maxRows={8}
        dir="auto"
        {...form.getInputProps('description')}
      />
      {form.values.kind === 'session' && <OfSession form={form} />}
    </>
  );
}

function OfSession({ form }: { form: UseFormReturnType<ItemValues> }) {
  const { t } = useTranslation('admin');
  const { time_zone } = useEvent();
  const here = t('event.by_clock', { zone: time_zone });
  const { stream } = form.values;
  return (
    <>
      <Pair>
        <TextInput
          type="datetime-local"
          label={t('items.starts_at')}
          description={here}
          {...form.getInputProps('starts_at')}
        />
        <TextInput
          type="datetime-local"
          label={t('items.ends_at')}
          description={here}
          {...form.getInputProps('ends_at')}
        />
      </Pair>
      <NativeSelect
        label={t('items.stream')}
        description={t('items.stream_hint')}
        data={[
          { value: '', label: t('items.stream_none') },
          { value: 'hls', label: t('items.stream_hls') },
          { value: 'embed', label: t('items.stream_embed') },
        ]}
        {...form.getInputProps('stream')}
      />
      {stream && (
        <TextInput
          type="url"
          label={t(`items.url_${stream}`)}
          placeholder="https://"
          dir="ltr"
          autoComplete="off"
          {...form.getInputProps('url')}
        />
      )}
    </>
  );
}
