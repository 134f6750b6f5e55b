import { Checkbox, TextInput } from '@mantine/core';
import { type UseFormReturnType, useForm } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import type { Group } from '../../../api/admin/types';
import { Fields, Pair } from '../shell';
import styles from './Attendees.module.css';
import { type PersonValues, personTroubles } from './values';

/** The form of a person, checked before it is sent. */
export function usePersonForm(initialValues: PersonValues) {
  const { t } = useTranslation('admin');
  return useForm({
    initialValues,
    validate: (values) =>
      Object.fromEntries(
        Object.entries(personTroubles(values)).map(([name, trouble]) => [name, trouble && t(`field.${trouble}`)]),
      ),
  });
}

export function PersonFields({ form, groups }: { form: UseFormReturnType<PersonValues>; groups: Group[] }) {
  const { t } = useTranslation('admin');
  const text = (name: Exclude<keyof PersonValues, 'groups'>) => (
    <TextInput label={t(`people.${name}`)} dir="auto" autoComplete="off" {...form.getInputProps(name)} />
  );
  const put = (id: string, member: boolean) =>
    form.setFieldValue('groups', (was) => (member ? [...was, id].sort() : was.filter((one) => one !== id)));
  return (
    <>
      <Pair>
        {text('first_name')}
        {text('last_name')}
      </Pair>
      <TextInput
        type="email"
        label={t('people.email')}
        description={t('people.email_hint')}
        autoComplete="off"
        dir="ltr"
        {...form.getInputProps('email')}
      />
      <Pair>
        {text('title')}
        {text('company')}
      </Pair>
      <Fields legend={t('people.groups')}>
        {groups.length === 0 ? (
          <p className={styles.none}>{t('people.no_groups')}</p>
        ) : (
          <div className={styles.groups}>
            {groups.map(({ id, name }) => (
              <Checkbox
                key={id}
                label={<bdi>{name}</bdi>}
                checked={form.values.groups.includes(id)}
                onChange={(event) => put(id, event.currentTarget.checked)}
              />
            ))}
          </div>
        )}
      </Fields>
    </>
  );
}
