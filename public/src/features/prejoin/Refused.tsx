import { Button } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { ApiError } from '../../api/client';
import { useFocusOnMount } from '../../ui/useFocusOnMount';
import { useRemovalFacts } from '../removal/useRemovalFacts';
import { refusalOf, worthRetrying } from './logic';
import styles from './PreJoin.module.css';
import refused from './Refused.module.css';
import { useRefusalText } from './useRefusalText';

interface Props {
  room: string;
  error: ApiError;
  onRetry: () => void;
  onClose: () => void;
}

/** No seat: what happened and what to do. */
export function Refused(props: Props) {
  return refusalOf(props.error) === 'banned' ? <Banned {...props} /> : <Plain {...props} />;
}

function Plain({ error, onRetry, onClose }: Props) {
  const { title, text } = useRefusalText(error);
  return (
    <>
      <div className={styles.body} role="alert">
        <p className={styles.refusal}>{title}</p>
        <p className={styles.lead}>{text}</p>
      </div>
      <Ways again={worthRetrying(refusalOf(error))} onRetry={onRetry} onClose={onClose} />
    </>
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

function Ways({ again, onRetry, onClose }: { again: boolean; onRetry: () => void; onClose: () => void }) {
  const { t } = useTranslation();
  const focused = useFocusOnMount();
  return (
    <div className={styles.footer}>
      <Button ref={again ? undefined : focused} variant={again ? 'default' : 'filled'} onClick={onClose}>
        {t('refused.back')}
      </Button>
      {again && (
        <Button ref={focused} leftSection={<IconRefresh size={18} aria-hidden="true" />} onClick={onRetry}>
          {t('refused.retry')}
        </Button>
      )}
    </div>
  );
}
