import { Button, Textarea } from '@mantine/core';
import { type FormEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './Imports.module.css';

/** Rows out of a spreadsheet or a mail, without a file. */
export function Paste({ busy, onText }: { busy: boolean; onText: (text: string) => void }) {
  const { t } = useTranslation('imports');
  const field = useRef<HTMLTextAreaElement>(null);
  const [text, setText] = useState('');
  const [wrong, setWrong] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (busy) return;
    if (text.trim() !== '') return onText(text);
    setWrong(true);
    field.current?.focus();
  };
  return (
    <form className={styles.paste} onSubmit={submit} noValidate>
      <Textarea
        ref={field}
        label={t('paste.label')}
        description={t('paste.hint')}
        value={text}
        onChange={(change) => {
          setText(change.currentTarget.value);
          setWrong(false);
        }}
        error={wrong && t('paste.empty')}
        rows={6}
        dir="auto"
        spellCheck={false}
        autoComplete="off"
        classNames={{ input: styles.rows ?? '' }}
      />
      <Button type="submit" variant="default" aria-disabled={busy || undefined}>
        {t('paste.check')}
      </Button>
    </form>
  );
}
