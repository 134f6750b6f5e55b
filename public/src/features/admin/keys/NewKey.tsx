import { Button, Checkbox, NativeSelect, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { keysQuery, makeKey } from '../../../api/admin/keys';
import type { NewKey as Made, Scope } from '../../../api/admin/types';
import { Dialog, Fields, submitOf, useEvent, useOnce, useOrganizer, useRefusal } from '../shell';
import styles from './Keys.module.css';

interface Values {
  name: string;
  scope: 'event' | 'all';
  scopes: Scope[];
}

/** What a key may do, and for which event; then its text, once. */
export function NewKey({ onClose }: { onClose: () => void }) {
  const [made, setMade] = useState<Made | null>(null);
  return made ? <Once made={made} onClose={onClose} /> : <Ask onMade={setMade} onClose={onClose} />;
}

function Ask({ onMade, onClose }: { onMade: (made: Made) => void; onClose: () => void }) {
  const { t } = useTranslation('admin');
  const queries = useQueryClient();
  const event = useEvent();
  const organizer = useOrganizer();
  const once = useOnce();
  const form = useForm<Values>({
    initialValues: { name: '', scope: 'event', scopes: [] },
    validate: { name: (name) => (name.trim() ? null : t('field.required')) },
  });
  const making = useMutation({
    mutationFn: ({ name, scope, scopes }: Values) =>
      makeKey({ name: name.trim(), event: scope === 'event' ? event.id : null, scopes }, once),
    onSuccess: (made) => {
      void queries.invalidateQueries({ queryKey: keysQuery.queryKey });
      onMade(made);
    },
  });
  const put = (one: Scope, given: boolean) =>
    form.setFieldValue('scopes', (was) => (given ? [...was, one] : was.filter((scope) => scope !== one)));
  return (
    <Dialog
      title={t('keys.new')}
      lead={t('keys.lead')}
      action={t('keys.make')}
      busy={making.isPending}
      dirty={form.isDirty()}
      failed={useRefusal(making.error, form)}
      onSubmit={submitOf(form, (values) => making.mutate(values))}
      onClose={onClose}
    >
      <TextInput
        label={t('keys.name')}
        description={t('keys.name_hint')}
        autoComplete="off"
        dir="auto"
        {...form.getInputProps('name')}
      />
      <NativeSelect
        label={t('keys.event')}
        data={[
          { value: 'event', label: event.name },
          ...(organizer.event ? [] : [{ value: 'all', label: t('keys.all') }]),
        ]}
        {...form.getInputProps('scope')}
      />
      <Fields legend={t('keys.scopes')}>
        <Checkbox label={t('keys.read')} description={t('keys.read_hint')} checked readOnly aria-readonly="true" />
        {organizer.scopes.map((one) => (
          <Checkbox
            key={one}
            label={t(`scope.${one}`)}
            description={t(`keys.hint_${one}`)}
            checked={form.values.scopes.includes(one)}
            onChange={(change) => put(one, change.currentTarget.checked)}
          />
        ))}
      </Fields>
    </Dialog>
  );
}

/** The text is in this answer and nowhere else: closing it is the end of it, so that is asked. */
function Once({ made, onClose }: { made: Made; onClose: () => void }) {
  const { t } = useTranslation('admin');
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(made.key).then(
      () => setCopied(true),
      () => document.querySelector<HTMLInputElement>('[data-key]')?.select(),
    );
  };
  return (
    <Dialog title={t('keys.once')} lead={t('keys.once_text')} onClose={onClose}>
      <div className={styles.once}>
        <TextInput
          label={t('keys.text', { name: made.name })}
          value={made.key}
          readOnly
          dir="ltr"
          data-key
          onFocus={(event) => event.currentTarget.select()}
        />
        <Button
          data-autofocus
          leftSection={copied ? <IconCheck size={18} aria-hidden="true" /> : <IconCopy size={18} aria-hidden="true" />}
          onClick={() => void copy()}
        >
          {copied ? t('keys.copied') : t('keys.copy')}
        </Button>
      </div>
      <p role="status" className="sr-only">
        {copied ? t('keys.copied') : ''}
      </p>
    </Dialog>
  );
}
