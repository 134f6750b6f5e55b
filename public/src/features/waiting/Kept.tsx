import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { serverNow } from '../../api/clock';
import { countdown } from '../../i18n/format';

/** "A seat is kept for you: 0:24". A timer, not a status: nobody wants it read out every second. */
export function Kept({ until }: { until: string }) {
  const { t } = useTranslation();
  const [now, setNow] = useState(serverNow);
  useEffect(() => {
    const timer = setInterval(() => setNow(serverNow()), 500);
    return () => clearInterval(timer);
  }, []);
  return (
    <span role="timer">{t('waiting.kept', { time: countdown(Math.max(0, (Date.parse(until) - now) / 1000)) })}</span>
  );
}
