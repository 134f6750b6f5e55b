import { Button, Skeleton } from '@mantine/core';
import { IconArrowDown, IconHistory, IconRefresh } from '@tabler/icons-react';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { serverNow } from '../../api/clock';
import type { Face } from '../../api/live';
import { clock, day } from '../../i18n/format';
import { useMe } from '../account/RequireMe';
import styles from './Chat.module.css';
import { Gone, Line, PendingLine } from './Line';
import { type Item, itemsOf } from './lines';
import type { ChatState, ChatStore } from './store';
import { useLogScroll } from './useLogScroll';

interface Props {
  chat: ChatStore;
  state: ChatState;
  moderates: boolean;
}

/** What was said, oldest first. */
export function Log({ chat, state, moderates }: Props) {
  const { t } = useTranslation();
  const { id, name, avatar = null } = useMe().person;
  const me = useMemo(() => ({ id, name, avatar }), [id, name, avatar]);
  const { messages, pending, phase, deleting } = state;
  const items = useMemo(() => itemsOf({ messages, pending, me: id }), [messages, pending, id]);
  const { log, news, toEnd, onScroll } = useLogScroll(items);
  const quiet = useQuiet(state.earlier === 'loading');
  // The line's menu goes with its text; whoever used it goes on from the log.
  const remove = useCallback(
    (id: string) => {
      log.current?.focus({ preventScroll: true });
      void chat.remove(id);
    },
    [chat, log],
  );
  const loadEarlier = async () => {
    await chat.loadEarlier();
    // The button goes with the last page; the focus must not.
    if (!chat.snapshot().hasEarlier) log.current?.focus({ preventScroll: true });
  };
  return (
    <div className={styles.frame}>
      <div
        ref={log}
        className={styles.log}
        role="log"
        aria-live={quiet ? 'off' : 'polite'}
        aria-label={t('chat.log')}
        aria-busy={phase === 'loading'}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
        tabIndex={0}
        onScroll={onScroll}
      >
        {phase === 'loading' && <Loading />}
        {phase === 'failed' && <Failed onRetry={() => chat.load()} />}
        {phase === 'ready' && items.length === 0 && <Empty />}
        {state.hasEarlier && <Earlier state={state.earlier} onLoad={() => void loadEarlier()} />}
        <ol className={styles.lines}>
          {items.map((item) => (
            <Entry
              key={item.key}
              item={item}
              chat={chat}
              me={me}
              moderates={moderates}
              deleting={deleting}
              onRemove={remove}
            />
          ))}
        </ol>
      </div>
      {news && (
        <Button
          className={styles.news}
          size="xs"
          leftSection={<IconArrowDown size={18} aria-hidden="true" />}
          onClick={() => {
            toEnd();
            log.current?.focus({ preventScroll: true });
          }}
        >
          {t('chat.new')}
        </Button>
      )}
    </div>
  );
}

interface EntryProps {
  item: Item;
  chat: ChatStore;
  me: Face;
  moderates: boolean;
  deleting: ChatState['deleting'];
  onRemove: (id: string) => void;
}

function Entry({ item, chat, me, moderates, deleting, onRemove }: EntryProps) {
  switch (item.kind) {
    case 'when':
      return <When at={item.at} />;
    case 'gone':
      return <Gone {...item} me={me.id} />;
    case 'pending':
      return <PendingLine {...item} me={me} onRetry={chat.tryAgain} onDiscard={chat.discard} />;
    case 'line': {
      const own = item.message.person.id === me.id;
      return (
        <Line
          message={item.message}
          head={item.head}
          own={own}
          onRemove={own || moderates ? onRemove : null}
          deleting={deleting.get(item.message.id) ?? null}
        />
      );
    }
  }
}

function When({ at }: { at: number }) {
  const { t, i18n } = useTranslation();
  const date = new Date(at);
  const words = { today: t('chat.today'), yesterday: t('chat.yesterday') };
  return (
    <li className={styles.when}>
      <time dateTime={date.toISOString()}>
        {t('chat.when', {
          day: day(i18n.language, date, new Date(serverNow()), words),
          time: clock(i18n.language, date),
        })}
      </time>
    </li>
  );
}

function Earlier({ state, onLoad }: { state: ChatState['earlier']; onLoad: () => void }) {
  const { t } = useTranslation();
  return (
    <p className={styles.earlier}>
      {state === 'failed' && <span className={styles.problem}>{t('chat.earlier_failed')}</span>}
      <Button
        variant="subtle"
        leftSection={<IconHistory size={18} stroke={1.75} aria-hidden="true" />}
        aria-disabled={state === 'loading'}
        onClick={onLoad}
      >
        {t(state === 'loading' ? 'chat.earlier_loading' : state === 'failed' ? 'chat.retry' : 'chat.earlier')}
      </Button>
    </p>
  );
}

function Loading() {
  const { t } = useTranslation();
  return (
    <div className={styles.lines}>
      <span className="sr-only">{t('chat.loading')}</span>
      {['62%', '84%', '48%'].map((width) => (
        <div key={width} className={styles.line} data-head aria-hidden="true">
          <Skeleton className={styles.face} width={32} height={36} />
          <Skeleton height={13} width="38%" />
          <Skeleton height={15} width={width} mt={5} />
        </div>
      ))}
    </div>
  );
}

function Empty() {
  const { t } = useTranslation();
  return (
    <div className={styles.state}>
      <p className={styles.stateTitle}>{t('chat.empty')}</p>
      <p>{t('chat.empty_text')}</p>
    </div>
  );
}

function Failed({ onRetry }: { onRetry: () => void }) {
  const { t } = useTranslation();
  return (
    <div className={styles.state}>
      <p className={styles.stateTitle}>{t('chat.failed')}</p>
      <p>{t('chat.failed_text')}</p>
      <Button leftSection={<IconRefresh size={20} aria-hidden="true" />} onClick={onRetry}>
        {t('chat.retry')}
      </Button>
    </div>
  );
}

/** Fifty earlier lines are not fifty pieces of news: silent while they load, and until they have been put in. */
function useQuiet(loading: boolean): boolean {
  const [quiet, setQuiet] = useState(loading);
  if (loading && !quiet) setQuiet(true);
  useEffect(() => {
    if (loading || !quiet) return;
    const over = setTimeout(() => setQuiet(false), 1000);
    return () => clearTimeout(over);
  }, [loading, quiet]);
  return quiet;
}
