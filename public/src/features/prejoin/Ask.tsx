import { Button } from '@mantine/core';
import { IconVideo } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import door from '../../ui/art/door-open.svg';
import { useFocusOnMount } from '../../ui/useFocusOnMount';
import { KeptFor } from './KeptFor';
import styles from './PreJoin.module.css';

interface Props {
  until: number | null;
  onAllow: () => Promise<void>;
  onWithout: () => void;
}

/** First visit: says why, then asks. */
export function Ask({ until, onAllow, onWithout }: Props) {
  const { t } = useTranslation();
  const focused = useFocusOnMount();
  const [asking, setAsking] = useState(false);
  const allow = () => {
    setAsking(true);
    void onAllow();
  };
  return (
    <>
      <div className={styles.body}>
        <div className={styles.ask}>
          <img src={door} alt="" />
          <h3>{t('prejoin.ask')}</h3>
          <p>{t('prejoin.ask_text')}</p>
        </div>
      </div>
      <div className={styles.footer}>
        <div className={styles.said}>
          <KeptFor until={until} />
        </div>
        <Button variant="default" onClick={onWithout}>
          {t('prejoin.without')}
        </Button>
        <Button
          ref={focused}
          loading={asking}
          leftSection={<IconVideo size={20} stroke={1.75} aria-hidden="true" />}
          onClick={allow}
        >
          {t('prejoin.allow')}
        </Button>
      </div>
    </>
  );
}
