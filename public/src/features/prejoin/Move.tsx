import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useFocusOnMount } from '../../ui/useFocusOnMount';
import { moveWords } from './logic';
import styles from './PreJoin.module.css';

interface Props {
  from: string;
  busy: boolean;
  onStay: () => void;
  onGo: () => void;
}

/** Somebody is in one room already and is asked once. */
export function Move({ from, busy, onStay, onGo }: Props) {
  const { t } = useTranslation();
  const focused = useFocusOnMount();
  return (
    <>
      <div className={styles.body}>
        <p className={styles.lead}>{t(moveWords(from).text, { from })}</p>
      </div>
      <div className={styles.footer}>
        <Button variant="default" ref={focused} onClick={onStay}>
          {t('move.stay')}
        </Button>
        <Button loading={busy} onClick={onGo}>
          {t('move.go')}
        </Button>
      </div>
    </>
  );
}
