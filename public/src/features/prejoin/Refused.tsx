import { Button } from '@mantine/core';
import { IconBell, IconRefresh } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { ApiError } from '../../api/client';
import { toasts } from '../../ui/toast/toasts';
import { useFocusOnMount } from '../../ui/useFocusOnMount';
import { useRemovalFacts } from '../removal/useRemovalFacts';
import { useWaiting } from '../waiting/useWaiting';
import { refusalOf, worthRetrying } from './logic';
import styles from './PreJoin.module.css';
import refused from './Refused.module.css';
import { useRefusalText } from './useRefusalText';

interface Props {
  room: string;
  name: string;
  error: ApiError;
  onRetry: () => void;
  onClose: () => void;
}

/** No seat: what happened and what to do. */
export function Refused(props: Props) {
  return refusalOf(props.error) === 'banned' ? <Banned {...props} /> : <Plain {...props} />;
}

function Plain({ room, name, error, onRetry, onClose }: Props) {
  const { title, text } = useRefusalText(error);
  const refusal = refusalOf(error);
  return (
    <>
      <div className={styles.body} role="alert">
        <p className={styles.refusal}>{title}</p>
        <p className={styles.lead}>{text}</p>
      </div>
      <Ways again={worthRetrying(refusal)} onRetry={onRetry} onClose={onClose}>
        {refusal === 'room_full' && <Wait room={room} name={name} onClose={onClose} />}
      </Ways>
    </>
  );
}

/** The room filled up meanwhile: get in line, and hear of it wherever one is. */
function Wait({ room, name, onClose }: Pick<Props, 'room' | 'name' | 'onClose'>) {
  const { t } = useTranslation();
  const { busy, wait } = useWaiting(room, name);
  const go = async () => {
    if (!(await wait())) return;
    toasts.show({ text: t('waiting.told', { room: name }) });
    onClose();
  };
  return (
    <Button
      variant="default"
      loading={busy}
      leftSection={<IconBell size={18} aria-hidden="true" />}
      onClick={() => void go()}
    >
      {t('waiting.tell_me')}
    </Button>
  );
}

/** By whom, why and until when; and the way in once that is over. */
function Banned({ room, error, onRetry, onClose }: Props) {
  const { t } = useTranslation();
  const { title } = useRefusalText(error);
  const { facts, removal, returning } = useRemovalFacts(room, { error });
  const { scope } = removal;
  return (
    <>
      <div className={styles.body}>
        <div role="alert">
          <p className={styles.refusal}>{title}</p>
          <p className={styles.lead}>
            {returning ? t('ended.may_return') : t(scope === 'room' ? 'ended.removed_text' : `ended.removed_${scope}`)}
          </p>
        </div>
        {facts.length > 0 && (
          <dl className={refused.facts}>
            {facts.map(({ term, value }) => (
              <div key={term}>
                <dt>{term}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
        )}
      </div>
      <Ways key={String(returning)} again={returning} onRetry={onRetry} onClose={onClose} />
    </>
  );
}

interface WaysProps {
  again: boolean;
  onRetry: () => void;
  onClose: () => void;
  children?: React.ReactNode;
}

function Ways({ again, onRetry, onClose, children }: WaysProps) {
  const { t } = useTranslation();
  const focused = useFocusOnMount();
  return (
    <div className={styles.footer}>
      <Button ref={again ? undefined : focused} variant={again ? 'default' : 'filled'} onClick={onClose}>
        {t('refused.back')}
      </Button>
      {children}
      {again && (
        <Button ref={focused} leftSection={<IconRefresh size={18} aria-hidden="true" />} onClick={onRetry}>
          {t('refused.retry')}
        </Button>
      )}
    </div>
  );
}
