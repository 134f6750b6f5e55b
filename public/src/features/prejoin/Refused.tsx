import { Button } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { ApiError } from '../../api/client';
import { useFocusOnMount } from '../../ui/useFocusOnMount';
import { refusalOf, worthRetrying } from './logic';
import styles from './PreJoin.module.css';
import { useRefusalText } from './useRefusalText';

interface Props {
  error: ApiError;
  onRetry: () => void;
  onClose: () => void;
}

/** No seat: what happened and what to do. */
export function Refused({ error, onRetry, onClose }: Props) {
  const { t } = useTranslation();
  const focused = useFocusOnMount();
  const { title, text } = useRefusalText(error);
  const again = worthRetrying(refusalOf(error));
  return (
    <>
      <div className={styles.body} role="alert">
        <p className={styles.refusal}>{title}</p>
        <p className={styles.lead}>{text}</p>
      </div>
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
    </>
  );
}
