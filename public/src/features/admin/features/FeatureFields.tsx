import { TextInput } from '@mantine/core';
import { type UseFormReturnType, useForm } from '@mantine/form';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Feature, FeatureFields as Fields } from '../../../api/admin/features';
import { groupsQuery } from '../../../api/admin/groups';
import { PictureField } from '../images/PictureField';
import { GroupPicker } from '../room/GroupPicker';
import { useEvent } from '../shell';

export interface FeatureValues {
  name: string;
  icon: string;
  image: string;
  groups: string[];
}

export const NEW_FEATURE: FeatureValues = { name: '', icon: '', image: '', groups: [] };

export const valuesOf = (feature: Feature): FeatureValues => ({
  name: feature.name,
  icon: feature.icon ?? '',
  image: feature.image ?? '',
  groups: [...feature.groups].sort(),
});

export const bodyOf = (values: FeatureValues): Fields => ({
  name: values.name.trim(),
  icon: values.icon || null,
  image: values.image || null,
  groups: [...values.groups].sort(),
});

export function useFeatureForm(initialValues: FeatureValues) {
  const { t } = useTranslation('rooms');
  return useForm({
    initialValues,
    validate: {
      name: (name) =>
        !name.trim() ? t('room.feature_trouble') : [...name.trim()].length > 100 ? t('room.trouble.name_long') : null,
    },
  });
}

export function FeatureFields({ form }: { form: UseFormReturnType<FeatureValues> }) {
  const { t } = useTranslation('rooms');
  const event = useEvent();
  const groups = useQuery(groupsQuery(event.id)).data ?? [];
  const { values } = form;
  return (
    <>
      <TextInput
        label={t('features.name')}
        dir="auto"
        autoComplete="off"
        data-autofocus
        {...form.getInputProps('name')}
      />
      <PictureField
        icon={values.icon}
        image={values.image}
        aspect={1}
        onChange={(picture) => form.setValues(picture)}
      />
      <GroupPicker
        label={t('features.groups')}
        hint={t('features.groups_hint')}
        groups={groups}
        ids={values.groups}
        onChange={(ids) => form.setFieldValue('groups', ids)}
      />
    </>
  );
}
