import { ActionIcon, Textarea } from '@mantine/core';
import { IconSend2 } from '@tabler/icons-react';
import { useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { number } from '../../i18n/format';
import styles from './Chat.module.css';
import { LONGEST, lengthOf } from './lines';
import type { ChatStore } from './store';

/** Where a line is written. The text is kept in the store, so that closing the panel loses nothing. */
export function Composer({ chat, focus }: { chat: ChatStore; focus: boolean }) {
  const { t, i18n } = useTranslation();
  const [text, setText] = useState(chat.draft);
  const field = useRef<HTMLTextAreaElement>(null);
  const meta = useId();
  const length = lengthOf(text);
  const over = length - LONGEST;
  const ready = length > 0 && over <= 0;

  useEffect(() => {
    if (focus) field.current?.focus();
  }, [focus]);

  const write = (value: string) => {
    chat.draft = value;
    setText(value);
  };
  const send = () => {
    field.current?.focus();
    if (!ready) return;
    chat.send(text);
    write('');
  };
  const onKeyDown = (event: React.KeyboardEvent) => {
    // While an input method composes, Enter picks a word.
    const composing = event.nativeEvent.isComposing || event.keyCode === 229;
    if (event.key !== 'Enter' || event.shiftKey || composing) return;
    event.preventDefault();
    send();
  };
  const figures = { length: number(i18n.language, length), limit: number(i18n.language, LONGEST) };
  return (
    <form
      className={styles.composer}
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <div className={styles.input} data-over={over > 0 || undefined}>
        <Textarea
          ref={field}
          classNames={{ root: styles.fieldRoot, input: styles.field }}
          variant="unstyled"
          autosize
          minRows={1}
          maxRows={6}
          // An empty field has no direction of its own: its placeholder takes the page's.
          dir={text ? 'auto' : undefined}
          enterKeyHint="send"
          aria-label={t('chat.write')}
          placeholder={t('chat.write')}
          aria-describedby={meta}
          aria-invalid={over > 0 || undefined}
          value={text}
          onChange={(event) => write(event.currentTarget.value)}
          onKeyDown={onKeyDown}
        />
        <ActionIcon
          type="submit"
          className={styles.send}
          variant="filled"
          color="evening"
          radius={11}
          aria-label={t('chat.send')}
          aria-disabled={!ready}
        >
          <IconSend2 className="flip" size={20} stroke={1.75} aria-hidden="true" />
        </ActionIcon>
      </div>
      <div id={meta} className={styles.meta}>
        <span className={styles.hint}>{t('chat.hint')}</span>
        <span className={styles.length} data-over={over > 0 || undefined}>
          {over > 0 && <b role="status">{t('chat.too_long', { count: over })}</b>}
          {t('chat.length', figures)}
        </span>
      </div>
    </form>
  );
}
