import { ActionIcon, Menu, UnstyledButton } from '@mantine/core';
import { IconAlertCircle, IconClock, IconDots, IconShieldCheck, IconTrash } from '@tabler/icons-react';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Face, Message } from '../../api/live';
import { clock } from '../../i18n/format';
import { Doorway } from '../../ui/Doorway';
import { Tag } from '../../ui/Tag';
import { personCards } from '../connections/card';
import styles from './Chat.module.css';
import { linked } from './links';
import { MENUS } from './menus';
import type { Pending } from './outbox';

interface LineProps {
  message: Message;
  head: boolean;
  own: boolean;
  /** Null for who may not delete it. */
  onRemove: ((id: string) => void) | null;
  deleting: 'asked' | 'failed' | null;
}

/** One message. The first of several in one breath shows who and when; the others tell it to screen readers only. */
export const Line = memo(function Line({ message, head, own, onRemove, deleting }: LineProps) {
  const { t } = useTranslation();
  const { id, person, role, sent_at, text } = message;
  return (
    <li className={styles.line} data-head={head || undefined} data-deleting={deleting === 'asked' || undefined}>
      <By {...person} own={own} moderates={role === 'moderator'} at={Date.parse(sent_at)} shown={head} />
      <Text text={text ?? ''} />
      {deleting === 'asked' && <p className={styles.note}>{t('chat.deleting')}</p>}
      {deleting === 'failed' && onRemove && (
        <p className={styles.problem} role="alert">
          <IconAlertCircle size={18} stroke={1.75} aria-hidden="true" />
          {t('chat.delete_failed')}{' '}
          <UnstyledButton className={styles.link} onClick={() => onRemove(id)}>
            {t('chat.retry')}
          </UnstyledButton>
        </p>
      )}
      {onRemove && deleting !== 'asked' && (
        <Options
          label={own ? t('chat.options_own') : t('chat.options', { name: person.name })}
          onRemove={() => onRemove(id)}
        />
      )}
    </li>
  );
});

interface GoneProps {
  message: Message;
  head: boolean;
  by: 'author' | 'moderator';
  count: number;
  me: string;
}

/** Lines that were deleted: who wrote them and that they are gone, never what they said. */
export const Gone = memo(function Gone({ message, head, by, count, me }: GoneProps) {
  const { t } = useTranslation();
  const own = message.person.id === me;
  const said = by === 'moderator' ? 'gone_moderator' : own ? 'gone_me' : 'gone_author';
  return (
    <li className={styles.line} data-head={head || undefined}>
      <By
        {...message.person}
        own={own}
        moderates={message.role === 'moderator'}
        at={Date.parse(message.sent_at)}
        shown={head}
      />
      <p className={styles.gone}>{t(`chat.${said}`, { count })}</p>
    </li>
  );
});

interface PendingProps {
  line: Pending;
  head: boolean;
  me: Face;
  onRetry: (id: string) => void;
  onDiscard: (id: string) => void;
}

/** A line on its way, or one that did not get there: its text is still here. */
export const PendingLine = memo(function PendingLine({ line, head, me, onRetry, onDiscard }: PendingProps) {
  const { t } = useTranslation();
  const { id, text, at, state, failure } = line;
  const known = failure === 'no_seat' || failure === 'banned' || failure === 'invalid';
  return (
    <li className={styles.line} data-head={head || undefined} data-state={state}>
      <By {...me} own at={at} shown={head} />
      <Text text={text} />
      {state === 'sending' && <p className={styles.note}>{t('chat.sending')}</p>}
      {state === 'waiting' && (
        <p className={styles.note}>
          <IconClock size={18} stroke={1.75} aria-hidden="true" />
          {t('chat.waiting')}
        </p>
      )}
      {state === 'failed' && (
        <p className={styles.problem} role="alert">
          <IconAlertCircle size={18} stroke={1.75} aria-hidden="true" />
          {t(known ? `chat.not_sent_${failure}` : 'chat.not_sent')}
          {failure !== 'invalid' && (
            <UnstyledButton className={styles.link} onClick={() => onRetry(id)}>
              {t('chat.retry')}
            </UnstyledButton>
          )}
          <UnstyledButton className={styles.link} onClick={() => onDiscard(id)}>
            {t('chat.discard')}
          </UnstyledButton>
        </p>
      )}
    </li>
  );
});

interface ByProps {
  id: string;
  name: string;
  avatar: string | null;
  own: boolean;
  moderates?: boolean;
  at: number;
  shown: boolean;
}

function By({ id, name, avatar, own, moderates = false, at, shown }: ByProps) {
  const { t, i18n } = useTranslation();
  const date = new Date(at);
  const time = clock(i18n.language, date);
  const who = own ? t('room.you') : name;
  if (!shown) return <span className="sr-only">{t('chat.said', { name: who, time })}</span>;
  return (
    <>
      <span className={styles.face}>
        <Doorway id={id} name={name} image={avatar} size={32} />
      </span>
      <div className={styles.by}>
        {own ? (
          <bdi>{who}</bdi>
        ) : (
          <UnstyledButton
            className={styles.who}
            aria-haspopup="dialog"
            onClick={(event) => personCards.show({ id, name, avatar }, event.currentTarget)}
          >
            <bdi>{who}</bdi>
          </UnstyledButton>
        )}
        {moderates && (
          <Tag icon={IconShieldCheck} tone="mod">
            {t('chat.moderator')}
          </Tag>
        )}
        <time dateTime={date.toISOString()}>{time}</time>
      </div>
    </>
  );
}

/** As it was written, each line in its own direction, and nothing in it but text and addresses. */
function Text({ text }: { text: string }) {
  return (
    <p className={styles.text} dir="auto">
      {linked(text).map(({ text: piece, href }, index) =>
        href ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one text that never changes.
          <a key={index} href={href} target="_blank" rel="noopener noreferrer nofollow ugc">
            <bdi dir="ltr">{piece}</bdi>
          </a>
        ) : (
          piece
        ),
      )}
    </p>
  );
}

function Options({ label, onRemove }: { label: string; onRemove: () => void }) {
  const { t } = useTranslation();
  return (
    <div className={styles.options}>
      <Menu position="bottom-end" withinPortal portalProps={{ target: `#${MENUS}` }} returnFocus={false}>
        <Menu.Target>
          <ActionIcon className={styles.dots} aria-label={label}>
            <IconDots size={20} stroke={1.75} aria-hidden="true" />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown aria-label={label}>
          <Menu.Item
            color="brick"
            leftSection={<IconTrash size={20} stroke={1.75} aria-hidden="true" />}
            onClick={onRemove}
          >
            {t('chat.delete')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </div>
  );
}
