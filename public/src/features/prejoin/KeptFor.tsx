import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { serverNow } from '../../api/clock';
import { countdown } from '../../i18n/format';
import styles from './PreJoin.module.css';

/** "Your seat is kept for 1:52". A timer, not a status: nobody wants it read out every second. */
export function KeptFor({ until }: { until: number | null }) {
  const { t } = useTranslation();
  const [now, setNow] = useState(serverNow);
  useEffect(() => {
    const timer = setInterval(() => setNow(serverNow()), 500);
    return () => clearInterval(timer);
  }, []);
  return (
    <span className={styles.timer} role="timer">
      {until === null ? t('prejoin.keeping') : t('prejoin.kept', { time: countdown((until - now) / 1000) })}
    </span>
  );
}
