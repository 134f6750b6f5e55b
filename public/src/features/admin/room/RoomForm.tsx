import { NumberInput, Switch, Textarea, TextInput } from '@mantine/core';
import { type UseFormReturnType, useForm } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import type { Link } from '../../../api/admin/rooms';
import type { Group } from '../../../api/admin/types';
import { PictureField } from '../images/PictureField';
import { Pair } from '../shell';
import { GroupPicker } from './GroupPicker';
import { LinkPicker } from './LinkPicker';
import { PeoplePicker, type Someone } from './PeoplePicker';
import { Preview } from './Preview';
import styles from './Room.module.css';
import { adviceFor, DESCRIPTION, lengthOf, MODERATORS, type RoomValues, SEATS, troubles } from './values';

/** The form of a room, checked before it is sent. */
export function useRoomForm(initialValues: RoomValues) {
  const { t } = useTranslation('rooms');
  return useForm({
    initialValues,
    validate: (values) =>
      Object.fromEntries(
        Object.entries(troubles(values)).map(([name, trouble]) => [name, trouble && t(`room.trouble.${trouble}`)]),
      ),
  });
}

interface Props {
  form: UseFormReturnType<RoomValues>;
  /** What the drawn cover grows from. */
  id: string;
  groups: Group[];
  links: Link[];
  people: Someone[];
  onPeople: (people: Someone[]) => void;
  attendees: number;
  children?: React.ReactNode;
}

/** Wide enough for a card; the fields beside how people see it. */
export function RoomForm({ form, id, groups, links, people, onPeople, attendees, children }: Props) {
  const { t } = useTranslation('rooms');
  const { values } = form;
  const advice = adviceFor(values);
  return (
    <div className={styles.columns}>
      <div className={styles.fields}>
        <TextInput
          label={t('room.name')}
          dir="auto"
          autoComplete="off"
          data-autofocus
          {...form.getInputProps('name')}
        />
        <div>
          <Textarea
            label={t('room.description')}
            dir="auto"
            autosize
            minRows={3}
            maxRows={8}
            {...form.getInputProps('description')}
          />
          <p className={styles.used}>
            {t('room.used', { used: lengthOf(values.description.trim()), limit: DESCRIPTION })}
          </p>
        </div>
        <PictureField
          icon={values.icon}
          image={values.image}
          aspect={16 / 9}
          advice={advice.includes('picture') ? t('room.advice.picture') : undefined}
          onChange={(picture) => form.setValues(picture)}
        />
        <div>
          <PeoplePicker
            label={t('room.moderators')}
            people={people}
            limit={MODERATORS}
            error={form.errors.moderators}
            onChange={(next) => {
              onPeople(next);
              form.setFieldValue(
                'moderators',
                next.map((one) => one.id),
              );
            }}
          />
          {advice.includes('moderator') && <p className={styles.advice}>{t('room.advice.moderator')}</p>}
        </div>
        <LinkPicker ids={values.items} known={links} onChange={(ids) => form.setFieldValue('items', ids)} />
        <GroupPicker
          label={t('room.groups')}
          groups={groups}
          ids={values.groups}
          onChange={(ids) => form.setFieldValue('groups', ids)}
        />
        <Pair>
          <Seats form={form} name="attendee_limit" label={t('room.seats')} hint={t('room.seats_hint')} most={SEATS} />
          <Seats
            form={form}
            name="moderator_limit"
            label={t('room.moderator_seats')}
            hint={t('room.moderator_seats_hint')}
            most={MODERATORS}
          />
        </Pair>
        {children}
      </div>
      <div className={styles.aside}>
        <Switch
          label={t('room.enable')}
          labelPosition="left"
          className={styles.enable ?? ''}
          withThumbIndicator={false}
          {...form.getInputProps('enabled', { type: 'checkbox' })}
        />
        {!values.enabled && (
          <TextInput
            label={t('room.reason')}
            description={t('room.reason_hint')}
            dir="auto"
            autoComplete="off"
            {...form.getInputProps('closed_reason')}
          />
        )}
        <Preview id={id} values={values} attendees={attendees} />
      </div>
    </div>
  );
}

interface SeatsProps {
  form: UseFormReturnType<RoomValues>;
  name: 'attendee_limit' | 'moderator_limit';
  label: string;
  hint: string;
  most: number;
}

function Seats({ form, name, label, hint, most }: SeatsProps) {
  return (
    <NumberInput
      label={label}
      description={hint}
      allowDecimal={false}
      allowNegative={false}
      clampBehavior="none"
      min={0}
      max={most}
      hideControls
      {...form.getInputProps(name)}
    />
  );
}
